package org.jbgp.daemon.bmp;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.monitor.MonitoredSession.MonitoredChannel;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What one station has yet to hear of what was there before it came: on each shard one feed after the other, in steps,
 * which wait while the station's queue is full. Each shard owns its list; whoever asks for a feed only sends it there.
 */
final class Feeds {
    private static final Logger log = LogManager.getLogger(Feeds.class);

    /** Prefix numbers looked at in one step. */
    private static final int STEP = 2_048;

    private final BmpHub hub;
    private final StationLink link;
    private final List<ArrayDeque<Feed>> byShard;

    /** One part of the routes of a shard, from prefix number to prefix number. */
    @FunctionalInterface
    interface Source {
        /** Reports some; answers where to go on, 0 at the end. On the shard. */
        int step(Shard shard, int from, int most);
    }

    private static final class Feed {
        private final Source source;
        private final Runnable whenDone;
        private int next = 1;

        private Feed(Source source, Runnable whenDone) {
            this.source = source;
            this.whenDone = whenDone;
        }
    }

    Feeds(BmpHub hub, StationLink link) {
        this.hub = hub;
        this.link = link;
        this.byShard = java.util.stream.IntStream.range(0, shards().size())
                .mapToObj(shard -> new ArrayDeque<Feed>(2))
                .toList();
    }

    private ShardPool shards() {
        return hub.context().shards();
    }

    /** All routes of a session that stood before. */
    void all(WatchedPeer peer) {
        for (MonitoredChannel channel : peer.session().watchedChannels()) {
            if (link.wants(ObservedRib.IN_PRE_POLICY)) {
                received(peer, channel);
            }
            if (link.wants(ObservedRib.IN_POST_POLICY)) {
                RouteStream stream = peer.stream(ObservedRib.IN_POST_POLICY, channel.family(), link);
                start(stream, ChannelSource.accepted(hub, stream, channel));
            }
            if (link.wants(ObservedRib.OUT_POST_POLICY)) {
                AddressFamily family = channel.family();
                start(
                        peer.stream(ObservedRib.OUT_POST_POLICY, family, link),
                        (shard, from, most) -> peer.session()
                                .advertised(shard.number(), family, from, most, messages -> {
                                    peer.sent(messages, link, null);
                                    messages.release();
                                }));
            }
        }
        offered(peer);
    }

    private void received(WatchedPeer peer, MonitoredChannel channel) {
        RouteStream stream = peer.stream(ObservedRib.IN_PRE_POLICY, channel.family(), link);
        if (channel.keeps()) {
            start(stream, ChannelSource.received(hub, stream, channel));
        } else if (channel.unfiltered()) {
            start(stream, ChannelSource.accepted(hub, stream, channel));
        } else if (!hub.refreshes().ask(peer, channel.family())) {
            log.warn(
                    "{}: routes that {} announced before are not known as received, and it cannot be asked for them: `import"
                            + " table` keeps them",
                    link.station().settings().name(),
                    peer.name());
        }
    }

    /** What the neighbor's export filters are given of what stands in the tables. */
    void offered(WatchedPeer peer) {
        if (link.wants(ObservedRib.OUT_PRE_POLICY)) {
            for (MonitoredChannel channel : peer.session().watchedChannels()) {
                RouteStream stream = peer.stream(ObservedRib.OUT_PRE_POLICY, channel.family(), link);
                start(stream, hub.best(stream, channel.table(), channel.number()));
            }
        }
    }

    /** A Loc-RIB. */
    void local(LocRib rib) {
        rib.tables().forEach((family, table) -> {
            RouteStream stream = new RouteStream(rib, ObservedRib.LOCAL, family, link);
            start(stream, hub.best(stream, table, 0));
        });
    }

    /** Begins a feed; End-of-RIB ends it. */
    private void start(RouteStream stream, Source source) {
        AtomicInteger missing = new AtomicInteger(shards().size());
        shards().each(shard -> {
            ArrayDeque<Feed> queue = byShard.get(shard.number());
            queue.add(new Feed(source, () -> {
                if (missing.decrementAndGet() == 0) {
                    hub.endOfRib(stream);
                }
            }));
            if (queue.size() == 1) {
                run(shard);
            }
        });
    }

    private void run(Shard shard) {
        ArrayDeque<Feed> queue = byShard.get(shard.number());
        if (link.isOver()) {
            queue.clear();
            return;
        }
        if (link.isFull()) {
            link.whenDrained(() -> shards().execute(shard.number(), this::run));
            return;
        }
        Feed feed = queue.peek();
        feed.next = feed.source.step(shard, feed.next, STEP);
        hub.flush(shard.number());
        if (feed.next == 0) {
            queue.poll();
            feed.whenDone.run();
        }
        if (!queue.isEmpty()) {
            shard.later(() -> run(shard));
        }
    }
}
