package org.jbgp.daemon.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.kernel.KernelProtocol;
import org.jbgp.daemon.protocol.kernel.ViaPair;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.rib.store.PrefixBits;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * One shard's way of routes into the kernel: filters changed prefixes, works out what the kernel shall have, and hands
 * bounded batches to the kernel thread. Changes that come faster gather in a set of prefixes and are looked at once.
 * Confined to the shard, but for {@link #counters}, which any thread reads, and {@link #apply}, which runs on the
 * kernel thread and touches only the protocol and its batch: a batch belongs to the kernel thread from the moment it is
 * queued there until its return is queued at the shard.
 */
final class KernelExport implements ExportTarget {
    /**
     * The kernel takes about 150,000 routes a second, and word of a finished batch waits in the shard's inbox behind up
     * to 1 MiB of arriving routes (50-100 ms of a cold JVM): with 4 batches the kernel thread slept through half of a
     * load.
     */
    private static final int BATCHES_UNDER_WAY = 32;

    private final Shard shard;
    private final ShardPool shards;
    private final KernelThread kernel;
    private final KernelProtocol protocol;
    private final AddressFamily family;
    private final Forwardings forwardings;
    private boolean guard;
    private final BackupPaths backups;
    private final KernelQueue pending;
    /** Prefixes of which only the second path may have changed; they wait until nothing else does. */
    private final KernelQueue others;

    /** Prefixes whose next hop is still being looked up; they come again when it is known. */
    private final PrefixBits undecided = new PrefixBits();

    /** Routes whose filter failed for an interface that is not there. */
    private final PrefixBits failed = new PrefixBits();

    private final AtomicLong exported;
    private final ExportCounters counters = new ExportCounters();
    private final PrefixBits announced = new PrefixBits();
    /** Those of {@link #announced} that the kernel refuses. */
    private final PrefixBits refused = new PrefixBits();

    private RouteTrace trace;
    private TableSlice table;
    private int underWay;
    private final List<KernelBatch> idle = new ArrayList<>();
    private final List<Runnable> marks = new ArrayList<>(0);

    /**
     * @param guard let the kernel thread know where a prefix goes when its best path is lost
     * @param exported counts prefixes in all shards
     */
    KernelExport(
            Shard shard,
            ShardPool shards,
            KernelThread kernel,
            KernelProtocol protocol,
            Forwardings.Options options,
            boolean guard,
            Policy policy,
            AtomicLong exported) {
        this.shard = shard;
        this.shards = shards;
        this.kernel = kernel;
        this.protocol = protocol;
        this.family = options.family();
        this.forwardings = new Forwardings(shard, options, policy, this::failed);
        this.pending = new KernelQueue(shard.index(family), family);
        this.others = new KernelQueue(shard.index(family), family);
        this.backups = new BackupPaths(shard);
        this.guard = guard;
        this.exported = exported;
    }

    private void failed(int prefix) {
        failed.add(prefix);
        shard.filters().failedFor(table, this);
    }

    /** What it makes of paths, as it is set now. On the shard. */
    Forwardings forwardings() {
        return forwardings;
    }

    /** True if the kernel was given a route of the prefix. On the shard. */
    boolean gave(int prefix) {
        return announced.contains(prefix);
    }

    /** What happened to routes on their way; any thread, a moment old. */
    ExportCounters counters() {
        return counters;
    }

    /** Who hears of each route from now on, null for nobody. On the shard. */
    void trace(RouteTrace watcher) {
        trace = watcher;
    }

    private void report(RouteTrace.Event event, long hi, long lo, int length) {
        if (trace != null) {
            trace.out(event, family, hi, lo, length);
        }
    }

    @Override
    public boolean wantsAllPaths() {
        return forwardings.merge();
    }

    @Override
    public boolean watchesOthers() {
        return true;
    }

    @Override
    public void othersChanged(TableSlice slice, int[] prefixes, int count) {
        if (!guard || forwardings.merge()) {
            return;
        }
        table = slice;
        for (int i = 0; i < count; i++) {
            if (announced.contains(prefixes[i])) {
                others.add(prefixes[i]);
            }
        }
        pump();
    }

    /** On the shard; what is in the table is to be sent again then. */
    void guard(boolean changed) {
        guard = changed;
    }

    @Override
    public boolean holds(int prefix) {
        return pending.contains(prefix)
                || others.contains(prefix)
                || undecided.contains(prefix)
                || announced.contains(prefix);
    }

    @Override
    public void export(TableSlice slice, int[] prefixes, int count) {
        table = slice;
        for (int i = 0; i < count; i++) {
            pending.add(prefixes[i]);
        }
        pump();
    }

    /** Interfaces of these names are new, gone, or have another index. On the shard. */
    void renumbered(Set<String> changed) {
        if (forwardings.someName(changed)) {
            again(forwardings.byName());
        }
    }

    @Override
    public boolean filterAgain() {
        again(failed);
        return true;
    }

    private void again(PrefixBits prefixes) {
        int limit = table.index().limit();
        for (int prefix = prefixes.next(1, limit); prefix > 0; prefix = prefixes.next(prefix + 1, limit)) {
            pending.add(prefix);
        }
        pump();
    }

    /** The kernel thread reports that the kernel refuses a route, or has taken it after all. On the shard. */
    void refused(long hi, long lo, int length, boolean value) {
        int prefix = shard.index(family).find(hi, lo, length);
        if (!value) {
            refused.remove(prefix);
        } else if (announced.contains(prefix)) {
            refused.add(prefix);
        }
    }

    @Override
    public boolean refused(int prefix) {
        return refused.contains(prefix);
    }

    /** Attribute set of the route the kernel was given for a prefix, before the export filter; 0 for none. */
    int exported(int prefix) {
        int best = announced.contains(prefix) ? table.best(prefix) : 0;
        return best == 0 ? 0 : shard.attributesOf(best);
    }

    /**
     * Runs the task on the kernel thread when it has done what is to be done now; next hops that are looked up are not
     * waited for. On the shard.
     */
    void whenGiven(Runnable task) {
        marks.add(task);
        passMarks();
    }

    /** Prefixes that wait to be given to the kernel thread. Any thread, a moment old. */
    int waiting() {
        return pending.size() + others.size();
    }

    /** Prefixes of the table. Any thread, a moment old. */
    int prefixes() {
        return table == null ? 0 : table.prefixCount();
    }

    private void passMarks() {
        if (!marks.isEmpty() && pending.size() == 0) {
            marks.forEach(kernel::execute);
            marks.clear();
        }
    }

    /** Runs the task on the kernel thread once it was given everything that is in the table now, next hops included. */
    void afterwards(Runnable task) {
        shard.flush();
        if (pending.size() == 0 && others.size() == 0 && undecided.size() == 0) {
            kernel.execute(task);
        } else {
            shard.later(() -> afterwards(task));
        }
    }

    private void pump() {
        while (underWay < BATCHES_UNDER_WAY && (pending.size() > 0 || others.size() > 0)) {
            KernelBatch batch = idle.isEmpty() ? new KernelBatch() : idle.removeLast();
            PrefixIndex index = table.index();
            while (!batch.isFull() && pending.size() > 0) {
                int prefix = pending.poll();
                if (table.undecided(prefix)) {
                    undecided.add(prefix);
                } else {
                    undecided.remove(prefix);
                    add(batch, index, prefix);
                }
            }
            while (!batch.isFull() && pending.size() == 0 && others.size() > 0) {
                addAgain(batch, index, others.poll());
            }
            if (!batch.isEmpty()) {
                underWay++;
                kernel.execute(() -> apply(batch));
            } else {
                idle.add(batch);
            }
        }
        passMarks();
    }

    private void add(KernelBatch batch, PrefixIndex index, int prefix) {
        failed.remove(prefix);
        int best = table.best(prefix);
        Forwarding forwarding = forwardings.of(table, prefix, table.head(prefix), best);
        long hi = index.hi(prefix);
        long lo = index.lo(prefix);
        int length = index.length(prefix);
        if (best != 0) {
            counters.updates++;
        } else {
            counters.withdrawals++;
            forwardings.forget(prefix);
        }
        if (forwarding == null && best != 0) {
            if (forwardings.obstacle(best) != null) {
                counters.rejected++;
            } else {
                counters.filtered++;
            }
            report(RouteTrace.Event.FILTERED, hi, lo, length);
        }
        if (forwarding != null) {
            counters.accepted++;
            boolean added = announced.add(prefix);
            if (added) {
                exported.incrementAndGet();
            }
            report(added ? RouteTrace.Event.ADDED : RouteTrace.Event.REPLACED, hi, lo, length);
            batch.add(hi, lo, length, forwarding, pair(prefix, best, forwarding));
        } else if (announced.remove(prefix)) {
            refused.remove(prefix);
            exported.decrementAndGet();
            counters.withdrawalsAdvertised++;
            report(RouteTrace.Event.REMOVED, hi, lo, length);
            batch.add(hi, lo, length, null, null);
            shard.released(family, prefix);
        }
    }

    /** Passes on the second path of a prefix whose best one has not changed. */
    private void addAgain(KernelBatch batch, PrefixIndex index, int prefix) {
        if (!announced.contains(prefix)) {
            shard.released(family, prefix);
            return;
        }
        int best = table.undecided(prefix) ? 0 : table.best(prefix);
        Forwarding forwarding = forwardings.of(table, prefix, table.head(prefix), best);
        if (forwarding != null) { // else it comes for what has changed
            batch.add(
                    index.hi(prefix),
                    index.lo(prefix),
                    index.length(prefix),
                    forwarding,
                    pair(prefix, best, forwarding));
        }
    }

    /** The ways of a prefix and of the path that takes its place, if there is one; null if it is no plain gateway. */
    private ViaPair pair(int prefix, int best, Forwarding forwarding) {
        if (!guard || forwardings.merge()) {
            return null;
        }
        int second = table.second(prefix);
        if (second != 0 && shard.channelOf(second) != shard.channelOf(best)) {
            Forwarding other = forwardings.of(table, prefix, table.head(prefix), second);
            ViaPair pair = other == null || !other.equalsButForNextHops(forwarding)
                    ? null
                    : backups.pair(best, forwarding, second, other);
            if (pair != null) {
                return pair;
            }
        }
        return backups.only(best, forwarding);
    }

    /** On the kernel thread; what follows is done on the shard, which owns the batch again then. */
    private void apply(KernelBatch batch) {
        batch.giveTo(protocol);
        shards.execute(shard.number(), ignored -> {
            underWay--;
            batch.clear();
            idle.add(batch);
            pump();
            if (underWay == 0) {
                idle.clear();
            }
        });
    }
}
