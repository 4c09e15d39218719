package org.jbgp.daemon.rib;

import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.ImportLimits;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * The way into a table for channels with limits, or that remember what they received: slower than the plain one of
 * {@link BatchReader}, which is why it stands apart. Confined to the shard, except for the
 * limits, which all shards share and which are held for the moment of one route.
 */
final class GuardedImport {
    private final Shard shard;

    GuardedImport(Shard shard) {
        this.shard = shard;
    }

    /**
     * A route was announced.
     *
     * @param received handle of the set as received; the caller's reference passes
     */
    void announce(Channel channel, int prefix, int pathId, int received) {
        ChannelCounters counters = shard.counters(channel.id());
        TableSlice table = shard.table(channel.table());
        AdjRibIn in = shard.received().of(channel.id());
        ImportLimits limits = channel.rules().limits();
        int filtered = filter(channel, prefix, received);
        if (limits == null) {
            decide(channel, counters, table, in, prefix, pathId, received, filtered);
            return;
        }
        synchronized (limits) {
            boolean had = table.find(prefix, channel.id(), pathId) != 0;
            boolean known = had || (in != null && in.find(prefix, pathId) != 0);
            if (!known && limits.refusesReceived()) {
                counters.importIgnored++;
                report(channel, table, prefix, RouteTrace.Event.LIMITED);
                drop(received);
                drop(filtered);
                shard.released(table.family(), prefix);
                return;
            }
            if (!had && filtered != 0 && limits.refusesImport()) {
                counters.importIgnored++;
                report(channel, table, prefix, RouteTrace.Event.LIMITED);
                drop(filtered);
                keep(channel, in, table, prefix, pathId, received, true);
                return;
            }
            decide(channel, counters, table, in, prefix, pathId, received, filtered);
        }
    }

    /** A route was withdrawn. */
    boolean withdraw(Channel channel, int prefix, int pathId) {
        TableSlice table = shard.table(channel.table());
        AdjRibIn in = shard.received().of(channel.id());
        boolean accepted = table.withdraw(prefix, channel, shard.counters(channel.id()), pathId);
        if (accepted) {
            report(channel, table, prefix, RouteTrace.Event.REMOVED);
        }
        if (in != null && in.remove(prefix, in.find(prefix, pathId))) {
            shard.released(table.family(), prefix);
        }
        return accepted;
    }

    /** Sends remembered routes of a prefix through the filter again. */
    void again(Channel channel, AdjRibIn in, int prefix) {
        int count = 0;
        for (int entry = in.head(prefix); entry != 0; entry = shard.nextOf(entry)) {
            count++;
        }
        int[] pathIds = new int[count];
        int[] handles = new int[count];
        boolean[] stale = new boolean[count];
        for (int entry = in.head(prefix), i = 0; entry != 0; entry = shard.nextOf(entry), i++) {
            pathIds[i] = shard.pathIdOf(entry);
            handles[i] = shard.attributesOf(entry);
            stale[i] = shard.staleOf(entry);
        }
        for (int i = 0; i < count; i++) {
            shard.attributes().retain(handles[i]);
            announce(channel, prefix, pathIds[i], handles[i]);
            if (stale[i]) {
                // It was not the neighbor that announced it: whether it still does is yet to be seen.
                shard.paths().setStale(in.find(prefix, pathIds[i]), true);
                shard.table(channel.table()).markStale(prefix, channel.id(), pathIds[i]);
            }
        }
    }

    private void decide(
            Channel channel,
            ChannelCounters counters,
            TableSlice table,
            AdjRibIn in,
            int prefix,
            int pathId,
            int received,
            int filtered) {
        if (filtered == 0) {
            counters.importFiltered++;
            report(channel, table, prefix, RouteTrace.Event.FILTERED);
            note(channel, table, prefix, pathId, received);
            if (in != null && alreadyRejected(in, prefix, pathId, received)) {
                keep(channel, in, table, prefix, pathId, received, true);
                return;
            }
            if (BatchReader.withdrawRejected(shard, table, prefix, channel, pathId)) {
                counters.importWithdrawsAccepted++;
                report(channel, table, prefix, RouteTrace.Event.REMOVED);
            } else if (in != null || table.head(prefix) != 0) {
                // BIRD counts so: what is kept, or the prefix, is there, but nothing of this channel to withdraw.
                counters.importWithdrawsIgnored++;
            }
        } else {
            boolean had = channel.rules().trace() != null && table.find(prefix, channel.id(), pathId) != 0;
            boolean taken = table.announce(prefix, channel, counters, pathId, filtered);
            if (taken) {
                counters.importAccepted++;
            } else {
                counters.importIgnored++;
            }
            if (channel.rules().trace() != null) {
                report(
                        channel,
                        table,
                        prefix,
                        taken ? arrival(channel, table, prefix, pathId, had) : RouteTrace.Event.IGNORED);
            }
        }
        keep(channel, in, table, prefix, pathId, received, filtered == 0);
    }

    private void note(Channel channel, TableSlice table, int prefix, int pathId, int received) {
        // What the channel itself remembers is found there.
        if (!channel.rules().keepsAny() && shard.rejected().wanted(channel)) {
            AttributeStore attributes = shard.attributes();
            byte[] set = RejectedRoutes.copy(
                    attributes.array(received), attributes.offset(received), attributes.length(received));
            PrefixIndex index = table.index();
            shard.rejected()
                    .note(
                            channel,
                            pathId,
                            index.hi(prefix),
                            index.lo(prefix),
                            index.length(prefix),
                            set,
                            shard.seconds());
        }
    }

    /** True if just this route was rejected before, and is remembered: it is only reported again. */
    private boolean alreadyRejected(AdjRibIn in, int prefix, int pathId, int received) {
        int entry = in.find(prefix, pathId);
        return entry != 0 && in.rejected(entry) && shard.attributesOf(entry) == received;
    }

    private static RouteTrace.Event arrival(Channel channel, TableSlice table, int prefix, int pathId, boolean had) {
        int best = table.best(prefix);
        boolean first = best != 0 && best == table.find(prefix, channel.id(), pathId);
        if (had) {
            return first ? RouteTrace.Event.UPDATED_BEST : RouteTrace.Event.UPDATED;
        }
        return first ? RouteTrace.Event.ADDED_BEST : RouteTrace.Event.ADDED;
    }

    private static void report(Channel channel, TableSlice table, int prefix, RouteTrace.Event event) {
        RouteTrace trace = channel.rules().trace();
        if (trace != null) {
            PrefixIndex index = table.index();
            trace.in(event, table.family(), index.hi(prefix), index.lo(prefix), index.length(prefix));
        }
    }

    private void keep(
            Channel channel, AdjRibIn in, TableSlice table, int prefix, int pathId, int received, boolean rejected) {
        if (in != null && (rejected || channel.rules().keepReceived())) {
            in.put(prefix, pathId, received, rejected, shard.seconds());
            return;
        }
        drop(received);
        if (in != null) {
            in.remove(prefix, in.find(prefix, pathId));
        }
        if (rejected) {
            shard.released(table.family(), prefix);
        }
    }

    /** The set after the filter, with a reference; 0 if it was rejected. */
    private int filter(Channel channel, int prefix, int received) {
        int handle = shard.filters().judge(channel, prefix, received);
        if (handle == ShardFilters.REJECTED && shard.filters().lacksInterface()) {
            shard.filters().failedFor(channel);
        }
        return handle;
    }

    private void drop(int handle) {
        if (handle != 0) {
            shard.attributes().release(handle);
        }
    }
}
