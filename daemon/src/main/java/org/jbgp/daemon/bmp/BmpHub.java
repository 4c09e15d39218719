package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.bmp.message.BmpWriter;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.RouterContext;
import org.jbgp.daemon.monitor.MonitoredSession;
import org.jbgp.daemon.monitor.Monitoring;
import org.jbgp.daemon.monitor.SessionTap;
import org.jbgp.daemon.monitor.SessionWatcher;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateEncoder;

/**
 * Joins the router's sessions and tables with the stations that want to hear of them. There is one for all BMP
 * protocols; it watches, and has a thread, only while one of them runs.
 *
 * <p>The control thread begins and ends it. Event loops report sessions, the {@code bmp} thread reports connections;
 * what both change is under this object's monitor. Lock order: {@link Monitoring}, this, {@link Subscribers}.
 */
public final class BmpHub implements SessionWatcher {
    private final RouterContext context;
    private final Monitoring monitoring;
    private final ByteBufAllocator allocator;
    private final List<WatchedPeer> peers = new ArrayList<>();
    private final List<StationLink> links = new ArrayList<>();
    private final TableTaps taps;
    private final Refreshes refreshes = new Refreshes(this);
    private volatile ShardReporters[] reporters = {};

    /** Both changed on the control thread. */
    private volatile EventLoopGroup group;

    private int running;

    public BmpHub(RouterContext context, Monitoring monitoring, ByteBufAllocator allocator) {
        this.context = context;
        this.monitoring = monitoring;
        this.allocator = allocator;
        this.taps = new TableTaps(this, context.shards());
    }

    // --- the control thread ---

    /** One more protocol runs; on this loop its connections live. */
    EventLoop begin(Assembly assembly) {
        if (running++ == 0) {
            group = new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("bmp", true), EpollIoHandler.newFactory());
            ShardReporters[] made = new ShardReporters[context.shards().size()];
            for (int i = 0; i < made.length; i++) {
                made[i] = new ShardReporters(allocator, context.clock());
            }
            reporters = made;
            context.shards().each(shard -> shard.afterFlush(made[shard.number()]::flush));
            monitoring.watch(this);
        }
        tables(assembly);
        return group.next();
    }

    /** A protocol has stopped. */
    void end() {
        if (--running > 0) {
            return;
        }
        monitoring.unwatch();
        synchronized (this) {
            peers.clear();
        }
        taps.clear();
        ShardReporters[] former = reporters;
        context.shards().each(shard -> {
            shard.afterFlush(null);
            former[shard.number()].release();
        });
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        group = null;
    }

    /** Another configuration: other tables may be those of BGP. */
    void tables(Assembly assembly) {
        if (running > 0) {
            synchronized (this) {
                taps.configure(assembly, List.copyOf(links));
            }
        }
    }

    // --- sessions: their event loops, or the control thread ---

    @Override
    public synchronized SessionTap up(MonitoredSession session) {
        WatchedPeer peer = new WatchedPeer(this, session, now());
        peers.add(peer);
        for (StationLink link : links) {
            peer.join(link);
            // All other routes of it are yet to come.
            link.feeds().offered(peer);
        }
        taps.peers(peers);
        return peer;
    }

    synchronized void down(WatchedPeer peer) {
        peers.remove(peer);
        taps.peers(peers);
        refreshes.forget(peer);
    }

    // --- connections: the bmp thread ---

    /** A station is there: it hears what is so now, and from now on of every change. */
    synchronized void connected(StationLink link) {
        ByteBuf message = buffer();
        StationSettings settings = link.station().settings();
        BmpWriter.initiation(
                message, settings.system().description(), settings.system().name());
        link.write(message);
        links.add(link);
        taps.attach(links);
        for (WatchedPeer peer : peers) {
            peer.join(link);
            link.feeds().all(peer);
        }
        for (LocRib rib : taps.ribs()) {
            if (link.wants(ObservedRib.LOCAL)) {
                rib.join(link);
                link.feeds().local(rib);
            }
        }
    }

    synchronized void gone(StationLink link) {
        links.remove(link);
        peers.forEach(peer -> peer.subscribers().leave(link));
        taps.ribs().forEach(rib -> rib.subscribers().leave(link));
        taps.attach(links);
    }

    /** Sends a station the numbers of all it knows of. */
    void reportStatistics(StationLink link) {
        List<WatchedPeer> present;
        List<LocRib> ribs;
        synchronized (this) {
            present = List.copyOf(peers);
            ribs = List.copyOf(taps.ribs());
        }
        for (WatchedPeer peer : present) {
            ByteBuf message = buffer();
            BmpWriter.statistics(message, peer.header(), now(), Statistics.of(peer.session()));
            peer.subscribers().greet(link, message);
        }
        for (LocRib rib : ribs) {
            var _ = context.shards().ask(rib::prefixes).thenAccept(counted -> {
                ByteBuf message = buffer();
                BmpWriter.statistics(message, rib.header(), now(), Statistics.of(counted));
                rib.subscribers().greet(link, message);
            });
        }
    }

    // --- any thread ---

    /** Neighbors that stations know of. */
    synchronized int peerCount() {
        return peers.size();
    }

    RouterContext context() {
        return context;
    }

    Instant now() {
        return context.clock().instant();
    }

    long millis() {
        return context.clock().millis();
    }

    ByteBuf buffer() {
        return buffer(512);
    }

    ByteBuf buffer(int bytes) {
        return allocator.buffer(bytes);
    }

    Refreshes refreshes() {
        return refreshes;
    }

    /** Runs a task after so many milliseconds, while a protocol runs. */
    void later(long millis, Runnable task) {
        EventLoopGroup present = group;
        if (present != null) {
            var _ = present.schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Best routes of a table for a feed, without those of channel {@code own}. */
    Feeds.Source best(RouteStream stream, int table, int own) {
        return (shard, from, most) -> {
            TableSlice slice = shard.table(table);
            return slice == null ? 0 : new TableTap(this, taps, shard, null).feed(slice, from, most, stream, own);
        };
    }

    /** What writes a stream's routes. On that shard. */
    ShardReporter reporter(int shard, RouteStream stream) {
        return reporters[shard].of(stream);
    }

    /** Delivers what a shard has reported. On that shard. */
    void flush(int shard) {
        reporters[shard].flush();
    }

    /** Completes when every shard has delivered what it had to report; the task runs then. */
    CompletableFuture<Void> whenReported(Runnable task) {
        return context.shards()
                .all((shard, done) -> {
                    flush(shard.number());
                    done.run();
                })
                .thenRun(task);
    }

    /** End-of-RIB: all routes of a stream have been delivered. */
    void endOfRib(RouteStream stream) {
        if (stream.wanted()) {
            ByteBuf update = buffer();
            new UpdateEncoder(SessionEncoding.of(PeerSort.INTERNAL, 1, 1, List.of(AddressFamily.values())))
                    .endOfRib(update, stream.family());
            ByteBuf report = buffer();
            BmpWriter.routeMonitoring(report, stream.peer().header(), stream.rib(), update, false, now());
            update.release();
            stream.peer().subscribers().deliver(stream.rib(), stream.only(), report);
        }
    }
}
