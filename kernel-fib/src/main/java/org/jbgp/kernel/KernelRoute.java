package org.jbgp.kernel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.SortedMap;

/**
 * A route of a kernel table as a value; the bulk path uses {@link RouteRequests} and {@link RouteMessage} instead.
 *
 * @param key which route it is
 * @param protocol RTPROT_*: who owns it; 2 kernel, 3 boot, 4 static, 12 bird
 * @param type what it does with a packet
 * @param scope RT_SCOPE_*, 0..255: {@link #SCOPE_UNIVERSE}, {@link #SCOPE_LINK}, host (254), or a number of the
 *     administrator's
 * @param extras what few routes have
 * @param nextHops of a unicast route; empty for other types
 */
public record KernelRoute(
        Key key, int protocol, RouteType type, int scope, RouteExtras extras, List<KernelNextHop> nextHops) {

    /**
     * What no two routes of the kernel have in common.
     *
     * @param destination first address of the prefix
     * @param prefixLength 0 to 32 or 128
     * @param table RT_TABLE_*, 254 is main
     * @param metric RTA_PRIORITY; IPv6 reads 0 as 1024
     */
    public record Key(KernelIp destination, int prefixLength, int table, int metric) {
        /** Checks the length. */
        public Key {
            requireNonNull(destination, "destination");
            if (prefixLength < 0 || prefixLength > destination.family().maxPrefixLength()) {
                throw new IllegalArgumentException("prefix length " + prefixLength);
            }
        }
    }

    /** RT_TABLE_MAIN. */
    public static final int TABLE_MAIN = 254;

    /** RT_SCOPE_UNIVERSE: everywhere. */
    public static final int SCOPE_UNIVERSE = 0;

    /** RT_SCOPE_LINK: a network this machine is attached to. */
    public static final int SCOPE_LINK = 253;

    /** RTPROT_KERNEL: made by the kernel itself, such as the route of an interface's network. */
    public static final int PROTOCOL_KERNEL = 2;

    /** RTPROT_BIRD. */
    public static final int PROTOCOL_BIRD = 12;

    /** Copies the list. */
    public KernelRoute {
        requireNonNull(key, "key");
        requireNonNull(type, "type");
        requireNonNull(extras, "extras");
        nextHops = List.copyOf(nextHops);
    }

    /** The family of the destination. */
    public Family family() {
        return key.destination().family();
    }

    /** The prefix in the usual notation. */
    public String prefix() {
        return destination() + "/" + prefixLength();
    }

    /** See {@link Key#destination}. */
    public KernelIp destination() {
        return key.destination();
    }

    /** See {@link Key#prefixLength}. */
    public int prefixLength() {
        return key.prefixLength();
    }

    /** See {@link Key#table}. */
    public int table() {
        return key.table();
    }

    /** See {@link Key#metric}. */
    public int metric() {
        return key.metric();
    }

    /** See {@link RouteExtras#preferredSource}. */
    public KernelIp preferredSource() {
        return extras.preferredSource();
    }

    /** See {@link RouteExtras#realm}. */
    public int realm() {
        return extras.realm();
    }

    /** See {@link RouteExtras#metrics}. */
    public SortedMap<Integer, Integer> metrics() {
        return extras.metrics();
    }

    /** See {@link RouteExtras#congestionControl}. */
    public String congestionControl() {
        return extras.congestionControl();
    }
}
