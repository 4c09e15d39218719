package org.jbgp.daemon.aggregate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.memory.IntSlab;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.Suppressor;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;

/**
 * What one shard has of the routes that the aggregates of one protocol are made of: the best route of each prefix
 * inside of one, if the export filter lets it pass. Sums them up, and watches which aggregates are in the table
 * written. Confined to the shard.
 */
final class Contributors implements ExportTarget, Suppressor, PartOfShard {
    /** Hears what changed; any thread. */
    interface Listener {
        /**
         * The sums of one shard, each null where it has not changed since the last call.
         *
         * @param set of which these are
         */
        void summed(int shard, AggregateSet set, Summing[] sums);

        /** An aggregate is in the table written, or no longer. */
        void seen(IpPrefix prefix, boolean there);
    }

    /** What contributes to one aggregate. */
    private static final class Tally {
        /** How many routes have which attribute set. */
        private final Map<Integer, Integer> sets = new HashMap<>();

        private final int[] origins = new int[3];
        private int routes;
        private int paths;
        private int atomics;
        private boolean changed = true;
        /** What {@link #signature} was when its sum was reported last. */
        private int reported = -1;

        private int signature() {
            int highest = origins[2] > 0 ? 2 : origins[1] > 0 ? 1 : 0;
            return routes == 0 ? -2 : highest | (paths > 0 ? 4 : 0) | (atomics > 0 ? 8 : 0);
        }
    }

    private final Shard shard;
    private final AddressFamily family;
    private final int from;
    private final int into;
    private final int own;
    private final Listener listener;
    private final ExportCounters counters = new ExportCounters();
    /** By prefix: the attribute set behind the filter, with a reference; 0 for what does not contribute. */
    private final IntSlab handles = new IntSlab();

    private AggregateSet set;
    private Tally[] tallies;
    /** Aggregates that are in the table written, wherever that is; what is sent depends on it. */
    private boolean[] active;
    /** Aggregates this shard has in its slice of the table written. */
    private boolean[] seen;

    private Policy policy;
    private RouteTrace trace;
    private int contributing;
    private int walks;
    private boolean posting;

    /**
     * @param from table read
     * @param into table written
     * @param own channel of the aggregates
     */
    Contributors(Shard shard, AddressFamily family, int from, int into, int own, Listener listener) {
        this.shard = shard;
        this.family = family;
        this.from = from;
        this.into = into;
        this.own = own;
        this.listener = listener;
    }

    void start(AggregateSet first, Policy filter, RouteTrace watcher) {
        set = first;
        tallies = tallies(first);
        active = new boolean[first.size()];
        seen = new boolean[first.size()];
        policy = filter;
        trace = watcher;
        walks++;
        shard.suppress(from, this);
        shard.attach(from, this, this::walked);
        if (into != from) {
            shard.listen(into, this);
        }
    }

    private static Tally[] tallies(AggregateSet set) {
        Tally[] made = new Tally[set.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = new Tally();
        }
        return made;
    }

    /** Another filter; holds for what changes from now on. */
    void filter(Policy changed, RouteTrace watcher) {
        policy = changed;
        trace = watcher;
    }

    /** Goes through the table again. */
    void again() {
        walks++;
        shard.refeed(from, this, this::walked);
    }

    private void walked() {
        walks--;
        post();
    }

    /** Other aggregates. What contributes already is counted anew at once, then the table is gone through. */
    void change(AggregateSet next) {
        AggregateSet former = set;
        boolean[] formerlySeen = seen;
        boolean[] formerlyActive = active;
        set = next;
        tallies = tallies(next);
        seen = new boolean[next.size()];
        active = new boolean[next.size()];
        for (int i = 0; i < next.size(); i++) {
            IpPrefix prefix = next.get(i).prefix();
            int before = former.find(prefix.hi(), prefix.lo(), prefix.length());
            seen[i] = before >= 0 && formerlySeen[before];
            active[i] = before >= 0 && formerlyActive[before];
        }
        PrefixIndex index = shard.index(family);
        for (int prefix = 1; prefix < index.limit(); prefix++) {
            int handle = handles.get(prefix);
            if (handle != 0) {
                count(prefix, handle, 1);
            }
        }
        again();
        if (former.summarizes() || next.summarizes()) {
            shard.touch(
                    from,
                    prefix -> former.covers(index.hi(prefix), index.lo(prefix), index.length(prefix))
                            || next.covers(index.hi(prefix), index.lo(prefix), index.length(prefix)));
        }
    }

    /** An aggregate is in the table written now, or no longer. */
    void active(IpPrefix aggregate, boolean there) {
        int number = set.find(aggregate.hi(), aggregate.lo(), aggregate.length());
        if (number < 0 || active[number] == there) {
            return;
        }
        active[number] = there;
        if (set.get(number).summaryOnly()) {
            shard.touch(from, prefix -> handles.get(prefix) != 0);
        }
    }

    /** Ends everything; what it knows is forgotten. */
    void stop() {
        shard.detach(from, this);
        if (into != from) {
            shard.detach(into, this);
        }
        shard.suppressNoMore(from, this);
        boolean summarized = set.summarizes();
        PrefixIndex index = shard.index(family);
        for (int prefix = 1; prefix < index.limit(); prefix++) {
            int handle = handles.get(prefix);
            if (handle != 0) {
                handles.set(prefix, 0);
                shard.attributes().release(handle);
                if (summarized) {
                    shard.touch(from, prefix);
                }
                shard.released(family, prefix);
            }
        }
        contributing = 0;
        set = new AggregateSet(List.of(), family.bits());
        tallies = tallies(set);
    }

    @Override
    public ExportCounters counters() {
        return counters;
    }

    @Override
    public long exported() {
        return contributing;
    }

    /** Routes that contribute to an aggregate. Any thread, a moment old. */
    int routes(IpPrefix aggregate) {
        Tally[] all = tallies;
        int number = set.find(aggregate.hi(), aggregate.lo(), aggregate.length());
        return number < 0 || number >= all.length ? 0 : all[number].routes;
    }

    // ---- export ---------------------------------------------------------------------------------------------------

    @Override
    public boolean wantsAllPaths() {
        return true;
    }

    @Override
    public boolean goesFirst() {
        return true;
    }

    @Override
    public boolean holds(int prefix) {
        return handles.get(prefix) != 0;
    }

    @Override
    public void export(TableSlice table, int[] prefixes, int count) {
        PrefixIndex index = table.index();
        for (int i = 0; i < count; i++) {
            int prefix = prefixes[i];
            if (table.id() == into) {
                look(prefix, set.find(index.hi(prefix), index.lo(prefix), index.length(prefix)));
            }
            if (table.id() == from
                    && (handles.get(prefix) != 0
                            || set.covers(index.hi(prefix), index.lo(prefix), index.length(prefix)))) {
                contribute(table, prefix);
            }
        }
        if (walks == 0 && !posting) {
            // Behind what waits already: many changes are summed up once.
            posting = true;
            shard.later(() -> {
                posting = false;
                post();
            });
        }
    }

    private void look(int prefix, int number) {
        if (number >= 0) {
            boolean there = shard.has(into, prefix, own);
            if (there != seen[number]) {
                seen[number] = there;
                listener.seen(set.get(number).prefix(), there);
            }
        }
    }

    private void contribute(TableSlice table, int prefix) {
        int path = table.bestIfDecided(prefix);
        if (path == TableSlice.UNDECIDED) {
            return;
        }
        int former = handles.get(prefix);
        int handle = path == 0 ? 0 : judge(table, prefix, path);
        if (path == 0 && former != 0) {
            counters.withdrawals++;
        }
        if (handle == former) {
            if (handle != 0) {
                shard.attributes().release(handle);
            }
            return;
        }
        if (former != 0) {
            count(prefix, former, -1);
        }
        if (handle != 0) {
            count(prefix, handle, 1);
        }
        handles.set(prefix, handle);
        if (former != 0) {
            shard.attributes().release(former);
        }
        contributing += (handle == 0 ? 0 : 1) - (former == 0 ? 0 : 1);
        if (walks > 0 && set.summarizes() && (former == 0) != (handle == 0)) {
            // The others do not hear of it otherwise.
            shard.touch(from, prefix);
        }
    }

    private int judge(TableSlice table, int prefix, int path) {
        PrefixIndex index = table.index();
        if (!set.covers(index.hi(prefix), index.lo(prefix), index.length(prefix))) {
            return 0;
        }
        boolean counts = walks > 0 || shard.freshOf(path);
        counters.updates += counts ? 1 : 0;
        Channel source = shard.channel(shard.channelOf(path));
        if (source.source().kind() == RouteSource.Kind.RTS_AGGREGATED) {
            counters.rejected += counts ? 1 : 0;
            return 0;
        }
        int handle = shard.attributesOf(path);
        int filtered = shard.filters().filter(policy, source, prefix, handle, shard.resolution(source, handle));
        if (filtered == 0) {
            if (shard.filters().lacksInterface()) {
                shard.filters().failedFor(table, this);
            }
            if (counts) {
                counters.filtered++;
                report(index, prefix, RouteTrace.Event.FILTERED);
            }
        } else if (counts) {
            counters.accepted++;
            report(index, prefix, RouteTrace.Event.UPDATED);
        }
        return filtered;
    }

    private void report(PrefixIndex index, int prefix, RouteTrace.Event event) {
        if (trace != null) {
            trace.out(event, family, index.hi(prefix), index.lo(prefix), index.length(prefix));
        }
    }

    private void count(int prefix, int handle, int delta) {
        byte[] blob = shard.attributes().array(handle);
        int offset = shard.attributes().offset(handle);
        int length = shard.attributes().length(handle);
        int origin = Math.min(
                2,
                AttributeBlob.u8(
                        blob, offset, length, AttributeBlob.BGP, AttributeBlob.ORIGIN, AttributeBlob.ORIGIN_IGP));
        int path = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.AS_PATH);
        boolean hasPath = path != AttributeBlob.ABSENT && AttributeBlob.valueLength(blob, path) > 0;
        boolean atomic = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.ATOMIC_AGGREGATE)
                != AttributeBlob.ABSENT;
        PrefixIndex index = shard.index(family);
        set.covering(index.hi(prefix), index.lo(prefix), index.length(prefix), number -> {
            Tally tally = tallies[number];
            tally.routes += delta;
            tally.origins[origin] += delta;
            tally.paths += hasPath ? delta : 0;
            tally.atomics += atomic ? delta : 0;
            tally.sets.merge(handle, delta, (had, more) -> had + more == 0 ? null : had + more);
            tally.changed = true;
            return true;
        });
    }

    private void post() {
        if (walks > 0) {
            return;
        }
        Summing[] sums = new Summing[tallies.length];
        boolean any = false;
        for (int i = 0; i < tallies.length; i++) {
            Tally tally = tallies[i];
            if (tally.changed) {
                tally.changed = false;
                AggregatorConfig.Aggregate aggregate = set.get(i);
                boolean each = aggregate.sameMed() || Summing.needsLists(aggregate, tally.paths > 0);
                if (each || tally.signature() != tally.reported) {
                    sums[i] = sum(aggregate, tally);
                    tally.reported = tally.signature();
                    any = true;
                }
            }
        }
        if (any) {
            listener.summed(shard.number(), set, sums);
        }
    }

    private Summing sum(AggregatorConfig.Aggregate aggregate, Tally tally) {
        Summing sum = new Summing();
        if (tally.routes == 0) {
            return sum;
        }
        sum.add(tally.signature() & 3, tally.paths > 0, tally.atomics > 0);
        // Another shard may have no path, and this one then needs no lists either, but that is known at the end only.
        boolean lists = Summing.needsLists(aggregate, tally.paths > 0);
        if (lists || aggregate.sameMed()) {
            for (int handle : tally.sets.keySet()) {
                byte[] blob = shard.attributes().array(handle);
                int offset = shard.attributes().offset(handle);
                int length = shard.attributes().length(handle);
                sum.addMed(blob, offset, length);
                if (lists) {
                    sum.addLists(blob, offset, length);
                }
            }
        }
        return sum;
    }

    // ---- what is sent, and commands -------------------------------------------------------------------------------

    @Override
    public boolean suppresses(int prefix) {
        return handles.get(prefix) != 0 && summary(prefix) >= 0;
    }

    /** The number of an aggregate that stands for the prefix, -1 for none. */
    private int summary(int prefix) {
        if (!set.summarizes()) {
            return -1;
        }
        PrefixIndex index = shard.index(family);
        int[] found = {-1};
        set.covering(index.hi(prefix), index.lo(prefix), index.length(prefix), number -> {
            if (active[number] && set.get(number).summaryOnly()) {
                found[0] = number;
            }
            return found[0] < 0;
        });
        return found[0];
    }

    @Override
    public String reason(int prefix) {
        return "the aggregate " + set.get(summary(prefix)).prefix() + " of "
                + shard.channel(own).source().protocol() + " stands for it ('summary only')";
    }

    @Override
    public int exported(TableSlice table, int prefix, int path) {
        return table.best(prefix) == path ? handles.get(prefix) : 0;
    }

    @Override
    public Offer offer(TableSlice table, int prefix, int path, PolicyRun run) {
        PrefixIndex index = table.index();
        Channel source = shard.channel(shard.channelOf(path));
        if (source.source().kind() == RouteSource.Kind.RTS_AGGREGATED) {
            return Offer.refused("an aggregator made it, and aggregates are made of no others");
        }
        int[] covering = {-1};
        set.covering(index.hi(prefix), index.lo(prefix), index.length(prefix), number -> {
            covering[0] = number;
            return true;
        });
        if (covering[0] < 0) {
            return Offer.refused("it lies inside of no aggregate");
        }
        if (!run.accept(policy, shard.filters().load(source, prefix, shard.attributesOf(path)))) {
            return Offer.FILTERED;
        }
        return new Offer(
                Offer.Outcome.ACCEPTED,
                "it contributes to " + set.get(covering[0]).prefix());
    }
}
