package org.jbgp.daemon.bfd.helper;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jbgp.config.FuzzInputs;
import org.jbgp.daemon.bfd.packet.AuthenticationKey;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.bfd.session.SessionSettings;
import org.jbgp.kernel.KernelIp;
import org.junit.jupiter.api.Test;

/** A seeded run of {@link ChannelFuzz}: orders and reports with some bytes changed. */
class ChannelFuzzTest {
    private static final int INPUTS = Integer.getInteger("jbgp.fuzz.rounds", 300) * 200;
    private static final long SEED = Long.getLong("jbgp.fuzz.seed", 1);

    private static byte[] orders() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(0);
        SessionSettings settings = new SessionSettings(
                1, 2, 3, 4, false, AuthenticationType.KEYED_SHA1, List.of(AuthenticationKey.always(1, new byte[] {7})));
        Order.write(out, new Order.Listen(new Order.Accepted(true, true, true, true), false, false, "red"));
        Order.write(out, new Order.Keep(120, "/run/x", "token"));
        Order.write(
                out, new Order.Add(1, new SessionAddress(KernelIp.ofIpv4(1), KernelIp.ofIpv4(2), 1, "e"), settings));
        Order.write(out, new Order.Change(1, settings));
        Order.write(out, new Order.Ask(5));
        Order.write(out, new Order.Remove(1));
        Order.write(out, new Order.End());
        return bytes.toByteArray();
    }

    private static byte[] reports() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(1);
        SessionStanding.Side side = new SessionStanding.Side(BfdState.UP, 0, 5, 1, 2, 3, false, true);
        Report.write(out, new Report.Kept("token", 7));
        Report.write(out, new Report.Ready("no"));
        Report.write(out, new Report.Changed(1, BfdState.UP, BfdState.DOWN, BfdState.DOWN, 1, true, 5));
        Report.write(
                out,
                new Report.Standing(
                        9,
                        new Report.Traffic(5, 6),
                        List.of(new SessionStanding(
                                1,
                                side,
                                side,
                                1,
                                new SessionStanding.Timers(1, 2, 3, 4),
                                new SessionStanding.Security(AuthenticationType.NONE, -1, 0),
                                new SessionStanding.Packets(1, 2, 3, 4)))));
        Report.write(out, new Report.Said(true, "text"));
        return bytes.toByteArray();
    }

    @Test
    void nothingThatIsSaidThrows() throws IOException {
        Random random = new Random(SEED);
        List<byte[]> seeds = List.of(orders(), reports());
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = seeds.get(i % 2).clone();
            for (int times = random.nextInt(6); times >= 0; times--) {
                input[1 + random.nextInt(input.length - 1)] =
                        (byte) (random.nextBoolean() ? random.nextInt(8) : random.nextInt(256));
            }
            assertThatCode(() -> ChannelFuzz.fuzzerTestOneInput(input))
                    .as(() -> HexFormat.of().formatHex(input))
                    .doesNotThrowAnyException();
        }
    }
    /** What fuzzing has kept ({@code bench/fuzz-corpus}). */
    @Test
    void whatWasKept() {
        FuzzInputs.again("channel", ChannelFuzz::fuzzerTestOneInput);
    }
}
