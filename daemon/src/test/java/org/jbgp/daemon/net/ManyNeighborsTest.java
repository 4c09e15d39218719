package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A route server's worth of neighbors: they all come up, stay up, and cost little. */
@Timeout(300)
class ManyNeighborsTest {

    private static final int NEIGHBORS = 1_000;
    /** Heap for both ends of one session: two neighbors with sockets, timers and histories. */
    private static final long BYTES_FOR_A_PAIR = 48 * 1024;

    /** Counts only, so that the memory measured is the session layer's. */
    private static final class CountingHandler implements SessionHandler {
        private final AtomicInteger established = new AtomicInteger();
        private final AtomicInteger updates = new AtomicInteger();
        private final AtomicInteger down = new AtomicInteger();

        @Override
        public void established(Session s) {
            established.incrementAndGet();
            s.write(LoopbackSessionTest.update(1, 100));
        }

        @Override
        public void update(Session s, ByteBuf body) {
            updates.incrementAndGet();
        }

        @Override
        public void routeRefresh(Session s, AddressFamily family, int subtype) {}

        @Override
        public void down(Session s, DownReason reason) {
            down.incrementAndGet();
        }

        @Override
        public void phaseChanged(NeighborStatus.Phase phase) {}

        @Override
        public void disabled() {}
    }

    @Test
    void thousandSessionsAtOnce() throws Exception {
        int port;
        InetAddress center = InetAddress.getByAddress(new byte[] {127, 0, 8, 1});
        try (ServerSocket probe = new ServerSocket(0, 1, center)) {
            port = probe.getLocalPort();
        }
        CountingHandler hub = new CountingHandler();
        CountingHandler spokes = new CountingHandler();
        BgpTimers timers = LoopbackFixture.QUICK.withHold(9).withDialing(0, 10);
        List<BgpNeighbor> all = new ArrayList<>();
        try (EpollBgpNetwork one = new EpollBgpNetwork(2);
                EpollBgpNetwork other = new EpollBgpNetwork(2)) {
            long before = heap();
            for (int i = 0; i < NEIGHBORS; i++) {
                InetAddress spoke =
                        InetAddress.getByAddress(new byte[] {127, 0, (byte) (9 + i / 250), (byte) (i % 250 + 1)});
                NeighborSettings atHub = settings("hub" + i, center, spoke, port, timers)
                        .listenAddress(center)
                        .listenPort(port)
                        .passive(true)
                        .localAs(65000)
                        .remoteAs(65001)
                        .routerId(1)
                        .build();
                NeighborSettings atSpoke = settings("spoke" + i, spoke, center, port, timers)
                        .listenAddress(spoke)
                        .listenPort(port)
                        .localAs(65001)
                        .remoteAs(65000)
                        .routerId(2 + i)
                        .build();
                all.add(one.add(atHub, hub));
                all.add(other.add(atSpoke, spokes));
            }
            for (int i = 0; i < all.size(); i += 2) {
                all.get(i).start();
            }
            LoopbackFixture.eventually("hub listens", () -> all.getFirst().listenAddress() != null);
            for (int i = 1; i < all.size(); i += 2) {
                all.get(i).start();
            }
            LoopbackFixture.eventually(
                    "all established",
                    () -> List.of(
                            hub.established.get(), spokes.established.get(), hub.updates.get(), spokes.updates.get()),
                    counts -> counts.stream().allMatch(count -> count == NEIGHBORS));
            long perPair = (heap() - before) / NEIGHBORS;
            assertThat(perPair)
                    .as("bytes of heap for the two ends of a session")
                    .isLessThan(BYTES_FOR_A_PAIR);
            // A third of the hold time each: nobody is here by now who was not heard of.
            for (BgpNeighbor neighbor : all) {
                LoopbackFixture.eventually(
                        "keepalives", neighbor::status, now -> now.received().keepalives() >= 4);
            }
            assertThat(hub.down).hasValue(0);
            assertThat(spokes.down).hasValue(0);
        }
    }

    private static NeighborSettingsBuilder settings(
            String name, InetAddress local, InetAddress remote, int port, BgpTimers timers) {
        return new NeighborSettingsBuilder(name)
                .localAddress(local)
                .remoteAddress(remote)
                .remotePort(port)
                .families(AddressFamily.IPV4_UNICAST)
                .timers(timers);
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
