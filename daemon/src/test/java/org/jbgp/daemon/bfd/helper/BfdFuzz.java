package org.jbgp.daemon.bfd.helper;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jbgp.daemon.bfd.packet.AuthenticationKey;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.packet.Authenticator;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.packet.ControlPacket;
import org.jbgp.daemon.bfd.packet.Fault;
import org.jbgp.daemon.bfd.session.BfdSession;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.bfd.session.SessionSettings;
import org.jbgp.kernel.KernelIp;

/**
 * Any bytes as packets to a session, one after the other, with the clock running: nothing is thrown, and its timers
 * stay sane.
 */
public final class BfdFuzz {
    private static final class Sink implements BfdSession.Port {
        private final ControlPacket out = new ControlPacket(ByteBuffer.allocate(256));
        private int sent;

        @Override
        public void send(BfdSession session, boolean answer) {
            if (session.write(out, answer, 0) && out.check(out.length()) != Fault.NONE) {
                throw new IllegalStateException("what we send is not well-formed");
            }
            sent++;
        }

        @Override
        public void changed(BfdSession session, BfdState before) {
            if (session.state() == before) {
                throw new IllegalStateException("a change to the same");
            }
        }
    }

    private BfdFuzz() {}

    /**
     * First byte: the authentication; second: the key, and whether the neighbor signs all it sends; then, again and
     * again, milliseconds that pass, a length,
     * and so many bytes.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        AuthenticationType[] types = AuthenticationType.values();
        AuthenticationType type = types[(input[0] & 0xFF) % types.length];
        List<AuthenticationKey> keys = type == AuthenticationType.NONE
                ? List.of()
                : List.of(AuthenticationKey.always(input[1] & 0xFF, new byte[] {input[1], 2, 3}));
        Sink sink = new Sink();
        BfdSession session = new BfdSession(
                1,
                new SessionAddress(KernelIp.ofIpv4(1), null, 1, "eth0"),
                new SessionSettings(50_000, 50_000, 1_000_000, 3, (input[0] & 0x80) != 0, type, keys),
                7,
                sink,
                new Random(1),
                0);
        ControlPacket in = new ControlPacket(ByteBuffer.allocate(256));
        Authenticator neighbor = new Authenticator(0);
        neighbor.use(type, keys);
        boolean signs = (input[1] & 0x80) != 0 && type != AuthenticationType.NONE;
        long now = 0;
        int at = 2;
        while (at + 2 <= input.length) {
            now += (input[at] & 0xFFL) * 1_000_000;
            int length = Math.min(input[at + 1] & 0xFF, input.length - at - 2);
            in.buffer().put(0, input, at + 2, length);
            at += 2 + length;
            if (signs && length >= ControlPacket.BYTES) {
                neighbor.sign(in, now / 1_000_000);
                length = in.length();
                if (length > ControlPacket.BYTES + 8 && (input[at - 1] & 7) == 0) {
                    // A byte of the section is another one.
                    int damaged = ControlPacket.BYTES + (input[at - 1] & 0xFF) % (length - ControlPacket.BYTES);
                    in.buffer().put(damaged, input[at - 1]);
                }
            }
            if (in.check(length) == Fault.NONE) {
                session.receive(in, now, now / 1_000_000);
            }
            for (int i = 0; session.deadline() <= now; i++) {
                session.run(now, now);
                if (i > 4) {
                    throw new IllegalStateException("it never has enough");
                }
            }
            if (session.interval() < 1_000_000) {
                throw new IllegalStateException("a neighbor makes us send without end");
            }
        }
        // Answers to polls come with packets, and the rest at intervals.
        if (sink.sent > 2L * input.length + now / 37_000_000 + 16) {
            throw new IllegalStateException(sink.sent + " packets for " + input.length + " bytes");
        }
    }
}
