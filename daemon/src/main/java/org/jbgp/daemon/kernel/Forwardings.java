package org.jbgp.daemon.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.NextHopBlob;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.OwnDestination;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.rib.store.PrefixBits;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.RouteExtras;

/**
 * What the kernel shall have for paths: by the export filter, with the next hops of paths that are merged, by tunnels
 * and by interfaces that are chosen by name. Confined to the shard.
 */
final class Forwardings {
    private static final int MOST_PLAIN = 4_096;

    private final Shard shard;
    private final IntConsumer whenFailed;
    private Options options;
    private Policy policy;

    /** Routes whose interface was chosen by its name, those included that have failed since because it is gone. */
    private final PrefixBits byName = new PrefixBits();
    /** The names that were asked for, with the last index they had, 0 for none. */
    private final Map<String, Integer> names = new HashMap<>();

    private final IdentityHashMap<ResolvedNextHop, Forwarding> plain = new IdentityHashMap<>();

    /**
     * What the kernel protocol is set to.
     *
     * @param ownChannel channel of the routes it learned, which are never sent back
     * @param metric RTA_PRIORITY of routes without {@code krt_metric}
     * @param mergePaths most next hops of a merged route, 0 to send the best path only
     * @param linkBandwidth whether next hops of a merged route are weighted
     * @param deviceRoutes send routes of interfaces' own networks too, which the kernel makes itself; BIRD 1.6 does not
     */
    record Options(
            AddressFamily family,
            int ownChannel,
            int metric,
            int mergePaths,
            KernelConfig.LinkBandwidth linkBandwidth,
            boolean deviceRoutes) {
        static Options of(KernelConfig config, AddressFamily family, int ownChannel) {
            return new Options(
                    family,
                    ownChannel,
                    (int) config.table().metric(),
                    config.table().mergePaths(),
                    config.table().linkBandwidth(),
                    config.table().deviceRoutes());
        }
    }

    /** @param whenFailed takes the prefix of a route whose filter failed for an interface that is not there */
    Forwardings(Shard shard, Options options, Policy policy, IntConsumer whenFailed) {
        this.shard = shard;
        this.options = options;
        this.policy = policy;
        this.whenFailed = whenFailed;
    }

    /** The same by another filter, for nothing but to look. */
    Forwardings supposing(Policy filter) {
        return new Forwardings(shard, options, filter, prefix -> {});
    }

    Policy policy() {
        return policy;
    }

    /** From now on by this filter. */
    void policy(Policy changed) {
        policy = changed;
    }

    /** What is in the table is to be sent again then. */
    void linkBandwidth(KernelConfig.LinkBandwidth changed) {
        options = new Options(
                options.family(),
                options.ownChannel(),
                options.metric(),
                options.mergePaths(),
                changed,
                options.deviceRoutes());
    }

    /** Whether paths are merged. */
    boolean merge() {
        return options.mergePaths() > 1;
    }

    /** True if some route went by an interface of one of these names. */
    boolean someName(Set<String> changed) {
        return byName.size() > 0 && !Collections.disjoint(names.keySet(), changed);
    }

    /** The prefixes of routes whose interface was chosen by its name. */
    PrefixBits byName() {
        return byName;
    }

    /** The prefix has no route any more. */
    void forget(int prefix) {
        byName.remove(prefix);
    }

    /** See {@link KernelAnnouncements#offer}. */
    Offer offer(int prefix, int path, PolicyRun run) {
        String obstacle = obstacle(path);
        return obstacle == null ? Offer.of(run.accept(policy, load(prefix, path))) : Offer.refused(obstacle);
    }

    /** Why a path is not sent, before any filter; null if it may be. */
    String obstacle(int path) {
        Channel source = shard.channel(shard.channelOf(path));
        if (source.id() == options.ownChannel()) {
            return "it was learned from the kernel by this protocol";
        }
        return !options.deviceRoutes() && source.source().kind() == RouteSource.Kind.RTS_DEVICE
                ? "the kernel itself makes the routes of interfaces' own networks"
                : null;
    }

    /**
     * What the kernel shall have for the best path, null for nothing.
     *
     * @param head the first path of the prefix, whose others may be merged in
     * @param best 0 for none
     */
    Forwarding of(TableSlice table, int prefix, int head, int best) {
        if (best == 0 || obstacle(best) != null) {
            return null;
        }
        Channel channel = shard.channel(shard.channelOf(best));
        int handle = shard.attributesOf(best);
        ResolvedNextHop resolution = shard.resolution(channel, handle);
        if (shard.attributes().hasOwnDestination(handle)) {
            resolution.legs().forEach(leg -> follow(prefix, leg.interfaceName()));
        }
        byte[] blob = shard.attributes().array(handle);
        int offset = shard.attributes().offset(handle);
        int length = shard.attributes().length(handle);
        if (policy.equals(Policy.ALL)) {
            if (!shard.attributes().hasEngineAttributes(handle) && !merge()) {
                return plain(resolution);
            }
            return withAttributes(prefix, blob, offset, length, channel, merged(table, prefix, head, best, resolution));
        }
        RouteView view = shard.filters().load(channel, prefix, handle);
        if (!policy.accept(view, shard.filters().policyLog())) {
            if (shard.filters().lacksInterface()) {
                whenFailed.accept(prefix);
            }
            return null;
        }
        if (!view.modified() && !merge() && !shard.attributes().hasEngineAttributes(handle)) {
            return plain(resolution);
        }
        int size = view.encode();
        // The view is used again for the paths that are merged in.
        byte[] encoded = merge() ? Arrays.copyOf(view.encoded(), size) : view.encoded();
        boolean redirected = view.modified(AttributeSlot.NEXTHOPS) || view.modified(AttributeSlot.DEST);
        ResolvedNextHop target = redirected
                ? OwnDestination.read(encoded, 0, size, shard.links())
                : merged(table, prefix, head, best, resolution);
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
        // Next hops are objects of their resolution: a changed one is a new object, so what is cached stays right.
        if (plain.size() > MOST_PLAIN) {
            plain.clear();
        }
        return plain.computeIfAbsent(resolution, this::build);
    }

    private boolean accepts(int prefix, int path) {
        return policy.equals(Policy.ALL)
                || policy.accept(load(prefix, path), shard.filters().policyLog());
    }

    private RouteView load(int prefix, int path) {
        return shard.filters().load(shard.channel(shard.channelOf(path)), prefix, shard.attributesOf(path));
    }

    /**
     * BIRD's {@code merge paths}: the next hops of all paths as good as the best up to the IGP metric, in one route.
     */
    ResolvedNextHop merged(TableSlice table, int prefix, int head, int best, ResolvedNextHop resolution) {
        if (!merge() || resolution.destination() != Destination.UNICAST) {
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
                ways = new MergedWays(options.mergePaths(), options.linkBandwidth());
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
        if (options.linkBandwidth() == KernelConfig.LinkBandwidth.OFF) {
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
                kernelFamily(), resolution.destination(), options.metric(), blob, offset, length, nextHops);
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

    private Forwarding build(ResolvedNextHop resolution) {
        return new Forwarding(
                kernelFamily(),
                NextHopBlob.type(resolution.destination()),
                options.metric(),
                Forwarding.DEFAULT_SCOPE,
                RouteExtras.NONE,
                KernelAttributes.nextHops(resolution.legs()));
    }

    private Family kernelFamily() {
        return options.family() == AddressFamily.IPV4_UNICAST ? Family.IPV4 : Family.IPV6;
    }
}
