package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.session.HopLimit;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.TimerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** TCP MD5 (RFC 2385), GTSM (RFC 5082) and TTLs as the kernel enforces them. */
@Timeout(60)
class SocketOptionsTest {

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

    private static void assumeMd5() {
        Epoll.ensureAvailability();
        EpollSocketChannel probe = new EpollSocketChannel(SocketProtocolFamily.INET);
        try {
            SocketOptions.md5(probe, LoopbackFixture.address(3), "probe");
        } catch (ChannelException e) {
            Assumptions.abort("this kernel has no TCP MD5 (CONFIG_TCP_MD5SIG): " + e.getMessage());
        } finally {
            probe.unsafe().closeForcibly();
        }
    }

    private static void start(BgpNeighbor... neighbors) {
        for (BgpNeighbor neighbor : neighbors) {
            neighbor.start();
        }
    }

    @Test
    void samePasswordOnBothSides() throws Exception {
        assumeMd5();
        start(
                fixture.network().add(fixture.settings(2, 3, b -> b.password("secret")), atTwo),
                fixture.network().add(fixture.settings(3, 2, b -> b.password("secret")), atThree));
        atTwo.awaitEstablished();
        atThree.awaitEstablished();
    }

    @Test
    void longestPasswordTheKernelTakes() throws Exception {
        assumeMd5();
        String password = "p".repeat(80);
        start(
                fixture.network().add(fixture.settings(2, 3, b -> b.password(password)), atTwo),
                fixture.network().add(fixture.settings(3, 2, b -> b.password(password)), atThree));
        atTwo.awaitEstablished();
    }

    @Test
    void differentPasswordsNeverConnectUntilTheyAreTheSame() throws Exception {
        assumeMd5();
        BgpNeighbor two = fixture.network().add(fixture.settings(2, 3, b -> b.password("one")), atTwo);
        BgpNeighbor three = fixture.network().add(fixture.settings(3, 2, b -> b.password("other")), atThree);
        start(two, three);
        assertThat(atTwo.established.poll(2, TimeUnit.SECONDS)).isNull();
        assertThat(two.status().state()).isLessThanOrEqualTo(SessionState.ACTIVE);
        two.reconfigure(fixture.settings(2, 3, b -> b.password("other")));
        atTwo.awaitEstablished();
    }

    @Test
    void passwordMissingOnOneSideNeverConnects() throws Exception {
        assumeMd5();
        start(
                fixture.network().add(fixture.settings(2, 3), atTwo),
                fixture.network().add(fixture.settings(3, 2, b -> b.password("secret")), atThree));
        assertThat(atTwo.established.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void passwordChangesUnderTheLivingSession() throws Exception {
        assumeMd5();
        TimerSettings shortHold = LoopbackFixture.QUICK.withHold(6);
        BgpNeighbor two = fixture.network()
                .add(fixture.settings(2, 3, b -> b.password("old").timers(shortHold)), atTwo);
        BgpNeighbor three = fixture.network()
                .add(
                        fixture.settings(
                                3, 2, b -> b.password("old").timers(shortHold).passive(true)),
                        atThree);
        start(two, three);
        atTwo.awaitEstablished().write(LoopbackSessionTest.update(1, 0));
        RecordingHandler.await(atThree.updates);
        two.reconfigure(fixture.settings(2, 3, b -> b.password("new").timers(shortHold)));
        three.reconfigure(
                fixture.settings(3, 2, b -> b.password("new").timers(shortHold).passive(true)));
        Thread.sleep(7_000); // longer than the hold time
        assertThat(atTwo.down).isEmpty();
        assertThat(atThree.down).isEmpty();
        assertThat(two.status().establishedCount()).isEqualTo(1);
    }

    @Test
    void neighborsOnOneListenerHaveTheirOwnPasswords() throws Exception {
        assumeMd5();
        EpollBgpNetwork network = fixture.network();
        RecordingHandler toFour = new RecordingHandler();
        RecordingHandler atFour = new RecordingHandler();
        BgpNeighbor twoToThree =
                network.add(fixture.settings(2, 3, b -> b.passive(true).password("three")), atTwo);
        BgpNeighbor twoToFour =
                network.add(fixture.settings(2, 4, b -> b.passive(true).password("four")), toFour);
        start(twoToThree, twoToFour);
        LoopbackFixture.eventually("listening", () -> twoToThree.listenAddress() != null);
        start(
                fixture.network().add(fixture.settings(3, 2, b -> b.password("three")), atThree),
                fixture.network().add(fixture.settings(4, 2, b -> b.password("four")), atFour));
        atThree.awaitEstablished();
        atFour.awaitEstablished();
        // A key that changes for one neighbour is nothing to the other.
        twoToThree.reconfigure(fixture.settings(2, 3, b -> b.passive(true).password("changed")));
        assertThat(toFour.down.poll(500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void gtsmOnBothSides() throws Exception {
        HopLimit gtsm = new HopLimit(0, true);
        start(
                fixture.network().add(fixture.settings(2, 3, b -> b.hops(gtsm)), atTwo),
                fixture.network().add(fixture.settings(3, 2, b -> b.hops(gtsm)), atThree));
        atTwo.awaitEstablished();
    }

    @Test
    void gtsmDropsWhatArrivesWithALowTtl() throws Exception {
        BgpNeighbor two = fixture.network()
                .add(fixture.settings(2, 3, b -> b.hops(new HopLimit(0, true)).passive(true)), atTwo);
        start(two, fixture.network().add(fixture.settings(3, 2), atThree)); // sends with TTL 1
        assertThat(atTwo.established.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void multihopAndDirectTtl() {
        assertThat(new HopLimit(0, false).sendTtl()).isEqualTo(1);
        assertThat(new HopLimit(0, false).minimumReceiveTtl()).isZero();
        assertThat(new HopLimit(64, false).sendTtl()).isEqualTo(64);
        assertThat(new HopLimit(0, true).sendTtl()).isEqualTo(255);
        assertThat(new HopLimit(0, true).minimumReceiveTtl()).isEqualTo(255);
        assertThat(new HopLimit(3, true).minimumReceiveTtl()).isEqualTo(253);
    }
}
