package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.config.model.bgp.HopLimit;
import org.jbgp.daemon.net.socket.SocketOptions;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.session.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** TCP MD5 (RFC 2385), GTSM (RFC 5082) and TTLs as the kernel enforces them. */
@Timeout(300)
class SocketOptionsTest {

    private static final Set<String> DROPPED =
            Set.of("TCPMD5NotFound", "TCPMD5Unexpected", "TCPMD5Failure", "TCPMinTTLDrop");

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
            if ("1".equals(System.getenv("JBGPD_REQUIRE_PEERS"))) {
                throw e;
            }
            Assumptions.abort("this kernel has no TCP MD5 (CONFIG_TCP_MD5SIG): " + e.getMessage());
        } finally {
            probe.unsafe().closeForcibly();
        }
    }

    /** How many segments the kernel has dropped for their signature or their TTL. */
    private static long dropped() {
        try {
            List<String[]> extensions = Files.readAllLines(Path.of("/proc/net/netstat")).stream()
                    .filter(line -> line.startsWith("TcpExt:"))
                    .map(line -> line.split(" ", -1))
                    .toList();
            long sum = 0;
            for (int i = 1; i < extensions.getFirst().length; i++) {
                if (DROPPED.contains(extensions.getFirst()[i])) {
                    sum += Long.parseLong(extensions.getLast()[i]);
                }
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Several attempts have come to nothing, by the kernel's own count. */
    private static void awaitDropped(long before) throws InterruptedException {
        LoopbackFixture.eventually("dropped segments", SocketOptionsTest::dropped, now -> now > before + 2);
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
        long dropped = dropped();
        start(two, three);
        awaitDropped(dropped);
        assertThat(atTwo.established).isEmpty();
        assertThat(two.status().state()).isLessThanOrEqualTo(SessionState.ACTIVE);
        two.reconfigure(fixture.settings(2, 3, b -> b.password("other")));
        atTwo.awaitEstablished();
    }

    @Test
    void passwordMissingOnOneSideNeverConnects() throws Exception {
        assumeMd5();
        long dropped = dropped();
        start(
                fixture.network().add(fixture.settings(2, 3), atTwo),
                fixture.network().add(fixture.settings(3, 2, b -> b.password("secret")), atThree));
        awaitDropped(dropped);
        assertThat(atTwo.established).isEmpty();
    }

    @Test
    void passwordChangesUnderTheLivingSession() throws Exception {
        assumeMd5();
        BgpTimers shortHold = LoopbackFixture.QUICK.withHold(6);
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
        // Three keepalives a hold time: more than one of those has passed since.
        long heard = two.status().received().keepalives();
        LoopbackFixture.eventually(
                "keepalives", two::status, now -> now.received().keepalives() > heard + 4);
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
        Session session = atFour.awaitEstablished();
        // A key that changes for one neighbor is nothing to the other.
        twoToThree.reconfigure(fixture.settings(2, 3, b -> b.passive(true).password("changed")));
        LoopbackFixture.eventually(
                "changed", () -> twoToThree.settings().password().equals("changed"));
        session.write(LoopbackSessionTest.update(1, 0));
        RecordingHandler.await(toFour.updates);
        assertThat(toFour.down).isEmpty();
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
        long dropped = dropped();
        start(two, fixture.network().add(fixture.settings(3, 2), atThree)); // sends with TTL 1
        awaitDropped(dropped);
        assertThat(atTwo.established).isEmpty();
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
