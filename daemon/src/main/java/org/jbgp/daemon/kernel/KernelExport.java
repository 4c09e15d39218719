package org.jbgp.daemon.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.NextHopBlob;
import org.jbgp.daemon.protocol.kernel.KernelProtocol;
import org.jbgp.daemon.protocol.kernel.ViaPair;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.RouteTrace;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.OwnDestination;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.PrefixBits;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.RouteExtras;

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
    private final int ownChannel;
    private final int metric;
    private final int mergePaths;
    private KernelConfig.LinkBandwidth linkBandwidth;
    private final boolean deviceRoutes;
    private boolean guard;
    private final BackupPaths backups;
    private final KernelQueue pending;
    /** Prefixes of which only the second path may have changed; they wait until nothing else does. */
    private final KernelQueue others;

    /** Prefixes whose next hop is still being looked up; they come again when it is known. */
    private final PrefixBits undecided = new PrefixBits();

    /** Routes whose interface was chosen by its name, those included that have failed since because it is gone. */
    private final PrefixBits byName = new PrefixBits();
    /** Routes whose filter failed for an interface that is not there. */
    private final PrefixBits failed = new PrefixBits();
    /** The names that were asked for, with the last index they had, 0 for none. */
    private final Map<String, Integer> names = new HashMap<>();

    private final AtomicLong exported;
    private final ExportCounters counters = new ExportCounters();
    private final PrefixBits announced = new PrefixBits();
    /** Those of {@link #announced} that the kernel refuses. */
    private final PrefixBits refused = new PrefixBits();

    private final IdentityHashMap<ResolvedNextHop, Forwarding> plain = new IdentityHashMap<>();
    private volatile Policy policy;
    private RouteTrace trace;
    private TableSlice table;
    private int underWay;
    private final List<KernelBatch> idle = new ArrayList<>();
    private final List<Runnable> marks = new ArrayList<>(0);

    /**
     * @param ownChannel channel of the routes this kernel protocol learned, which are never sent back
     * @param metric RTA_PRIORITY of routes without {@code krt_metric}
     * @param mergePaths most next hops of a merged route, 0 to send the best path only
     * @param linkBandwidth whether next hops of a merged route are weighted
     * @param guard let the kernel thread know where a prefix goes when its best path is lost
     * @param deviceRoutes send routes of interfaces' own networks too, which the kernel makes itself; BIRD 1.6 does not
     * @param exported counts prefixes in all shards
     */
    KernelExport(
            Shard shard,
            ShardPool shards,
            KernelThread kernel,
            KernelProtocol protocol,
            AddressFamily family,
            int ownChannel,
            int metric,
            int mergePaths,
            KernelConfig.LinkBandwidth linkBandwidth,
            boolean deviceRoutes,
            boolean guard,
            Policy policy,
            AtomicLong exported) {
        this.shard = shard;
        this.shards = shards;
        this.kernel = kernel;
        this.protocol = protocol;
        this.family = family;
        this.pending = new KernelQueue(shard.index(family), family);
        this.others = new KernelQueue(shard.index(family), family);
        this.backups = new BackupPaths(shard);
        this.ownChannel = ownChannel;
        this.metric = metric;
        this.mergePaths = mergePaths;
        this.linkBandwidth = linkBandwidth;
        this.deviceRoutes = deviceRoutes;
        this.guard = guard;
        this.policy = policy;
        this.exported = exported;
    }

    /** One with another filter that gives the kernel nothing, for {@link #wouldBe}. On the shard. */
    KernelExport supposing(Policy filter) {
        return new KernelExport(
                shard,
                shards,
                null,
                null,
                family,
                ownChannel,
                metric,
                mergePaths,
                linkBandwidth,
                deviceRoutes,
                false,
                filter,
                new AtomicLong());
    }

    /** What the kernel would have for a prefix, null for nothing. On the shard. */
    Forwarding wouldBe(TableSlice slice, int prefix, int head, int best) {
        table = slice;
        return best == 0 ? null : forwarding(prefix, head, best);
    }

    /** True if the kernel was given a route of the prefix. On the shard. */
    boolean gave(int prefix) {
        return announced.contains(prefix);
    }

    Policy policy() {
        return policy;
    }

    /** What happened to routes on their way; any thread, a moment old. */
    ExportCounters counters() {
        return counters;
    }

    void policy(Policy changed) {
        policy = changed;
    }

    /** On the shard; what is in the table is to be sent again then. */
    void linkBandwidth(KernelConfig.LinkBandwidth changed) {
        linkBandwidth = changed;
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
        return mergePaths > 1;
    }

    @Override
    public boolean watchesOthers() {
        return true;
    }

    @Override
    public void othersChanged(TableSlice slice, int[] prefixes, int count) {
        if (!guard || mergePaths > 1) {
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
        // Next hops are objects of their resolution: a changed one is a new object, so what is cached stays right.
        if (plain.size() > 4_096) {
            plain.clear();
        }
        pump();
    }

    /** Interfaces of these names are new, gone, or have another index. On the shard. */
    void renumbered(Set<String> changed) {
        if (byName.size() == 0 || Collections.disjoint(names.keySet(), changed)) {
            return;
        }
        again(byName);
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

    /** See {@link KernelAnnouncements#offer}. */
    Offer offer(int prefix, int path, PolicyRun run) {
        String obstacle = obstacle(shard.channel(shard.channelOf(path)));
        return obstacle == null ? Offer.of(run.accept(policy, load(prefix, path))) : Offer.refused(obstacle);
    }

    private String obstacle(Channel source) {
        if (source.id() == ownChannel) {
            return "it was learned from the kernel by this protocol";
        }
        return !deviceRoutes && source.source().kind() == RouteSource.Kind.RTS_DEVICE
                ? "the kernel itself makes the routes of interfaces' own networks"
                : null;
    }

    /**
     * Runs the task on the kernel thread when it has done what is to be done now; next hops that are looked up are not
     * waited for. On the shard.
     */
    void whenGiven(Runnable task) {
        marks.add(task);
        passMarks();
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
        Forwarding forwarding = best == 0 ? null : forwarding(prefix, table.head(prefix), best);
        long hi = index.hi(prefix);
        long lo = index.lo(prefix);
        int length = index.length(prefix);
        if (best != 0) {
            counters.updates++;
        } else {
            counters.withdrawals++;
            byName.remove(prefix);
        }
        if (forwarding == null && best != 0) {
            if (obstacle(shard.channel(shard.channelOf(best))) != null) {
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
        Forwarding forwarding = best == 0 ? null : forwarding(prefix, table.head(prefix), best);
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
        if (!guard || mergePaths > 1) {
            return null;
        }
        int second = table.second(prefix);
        if (second != 0 && shard.channelOf(second) != shard.channelOf(best)) {
            Forwarding other = forwarding(prefix, table.head(prefix), second);
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

    /** What the kernel shall have for the best path, null for nothing. */
    private Forwarding forwarding(int prefix, int head, int best) {
        Channel channel = shard.channel(shard.channelOf(best));
        if (obstacle(channel) != null) {
            return null;
        }
        int handle = shard.attributesOf(best);
        ResolvedNextHop resolution = shard.resolution(channel, handle);
        if (shard.attributes().hasOwnDestination(handle)) {
            resolution.legs().forEach(leg -> follow(prefix, leg.interfaceName()));
        }
        byte[] blob = shard.attributes().array(handle);
        int offset = shard.attributes().offset(handle);
        int length = shard.attributes().length(handle);
        if (policy.equals(Policy.ALL)) {
            if (!shard.attributes().hasEngineAttributes(handle) && mergePaths <= 1) {
                return plain(resolution);
            }
            return withAttributes(prefix, blob, offset, length, channel, merged(prefix, head, best, resolution));
        }
        RouteView view = shard.load(channel, prefix, handle);
        if (!policy.accept(view, shard.policyLog())) {
            if (shard.lacksInterface() && kernel != null) {
                failed.add(prefix);
                shard.failedFor(table, this);
            }
            return null;
        }
        if (!view.modified() && mergePaths <= 1 && !shard.attributes().hasEngineAttributes(handle)) {
            return plain(resolution);
        }
        int size = view.encode();
        // The view is used again for the paths that are merged in.
        byte[] encoded = mergePaths > 1 ? Arrays.copyOf(view.encoded(), size) : view.encoded();
        boolean redirected = view.modified(AttributeSlot.NEXTHOPS) || view.modified(AttributeSlot.DEST);
        ResolvedNextHop target = redirected
                ? OwnDestination.read(encoded, 0, size, shard.links())
                : merged(prefix, head, best, resolution);
        if (redirected) {
            target.legs().forEach(leg -> follow(prefix, leg.interfaceName()));
        }
        return withAttributes(prefix, encoded, 0, size, channel, target);
    }

    /**
     * Notes that a route goes by an interface's name; answers its index, or the one it had when it is gone, 0 if it
     * never was.
     */
    private int follow(int prefix, String interfaceName) {
        byName.add(prefix);
        int index = shard.links().indexOf(interfaceName);
        if (index != 0) {
            names.put(interfaceName, index);
        }
        return names.computeIfAbsent(interfaceName, name -> 0);
    }

    /** What nothing but the next hop decides: one object for all such routes. */
    private Forwarding plain(ResolvedNextHop resolution) {
        return plain.computeIfAbsent(resolution, key -> build(key.legs(), key.destination(), metric));
    }

    private boolean accepts(int prefix, int path) {
        return policy.equals(Policy.ALL) || policy.accept(load(prefix, path), shard.policyLog());
    }

    private RouteView load(int prefix, int path) {
        return shard.load(shard.channel(shard.channelOf(path)), prefix, shard.attributesOf(path));
    }

    /** The same for a command, which may ask before anything was exported. */
    ResolvedNextHop mergedIn(TableSlice slice, int prefix, int best, ResolvedNextHop resolution) {
        table = slice;
        return merged(prefix, table.head(prefix), best, resolution);
    }

    /**
     * BIRD's {@code merge paths}: the next hops of all paths as good as the best up to the IGP metric, in one route.
     */
    private ResolvedNextHop merged(int prefix, int head, int best, ResolvedNextHop resolution) {
        if (mergePaths <= 1 || resolution.destination() != Destination.UNICAST) {
            return resolution;
        }
        MergedWays ways = null;
        for (int path = table.next(head); path != 0; path = table.next(path)) {
            if (!shard.mergeable(path, best) || !accepts(prefix, path)) {
                continue;
            }
            ResolvedNextHop other = shard.resolution(shard.channel(shard.channelOf(path)), shard.attributesOf(path));
            if (!other.reachable() || other.destination() != Destination.UNICAST) {
                continue;
            }
            if (ways == null) {
                ways = new MergedWays(mergePaths, linkBandwidth);
                ways.add(resolution, bandwidth(best));
            }
            ways.add(other, bandwidth(path));
        }
        return ways == null
                ? resolution
                : new ResolvedNextHop(
                        resolution.state(), ways.legs(), resolution.igpMetric(), resolution.destination());
    }

    private float bandwidth(int path) {
        if (linkBandwidth == KernelConfig.LinkBandwidth.OFF) {
            return 0;
        }
        int handle = shard.attributesOf(path);
        return KernelAttributes.bandwidth(
                shard.attributes().array(handle),
                shard.attributes().offset(handle),
                shard.attributes().length(handle));
    }

    private Forwarding withAttributes(
            int prefix, byte[] blob, int offset, int length, Channel channel, ResolvedNextHop resolution) {
        List<KernelNextHop> nextHops = tunnelled(prefix, blob, offset, length, channel, resolution);
        return KernelAttributes.forwarding(
                kernelFamily(), resolution.destination(), metric, blob, offset, length, nextHops);
    }

    /**
     * Calico's {@code krt_tunnel}: a BGP route with a gateway goes out by the tunnel device, to the BGP next hop
     * itself, whatever the addresses on that device say.
     */
    private List<KernelNextHop> tunnelled(
            int prefix, byte[] blob, int offset, int length, Channel channel, ResolvedNextHop resolution) {
        String name = KernelAttributes.text(blob, offset, length, AttributeBlob.KRT_TUNNEL);
        int nextHop = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        if (name.isEmpty()
                || nextHop == AttributeBlob.ABSENT
                || channel.source().kind() != RouteSource.Kind.RTS_BGP
                || resolution.legs().size() != 1
                || resolution.legs().getFirst().gateway().length() == 0) {
            return KernelAttributes.nextHops(resolution.legs());
        }
        // A tunnel that is gone for a while: the kernel refuses the route, lest packets go out as they are (as Calico's
        // BIRD does).
        int device = follow(prefix, name);
        if (device == 0) {
            return KernelAttributes.nextHops(resolution.legs());
        }
        Address gateway = Address.copyOf(
                blob, AttributeBlob.value(nextHop), AttributeBlob.valueLength(blob, nextHop) == 4 ? 4 : 16);
        return List.of(new KernelNextHop(Conversions.kernelAddress(gateway), device, 1, KernelNextHop.ONLINK));
    }

    private Forwarding build(List<ResolvedNextHop.Leg> legs, Destination destination, int priority) {
        return new Forwarding(
                kernelFamily(),
                NextHopBlob.type(destination),
                priority,
                Forwarding.DEFAULT_SCOPE,
                RouteExtras.NONE,
                KernelAttributes.nextHops(legs));
    }

    private Family kernelFamily() {
        return family == AddressFamily.IPV4_UNICAST ? Family.IPV4 : Family.IPV6;
    }
}
