package org.jbgp.daemon.rib.nexthop;

import org.jbgp.daemon.policy.RouteSource;

/**
 * A longest match found in one shard.
 *
 * @param length length of the matching prefix in bits, -1 if nothing matched
 * @param recursive true if the matching route itself needs a lookup; it must not be used then
 * @param resolution where the matching route leads
 * @param igpMetric its IGP metric, -1 if it has none
 * @param source whom it comes from, null if nothing matched
 */
public record Lookup(int length, boolean recursive, ResolvedNextHop resolution, long igpMetric, RouteSource source) {
    /** No route covers the address. */
    public static final Lookup NOTHING = new Lookup(-1, false, ResolvedNextHop.UNREACHABLE, -1, null);
}
