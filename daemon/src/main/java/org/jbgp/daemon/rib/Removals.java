package org.jbgp.daemon.rib;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.monitor.RouteMonitor;
import org.jbgp.daemon.rib.change.Cause;
import org.jbgp.daemon.rib.store.PathStore;

/** Channels whose routes are being taken out, in steps; at most one removal a channel. Confined to the shard. */
final class Removals {
    private final Shard shard;
    private final Map<Integer, Removal> underWay = new HashMap<>();

    Removals(Shard shard) {
        this.shard = shard;
    }

    /** See {@link Shard#withdrawAll}. */
    void begin(int channel, boolean staleOnly, Runnable whenDone) {
        finish(channel);
        Removal removal = new Removal(channel, staleOnly, whenDone);
        underWay.put(channel, removal);
        removal.step(shard.stepSize());
    }

    /** Takes what is left of a channel out at once, if a removal is under way. */
    void finish(int channel) {
        Removal removal = underWay.get(channel);
        if (removal != null) {
            removal.step(Integer.MAX_VALUE);
        }
    }

    private final class Removal {
        private final int channel;
        private final boolean staleOnly;
        private final Runnable whenDone;
        private final TableSlice table;
        private final IntPredicate goes;
        private int next = 1;
        private LongWalk walk;

        private Removal(int channel, boolean staleOnly, Runnable whenDone) {
            this.channel = channel;
            this.staleOnly = staleOnly;
            this.whenDone = whenDone;
            this.table = shard.table(shard.channel(channel).table());
            PathStore paths = shard.paths();
            this.goes = path -> paths.sender(path) == channel && (!staleOnly || paths.stale(path));
        }

        private void step(int most) {
            if (underWay.get(channel) != this) {
                return;
            }
            shard.doing((staleOnly ? Cause.NOT_RENEWED : Cause.ENDED).with(channel));
            ChannelCounters counter = shard.counters(channel);
            AdjRibIn in = shard.received().of(channel);
            int limit = table.index().limit();
            int to = most < limit - next ? next + most : limit;
            // When nothing of the channel is left there is no need to look on.
            while (next < to && left(counter, in)) {
                if (table.head(next) != 0) {
                    if (in == null) {
                        reportWithdrawn(table.head(next), goes);
                    }
                    table.removeIf(next, goes);
                }
                if (in != null && in.head(next) != 0) {
                    reportWithdrawn(in.head(next), entry -> !staleOnly || shard.staleOf(entry));
                    in.removeAll(next, staleOnly);
                    shard.releasePrefix(table.family(), next);
                }
                next++;
            }
            if (next < limit && left(counter, in)) {
                walk = walk == null ? new LongWalk(LongWalk.Purpose.WITHDRAWAL, channel, limit) : walk;
                walk.reached(next);
                shard.walks().later(walk, () -> step(shard.stepSize()));
            } else {
                if (counter.imported == 0) {
                    counter.plain.clear();
                }
                underWay.remove(channel);
                whenDone.run();
            }
            shard.flushIfMuch();
        }

        /** What goes of a chain goes from what was received, too. */
        private void reportWithdrawn(int head, IntPredicate leaves) {
            RouteMonitor monitor = shard.channel(channel).rules().monitor();
            for (int path = monitor == null ? 0 : head; path != 0; path = shard.nextOf(path)) {
                if (leaves.test(path)) {
                    PrefixIndex index = table.index();
                    monitor.withdrawn(
                            shard.number(),
                            table.family(),
                            shard.pathIdOf(path),
                            index.hi(next),
                            index.lo(next),
                            index.length(next));
                }
            }
        }
    }

    private static boolean left(ChannelCounters counter, AdjRibIn in) {
        return counter.imported > 0 || (in != null && in.size() > 0);
    }
}
