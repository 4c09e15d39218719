package org.jbgp.daemon.local;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Carrying;
import org.jbgp.daemon.rib.ChannelCounters;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.RouteTrace;

/**
 * One direction of a pipe in one shard: all paths of each prefix go, filtered, into the other table as the routes of
 * the sources they came from. Confined to the shard; both tables are cut alike, so no thread is crossed.
 */
public final class PipeExport implements ExportTarget {
    private static final Logger log = LogManager.getLogger(PipeExport.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Shard shard;
    private final Carrying carrying;
    private final int maxGeneration;
    private final ChannelCounters counters;
    /** Paths that had gone from the table read when it was looked at last. */
    private long removals;

    private Policy policy;
    private RouteTrace trace;
    private boolean inwards;
    /** The table is gone through because somebody asked for it: paths count that have not changed. */
    private boolean again;

    private final LogPace collisions = new LogPace(LOG_NANOS, System::nanoTime);
    private final LogPace overpipings = new LogPace(LOG_NANOS, System::nanoTime);

    /**
     * One way of one pipe.
     *
     * @param sender the channel that counts what goes this way
     * @param maxGeneration a path that so many pipes in a row have brought goes no further
     */
    public PipeExport(Shard shard, Carrying carrying, int sender, int maxGeneration, Policy policy) {
        this.shard = shard;
        this.carrying = carrying;
        this.counters = shard.counters(sender);
        this.removals = carrying.from().removals();
        this.maxGeneration = maxGeneration;
        this.policy = policy;
    }

    /** Who hears of each route, null for nobody; {@code into}: this is the way into the pipe's own table. */
    void trace(RouteTrace watcher, boolean into) {
        trace = watcher;
        inwards = into;
    }

    private void report(RouteTrace.Event event, int prefix) {
        if (trace == null) {
            return;
        }
        TableSlice target = carrying.into();
        PrefixIndex index = target.index();
        if (inwards) {
            trace.in(event, target.family(), index.hi(prefix), index.lo(prefix), index.length(prefix));
        } else {
            trace.out(event, target.family(), index.hi(prefix), index.lo(prefix), index.length(prefix));
        }
    }

    /** Another filter; holds for what is exported from now on. */
    void policy(Policy changed) {
        policy = changed;
    }

    /** A walk over the table that was asked for begins, or has ended. */
    void again(boolean walks) {
        again = walks;
    }

    @Override
    public boolean wantsAllPaths() {
        return true;
    }

    /** What it carried is in a table, which holds the prefix. */
    @Override
    public boolean holds(int prefix) {
        return false;
    }

    @Override
    public void export(TableSlice from, int[] prefixes, int count) {
        for (int i = 0; i < count; i++) {
            int prefix = prefixes[i];
            for (int path = from.head(prefix); path != 0; path = from.next(path)) {
                if (from.awaitsNextHop(path)) {
                    // What was carried stays until the next hop is known.
                    keep(carrying.carried(prefix, path));
                } else {
                    exportPath(prefix, path, again || shard.freshOf(path));
                }
            }
            carrying.sweep(prefix, () -> removed(prefix));
        }
        counters.importWithdraws += from.removals() - removals;
        removals = from.removals();
    }

    private void keep(int carried) {
        if (carried != 0) {
            carrying.keep(carried);
        }
    }

    private void removed(int prefix) {
        counters.importWithdrawsAccepted++;
        report(RouteTrace.Event.REMOVED, prefix);
    }

    /** @param counts true if the path is new, has changed, or is passed on on demand */
    private void exportPath(int prefix, int path, boolean counts) {
        counters.importUpdates += counts ? 1 : 0;
        if (carrying.cameByThisPipe(path)) {
            counters.importInvalid += counts ? 1 : 0;
            return;
        }
        Channel source = shard.channel(shard.channelOf(path));
        if (carrying.collides(prefix, path)) {
            counters.importInvalid += counts ? 1 : 0;
            if (counts) {
                collision(source);
            }
            return;
        }
        if (carrying.generation(prefix, path) >= maxGeneration) {
            counters.importInvalid += counts ? 1 : 0;
            if (counts) {
                overpiped(source);
            }
            return;
        }
        int handle = shard.attributesOf(path);
        int filtered = shard.filters().filter(policy, source, prefix, handle, shard.resolution(source, handle));
        if (filtered == 0) {
            if (shard.filters().lacksInterface()) {
                shard.filters().failedFor(carrying.from(), this);
            }
            if (counts) {
                counters.importFiltered++;
                report(RouteTrace.Event.FILTERED, prefix);
            }
            return;
        }
        boolean added = trace != null && carrying.carried(prefix, path) == 0;
        if (carrying.carry(prefix, path, filtered)) {
            // A filter that asks where a route leads may change its mind about one that has not changed.
            counters.importUpdates += counts ? 0 : 1;
            counters.importAccepted++;
            report(added ? RouteTrace.Event.ADDED : RouteTrace.Event.UPDATED, prefix);
        } else {
            counters.importIgnored += counts ? 1 : 0;
        }
    }

    private void overpiped(Channel source) {
        if (overpipings.permits()) {
            log.error(
                    "Route overpiped: a route of {} came to table {} through {} pipes in a row already, as many as 'max generation' allows{}",
                    source.source().protocol(),
                    carrying.from().name(),
                    maxGeneration,
                    overpipings.leftOut());
        }
    }

    private void collision(Channel source) {
        if (collisions.permits()) {
            log.warn(
                    "Pipe collision: a route of {} came to table {} in two ways, the second one is left out{}",
                    source.source().protocol(),
                    carrying.into().name(),
                    collisions.leftOut());
        }
    }

    /** See {@code Announcements.exported}: the set as it stands in the table written. */
    int exported(int prefix, int path) {
        int carried = carrying.cameByThisPipe(path) ? 0 : carrying.carried(prefix, path);
        return carried == 0 ? 0 : shard.attributesOf(carried);
    }

    /** See {@code Announcements.offer}. */
    Offer offer(int prefix, int path, PolicyRun run) {
        if (carrying.cameByThisPipe(path)) {
            return Offer.refused("it came through this pipe");
        }
        if (carrying.collides(prefix, path)) {
            return Offer.refused("a route of its source is in the other table already");
        }
        if (carrying.generation(prefix, path) >= maxGeneration) {
            return Offer.refused("as many pipes in a row as 'max generation' allows have brought it");
        }
        Channel source = shard.channel(shard.channelOf(path));
        return Offer.of(run.accept(policy, shard.filters().load(source, prefix, shard.attributesOf(path))));
    }
}
