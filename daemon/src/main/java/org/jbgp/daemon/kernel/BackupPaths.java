package org.jbgp.daemon.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.kernel.Via;
import org.jbgp.daemon.protocol.kernel.ViaPair;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.RouteType;

/**
 * The ways of a prefix's path and of the one that would take its place, in the kernel's terms; equal ones are one
 * object. Confined to the shard.
 */
final class BackupPaths {
    /** More pairs than a router has in use. */
    private static final int KEPT = 4_096;

    private final Shard shard;
    private final Map<ViaPair, ViaPair> pairs = new HashMap<>();
    private final Way lastBest = new Way();
    private final Way lastSecond = new Way();
    private final Way lastOnly = new Way();
    private ViaPair last;
    private ViaPair only;

    /** What decides a way. Prefixes in a row have the same ones. */
    private static final class Way {
        private int channel = -1;
        private ResolvedNextHop resolution;
        private int nextHop;
        private Forwarding forwarding;

        @SuppressWarnings("ReferenceEquality") // to compare values would cost more than to find out again
        private boolean take(int newChannel, ResolvedNextHop newResolution, int newNextHop, Forwarding newForwarding) {
            boolean same = channel == newChannel
                    && resolution == newResolution
                    && nextHop == newNextHop
                    && forwarding == newForwarding;
            channel = newChannel;
            resolution = newResolution;
            nextHop = newNextHop;
            forwarding = newForwarding;
            return same;
        }
    }

    BackupPaths(Shard shard) {
        this.shard = shard;
    }

    /**
     * The ways of both paths, null if one of them is not a plain gateway.
     *
     * @param forwarding what the kernel has or would have for the first
     * @param other the same for the second
     */
    ViaPair pair(int best, Forwarding forwarding, int second, Forwarding other) {
        boolean same = take(lastBest, best, forwarding);
        same &= take(lastSecond, second, other);
        if (!same) {
            Via primary = via(best, forwarding);
            Via backup = primary == null ? null : via(second, other);
            last = backup == null ? null : shared(new ViaPair(primary, backup));
        }
        return last;
    }

    /** The way of a path that none takes the place of, null if it is not a plain gateway. */
    ViaPair only(int best, Forwarding forwarding) {
        if (!take(lastOnly, best, forwarding)) {
            Via primary = via(best, forwarding);
            only = primary == null ? null : shared(new ViaPair(primary, null));
        }
        return only;
    }

    private boolean take(Way way, int path, Forwarding forwarding) {
        Channel channel = shard.channel(shard.channelOf(path));
        int handle = shard.attributesOf(path);
        return way.take(
                channel.id(), shard.nextHopResolution(channel, handle), shard.nextHopNumber(handle), forwarding);
    }

    private ViaPair shared(ViaPair pair) {
        if (pairs.size() >= KEPT) {
            pairs.clear();
        }
        ViaPair known = pairs.putIfAbsent(pair, pair);
        return known == null ? pair : known;
    }

    private Via via(int path, Forwarding forwarding) {
        if (forwarding.type() != RouteType.UNICAST || forwarding.nextHops().size() != 1) {
            return null;
        }
        KernelNextHop hop = forwarding.nextHops().getFirst();
        if (hop.gateway() == null || hop.gateway().family() != forwarding.family() || hop.onlink()) {
            return null;
        }
        Channel channel = shard.channel(shard.channelOf(path));
        int handle = shard.attributesOf(path);
        Object nextHop = channel.domain() != null && leads(shard.nextHopResolution(channel, handle), hop)
                ? new NextHopRequests.Request(channel.domain(), shard.nextHopOf(handle))
                : null;
        return new Via(channel.id(), nextHop, hop);
    }

    /** Whether the next hop comes of this resolution; a filter may have set another one. */
    private static boolean leads(ResolvedNextHop resolution, KernelNextHop hop) {
        List<ResolvedNextHop.Leg> legs = resolution.legs();
        return legs.size() == 1
                && legs.getFirst().interfaceIndex() == hop.ifindex()
                && legs.getFirst().gateway().length() > 0
                && Conversions.kernelAddress(legs.getFirst().gateway()).equals(hop.gateway());
    }
}
