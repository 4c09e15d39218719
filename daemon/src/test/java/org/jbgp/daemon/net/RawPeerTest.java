package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.daemon.net.connection.Ticker;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A passive neighbor against a peer that says what it should not (RFC 4271 §6). */
@Timeout(300)
class RawPeerTest {

    private static final int PEER = 9;
    private static final String OPEN_HEAD = "04 fdf1 005a 0a000009";
    private static final String OPEN_OK = OPEN_HEAD + "00";

    private LoopbackFixture fixture;
    private BgpNeighbor neighbor;
    private final RecordingHandler handler = new RecordingHandler();

    @BeforeEach
    void setUp() throws Exception {
        fixture = new LoopbackFixture();
        start(Ticker.SYSTEM);
    }

    private void start(Ticker ticker, BgpCapability... offered) throws Exception {
        neighbor = fixture.network(ticker)
                .add(
                        fixture.settings(2, PEER, b -> {
                            b.passive(true);
                            if (offered.length > 0) {
                                b.offers(offered);
                            }
                        }),
                        handler);
        neighbor.start();
        LoopbackFixture.eventually("listening", () -> neighbor.listenAddress() != null);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    private RawPeer dial() throws IOException {
        return RawPeer.dial(LoopbackFixture.address(PEER), fixture.socketAddress(2));
    }

    private static OpenMessage goodOpen() {
        return RawPeer.open(65000 + PEER, 90, 0x0A00_0009);
    }

    private static String message(int type, String body) {
        String compact = body.replace(" ", "");
        return RawPeer.MARKER + String.format("%04x%02x", 19 + compact.length() / 2, type) + compact;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    bad marker, RFC 4271 §6.1        | fffffffffffffffffffffffffffffffe 001304 | 1/1:     | Connection not synchronized
                    length below 19                  | M 001204                                | 1/2:0012 | Bad message length
                    length above 4096                | M 100102                                | 1/2:1001 | Bad message length
                    KEEPALIVE with a body            | M 0014 04 00                            | 1/2:0014 | Bad message length
                    OPEN too short                   | M 001c 01 04fdf1005a0a000009            | 1/2:001c | Bad message length
                    unknown type                     | M 0013 09                               | 1/3:09   | Bad message type
                    version 3, RFC 4271 §6.2         | M 001d 01 03fdf1005a0a00000900          | 2/1:0004 | Unsupported version number
                    wrong AS                         | M 001d 01 04fdf2005a0a00000900          | 2/2:fdf2 | Bad peer AS
                    identifier 0, RFC 6286           | M 001d 01 04fdf1005a0000000000          | 2/3:00000000 | Bad BGP identifier
                    unknown optional parameter       | M 0020 01 04fdf1005a0a00000903 630100   | 2/4:     | Unsupported optional parameter
                    parameters longer than the OPEN  | M 001d 01 04fdf1005a0a0000090a          | 2/0:     | Invalid OPEN message
                    hold time 1                      | M 001d 01 04fdf100010a00000900          | 2/6:0001 | Unacceptable hold time
                    hold time 2                      | M 001d 01 04fdf100020a00000900          | 2/6:0002 | Unacceptable hold time
                    KEEPALIVE before OPEN, RFC 6608  | M 0013 04                               | 5/1:04   | Unexpected message in OpenSent state
                    UPDATE before OPEN               | M 0017 02 00000000                      | 5/1:02   | Unexpected message in OpenSent state
                    ROUTE-REFRESH before OPEN        | M 0017 05 00010001                      | 5/1:05   | Unexpected message in OpenSent state
                    """)
    void firstMessageIsAnsweredWith(String name, String hex, String notification, String text) throws Exception {
        try (RawPeer peer = dial()) {
            assertThat(peer.read().type()).as(name).isEqualTo(MessageType.OPEN);
            peer.sendHex(hex.replace("M", RawPeer.MARKER));
            assertThat(peer.readNotification()).isEqualTo(notification);
            assertThat(peer.read()).as("end of stream").isNull();
        }
        NeighborStatus status = LoopbackFixture.eventually(
                "waiting", neighbor::status, now -> now.phase() == NeighborStatus.Phase.ERROR_WAIT);
        assertThat(status.lastError().toString()).isEqualTo("BGP Error: " + text);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    OPEN in OpenConfirm   | false | 1 | 04 fdf1 005a 0a000009 00 | 5/2:01
                    UPDATE in OpenConfirm | false | 2 | 00000000                 | 5/2:02
                    REFRESH in OpenConfirm| false | 5 | 00010001                 | 5/2:05
                    OPEN in Established   | true  | 1 | 04 fdf1 005a 0a000009 00 | 5/3:01
                    malformed OPEN in Established | true | 1 | 03 fdf1 005a 0a000009 00 | 5/3:01
                    """)
    void laterMessageIsAnsweredWith(String name, boolean established, int type, String body, String notification)
            throws Exception {
        try (RawPeer peer = dial()) {
            peer.sendHex(message(1, OPEN_OK));
            assertThat(peer.readUntil(MessageType.KEEPALIVE)).as(name).isNotNull();
            if (established) {
                peer.sendKeepalive();
                handler.awaitEstablished();
            }
            peer.sendHex(message(type, body));
            assertThat(peer.readNotification()).isEqualTo(notification);
        }
    }

    /** RFC 8654 §4: who offers extended messages takes them, whether or not the other side offered them too. */
    @ParameterizedTest
    @CsvSource({"false, false, 1/2:1388", "false, true, 1/2:1388", "true, false, ''", "true, true, ''"})
    void longMessages(boolean ours, boolean theirs, String notification) throws Exception {
        if (ours) {
            offering(BgpCapability.EXTENDED_MESSAGE);
        }
        try (RawPeer peer = dial()) {
            peer.sendHex(message(1, OPEN_HEAD + (theirs ? "04 0202 0600" : "00")));
            peer.sendKeepalive();
            handler.awaitEstablished();
            peer.sendHex(message(2, "00".repeat(5000 - 19)));
            if (notification.isEmpty()) {
                assertThat(RecordingHandler.await(handler.updates)).hasSize(5000 - 19);
                assertUndisturbed(peer);
            } else {
                assertThat(peer.readNotification()).isEqualTo(notification);
            }
        }
    }

    /** RFC 7313 §5: the length counts for neighbors with the capability; for others the subtype is a reserved byte. */
    @ParameterizedTest
    @CsvSource({"false, 01, ''", "true, 01, 7/1", "true, 02, 7/1", "true, 00, ''", "true, 03, ''"})
    void refreshOfWrongLength(boolean enhanced, String subtype, String notification) throws Exception {
        offering(BgpCapability.ROUTE_REFRESH, BgpCapability.ENHANCED_ROUTE_REFRESH);
        try (RawPeer peer = dial()) {
            peer.sendHex(message(1, OPEN_HEAD + (enhanced ? "06 0204 0200 4600" : "04 0202 0200")));
            peer.sendKeepalive();
            handler.awaitEstablished();
            String refresh = message(5, "0001" + subtype + "01 00");
            peer.sendHex(refresh);
            if (notification.isEmpty()) {
                assertUndisturbed(peer);
            } else {
                assertThat(peer.readNotification()).isEqualTo(notification + ":" + refresh);
            }
        }
    }

    private void offering(BgpCapability... capabilities) throws Exception {
        neighbor.remove().join();
        start(Ticker.SYSTEM, capabilities);
    }

    @Test
    void strangerIsRejectedAndTheNeighborNotConcerned() throws Exception {
        try (RawPeer stranger = RawPeer.dial(LoopbackFixture.address(77), fixture.socketAddress(2))) {
            assertThat(stranger.readNotification()).isEqualTo("6/5:");
            assertThat(stranger.read()).isNull();
        }
        LoopbackFixture.eventually(
                "passive", () -> neighbor.status().birdInfo().trim().equals("Passive"));
    }

    @Test
    void secondDialOfAnEstablishedNeighborIsRejected() throws Exception {
        try (RawPeer first = dial()) {
            establish(first);
            try (RawPeer second = dial()) {
                assertThat(second.readNotification()).isEqualTo("6/5:");
            }
            assertUndisturbed(first);
        }
    }

    @Test
    void dialOfANeighborWeHaveDialledLosesTheCollision() throws Exception {
        try (RawPeer first = establishedByOurDial()) {
            try (RawPeer second = dial()) {
                second.send(goodOpen());
                assertThat(second.readNotification()).isEqualTo("6/7:");
            }
            assertUndisturbed(first);
        }
    }

    @Test
    void rubbishOnASecondConnectionDoesNotHurtTheSession() throws Exception {
        try (RawPeer first = establishedByOurDial()) {
            try (RawPeer second = dial()) {
                second.sendHex("00".repeat(19));
                assertThat(second.readNotification()).isEqualTo("1/1:");
            }
            assertUndisturbed(first);
        }
    }

    private RawPeer establishedByOurDial() throws Exception {
        try (ServerSocket listening = new ServerSocket(fixture.port(), 1, LoopbackFixture.address(PEER))) {
            LoopbackFixture.restart(neighbor, fixture.settings(2, PEER));
            RawPeer peer = RawPeer.on(listening.accept());
            establish(peer);
            return peer;
        }
    }

    private void assertUndisturbed(RawPeer peer) throws Exception {
        peer.sendHex(message(2, "00000000"));
        RecordingHandler.await(handler.updates);
        assertThat(handler.down).isEmpty();
        assertThat(neighbor.status().lastError().toString()).isEmpty();
    }

    private Session establish(RawPeer peer) throws Exception {
        peer.send(goodOpen());
        peer.sendKeepalive();
        return handler.awaitEstablished();
    }

    @Test
    void silentNeighborIsGivenUpWhenTheHoldTimeIsOver() throws Exception {
        neighbor.remove().join();
        start(new FastTicker(10));
        try (RawPeer peer = dial()) {
            peer.send(RawPeer.open(65000 + PEER, 3, 0x0A00_0009));
            peer.sendKeepalive();
            handler.awaitEstablished();
            assertThat(peer.readNotification()).isEqualTo("4/0:");
        }
        assertThat(RecordingHandler.await(handler.down))
                .extracting(DownReason::cause, DownReason::text)
                .containsExactly(DownReason.Cause.LOCAL_ERROR, "Hold timer expired");
        LoopbackFixture.eventually(
                "the reason", () -> neighbor.status().birdInfo().endsWith("BGP Error: Hold timer expired"));
    }

    @Test
    void neighborThatNeverSendsAnOpenIsGivenUp() throws Exception {
        neighbor.remove().join();
        start(new FastTicker(200)); // 240 s
        try (RawPeer peer = dial()) {
            assertThat(peer.readNotification()).isEqualTo("4/0:");
        }
    }

    @Test
    void messagesCutAnywhereArriveWhole() throws Exception {
        try (RawPeer peer = dial()) {
            establish(peer);
            StringBuilder stream = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                stream.append(message(2, "00000000" + String.format("%08x", i) + "00".repeat(i * 7)));
            }
            int at = 0;
            for (int piece = 1; at < stream.length(); piece++) {
                int end = Math.min(stream.length(), at + 2 * (piece % 41 + 1));
                peer.sendHex(stream.substring(at, end));
                at = end;
                if (piece % 16 == 0) {
                    Thread.sleep(1);
                }
            }
            for (int i = 0; i < 50; i++) {
                assertThat(RecordingHandler.await(handler.updates)).hasSize(8 + i * 7);
            }
        }
    }

    @Test
    void lostConnectionIsReported() throws Exception {
        RawPeer peer = dial();
        establish(peer);
        peer.close();
        assertThat(RecordingHandler.await(handler.down).cause()).isEqualTo(DownReason.Cause.CONNECTION_LOST);
        LoopbackFixture.eventually(
                "passive", () -> neighbor.status().birdState().equals("Passive"));
        try (RawPeer again = dial()) {
            establish(again);
        }
    }

    @Test
    void connectionDuringTheErrorWaitIsRejected() throws Exception {
        try (RawPeer peer = dial()) {
            peer.sendHex("00".repeat(19));
            peer.readNotification();
        }
        try (RawPeer peer = dial()) {
            assertThat(peer.readNotification()).isEqualTo("6/5:");
        }
    }

    @Test
    void stormOfDialsByTheNeighborItselfLeavesItsSessionAlone() throws Exception {
        try (RawPeer first = dial()) {
            establish(first);
            List<RawPeer> storm = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                storm.add(dial());
            }
            assertUndisturbed(first);
            for (RawPeer each : storm) {
                each.close();
            }
        }
    }

    @Test
    void stoppingDoesNotWaitForANeighborThatKeepsItsEndOpen() throws Exception {
        try (RawPeer peer = dial()) {
            establish(peer);
            // The other end neither reads nor closes until this has come back.
            neighbor.stop(Cease.administrativeShutdown("")).get(60, TimeUnit.SECONDS);
            assertThat(peer.readNotification()).isEqualTo("6/2:");
        }
    }

    @Test
    void acceptStormOfStrangersLeavesTheNeighborReachable() throws Exception {
        InetSocketAddress target = fixture.socketAddress(2);
        for (int i = 0; i < 300; i++) {
            RawPeer.dial(LoopbackFixture.address(100 + i % 100), target).close();
        }
        try (RawPeer peer = dial()) {
            establish(peer);
        }
    }
}
