package org.jbgp.daemon.mrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.daemon.session.FamilyNegotiated;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.WireObserver;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of messages and states in an MRT file. */
class DumpedNeighborTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(5, 123_456_789));
    private static final String MARKER = "ff".repeat(16);
    private static final Map<String, String> MESSAGES = Map.of(
            "keepalive", MARKER + "001304",
            "update4", MARKER + "001702" + "0000" + "0000",
            // End-of-RIB of IPv6.
            "update6", MARKER + "001d02" + "0000" + "0006" + "800f03000201",
            // Its attributes are longer than it is.
            "cut", MARKER + "001702" + "0000" + "00ff");

    private final List<String> records = new ArrayList<>();

    private DumpedNeighbor neighbor(boolean microseconds) {
        return new DumpedNeighbor(
                record -> records.add(HexFormat.of().formatHex(record.array(), 0, record.length())),
                CLOCK,
                EnumSet.of(DebugFlag.STATES, DebugFlag.PACKETS),
                microseconds);
    }

    private static FamilyNegotiated family(boolean addPath) {
        return new FamilyNegotiated(addPath, false, false, false, false, 0, false);
    }

    private static WireObserver.Ends ends(boolean established, boolean as4, boolean paths4, boolean paths6) {
        Negotiated negotiated = new Negotiated(
                new Negotiated.Parties(65000, 65000, 65001, 1, 2, false, false),
                as4 ? Set.of(CapabilityType.FOUR_BYTE_AS) : Set.of(),
                new Negotiated.Times(90, 30, 0),
                new Negotiated.PeerRestart(false, 0, false),
                Map.of(AddressFamily.IPV4_UNICAST, family(paths4), AddressFamily.IPV6_UNICAST, family(paths6)));
        return new WireObserver.Ends(
                InetAddress.ofLiteral("10.0.0.1"),
                InetAddress.ofLiteral("10.0.0.2"),
                4_200_000_000L,
                65001,
                established ? negotiated : null);
    }

    @ParameterizedTest
    @CsvSource({
        // established, AS4, identifiers of IPv4, of IPv6; message; subtype
        "false, false, false, false, keepalive, 4",
        "false, false, false, false, update4, 1",
        "true, false, false, false, keepalive, 4",
        "true, false, false, false, update4, 1",
        "true, true, false, false, update4, 4",
        "true, true, true, true, update4, 9",
        "true, true, true, true, keepalive, 4",
        "true, false, true, true, update6, 8",
        "true, true, true, false, update4, 9",
        "true, true, true, false, update6, 4",
        "true, true, false, true, update4, 4",
        "true, true, false, true, update6, 9",
        "true, true, false, true, cut, 4",
    })
    void subtypes(boolean established, boolean as4, boolean paths4, boolean paths6, String message, int subtype) {
        String bytes = MESSAGES.get(message);
        neighbor(false)
                .received(
                        ends(established, as4, paths4, paths6),
                        Unpooled.wrappedBuffer(HexFormat.of().parseHex(bytes)));

        boolean wide = subtype == 4 || subtype == 9;
        String body = (wide ? "0000fde9fa56ea00" : "fde95ba0") + "00000001" + "0a0000020a000001" + bytes;
        assertThat(records)
                .containsExactly(
                        "00000005" + "0010" + "000" + subtype + HexFormat.of().toHexDigits(body.length() / 2) + body);
    }

    @Test
    void states() {
        DumpedNeighbor neighbor = neighbor(true);
        WireObserver.Ends ends = ends(false, false, false, false);
        neighbor.moved(ends, SessionState.OPEN_CONFIRM, SessionState.ESTABLISHED);
        neighbor.moved(ends, SessionState.IDLE, SessionState.IDLE);

        assertThat(records)
                .containsExactly("00000005" + "0011" + "0005" + "0000001c" + "0001e240" + "0000fde9fa56ea00"
                        + "00000001" + "0a0000020a000001" + "00050006");
    }

    /** It runs where sessions live: nothing that comes may make it throw. */
    @Test
    void takesAnything() {
        Random random = new Random(6396);
        DumpedNeighbor neighbor = neighbor(false);
        WireObserver.Ends ends = ends(true, true, true, false);
        for (int i = 0; i < 50_000; i++) {
            byte[] message = new byte[19 + random.nextInt(40)];
            random.nextBytes(message);
            message[18] = 2;
            // Short lengths, so that more of it is read.
            for (int at = 19; at < message.length; at += 1 + random.nextInt(4)) {
                message[at] = (byte) (random.nextBoolean() ? 0 : random.nextInt(20));
            }
            ByteBuf buffer = Unpooled.wrappedBuffer(message);
            neighbor.received(ends, buffer);
            assertThat(buffer.readableBytes()).isEqualTo(message.length);
        }
        assertThat(records).hasSize(50_000);
    }
}
