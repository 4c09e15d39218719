package org.jbgp.daemon.aggregate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Merges the routes of each prefix in one shard: those of the table read that have everything of {@code aggregate on}
 * in common become one route of the table written. Whenever one of them changes, all of that prefix is merged anew; a
 * merged route has a path identifier made of what its routes have in common, so that it stays the same one. Confined to
 * the shard.
 */
final class MergedRoutes implements ExportTarget, PartOfShard {
    private static final Logger log = LogManager.getLogger(MergedRoutes.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** In {@link #first}: more than one merged route, which {@link #several} has. */
    private static final int SEVERAL = -1;

    private final Shard shard;
    private final int[] channels;
    private final int own;
    private final AddressFamily family;
    private final RouteMerger merger;
    private final RouteBatch batch = new RouteBatch(64, 1024);
    private final ExportCounters counters = new ExportCounters();

    /** By prefix: 0 without merged routes, one more than the path identifier of the only one, or {@link #SEVERAL}. */
    private final IntSlab first = new IntSlab();

    private final Map<Integer, int[]> several = new HashMap<>();
    /** By prefix: how many routes take part. */
    private final IntSlab taking = new IntSlab();

    /** All of these. Written by the shard; others see it a moment old. */
    private int exported;

    private final LogPace mergings = new LogPace(LOG_NANOS, System::nanoTime);
    private Policy policy;
    private RouteTrace trace;
    private long removals;
    /** The table is gone through because somebody asked for it: paths count that have not changed. */
    private boolean again;
    /** The set shown to a command last, of which this has a reference. */
    private int lastShown;

    /**
     * @param own the channel of the routes made
     * @param channels the same by family, 0 for the other one
     */
    MergedRoutes(Shard shard, TableSlice from, int own, int[] channels, Policy policy, RouteMerger.Rules rules) {
        this.shard = shard;
        this.own = own;
        this.channels = channels.clone();
        this.policy = policy;
        this.merger = new RouteMerger(shard, rules);
        this.family = from.family();
        this.removals = from.removals();
    }

    /** Another filter and other rules; they hold for what is merged from now on. */
    void change(Policy changed, RouteMerger.Rules rules, RouteTrace watcher) {
        policy = changed;
        merger.rules(rules);
        trace = watcher;
    }

    /** The protocol stops: nothing is remembered, and what was made goes with its channel. */
    void forget() {
        for (int prefix = 1; prefix < shard.index(family).limit(); prefix++) {
            if (holds(prefix)) {
                first.set(prefix, 0);
                taking.set(prefix, 0);
                shard.released(family, prefix);
            }
        }
        several.clear();
        exported = 0;
        show(0);
    }

    /** A walk over the table that was asked for begins, or has ended. */
    void again(boolean walks) {
        again = walks;
    }

    @Override
    public ExportCounters counters() {
        return counters;
    }

    @Override
    public long exported() {
        return exported;
    }

    @Override
    public boolean wantsAllPaths() {
        return true;
    }

    @Override
    public boolean holds(int prefix) {
        return first.get(prefix) != 0 || taking.get(prefix) != 0;
    }

    @Override
    public void export(TableSlice from, int[] prefixes, int count) {
        batch.clear();
        for (int i = 0; i < count; i++) {
            exportOne(from, prefixes[i]);
        }
        counters.withdrawals += from.removals() - removals;
        shard.take(batch, channels);
        // What was withdrawn from the table written may be from this one, too, and is no change of a route read.
        removals = from.removals();
    }

    private void exportOne(TableSlice from, int prefix) {
        List<RouteMerger.Member> members = new ArrayList<>();
        for (int path = from.head(prefix); path != 0; path = from.next(path)) {
            if (shard.channelOf(path) == own) {
                continue;
            }
            if (from.awaitsNextHop(path)) {
                // What was made stays until the next hop is known.
                members.forEach(member -> shard.attributes().release(member.handle()));
                return;
            }
            RouteMerger.Member member = judge(from, prefix, path);
            if (member != null) {
                members.add(member);
            }
        }
        merger.prefix(from.family(), prefix);
        Map<String, List<RouteMerger.Member>> groups = groups(members);
        int taken = 0;
        List<Integer> made = new ArrayList<>();
        PrefixIndex index = from.index();
        for (Map.Entry<String, List<RouteMerger.Member>> group : groups.entrySet()) {
            taken += group.getValue().size();
            int size = merger.merge(group.getValue(), shard.channel(own).source());
            if (size > 0) {
                int pathId = identifier(group.getKey(), made);
                made.add(pathId);
                batch.attributes(merger.encoded(), 0, size);
                batch.announce(from.family(), pathId, index.hi(prefix), index.lo(prefix), index.length(prefix));
            }
        }
        members.forEach(member -> shard.attributes().release(member.handle()));
        exported += taken - taking.get(prefix);
        taking.set(prefix, taken);
        remember(from, prefix, made);
    }

    /** What the export filter makes of a path, with a reference to the set; null if it does not take part. */
    private RouteMerger.Member judge(TableSlice from, int prefix, int path) {
        boolean counts = again || shard.freshOf(path);
        counters.updates += counts ? 1 : 0;
        Channel source = shard.channel(shard.channelOf(path));
        if (source.source().kind() == RouteSource.Kind.RTS_AGGREGATED) {
            if (counts) {
                counters.rejected++;
                report(from, prefix, RouteTrace.Event.REJECTED);
                if (mergings.permits()) {
                    log.error(
                            "{} made a route of table {} of others: it is not merged again by {}{}",
                            source.source().protocol(),
                            from.name(),
                            shard.channel(own).source().protocol(),
                            mergings.leftOut());
                }
            }
            return null;
        }
        int handle = shard.attributesOf(path);
        int filtered = shard.filters().filter(policy, source, prefix, handle, shard.resolution(source, handle));
        if (filtered == 0) {
            if (shard.filters().lacksInterface()) {
                shard.filters().failedFor(from, this);
            }
            if (counts) {
                counters.filtered++;
                report(from, prefix, RouteTrace.Event.FILTERED);
            }
            return null;
        }
        if (counts) {
            counters.accepted++;
            report(from, prefix, RouteTrace.Event.UPDATED);
        }
        return new RouteMerger.Member(path, source, filtered);
    }

    private void report(TableSlice from, int prefix, RouteTrace.Event event) {
        if (trace != null) {
            PrefixIndex index = from.index();
            trace.out(event, from.family(), index.hi(prefix), index.lo(prefix), index.length(prefix));
        }
    }

    /** What is merged with what: by key, in each group the best route first and the others in the order of channels. */
    private Map<String, List<RouteMerger.Member>> groups(List<RouteMerger.Member> members) {
        members.sort(Comparator.comparingInt(
                        (RouteMerger.Member member) -> member.channel().id())
                .thenComparingInt(member -> shard.pathIdOf(member.path())));
        Map<String, List<RouteMerger.Member>> groups = new LinkedHashMap<>();
        for (RouteMerger.Member member : members) {
            String key = merger.key(member);
            if (key != null) {
                groups.computeIfAbsent(key, ignored -> new ArrayList<>()).add(member);
            }
        }
        for (List<RouteMerger.Member> group : groups.values()) {
            int best = 0;
            for (int i = 1; i < group.size(); i++) {
                if (shard.better(group.get(i).path(), group.get(best).path())) {
                    best = i;
                }
            }
            group.addFirst(group.remove(best));
        }
        return groups;
    }

    /** A path identifier from a key, which none of the others of this prefix has. */
    private static int identifier(String key, List<Integer> others) {
        int identifier = key.isEmpty() ? 0 : key.hashCode() & 0x3FFF_FFFF;
        while (others.contains(identifier)) {
            identifier = identifier + 1 & 0x3FFF_FFFF;
        }
        return identifier;
    }

    /** Withdraws what was made of the prefix and is no more. */
    private void remember(TableSlice from, int prefix, List<Integer> made) {
        int former = first.get(prefix);
        if (former == SEVERAL) {
            for (int pathId : several.remove(prefix)) {
                withdrawUnless(from, prefix, pathId, made);
            }
        } else if (former != 0) {
            withdrawUnless(from, prefix, former - 1, made);
        }
        if (made.size() > 1) {
            several.put(prefix, made.stream().mapToInt(Integer::intValue).toArray());
        }
        first.set(prefix, made.isEmpty() ? 0 : made.size() > 1 ? SEVERAL : made.getFirst() + 1);
    }

    private void withdrawUnless(TableSlice from, int prefix, int pathId, List<Integer> made) {
        if (!made.contains(pathId)) {
            counters.withdrawalsAdvertised++;
            PrefixIndex index = from.index();
            batch.withdraw(from.family(), pathId, index.hi(prefix), index.lo(prefix), index.length(prefix));
        }
    }

    /** The set behind the export filter; it stays until the next call. */
    @Override
    public int exported(TableSlice table, int prefix, int path) {
        show(0);
        if (taking.get(prefix) == 0 || shard.channelOf(path) == own) {
            return 0;
        }
        Channel source = shard.channel(shard.channelOf(path));
        if (source.source().kind() == RouteSource.Kind.RTS_AGGREGATED) {
            return 0;
        }
        int handle = shard.attributesOf(path);
        show(shard.filters().filter(policy, source, prefix, handle, shard.resolution(source, handle)));
        return lastShown;
    }

    private void show(int handle) {
        if (lastShown != 0) {
            shard.attributes().release(lastShown);
        }
        lastShown = handle;
    }

    @Override
    public Offer offer(TableSlice table, int prefix, int path, PolicyRun run) {
        if (shard.channelOf(path) == own) {
            return Offer.refused("it was made by this aggregator");
        }
        Channel source = shard.channel(shard.channelOf(path));
        if (source.source().kind() == RouteSource.Kind.RTS_AGGREGATED) {
            return Offer.refused("an aggregator made it, and what is made of others is not merged again");
        }
        if (!run.accept(policy, shard.filters().load(source, prefix, shard.attributesOf(path)))) {
            return Offer.FILTERED;
        }
        int made = first.get(prefix);
        int routes = made == SEVERAL ? several.get(prefix).length : made == 0 ? 0 : 1;
        int taken = taking.get(prefix);
        return new Offer(
                Offer.Outcome.ACCEPTED,
                routes == 0
                        ? "'merge by' accepted no route made of " + text(taken)
                        : text(taken) + (taken == 1 ? " makes " : " make ") + text(routes));
    }

    private static String text(int count) {
        return count == 1 ? "1 route" : count + " routes";
    }
}
