package org.jbgp.daemon.rib.nexthop;

import java.util.List;
import org.jbgp.daemon.policy.NextHopView;
import org.jbgp.daemon.wire.Destination;

/**
 * What a BGP NEXT_HOP comes down to at present: how a packet would leave this machine. Immutable, safe on every thread.
 *
 * @param state whether it can be used
 * @param legs the ways out, empty unless {@code state} is {@link State#REACHABLE} through gateways or links
 * @param igpMetric distance to the next hop as best-path selection compares it (RFC 4271 §9.1.2.2 e), unsigned 32 bits;
 *     {@link #UNKNOWN_METRIC} when unreachable
 * @param destination what happens with packets: as resolved
 */
public record ResolvedNextHop(State state, List<Leg> legs, long igpMetric, Destination destination)
        implements NextHopView {
    /** The metric BIRD shows as {@code ?}: worse than every known one. */
    public static final long UNKNOWN_METRIC = 0xFFFFFFFFL;

    /** Nobody has looked yet; the path waits and takes no part in selection. */
    public static final ResolvedNextHop PENDING =
            new ResolvedNextHop(State.PENDING, List.of(), UNKNOWN_METRIC, Destination.UNREACHABLE);

    /**
     * No way there: the path is usable only if nothing else is, as in BIRD, and the kernel gets {@code unreachable}.
     */
    public static final ResolvedNextHop UNREACHABLE =
            new ResolvedNextHop(State.UNREACHABLE, List.of(), UNKNOWN_METRIC, Destination.UNREACHABLE);

    /** The route that leads there is itself unreachable: the same, but shown as {@code /-} in the layouts of 2.x. */
    public static final ResolvedNextHop BARRED =
            new ResolvedNextHop(State.BARRED, List.of(), UNKNOWN_METRIC, Destination.UNREACHABLE);

    /** One of our own addresses in a connected network, found in a table: as {@link #UNREACHABLE}. */
    public static final ResolvedNextHop ITSELF =
            new ResolvedNextHop(State.ITSELF, List.of(), UNKNOWN_METRIC, Destination.UNREACHABLE);

    /**
     * A directly connected neighbor named a next hop that is not on its link: the path is never used (BIRD: gateway
     * direct).
     */
    public static final ResolvedNextHop INVALID =
            new ResolvedNextHop(State.INVALID, List.of(), UNKNOWN_METRIC, Destination.UNREACHABLE);

    /** A directly connected neighbor named one of our own addresses as next hop: the path is never used. */
    public static final ResolvedNextHop OWN =
            new ResolvedNextHop(State.OWN, List.of(), UNKNOWN_METRIC, Destination.UNREACHABLE);

    /** Whether a next hop can be used; the later, the better. */
    public enum State {
        OWN,
        INVALID,
        PENDING,
        ITSELF,
        UNREACHABLE,
        BARRED,
        REACHABLE
    }

    /**
     * One way out.
     *
     * @param gateway address of the router to hand packets to, 4 or 16 bytes; empty for a directly attached destination
     * @param interfaceIndex kernel interface index, positive
     * @param interfaceName the interface's name when this was resolved
     * @param weight relative share of traffic, 1..256
     * @param onlink true if the kernel must not check that the gateway lies in a connected network
     */
    public record Leg(Address gateway, int interfaceIndex, String interfaceName, int weight, boolean onlink) {}

    /** The same at another distance. */
    public ResolvedNextHop at(long metric) {
        return metric == igpMetric ? this : new ResolvedNextHop(state, legs, metric, destination);
    }

    /** True while nobody has looked yet. */
    public boolean pending() {
        return state == State.PENDING;
    }

    /** True if a path with this next hop can be chosen at all. */
    public boolean eligible() {
        return switch (state) {
            case OWN, INVALID, PENDING -> false;
            case ITSELF, UNREACHABLE, BARRED, REACHABLE -> true;
        };
    }

    /** True if packets can be sent, or are dropped on purpose (blackhole). */
    public boolean reachable() {
        return state == State.REACHABLE;
    }

    @Override
    public int gatewayLength() {
        return legs.isEmpty() ? 0 : legs.getFirst().gateway().length();
    }

    @Override
    public long gatewayHi() {
        return legs.isEmpty() ? 0 : legs.getFirst().gateway().hi();
    }

    @Override
    public long gatewayLo() {
        return legs.isEmpty() ? 0 : legs.getFirst().gateway().lo();
    }

    @Override
    public int interfaceIndex() {
        return legs.isEmpty() ? 0 : legs.getFirst().interfaceIndex();
    }

    @Override
    public int weight() {
        return legs.isEmpty() ? 1 : legs.getFirst().weight();
    }

    @Override
    public boolean onlink() {
        return !legs.isEmpty() && legs.getFirst().onlink();
    }
}
