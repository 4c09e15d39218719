package org.jbgp.daemon.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jbgp.config.filter.value.LinkBandwidth;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.protocol.Forwarding;
import org.jbgp.daemon.protocol.NextHopBlob;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.RouteExtras;

/** The kernel's attributes of a route ({@code krt_…}), read from its attribute set. Stateless. */
final class KernelAttributes {
    private KernelAttributes() {}

    /**
     * What the kernel shall have for a route.
     *
     * @param metric holds for all routes; with 0 the route's own counts (BIRD: krt_metric)
     */
    static Forwarding forwarding(
            Family family,
            Destination destination,
            int metric,
            byte[] blob,
            int offset,
            int length,
            List<KernelNextHop> nextHops) {
        long priority = metric != 0
                ? metric
                : AttributeBlob.u32(blob, offset, length, AttributeBlob.ENGINE, AttributeBlob.KRT_METRIC, 0);
        int realm = (int) AttributeBlob.u32(blob, offset, length, AttributeBlob.ENGINE, AttributeBlob.KRT_REALM, 0);
        long scope = AttributeBlob.u32(
                blob, offset, length, AttributeBlob.ENGINE, AttributeBlob.KRT_SCOPE, Forwarding.DEFAULT_SCOPE);
        return new Forwarding(
                family,
                NextHopBlob.type(destination),
                (int) priority,
                (int) scope,
                new RouteExtras(
                        preferredSource(blob, offset, length),
                        realm,
                        metrics(blob, offset, length),
                        text(blob, offset, length, AttributeBlob.KRT_CONGCTL)),
                nextHops);
    }

    /** Ways out in the kernel's terms. */
    static List<KernelNextHop> nextHops(List<ResolvedNextHop.Leg> legs) {
        List<KernelNextHop> nextHops = new ArrayList<>(legs.size());
        for (ResolvedNextHop.Leg leg : legs) {
            nextHops.add(new KernelNextHop(
                    leg.gateway().length() == 0 ? null : Conversions.kernelAddress(leg.gateway()),
                    leg.interfaceIndex(),
                    leg.weight(),
                    leg.onlink() ? KernelNextHop.ONLINK : 0));
        }
        return nextHops;
    }

    /**
     * The bandwidth of a route by its communities, in bytes per second: the lowest if there are several (RFC 10005),
     * 0 if there is none.
     */
    static float bandwidth(byte[] blob, int offset, int length) {
        float lowest = -1;
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.EXTENDED_COMMUNITIES);
        if (at != AttributeBlob.ABSENT) {
            lowest = LinkBandwidth.lowest(blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at));
        }
        int wide = AttributeBlob.find(blob, offset, length, AttributeBlob.BGP, AttributeBlob.IPV6_EXTENDED_COMMUNITIES);
        if (wide != AttributeBlob.ABSENT) {
            float other =
                    LinkBandwidth.lowestWide(blob, AttributeBlob.value(wide), AttributeBlob.valueLength(blob, wide));
            lowest = lowest < 0 || (other >= 0 && other < lowest) ? other : lowest;
        }
        return Math.max(lowest, 0);
    }

    private static KernelIp preferredSource(byte[] blob, int offset, int length) {
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.ENGINE, AttributeBlob.KRT_PREFSRC);
        return at == AttributeBlob.ABSENT
                ? null
                : Conversions.kernelAddress(
                        Address.copyOf(blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at)));
    }

    /** An engine attribute that is a text; empty if it is not there. */
    static String text(byte[] blob, int offset, int length, int code) {
        int at = AttributeBlob.find(blob, offset, length, AttributeBlob.ENGINE, code);
        return at == AttributeBlob.ABSENT
                ? ""
                : new String(
                        blob, AttributeBlob.value(at), AttributeBlob.valueLength(blob, at), StandardCharsets.UTF_8);
    }

    private static SortedMap<Integer, Integer> metrics(byte[] blob, int offset, int length) {
        SortedMap<Integer, Integer> metrics = Collections.emptySortedMap();
        int end = offset + length;
        for (int at = offset; at < end; at = AttributeBlob.next(blob, at)) {
            if (AttributeBlob.space(blob, at) == AttributeBlob.ENGINE
                    && AttributeBlob.code(blob, at) >= AttributeBlob.KRT_METRICS
                    && AttributeBlob.code(blob, at) != AttributeBlob.KRT_CONGCTL) {
                if (metrics.isEmpty()) {
                    metrics = new TreeMap<>();
                }
                metrics.put(
                        AttributeBlob.code(blob, at) - AttributeBlob.KRT_METRICS, (int) AttributeBlob.u32(blob, at));
            }
        }
        return metrics;
    }
}
