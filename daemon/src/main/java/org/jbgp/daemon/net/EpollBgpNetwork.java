package org.jbgp.daemon.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;

/**
 * {@link BgpNetwork} on netty's native epoll transport. Any thread: it holds only the set of neighbors, each of which
 * belongs to its event loop.
 */
public final class EpollBgpNetwork implements BgpNetwork {

    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup group;
    private final Listeners listeners;
    private final NeighborClaims claims = new NeighborClaims();
    private final Ticker ticker;
    private final Set<BgpNeighbor> neighbors = ConcurrentHashMap.newKeySet();

    /**
     * Starts the event loops.
     *
     * @param threads how many, at least 1
     * @throws IllegalStateException if the native library cannot be loaded; the message says why
     */
    public EpollBgpNetwork(int threads) {
        this(threads, Ticker.SYSTEM);
    }

    EpollBgpNetwork(int threads, Ticker ticker) {
        if (!Epoll.isAvailable()) {
            throw new IllegalStateException(
                    "netty's native epoll transport is needed and not available: "
                            + SystemWords.of(Epoll.unavailabilityCause()),
                    Epoll.unavailabilityCause());
        }
        this.group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("bgp", true), EpollIoHandler.newFactory());
        this.listeners = new Listeners(group);
        this.ticker = ticker;
        new PasswordWatch(neighbors).start(group.next());
    }

    /** The event loops, for others that speak over sockets. */
    public EventLoopGroup eventLoops() {
        return group;
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
        BgpNeighbor neighbor = new BgpNeighbor(settings, handler, loop, listeners, claims, ticker, neighbors::remove);
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
        for (Neighbor neighbor : neighbors) {
            stops.add(neighbor.stop(Cease.administrativeShutdown("")));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS);
        all.join();
        abandon();
    }

    @Override
    public void abandon() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
