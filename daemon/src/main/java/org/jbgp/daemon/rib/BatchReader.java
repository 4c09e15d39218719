package org.jbgp.daemon.rib;

import org.jbgp.daemon.monitor.RouteMonitor;
import org.jbgp.daemon.policy.FilterMemo;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.BogusPrefixes;
import org.jbgp.daemon.wire.update.UpdateSink;

/**
 * Applies a {@link RouteBatch} to a shard: import filter, interning, table. A set of attributes that the filter leaves
 * alone is interned once for all its prefixes. Confined to the shard.
 */
final class BatchReader implements UpdateSink {
    private final Shard shard;
    private final Channels channels;
    private final GuardedImport guarded;
    private int[] channelIds;
    private Shard.EndOfRibListener endOfRib;
    private byte[] blob;
    private int offset;
    private int length;
    /** The set as received, for those who remember rejected routes; null until one is rejected. */
    private byte[] rejectedSet;

    private boolean rejectedSetMade;
    /** Handle of the set as received, 0 until something needs it; this reader owns one reference to it. */
    private int received;
    /**
     * What the filter of {@link #judge} made of this set: handles, 0 where it rejects it. This reader owns one
     * reference to each of them.
     */
    private final FilterMemo memo = new FilterMemo();
    /** Number of the channel whose filter that was. */
    private int judge;

    BatchReader(Shard shard) {
        this.shard = shard;
        this.channels = shard.channels();
        this.guarded = new GuardedImport(shard);
    }

    void read(RouteBatch batch, int[] ids, Shard.EndOfRibListener listener) {
        channelIds = ids;
        endOfRib = listener;
        batch.lookAhead(shard.index(AddressFamily.IPV4_UNICAST), shard.index(AddressFamily.IPV6_UNICAST));
        batch.replay(this);
        dropSets();
        blob = null;
        endOfRib = null;
    }

    @Override
    public void attributes(byte[] bytes, int at, int size) {
        dropSets();
        blob = bytes;
        offset = at;
        length = size;
    }

    @Override
    public void announce(AddressFamily family, int pathId, long hi, long lo, int prefixLength) {
        int id = channelIds[family.index()];
        if (id == 0) {
            return;
        }
        Channel channel = channels.get(id);
        ChannelCounters counters = shard.counters(id);
        counters.importUpdates++;
        RouteMonitor monitor = channel.rules().monitor();
        if (monitor != null) {
            monitor.received(shard.number(), family, pathId, hi, lo, prefixLength, blob, offset, length);
        }
        if (BogusPrefixes.refused(family, hi, lo)) {
            refused(channel, counters, hi, lo, prefixLength);
            return;
        }
        TableSlice table = shard.table(channel.table());
        if (!channel.rules().isPlain()) {
            guarded.announce(channel, table.index().findOrAdd(hi, lo, prefixLength), pathId, receivedHandle());
            return;
        }
        Policy policy = channel.policy();
        int handle = policy.equals(Policy.ALL) ? receivedHandle() : filtered(policy, channel, hi, lo, prefixLength);
        if (handle == 0) {
            counters.importFiltered++;
            if (shard.rejected().wanted(channel)) {
                shard.rejected().note(channel, pathId, hi, lo, prefixLength, rejectedSet(), shard.seconds());
            }
            // A path that was accepted before is no longer there (implicit withdrawal).
            int known = table.index().find(hi, lo, prefixLength);
            if (known != 0 && withdrawRejected(shard, table, known, channel, pathId)) {
                counters.importWithdrawsAccepted++;
            } else if (known != 0 && table.head(known) != 0) {
                // BIRD counts so: the table has the prefix, but nothing of this channel to withdraw.
                counters.importWithdrawsIgnored++;
            }
            return;
        }
        int prefix = table.index().findOrAdd(hi, lo, prefixLength);
        if (table.announce(prefix, channel, counters, pathId, handle)) {
            counters.importAccepted++;
        } else {
            counters.importIgnored++;
        }
    }

    /** Takes a path out because the import filter rejects what the neighbor announced instead of it. */
    static boolean withdrawRejected(Shard shard, TableSlice table, int prefix, Channel channel, int pathId) {
        int before = shard.doing();
        if (Cause.numbered(Cause.number(before)) == Cause.UPDATE) {
            shard.doing(Cause.REJECTED.with(channel.id()));
        }
        boolean gone = table.withdraw(prefix, channel, shard.counters(channel.id()), pathId);
        shard.doing(before);
        return gone;
    }

    /** A prefix no table takes: nothing of it is kept, and nothing of it can be there. */
    private void refused(Channel channel, ChannelCounters counters, long hi, long lo, int prefixLength) {
        counters.importInvalid++;
        shard.refusedRoutes().refused(channel, hi, lo, prefixLength);
        RouteTrace trace = channel.rules().trace();
        if (trace != null) {
            trace.in(RouteTrace.Event.INVALID, channel.family(), hi, lo, prefixLength);
        }
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int prefixLength) {
        int id = channelIds[family.index()];
        if (id == 0) {
            return;
        }
        Channel channel = channels.get(id);
        ChannelCounters counters = shard.counters(id);
        counters.importWithdraws++;
        RouteMonitor monitor = channel.rules().monitor();
        if (monitor != null) {
            monitor.withdrawn(shard.number(), family, pathId, hi, lo, prefixLength);
        }
        TableSlice table = shard.table(channel.table());
        int prefix = table.index().find(hi, lo, prefixLength);
        if (prefix != 0
                && (channel.rules().isPlain()
                        ? table.withdraw(prefix, channel, counters, pathId)
                        : guarded.withdraw(channel, prefix, pathId))) {
            counters.importWithdrawsAccepted++;
        } else {
            counters.importWithdrawsIgnored++;
        }
    }

    @Override
    public void endOfRib(AddressFamily family) {
        int id = channelIds[family.index()];
        if (id != 0 && endOfRib != null) {
            endOfRib.endOfRib(id);
        }
    }

    /**
     * Handle of the set after the import filter, with a reference for the caller; 0 if the filter rejects the route.
     */
    private int filtered(Policy policy, Channel channel, long hi, long lo, int prefixLength) {
        if (judge != channel.id()) {
            forget();
            judge = channel.id();
        }
        int known = memo.find(channel.family(), hi, lo, prefixLength);
        if (known != FilterMemo.UNKNOWN) {
            return shared(known);
        }
        int handle = shard.filters().filter(policy, channel, hi, lo, prefixLength, blob, offset, length, null);
        if (handle == ShardFilters.UNCHANGED) {
            handle = receivedHandle();
        } else if (handle == ShardFilters.REJECTED && shard.filters().lacksInterface()) {
            shard.filters().failedFor(channel);
        }
        if (memo.remember(shard.filters().view(), handle)) {
            shared(handle);
        }
        return handle;
    }

    private byte[] rejectedSet() {
        if (!rejectedSetMade) {
            rejectedSet = RejectedRoutes.copy(blob, offset, length);
            rejectedSetMade = true;
        }
        return rejectedSet;
    }

    private int receivedHandle() {
        if (received == 0) {
            received = shard.attributes().intern(blob, offset, length);
        }
        return shared(received);
    }

    private int shared(int handle) {
        if (handle != 0) {
            shard.attributes().retain(handle);
        }
        return handle;
    }

    private void dropSets() {
        rejectedSet = null;
        rejectedSetMade = false;
        if (received != 0) {
            shard.attributes().release(received);
            received = 0;
        }
        forget();
    }

    private void forget() {
        for (int i = 0; i < memo.size(); i++) {
            if (memo.result(i) != 0) {
                shard.attributes().release(memo.result(i));
            }
        }
        memo.clear();
    }
}
