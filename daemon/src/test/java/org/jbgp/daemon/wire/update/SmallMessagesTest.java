package org.jbgp.daemon.wire.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.RouteRefresh;
import org.jbgp.daemon.wire.Vectors;
import org.jbgp.daemon.wire.open.NotificationText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Header, KEEPALIVE, NOTIFICATION and ROUTE-REFRESH. */
class SmallMessagesTest {
    static Stream<List<String>> headers() {
        return Vectors.of("headers.csv");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void headerCheck(List<String> row) {
        Notification notification = MessageHeader.check(Vectors.buffer(row.get(0)), 0, Integer.parseInt(row.get(1)));
        assertThat(notification == null ? "OK" : Vectors.show(notification)).isEqualTo(row.get(2));
    }

    @Test
    void keepalive() {
        ByteBuf out = Unpooled.buffer();
        MessageHeader.writeKeepalive(out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("f".repeat(32) + "001304");
        assertThat(MessageHeader.type(out, 0)).isEqualTo(MessageType.KEEPALIVE);
    }

    /** The wording is BIRD's, for it stands in {@code show protocols}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0101         | Connection not synchronized",
                "0202 fde9    | Bad peer AS: 65001",
                "0202 000a0001| Bad peer AS: 655361",
                "0206 0001    | Unacceptable hold time: 1",
                "020b         | Role mismatch",
                "020b 03      | Role mismatch (customer)",
                "020b ff      | Role mismatch (undefined)",
                "020b 09      | Role mismatch (unknown role 9)",
                "020b 0102    | Role mismatch: 0102",
                "0207 0200 4104 0000fde9 fb00 | Required capability missing: Route refresh, 4-octet AS numbers, capability 251",
                "0207 0204    | Required capability missing: 0204",
                "0209         | Unknown error 2.9",
                "0305 400102  | Invalid attribute length: 400102",
                "030b         | Malformed AS_PATH",
                "0400         | Hold timer expired",
                "0503         | Unexpected message in Established state",
                "0501 02      | Unexpected message in OpenSent state: UPDATE",
                "0502 05      | Unexpected message in OpenConfirm state: ROUTE-REFRESH",
                "0503 63      | Unexpected message in Established state: 63",
                "0102 0013 | Bad message length: 19",
                "0103 09 | Bad message type: 9",
                "0201 0004 | Unsupported version number: 4",
                "0601 0001010000000a | Maximum number of prefixes reached: 10 of ipv4",
                "0601 000201ffffffff | Maximum number of prefixes reached: 4294967295 of ipv6",
                "0601 00010400000002 | Maximum number of prefixes reached: 2 of AFI 1 SAFI 4",
                "0601 00010100 | Maximum number of prefixes reached: 00010100",
                "0609 0602 | Hard reset: Administrative shutdown",
                "0609 0602 02 6869 | Hard reset: Administrative shutdown: \"hi\"",
                "0609 0609 0602 | Hard reset: 06090602",
                "0602         | Administrative shutdown",
                "0602 00      | Administrative shutdown",
                "0602 04 6279 6521 | Administrative shutdown: \"bye!\"",
                "0602 04 6279 0a21 | Administrative shutdown: \"by !\"",
                "0602 05 6279 6521 | Administrative shutdown: 0562796521",
                "0604 02 c3a9 | Administrative reset: \"é\"",
                "0607         | Connection collision resolution",
                "0701         | Invalid ROUTE-REFRESH message length",
                "0800         | Send hold timer expired",
                "0900         | Unknown error 9.0",
                "0000         | Unknown error 0.0",
            })
    void notificationTexts(String hex, String text) {
        Notification notification = Notification.decode(Vectors.buffer(hex));
        assertThat(NotificationText.of(notification)).isEqualTo(text);
        ByteBuf out = Unpooled.buffer();
        notification.encode(out);
        assertThat(MessageHeader.check(out, 0, 4096)).isNull();
        assertThat(ByteBufUtil.hexDump(out, 19, out.readableBytes() - 19)).isEqualTo(hex.replaceAll("\\s", ""));
    }

    @Test
    void everyNamedErrorHasItsOwnNumberAndText() {
        for (Notification.Kind kind : Notification.Kind.values()) {
            assertThat(Notification.Kind.of(kind.code(), kind.subcode())).isSameAs(kind);
            assertThat(new Notification(kind).description()).isEqualTo(kind.text());
        }
    }

    @Test
    void shutdownCommunicationIsCutBetweenCharacters() {
        Notification notification = Notification.shutdown("é".repeat(200));
        assertThat(notification.data()).hasSize(255);
        assertThat(notification.communication()).isEqualTo("é".repeat(127));
        assertThat(Notification.shutdown("")).isEqualTo(new Notification(Notification.Kind.ADMINISTRATIVE_SHUTDOWN));
        assertThat(Notification.reset("x"))
                .isEqualTo(new Notification(Notification.Kind.ADMINISTRATIVE_RESET, new byte[] {1, 'x'}));
    }

    @Test
    void dataNeverMakesANotificationTooLong() {
        ByteBuf out = Unpooled.buffer();
        new Notification(Notification.Kind.OPTIONAL_ATTRIBUTE, new byte[70_000]).encode(out);
        assertThat(out.readableBytes()).isEqualTo(4096);
    }

    /** RFC 2918 §3, RFC 7313 §3.2. */
    @ParameterizedTest
    @CsvSource({"00010001, 1, 1, 0", "00020101, 2, 1, 1", "00020201, 2, 1, 2", "40040046, 16388, 70, 0"})
    void routeRefresh(String hex, int afi, int safi, int subtype) {
        RouteRefresh refresh = RouteRefresh.decode(Vectors.buffer(hex));
        assertThat(refresh).isEqualTo(new RouteRefresh(afi, safi, subtype));
        ByteBuf out = Unpooled.buffer();
        refresh.encode(out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("f".repeat(32) + "001705" + hex);
    }

    /** RFC 7313 §5. */
    @ParameterizedTest
    @CsvSource({
        "00010001, OK",
        "0001000101, OK",
        "00010101, OK",
        "0001010101, 7.1 ffffffffffffffffffffffffffffffff0018050001010101",
        "0001020101, 7.1 ffffffffffffffffffffffffffffffff0018050001020101",
        "0001030101, OK",
    })
    void routeRefreshLength(String hex, String verdict) {
        Notification notification = RouteRefresh.check(Vectors.buffer(hex));
        assertThat(notification == null ? "OK" : Vectors.show(notification)).isEqualTo(verdict);
    }
}
