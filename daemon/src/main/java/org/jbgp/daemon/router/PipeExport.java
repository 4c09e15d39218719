package org.jbgp.daemon.router;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.advertise.Offer;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.RouteTrace;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.session.LogPace;

/**
 * One direction of a pipe in one shard: the best path of each prefix goes, filtered, into the other table as the route of
 * the source it came from. Confined to the shard; both tables are cut alike, so no thread is crossed.
 */
final class PipeExport implements ExportTarget {
    private static final Logger log = LogManager.getLogger(PipeExport.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Shard shard;
    private final int into;
    private final int channel;
    private final int mark;
    private Policy policy;
    private RouteTrace trace;
    private boolean inwards;
    private final LogPace collisions = new LogPace(LOG_NANOS, System::nanoTime);
    /** Channel of the path that was carried, by prefix. */
    private final IntSlab carried = new IntSlab();

    /**
     * @param into number of the table written
     * @param channel number of the channel that counts what enters it
     * @param mark path identifier of everything this pipe carries, in either direction: what has it never goes back
     */
    PipeExport(Shard shard, int into, int channel, int mark, Policy policy) {
        this.shard = shard;
        this.into = into;
        this.channel = channel;
        this.mark = mark;
        this.policy = policy;
    }

    /** Who is told of each route, null for nobody; {@code into}: this is the way into the pipe's own table. */
    void trace(RouteTrace watcher, boolean into) {
        trace = watcher;
        inwards = into;
    }

    private void report(RouteTrace.Event event, int prefix) {
        if (trace == null) {
            return;
        }
        TableSlice target = shard.table(into);
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

    @Override
    public boolean wantsAllPaths() {
        return false;
    }

    @Override
    public boolean holds(int prefix) {
        return carried.get(prefix) != 0;
    }

    @Override
    public void export(TableSlice from, int[] prefixes, int count) {
        for (int i = 0; i < count; i++) {
            int prefix = prefixes[i];
            if (from.undecided(prefix)) {
                continue;
            }
            int best = from.best(prefix);
            int before = carried.get(prefix);
            int now = best == 0 || shard.pathIdOf(best) == mark ? 0 : shard.channelOf(best);
            if (before != 0 && before != now) {
                uncarry(prefix, before);
            }
            if (now != 0) {
                if (carry(prefix, best)) {
                    carried.set(prefix, now);
                } else if (before == now) {
                    uncarry(prefix, before);
                }
            }
        }
    }

    /** Takes everything it carried out again, for a pipe that goes down. */
    void empty(int limit) {
        for (int prefix = 1; prefix < limit; prefix++) {
            int channelBefore = carried.get(prefix);
            if (channelBefore != 0) {
                uncarry(prefix, channelBefore);
            }
        }
    }

    private void uncarry(int prefix, int from) {
        carried.set(prefix, 0);
        report(RouteTrace.Event.REMOVED, prefix);
        shard.uncarry(into, prefix, from, channel, mark);
    }

    /**
     * True if the route is in the other table already, at home or by another pipe: carried once more, it would keep itself
     * alive in a circle of pipes after its source has taken it back.
     */
    private boolean collides(int prefix, Channel source) {
        TableSlice target = shard.table(into);
        for (int path = target.head(prefix); path != 0; path = target.next(path)) {
            if (shard.channelOf(path) == source.id() && shard.pathIdOf(path) != mark) {
                if (collisions.permits()) {
                    log.warn(
                            "Pipe collision: a route of {} came to table {} in two ways, the second one is left out{}",
                            source.source().protocol(),
                            target.name(),
                            collisions.leftOut());
                }
                return true;
            }
        }
        return false;
    }

    private boolean carry(int prefix, int best) {
        Channel source = shard.channel(shard.channelOf(best));
        if (collides(prefix, source)) {
            return false;
        }
        int handle = shard.attributesOf(best);
        int filtered = shard.filter(policy, source, prefix, handle, shard.way(source, handle));
        if (filtered == 0) {
            report(RouteTrace.Event.FILTERED, prefix);
            return false;
        }
        report(carried.get(prefix) == 0 ? RouteTrace.Event.ADDED : RouteTrace.Event.UPDATED, prefix);
        shard.carry(into, prefix, source.id(), channel, mark, filtered);
        return true;
    }

    /** See {@link Announcements#told}: the set as it stands in the table written. */
    int told(int prefix) {
        int source = carried.get(prefix);
        TableSlice target = shard.table(into);
        for (int path = source == 0 ? 0 : target.head(prefix); path != 0; path = target.next(path)) {
            if (shard.channelOf(path) == source && shard.pathIdOf(path) == mark) {
                return shard.attributesOf(path);
            }
        }
        return 0;
    }

    /** See {@link Announcements#offer}. */
    Offer offer(TableSlice from, int prefix, int path, PolicyRun run) {
        Channel source = shard.channel(shard.channelOf(path));
        if (shard.pathIdOf(path) == mark) {
            return Offer.refused("it came through this pipe");
        }
        if (collides(prefix, source)) {
            return Offer.refused("a route of its source is in the other table already");
        }
        return Offer.of(run.accept(policy, shard.load(source, prefix, shard.attributesOf(path))));
    }
}
