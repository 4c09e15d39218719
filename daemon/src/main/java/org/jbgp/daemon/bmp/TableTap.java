package org.jbgp.daemon.bmp;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.monitor.MonitoredSession;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/**
 * Reports best routes of one slice of a table: as Loc-RIB, and as what the export filters of neighbors are given.
 * Remembers for each prefix which channel its best path came by: so its number is not used again before that it is gone
 * is reported, and who never heard of a route does not hear that it is gone. Confined to the shard.
 */
final class TableTap implements ExportTarget {
    private final BmpHub hub;
    private final TableTaps taps;
    private final Shard shard;
    private final LocRib rib;
    private final Map<AddressFamily, RouteStream> local = new EnumMap<>(AddressFamily.class);
    private final AttributeBlobBuilder complete = new AttributeBlobBuilder();
    /** Channel of the best path that was there at the last change, or before anybody listened; 0 for none. */
    private final IntSlab known = new IntSlab();

    private long[] order = new long[64];
    /** What was known of each prefix before the change that is reported. */
    private int[] former = new int[64];

    TableTap(BmpHub hub, TableTaps taps, Shard shard, LocRib rib) {
        this.hub = hub;
        this.taps = taps;
        this.shard = shard;
        this.rib = rib;
        for (AddressFamily family : AddressFamily.values()) {
            local.put(family, new RouteStream(rib, ObservedRib.LOCAL, family, null));
        }
    }

    LocRib rib() {
        return rib;
    }

    @Override
    public boolean wantsAllPaths() {
        return false;
    }

    @Override
    public boolean holds(int prefix) {
        return known.get(prefix) != 0;
    }

    /** Begins to hear of changes. */
    void listen(TableSlice table) {
        shard.listen(table.id(), this);
        for (int prefix = 1; prefix < table.index().limit(); prefix++) {
            int first = table.head(prefix);
            if (first != 0) {
                known.set(prefix, shard.channelOf(first));
            }
        }
    }

    @Override
    public void export(TableSlice table, int[] prefixes, int count) {
        RouteStream stream = local.get(table.family());
        int sorted = sort(table, prefixes, count);
        if (stream.wanted()) {
            report(table, prefixes, sorted, stream, 0, false);
        }
        for (WatchedPeer peer : taps.peers()) {
            RouteStream offered = peer.offered(table.family());
            int channel = offered.wanted() ? channel(peer, table) : 0;
            if (channel != 0) {
                report(table, prefixes, sorted, offered, channel, false);
            }
        }
    }

    /** Number of the peer's channel that reads the table, 0 if it has none. */
    private static int channel(WatchedPeer peer, TableSlice table) {
        for (MonitoredSession.MonitoredChannel channel : peer.session().watchedChannels()) {
            if (channel.table() == table.id() && channel.family() == table.family()) {
                return channel.number();
            }
        }
        return 0;
    }

    /**
     * Goes over a part of the table for a feed.
     *
     * @param own channel whose routes are left out, 0 for none
     * @return where to go on, 0 at the end
     */
    int feed(TableSlice table, int from, int most, RouteStream stream, int own) {
        int limit = table.index().limit();
        int to = from + Math.min(most, Math.max(0, limit - from));
        int[] present = new int[to - from];
        int count = 0;
        for (int prefix = from; prefix < to; prefix++) {
            int best = table.best(prefix);
            if (best != 0 && shard.channelOf(best) != own) {
                present[count++] = prefix;
            }
        }
        report(table, present, sort(table, present, count), stream, own, true);
        return to < limit ? to : 0;
    }

    /**
     * Puts those with the same attributes side by side; answers how many prefixes are decided, and there or gone since
     * they were known.
     */
    private int sort(TableSlice table, int[] prefixes, int count) {
        if (order.length < count) {
            order = new long[count];
            former = new int[count];
        }
        int sorted = 0;
        for (int i = 0; i < count; i++) {
            if (!table.undecided(prefixes[i])) {
                int best = table.best(prefixes[i]);
                former[i] = known.get(prefixes[i]);
                if (best == 0 && former[i] == 0) {
                    continue;
                }
                known.set(prefixes[i], best == 0 ? 0 : shard.channelOf(best));
                order[sorted++] = (best == 0 ? 0L : (long) shard.attributesOf(best) << 32) | i;
            }
        }
        Arrays.sort(order, 0, sorted);
        return sorted;
    }

    private void report(TableSlice table, int[] prefixes, int sorted, RouteStream stream, int own, boolean dated) {
        ShardReporter reporter = hub.reporter(shard.number(), stream);
        AttributeStore attributes = shard.attributes();
        // One moment for all, so that those that came together are reported together.
        Instant now = dated ? hub.now() : null;
        int seconds = shard.seconds();
        for (int at = 0; at < sorted; at++) {
            int prefix = prefixes[(int) order[at]];
            int before = former[(int) order[at]];
            int best = table.best(prefix);
            long hi = table.index().hi(prefix);
            long lo = table.index().lo(prefix);
            int length = table.index().length(prefix);
            if (best == 0 || shard.channelOf(best) == own) {
                if (before != 0 && before != own) {
                    reporter.withdraw(stream, 0, hi, lo, length);
                }
                continue;
            }
            Instant since = dated ? now.minusSeconds(seconds - shard.changedOf(best)) : null;
            int handle = shard.attributesOf(best);
            if (complete(shard.channel(shard.channelOf(best)), handle)) {
                reporter.announce(
                        stream,
                        since,
                        0,
                        hi,
                        lo,
                        length,
                        attributes.array(handle),
                        attributes.offset(handle),
                        attributes.length(handle));
            } else {
                reporter.announce(stream, since, 0, hi, lo, length, complete.array(), 0, complete.length());
            }
        }
    }

    /** True if a route has what each UPDATE has; else that is added to a copy. */
    private boolean complete(Channel from, int handle) {
        AttributeStore attributes = shard.attributes();
        byte[] blob = attributes.array(handle);
        int offset = attributes.offset(handle);
        int size = attributes.length(handle);
        if (has(blob, offset, size, AttributeBlob.ORIGIN)
                && has(blob, offset, size, AttributeBlob.AS_PATH)
                && has(blob, offset, size, AttributeBlob.NEXT_HOP)) {
            return true;
        }
        complete.copyFrom(blob, offset, size);
        if (!complete.has(AttributeBlob.BGP, AttributeBlob.ORIGIN)) {
            complete.setOrigin(AttributeBlob.ORIGIN_IGP);
        }
        if (!complete.has(AttributeBlob.BGP, AttributeBlob.AS_PATH)) {
            complete.set(AttributeBlob.WELL_KNOWN, AttributeBlob.AS_PATH, new byte[0]);
        }
        if (!complete.has(AttributeBlob.BGP, AttributeBlob.NEXT_HOP)) {
            complete.set(AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP, gateway(from, handle));
        }
        return false;
    }

    private static boolean has(byte[] blob, int offset, int size, int code) {
        return AttributeBlob.find(blob, offset, size, AttributeBlob.BGP, code) != AttributeBlob.ABSENT;
    }

    /** Where a route of the router itself leads, or the unspecified address. */
    private byte[] gateway(Channel from, int handle) {
        ResolvedNextHop resolved = shard.resolution(from, handle);
        for (ResolvedNextHop.Leg leg : resolved.legs()) {
            if (leg.gateway().length() > 0) {
                return leg.gateway().toArray();
            }
        }
        return new byte[from.family() == AddressFamily.IPV4_UNICAST ? 4 : 16];
    }
}
