package org.jbgp.kernel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.SortedMap;

/**
 * A route of a kernel table as a value; the bulk path uses {@link RouteRequests} and {@link RouteMessage} instead.
 *
 * @param destination first address of the prefix
 * @param prefixLength 0 to 32 or 128
 * @param table RT_TABLE_*, 254 is main
 * @param protocol RTPROT_*: who owns it; 2 kernel, 3 boot, 4 static, 12 bird
 * @param type what it does with a packet
 * @param scope RT_SCOPE_*, 0..255: {@link #SCOPE_UNIVERSE}, {@link #SCOPE_LINK}, host (254), or a number of the
 *     administrator's
 * @param metric RTA_PRIORITY, part of the route's key; IPv6 reads 0 as 1024
 * @param preferredSource source address for this host's own packets, or null
 * @param realm RTA_FLOW, 0 if none
 * @param metrics RTAX_* number to value (2 is the MTU), empty in most routes
 * @param congestionControl name of TCP's congestion control (RTAX_CC_ALGO), empty if none is given
 * @param nextHops of a unicast route; empty for other types
 */
public record KernelRoute(
        KernelIp destination,
        int prefixLength,
        int table,
        int protocol,
        RouteType type,
        int scope,
        int metric,
        KernelIp preferredSource,
        int realm,
        SortedMap<Integer, Integer> metrics,
        String congestionControl,
        List<KernelNextHop> nextHops) {
    /** RT_TABLE_MAIN. */
    public static final int TABLE_MAIN = 254;

    /** RT_SCOPE_UNIVERSE: everywhere. */
    public static final int SCOPE_UNIVERSE = 0;

    /** RT_SCOPE_LINK: a network this machine is attached to. */
    public static final int SCOPE_LINK = 253;

    /** RTPROT_KERNEL: made by the kernel itself, such as the route of an interface's network. */
    public static final int PROTOCOL_KERNEL = 2;

    /** RTPROT_BIRD, shared with BIRD so that either daemon adopts the other's routes. */
    public static final int PROTOCOL_BIRD = 12;

    /** Checks the length and copies the list. */
    public KernelRoute {
        requireNonNull(destination, "destination");
        requireNonNull(type, "type");
        requireNonNull(metrics, "metrics");
        requireNonNull(congestionControl, "congestionControl");
        if (prefixLength < 0 || prefixLength > destination.family().maxPrefixLength()) {
            throw new IllegalArgumentException("prefix length " + prefixLength);
        }
        nextHops = List.copyOf(nextHops);
    }

    /** A route without congestion control of its own. */
    public KernelRoute(
            KernelIp destination,
            int prefixLength,
            int table,
            int protocol,
            RouteType type,
            int scope,
            int metric,
            KernelIp preferredSource,
            int realm,
            SortedMap<Integer, Integer> metrics,
            List<KernelNextHop> nextHops) {
        this(
                destination,
                prefixLength,
                table,
                protocol,
                type,
                scope,
                metric,
                preferredSource,
                realm,
                metrics,
                "",
                nextHops);
    }

    /** The family of the destination. */
    public Family family() {
        return destination.family();
    }

    /** The prefix in the usual notation. */
    public String prefix() {
        return destination + "/" + prefixLength;
    }
}
