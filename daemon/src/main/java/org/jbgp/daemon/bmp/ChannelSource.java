package org.jbgp.daemon.bmp;

import java.time.Instant;
import java.util.Arrays;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.monitor.MonitoredSession.MonitoredChannel;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.store.AttributeStore;

/** Routes of one channel for a feed, those with the same attributes side by side. Confined to the shard. */
final class ChannelSource {
    private final BmpHub hub;
    private final RouteStream stream;
    private final MonitoredChannel channel;
    private final Shard shard;
    private long[] order = new long[256];
    private int[] prefixes = new int[256];
    private int[] paths = new int[256];
    private int count;

    private ChannelSource(BmpHub hub, RouteStream stream, MonitoredChannel channel, Shard shard) {
        this.hub = hub;
        this.stream = stream;
        this.channel = channel;
        this.shard = shard;
    }

    /** Those in the table. */
    static Feeds.Source accepted(BmpHub hub, RouteStream stream, MonitoredChannel channel) {
        return (shard, from, most) -> new ChannelSource(hub, stream, channel, shard).accepted(from, most);
    }

    /** Those kept as received. */
    static Feeds.Source received(BmpHub hub, RouteStream stream, MonitoredChannel channel) {
        return (shard, from, most) -> new ChannelSource(hub, stream, channel, shard).received(from, most);
    }

    private int accepted(int from, int most) {
        TableSlice table = shard.table(channel.table());
        int limit = table.index().limit();
        int to = from + Math.min(most, Math.max(0, limit - from));
        for (int prefix = from; prefix < to; prefix++) {
            for (int path = table.head(prefix); path != 0; path = table.next(path)) {
                if (shard.channelOf(path) == channel.number() && shard.senderOf(path) == channel.number()) {
                    add(prefix, path);
                }
            }
        }
        report();
        return to < limit ? to : 0;
    }

    private int received(int from, int most) {
        int limit = shard.index(channel.family()).limit();
        int to = from + Math.min(most, Math.max(0, limit - from));
        for (int prefix = from; prefix < to; prefix++) {
            int each = prefix;
            shard.received().received(channel.number(), each, (ignored, entry) -> add(each, entry));
        }
        report();
        return to < limit ? to : 0;
    }

    private void add(int prefix, int path) {
        if (count == order.length) {
            order = Arrays.copyOf(order, 2 * count);
            prefixes = Arrays.copyOf(prefixes, 2 * count);
            paths = Arrays.copyOf(paths, 2 * count);
        }
        order[count] = (long) shard.attributesOf(path) << 32 | count;
        prefixes[count] = prefix;
        paths[count++] = path;
    }

    private void report() {
        Arrays.sort(order, 0, count);
        ShardReporter reporter = hub.reporter(shard.number(), stream);
        AttributeStore attributes = shard.attributes();
        PrefixIndex index = shard.index(channel.family());
        // One moment for all, so that those that came together are reported together.
        Instant now = hub.now();
        int seconds = shard.seconds();
        for (int at = 0; at < count; at++) {
            int each = (int) order[at];
            int handle = shard.attributesOf(paths[each]);
            reporter.announce(
                    stream,
                    now.minusSeconds(seconds - shard.changedOf(paths[each])),
                    shard.pathIdOf(paths[each]),
                    index.hi(prefixes[each]),
                    index.lo(prefixes[each]),
                    index.length(prefixes[each]),
                    attributes.array(handle),
                    attributes.offset(handle),
                    attributes.length(handle));
        }
    }
}
