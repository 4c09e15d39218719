package org.jbgp.daemon.policy;

import org.jbgp.daemon.wire.Destination;

/**
 * Where a route leads after next-hop resolution, as {@code gw}, {@code ifname}, {@code ifindex}, {@code dest}, {@code
 * weight}, {@code onlink} and {@code igp_metric} show it to filters. The first path of a multipath next hop. Read on
 * the shard's thread while a filter runs; implementations are immutable or do not change during that time.
 */
public interface NextHopView {

    /** What happens with packets. */
    Destination destination();

    /** Bytes of the gateway address: 0 (directly attached), 4 or 16. */
    int gatewayLength();

    /** Upper 64 bits of an IPv6 gateway, 0 otherwise. */
    long gatewayHi();

    /** Lower 64 bits of an IPv6 gateway, or the unsigned 32-bit IPv4 gateway. */
    long gatewayLo();

    /** Index of the outgoing interface, 0 if there is none. */
    int interfaceIndex();

    /** Weight of the path, 1..256. */
    int weight();

    /** True if the gateway counts as on-link whatever its address. */
    boolean onlink();

    /** IGP distance to the BGP next hop, 0..2^32-1, or -1 if undefined. */
    long igpMetric();
}
