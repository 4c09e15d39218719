package org.jbgp.kernel;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What few routes have.
 *
 * @param preferredSource source address for this host's own packets, or null
 * @param realm RTA_FLOW, 0 if none
 * @param metrics RTAX_* number to value (2 is the MTU), empty in most routes
 * @param congestionControl name of TCP's congestion control (RTAX_CC_ALGO), empty if none is given
 */
public record RouteExtras(
        KernelIp preferredSource, int realm, SortedMap<Integer, Integer> metrics, String congestionControl) {
    /** Nothing. */
    public static final RouteExtras NONE = new RouteExtras(null, 0, Collections.emptySortedMap(), "");

    /** Only the preferred source may be missing. */
    public RouteExtras {
        requireNonNull(metrics, "metrics");
        requireNonNull(congestionControl, "congestionControl");
    }

    // By hand: what the compiler makes for a record runs interpreted for the first thousands of routes.
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof RouteExtras that
                        && realm == that.realm
                        && metrics.equals(that.metrics)
                        && congestionControl.equals(that.congestionControl)
                        && Objects.equals(preferredSource, that.preferredSource));
    }

    @Override
    public int hashCode() {
        return 31 * realm + Objects.hashCode(preferredSource);
    }
}
