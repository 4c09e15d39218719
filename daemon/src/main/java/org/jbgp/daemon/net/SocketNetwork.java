package org.jbgp.daemon.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.net.socket.Sockets;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;

/**
 * {@link BgpNetwork} on given event loops and sockets. Any thread: it holds only the set of neighbors, each of which
 * belongs to its event loop.
 */
public class SocketNetwork implements BgpNetwork {
    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup group;
    private final Listeners listeners;
    private final NeighborClaims claims = new NeighborClaims();
    private final NetworkTime time;
    private final Set<BgpNeighbor> neighbors = ConcurrentHashMap.newKeySet();

    /** @param group ends with the network */
    public SocketNetwork(EventLoopGroup group, Sockets sockets, NetworkTime time) {
        this.group = group;
        this.listeners = new Listeners(group, sockets);
        this.time = time;
    }

    /** The event loops, for others that speak over sockets. */
    public EventLoopGroup eventLoops() {
        return group;
    }

    Collection<BgpNeighbor> neighbors() {
        return neighbors;
    }

    /**
     * Any thread.
     *
     * @return completes when the listening sockets of all neighbors started so far are open, or could not be opened
     *     (they are tried again)
     */
    public CompletableFuture<Void> listening() {
        List<CompletableFuture<Void>> loops = new ArrayList<>();
        // Behind the starts, which are on their way to the loops.
        group.forEach(loop -> loops.add(CompletableFuture.runAsync(() -> {}, loop)));
        return CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new))
                .thenCompose(ignored -> listeners.tried());
    }

    @Override
    public BgpNeighbor add(NeighborSettings settings, SessionHandler handler) {
        EventLoop loop = group.next();
        BgpNeighbor neighbor = new BgpNeighbor(settings, handler, loop, listeners, claims, time, neighbors::remove);
        neighbors.add(neighbor);
        return neighbor;
    }

    @Override
    public OpenRange open(NeighborRange range, Visitor.Reception reception) {
        return listeners.open(range, reception);
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> stops = new ArrayList<>();
        List<BgpNeighbor> all = new ArrayList<>(neighbors);
        all.sort(Comparator.comparing(each -> each.settings().name()));
        for (Neighbor neighbor : all) {
            stops.add(neighbor.stop(Cease.administrativeShutdown("")));
        }
        var _ = CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
        abandon();
    }

    @Override
    public void abandon() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
