package org.jbgp.daemon.bmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jbgp.daemon.bmp.message.StatisticsReport.Statistic;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** BMP messages byte by byte, as RFC 7854, 8671 and 9069 draw them. */
class BmpWriterTest {
    private static final Instant TIME = Instant.ofEpochSecond(0x65000000L, 5_000);
    private static final PeerHeader PEER =
            new PeerHeader(PeerHeader.Sort.GLOBAL, 0, address("10.0.0.2"), 65_002, 0x0a000002, false);
    private static final PeerHeader OLD =
            new PeerHeader(PeerHeader.Sort.GLOBAL, 0, address("2001:db8::2"), 65_002, 0x0a000002, true);
    private static final PeerHeader TABLE = new PeerHeader(PeerHeader.Sort.LOC_RIB, 7, null, 65_001, 0x0a000001, false);

    /** Address, AS, identifier, time of {@link #PEER}. */
    private static final String REST =
            "0000000000000000" + "0".repeat(24) + "0a000002" + "0000fdea" + "0a000002" + "65000000" + "00000005";

    private static final String OLD_REST =
            "0000000000000000" + "20010db8000000000000000000000002" + "0000fdea" + "0a000002" + "65000000" + "00000005";
    private static final String TABLE_REST =
            "0000000000000007" + "0".repeat(32) + "0000fde9" + "0a000001" + "65000000" + "00000005";

    private static final String MARKER = "f".repeat(32);
    private static final String KEEPALIVE = MARKER + "001304";
    private static final String UPDATE = MARKER + "00170200000000";

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    private static Consumer<ByteBuf> monitoring(PeerHeader peer, ObservedRib rib, boolean asSent) {
        return out -> BmpWriter.routeMonitoring(out, peer, rib, bytes(UPDATE), asSent, TIME);
    }

    private static Consumer<ByteBuf> down(DownReason.Cause cause, Notification notification) {
        return out -> BmpWriter.peerDown(out, PEER, TIME, new DownReason(cause, notification, ""));
    }

    private static Arguments row(String what, Consumer<ByteBuf> written, String expected) {
        return Arguments.of(what, written, expected);
    }

    static Stream<Arguments> messages() {
        String cease = MARKER + "001503" + "0602";
        Notification notification = new Notification(Notification.Kind.of(6, 2));
        return Stream.of(
                row(
                        "initiation, RFC 7854 §4.3",
                        out -> BmpWriter.initiation(out, "d", "rt"),
                        "03" + "00000011" + "04" + "00010001" + "64" + "00020002" + "7274"),
                row(
                        "termination, §4.5",
                        out -> BmpWriter.termination(out, BmpWriter.Termination.PERMANENT),
                        "03" + "0000000c" + "05" + "00010002" + "0004"),
                row(
                        "peer up, §4.10",
                        out -> BmpWriter.peerUp(
                                out,
                                PEER,
                                TIME,
                                new InetSocketAddress(address("10.0.0.1"), 0x1234),
                                179,
                                new byte[] {1, 2},
                                new byte[] {3}),
                        "03" + "00000047" + "03" + "0000" + REST + "0".repeat(24) + "0a000001" + "123400b3" + "010203"),
                row(
                        "peer up of a Loc-RIB, RFC 9069 §5.2",
                        out -> BmpWriter.localUp(out, TABLE, TIME, new byte[] {9}, "t"),
                        "03" + "0000004b" + "03" + "0300" + TABLE_REST + "0".repeat(40) + "0909" + "00030001" + "74"),
                row(
                        "peer down of a Loc-RIB, RFC 9069 §5.3",
                        out -> BmpWriter.localDown(out, TABLE, TIME, "t"),
                        "03" + "00000036" + "02" + "0300" + TABLE_REST + "06" + "00030001" + "74"),
                row(
                        "we end it, §4.9",
                        down(DownReason.Cause.ADMINISTRATIVE, notification),
                        "03" + "00000046" + "02" + "0000" + REST + "01" + cease),
                row(
                        "we found an error",
                        down(DownReason.Cause.LOCAL_ERROR, notification),
                        "03" + "00000046" + "02" + "0000" + REST + "01" + cease),
                row(
                        "we end it without a word",
                        down(DownReason.Cause.ADMINISTRATIVE, null),
                        "03" + "00000033" + "02" + "0000" + REST + "02" + "0002"),
                row(
                        "the neighbor ends it",
                        down(DownReason.Cause.REMOTE_NOTIFICATION, notification),
                        "03" + "00000046" + "02" + "0000" + REST + "03" + cease),
                row(
                        "the connection is lost",
                        down(DownReason.Cause.CONNECTION_LOST, null),
                        "03" + "00000031" + "02" + "0000" + REST + "04"),
                row(
                        "the neighbor opens another one",
                        down(DownReason.Cause.NEIGHBOR_RESTARTED, null),
                        "03" + "00000033" + "02" + "0000" + REST + "02" + "0011"),
                row(
                        "Adj-RIB-In before the filter, §4.6",
                        monitoring(PEER, ObservedRib.IN_PRE_POLICY, false),
                        "03" + "00000047" + "00" + "0000" + REST + UPDATE),
                row(
                        "Adj-RIB-In after it",
                        monitoring(PEER, ObservedRib.IN_POST_POLICY, false),
                        "03" + "00000047" + "00" + "0040" + REST + UPDATE),
                row(
                        "Adj-RIB-Out before the filter, RFC 8671 §4",
                        monitoring(PEER, ObservedRib.OUT_PRE_POLICY, false),
                        "03" + "00000047" + "00" + "0010" + REST + UPDATE),
                row(
                        "Adj-RIB-Out as sent to an old IPv6 neighbor",
                        monitoring(OLD, ObservedRib.OUT_POST_POLICY, true),
                        "03" + "00000047" + "00" + "00f0" + OLD_REST + UPDATE),
                row(
                        "Adj-RIB-In of an old IPv6 neighbor, with four bytes",
                        monitoring(OLD, ObservedRib.IN_PRE_POLICY, false),
                        "03" + "00000047" + "00" + "0080" + OLD_REST + UPDATE),
                row(
                        "Loc-RIB, RFC 9069 §4.1",
                        monitoring(TABLE, ObservedRib.LOCAL, false),
                        "03" + "00000047" + "00" + "0300" + TABLE_REST + UPDATE),
                row(
                        "UPDATEs among others",
                        out -> BmpWriter.routeMonitoring(
                                out, PEER, ObservedRib.OUT_POST_POLICY, bytes(KEEPALIVE + UPDATE), true, TIME),
                        "03" + "00000047" + "00" + "0050" + REST + UPDATE),
                row(
                        "a mirrored message, §4.7",
                        out -> BmpWriter.mirrored(out, PEER, TIME, bytes(UPDATE)),
                        "03" + "00000051" + "06" + "0000" + REST + "00010002" + "0000" + "00000017" + UPDATE),
                row(
                        "statistics, §4.8",
                        out -> BmpWriter.statistics(
                                out,
                                PEER,
                                TIME,
                                new StatisticsReport()
                                        .add(Statistic.REJECTED, 3)
                                        .add(Statistic.ADJ_RIB_OUT, 4)
                                        .add(Statistic.FAMILY_LOC_RIB, AddressFamily.IPV6_UNICAST, 5)),
                        "03" + "00000057" + "01" + "0000" + REST + "00000003" + "00000004" + "00000003" + "000f0008"
                                + "0000000000000004" + "000a000b" + "000201" + "0000000000000005"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void isWritten(String what, Consumer<ByteBuf> written, String expected) {
        ByteBuf out = Unpooled.buffer();

        written.accept(out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(expected);
    }

    /** sysDescr has 255 bytes, and no half character. */
    @Test
    void longTextsAreCut() {
        ByteBuf out = Unpooled.buffer();

        BmpWriter.initiation(out, "a".repeat(254) + "é", "n");

        assertThat(out.getUnsignedShort(8)).isEqualTo(254);
        assertThat(out.readableBytes()).isEqualTo(6 + 4 + 254 + 4 + 1);
    }
}
