package org.jbgp.daemon.protocol;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteMessage;
import org.jbgp.kernel.RouteType;

/**
 * All of a kernel route except its prefix: what many prefixes share. Immutable and in one canonical form, the one in
 * which the kernel reports it back, so that what was wanted and what is there can be compared by equality.
 *
 * @param family family of the destinations
 * @param type unicast, blackhole, unreachable or prohibit
 * @param metric RTA_PRIORITY; for IPv6 never 0, which the kernel reads as 1024
 * @param scope RT_SCOPE_* of an IPv4 route; 0 for IPv6
 * @param extras what few routes have; metrics as the kernel keeps them
 * @param nextHops of a unicast route, in {@link #NEXT_HOP_ORDER}
 */
public record Forwarding(
        Family family, RouteType type, int metric, int scope, RouteExtras extras, List<KernelNextHop> nextHops) {
    /** BIRD's order of the next hops of a route: heavier first, then by gateway, then by interface. */
    public static final Comparator<KernelNextHop> NEXT_HOP_ORDER = Comparator.comparingInt(KernelNextHop::weight)
            .reversed()
            .thenComparing(KernelNextHop::gateway, Forwarding::compareGateways)
            .thenComparingInt(KernelNextHop::ifindex);

    private static final int IPV6_DEFAULT_METRIC = 1024;
    /** By RTAX_* number: MTU, ADVMSS, HOPLIMIT (Linux: ip_metrics_convert). */
    private static final Map<Integer, Integer> LARGEST = Map.of(2, 65_535 - 15, 8, 65_535 - 40, 10, 255);
    /** Takes the scope that fits the next hops. */
    public static final int DEFAULT_SCOPE = -1;

    /** Puts everything into the canonical form. */
    public Forwarding {
        requireNonNull(family, "family");
        requireNonNull(type, "type");
        metric = metric == 0 && family == Family.IPV6 ? IPV6_DEFAULT_METRIC : metric;
        nextHops = canonical(type, nextHops);
        scope = scope(family, type, scope, nextHops);
        extras = extras.metrics().isEmpty()
                ? extras
                : new RouteExtras(
                        extras.preferredSource(),
                        extras.realm(),
                        canonical(extras.metrics()),
                        extras.congestionControl());
    }

    /** Linux cuts some numbers, and does not report those that are 0. */
    private static SortedMap<Integer, Integer> canonical(SortedMap<Integer, Integer> metrics) {
        SortedMap<Integer, Integer> reported = new TreeMap<>();
        metrics.forEach((number, value) -> {
            int kept = Integer.compareUnsigned(value, LARGEST.getOrDefault(number, value)) > 0
                    ? LARGEST.get(number)
                    : value;
            if (kept != 0) {
                reported.put(number, kept);
            }
        });
        return Collections.unmodifiableSortedMap(reported);
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

    private static List<KernelNextHop> canonical(RouteType type, List<KernelNextHop> nextHops) {
        if (type != RouteType.UNICAST) {
            return List.of();
        }
        List<KernelNextHop> sorted = new ArrayList<>(nextHops.size());
        for (KernelNextHop nextHop : nextHops) {
            // Dead, link down and offloaded are the kernel's business; the weight of a single next hop means nothing.
            int weight = nextHops.size() == 1 ? 1 : nextHop.weight();
            sorted.add(new KernelNextHop(
                    nextHop.gateway(), nextHop.ifindex(), weight, nextHop.flags() & KernelNextHop.ONLINK));
        }
        sorted.sort(NEXT_HOP_ORDER);
        return List.copyOf(sorted);
    }

    private static int scope(Family family, RouteType type, int scope, List<KernelNextHop> nextHops) {
        if (family == Family.IPV6) {
            return KernelRoute.SCOPE_UNIVERSE;
        }
        if (scope != DEFAULT_SCOPE) {
            return scope;
        }
        boolean attached = type == RouteType.UNICAST
                && !nextHops.isEmpty()
                && nextHops.getFirst().gateway() == null;
        return attached ? KernelRoute.SCOPE_LINK : KernelRoute.SCOPE_UNIVERSE;
    }

    private static int compareGateways(KernelIp a, KernelIp b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        int byFamily = a.family().compareTo(b.family());
        int byHi = byFamily != 0 ? byFamily : Long.compareUnsigned(a.hi(), b.hi());
        return byHi != 0 ? byHi : Long.compareUnsigned(a.lo(), b.lo());
    }

    /** What a kernel route does, without its prefix. */
    public static Forwarding of(KernelRoute route) {
        return new Forwarding(
                route.family(), route.type(), route.metric(), route.scope(), route.extras(), route.nextHops());
    }

    /** Whether one of its next hops goes out by this interface. */
    public boolean leadsOver(int ifindex) {
        for (int i = 0; i < nextHops.size(); i++) {
            if (nextHops.get(i).ifindex() == ifindex) {
                return true;
            }
        }
        return false;
    }

    /** Whether it makes the addresses of its prefix neighbors, so that they can be gateways of other routes. */
    public boolean attached() {
        return !nextHops.isEmpty() && nextHops.getFirst().gateway() == null;
    }

    /**
     * What is left when the kernel has removed one of several next hops; null if that leaves nothing. Linux keeps the
     * next hops of an IPv6 route as routes of their own, which can go one by one.
     *
     * @param removed the route that is gone, as it was reported
     * @return this very object if it had none of the next hops that are gone
     */
    public Forwarding without(Forwarding removed) {
        List<KernelNextHop> rest = new ArrayList<>(nextHops);
        for (KernelNextHop gone : removed.nextHops) {
            rest.removeIf(nextHop ->
                    nextHop.ifindex() == gone.ifindex() && Objects.equals(nextHop.gateway(), gone.gateway()));
        }
        if (rest.size() == nextHops.size()) {
            return this;
        }
        return rest.isEmpty() ? null : withNextHops(rest);
    }

    /** Whether they differ in nothing but the next hops. */
    public boolean equalsButForNextHops(Forwarding that) {
        return metric == that.metric
                && type == that.type
                && family == that.family
                && scope == that.scope
                && extras.equals(that.extras);
    }

    /** The same by other next hops. */
    public Forwarding withNextHops(List<KernelNextHop> others) {
        return new Forwarding(family, type, metric, scope, extras, others);
    }

    // By hand: what the compiler makes for a record runs interpreted for the first thousands of routes.
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Forwarding that
                        && metric == that.metric
                        && type == that.type
                        && family == that.family
                        && scope == that.scope
                        && nextHops.equals(that.nextHops)
                        && extras.equals(that.extras));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * nextHops.hashCode() + metric) + type.number()) + extras.hashCode();
    }

    /**
     * Whether a kernel route does just this, without making an object. It may answer false for a route that is equal:
     * those with several next hops or with metrics are worth {@link #of} and equality.
     */
    public boolean plainlyMatches(RouteMessage route) {
        return !route.isMultipath()
                && plainlyMatchesButForNextHops(route)
                && (type != RouteType.UNICAST || (nextHops.size() == 1 && sameNextHop(nextHops.getFirst(), route)));
    }

    /** The same, wherever the kernel route leads. */
    public boolean plainlyMatchesButForNextHops(RouteMessage route) {
        KernelIp source = extras.preferredSource();
        if (route.type() != type
                || route.metric() != metric
                || route.realm() != extras.realm()
                || route.hasMetrics()
                || !extras.metrics().isEmpty()
                || !extras.congestionControl().isEmpty()
                || (family == Family.IPV4 && route.scope() != scope)
                || route.hasPreferredSource() != (source != null)) {
            return false;
        }
        return source == null || (source.hi() == route.preferredSourceHi() && source.lo() == route.preferredSourceLo());
    }

    private static boolean sameNextHop(KernelNextHop nextHop, RouteMessage route) {
        KernelIp gateway = nextHop.gateway();
        return nextHop.ifindex() == route.ifindex()
                && nextHop.flags() == (route.nextHopFlags() & KernelNextHop.ONLINK)
                && route.hasGateway() == (gateway != null)
                && (gateway == null
                        || (gateway.family() == route.gatewayFamily()
                                && gateway.hi() == route.gatewayHi()
                                && gateway.lo() == route.gatewayLo()));
    }
}
