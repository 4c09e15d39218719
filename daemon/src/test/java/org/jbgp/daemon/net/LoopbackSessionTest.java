package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.RouteRefresh;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two jbgpd neighbors with each other over loopback. */
@Timeout(300)
class LoopbackSessionTest {

    private LoopbackFixture fixture;
    private final RecordingHandler atTwo = new RecordingHandler();
    private final RecordingHandler atThree = new RecordingHandler();

    @BeforeEach
    void setUp() throws Exception {
        fixture = new LoopbackFixture();
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void bothDialAndOneSessionStands() throws Exception {
        BgpNeighbor two = fixture.network().add(fixture.settings(2, 3), atTwo);
        BgpNeighbor three = fixture.network().add(fixture.settings(3, 2), atThree);
        two.start();
        three.start();
        Session session = atTwo.awaitEstablished();
        assertThat(atThree.awaitEstablished().negotiated().peerAs()).isEqualTo(65002);
        assertThat(session.negotiated().peerAs()).isEqualTo(65003);
        assertThat(session.negotiated().peerId()).isEqualTo(0x0A00_0003);
        assertThat(session.negotiated().families()).containsOnlyKeys(AddressFamily.IPV4_UNICAST);
        assertThat(session.negotiated().fourByteAs()).isTrue();
        assertThat(session.negotiated().enhancedRouteRefresh()).isTrue();
        NeighborStatus status =
                LoopbackFixture.eventually("established", two::status, now -> now.state() == SessionState.ESTABLISHED);
        assertThat(status.birdInfo().trim()).isEqualTo("Established");
        assertThat(status.localAddress().getAddress()).isEqualTo(LoopbackFixture.address(2));
        assertThat(status.peerAddress().getAddress()).isEqualTo(LoopbackFixture.address(3));
        assertThat(status.holdTimer()).isPresent();
        assertThat(status.peerCapabilities().has(CapabilityType.ROUTE_REFRESH)).isTrue();
        // RFC 4271 §6.8 leaves a race: one side may be Established on the connection the other is just closing.
        assertThat(status.establishedCount()).isPositive();
    }

    @Test
    void simultaneousDialsCollideAndEndInExactlyOneSession() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (LoopbackFixture collision = new LoopbackFixture()) {
                RecordingHandler one = new RecordingHandler();
                RecordingHandler other = new RecordingHandler();
                BgpNeighbor two = collision.network().add(collision.settings(2, 3, b -> b.passive(true)), one);
                BgpNeighbor three = collision.network().add(collision.settings(3, 2, b -> b.passive(true)), other);
                two.start();
                three.start();
                LoopbackFixture.eventually(
                        "listening", () -> two.listenAddress() != null && three.listenAddress() != null);
                LoopbackFixture.restart(two, collision.settings(2, 3));
                LoopbackFixture.restart(three, collision.settings(3, 2));
                LoopbackFixture.eventually(
                        "established on both sides and on one connection",
                        () -> samePorts(two.status(), three.status()));
            }
        }
    }

    private static boolean samePorts(NeighborStatus one, NeighborStatus other) {
        return one.localAddress() != null
                && other.localAddress() != null
                && one.localAddress().equals(other.peerAddress())
                && one.peerAddress().equals(other.localAddress());
    }

    @Test
    void passiveSideWaitsAndIsDialled() throws Exception {
        BgpNeighbor two = fixture.network().add(fixture.settings(2, 3, b -> b.passive(true)), atTwo);
        BgpNeighbor three = fixture.network().add(fixture.settings(3, 2), atThree);
        two.start();
        LoopbackFixture.eventually("passive", () -> two.status().birdState().equals("Passive"));
        three.start();
        assertThat(atTwo.awaitEstablished().localAddress().getPort()).isEqualTo(fixture.port());
    }

    @Test
    void updatesAndRefreshesArriveInOrder() throws Exception {
        startBoth();
        Session session = atTwo.awaitEstablished();
        for (int i = 0; i < 1000; i++) {
            session.write(update(i, i % 300));
        }
        ByteBuf refresh = Unpooled.buffer();
        new RouteRefresh(AddressFamily.IPV4_UNICAST, RouteRefresh.REQUEST).encode(refresh);
        session.write(refresh);
        assertThat(RecordingHandler.await(atThree.refreshes)).isEqualTo("IPV4_UNICAST 0");
        assertThat(atThree.updates).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            byte[] body = atThree.updates.remove();
            assertThat(Unpooled.wrappedBuffer(body).getInt(4)).isEqualTo(i);
            assertThat(body).hasSize(8 + i % 300);
        }
    }

    /** A frame with the header of an UPDATE; what is in it is nobody's business here. */
    static ByteBuf update(int number, int padding) {
        ByteBuf message = Unpooled.buffer();
        MessageHeader.write(message, MessageType.UPDATE, MessageHeader.LENGTH + 8 + padding);
        return message.writeInt(0).writeInt(number).writeZero(padding);
    }

    @Test
    void shutdownTellsTheOtherSideWhy() throws Exception {
        BgpNeighbor two = startBoth();
        atTwo.awaitEstablished();
        atThree.awaitEstablished();
        two.stop(Cease.administrativeShutdown("müde")).get(60, TimeUnit.SECONDS);
        assertThat(RecordingHandler.await(atTwo.down).cause()).isEqualTo(DownReason.Cause.ADMINISTRATIVE);
        DownReason reason = RecordingHandler.await(atThree.down);
        assertThat(reason.cause()).isEqualTo(DownReason.Cause.REMOTE_NOTIFICATION);
        assertThat(reason.text()).isEqualTo("Administrative shutdown: \"müde\"");
        LoopbackFixture.eventually("down", () -> two.status().birdInfo().trim().equals("Down"));
    }

    @Test
    void silentStopLooksLikeALostConnection() throws Exception {
        BgpNeighbor two = startBoth();
        atTwo.awaitEstablished();
        atThree.awaitEstablished();
        two.stop(null).get(60, TimeUnit.SECONDS);
        assertThat(RecordingHandler.await(atThree.down).cause()).isEqualTo(DownReason.Cause.CONNECTION_LOST);
    }

    @Test
    void restartComesBack() throws Exception {
        BgpNeighbor two = startBoth();
        atTwo.awaitEstablished();
        two.restart(Cease.administrativeReset(""));
        assertThat(RecordingHandler.await(atTwo.down).text()).isEqualTo("Administrative reset");
        atTwo.awaitEstablished();
    }

    @Test
    void wrongAsIsRefusedWithTheAsInTheData() throws Exception {
        BgpNeighbor two = fixture.network().add(fixture.settings(2, 3, b -> b.remoteAs(65099)), atTwo);
        BgpNeighbor three = fixture.network().add(fixture.settings(3, 2, b -> b.passive(true)), atThree);
        three.start();
        LoopbackFixture.eventually("listening", () -> three.listenAddress() != null);
        two.start();
        LoopbackFixture.eventually(
                "error at two", () -> two.status().lastError().toString().equals("BGP Error: Bad peer AS"));
        LoopbackFixture.eventually(
                "error at three", () -> three.status().lastError().toString().equals("Received: Bad peer AS"));
        NeighborStatus status = LoopbackFixture.eventually(
                "waiting", two::status, now -> now.phase() == NeighborStatus.Phase.ERROR_WAIT);
        assertThat(status.errorWaitTotal()).isEqualTo(60);
        assertThat(status.errorWait()).isPresent();
        assertThat(status.birdInfo()).isEqualTo("Idle          BGP Error: Bad peer AS");
        assertThat(atTwo.established).isEmpty();
    }

    @Test
    void refusedDialIsASocketError() throws Exception {
        BgpNeighbor two = fixture.network().add(fixture.settings(2, 3), atTwo);
        two.start();
        LoopbackFixture.eventually("refused", () -> two.status().birdInfo().endsWith("Socket: Connection refused"));
    }

    @Test
    void holdTimersKeepTheSessionUpByKeepalives() throws Exception {
        BgpTimers short3 = LoopbackFixture.QUICK.withHold(3);
        BgpNeighbor two = fixture.network(new FastTicker(10)).add(fixture.settings(2, 3, b -> b.timers(short3)), atTwo);
        BgpNeighbor three = fixture.network(new FastTicker(10))
                .add(fixture.settings(3, 2, b -> b.timers(short3).passive(true)), atThree);
        two.start();
        three.start();
        atTwo.awaitEstablished();
        // One a second: five hold times.
        LoopbackFixture.eventually(
                "keepalives",
                two::status,
                now -> now.received().keepalives() > 15 && now.sent().keepalives() > 15);
        assertThat(atTwo.down).isEmpty();
    }

    @Test
    void changedTimersAndDescriptionLeaveTheSessionAlone() throws Exception {
        BgpNeighbor two = startBoth();
        Session session = atTwo.awaitEstablished();
        two.reconfigure(
                fixture.settings(2, 3, b -> b.description("new").timers(LoopbackFixture.QUICK.withErrorWait(1, 2, 3))));
        LoopbackFixture.eventually(
                "applied", () -> two.settings().common().description().equals(Optional.of("new")));
        session.write(update(1, 0));
        RecordingHandler.await(atThree.updates);
        assertThat(atTwo.down).isEmpty();
        assertThat(two.status().state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void changedHoldTimeRestarts() throws Exception {
        BgpNeighbor two = startBoth();
        atTwo.awaitEstablished();
        LoopbackFixture.restart(two, fixture.settings(2, 3, b -> b.timers(LoopbackFixture.QUICK.withHold(90))));
        assertThat(RecordingHandler.await(atTwo.down).text()).isEqualTo("Other configuration change");
        assertThat(atTwo.awaitEstablished().negotiated().holdTime()).isEqualTo(90);
    }

    @Test
    void writesAfterDownAreReleased() throws Exception {
        BgpNeighbor two = startBoth();
        Session session = atTwo.awaitEstablished();
        two.stop(Cease.administrativeShutdown("")).get(60, TimeUnit.SECONDS);
        ByteBuf late = update(1, 0);
        session.write(late);
        assertThat(late.refCnt()).isZero();
        assertThat(session.writable()).isFalse();
    }

    @Test
    void removedNeighborIsForgottenAndItsListenerClosed() throws Exception {
        EpollBgpNetwork network = fixture.network();
        BgpNeighbor two = network.add(fixture.settings(2, 3, b -> b.passive(true)), atTwo);
        two.start();
        LoopbackFixture.eventually("listening", () -> two.listenAddress() != null);
        two.remove().get(60, TimeUnit.SECONDS);
        BgpNeighbor again = network.add(fixture.settings(2, 3, b -> b.passive(true)), atTwo);
        again.start();
        LoopbackFixture.eventually("listening again", () -> again.listenAddress() != null);
    }

    /** One dials, so that no collision disturbs what a test is about. */
    private BgpNeighbor startBoth() {
        BgpNeighbor two = fixture.network().add(fixture.settings(2, 3), atTwo);
        BgpNeighbor three = fixture.network().add(fixture.settings(3, 2, b -> b.passive(true)), atThree);
        two.start();
        three.start();
        return two;
    }
}
