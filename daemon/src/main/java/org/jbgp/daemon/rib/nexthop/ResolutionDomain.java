package org.jbgp.daemon.rib.nexthop;

/**
 * How the next hops of a channel are resolved (BIRD: {@code gateway direct | recursive}, {@code igp table}).
 *
 * @param id dense number of the domain within the router
 * @param mode where to look
 * @param table for {@link Mode#RECURSIVE}: the number of the table that resolves; otherwise -1
 * @param interfaceIndex for link-local next hops and single-hop sessions: the session's interface, 0 if none
 * @param fallback for {@link Mode#DIRECT}: gateway for next hops that are on no connected network, {@link Address#NONE}
 *     if such a route is not used; BIRD 1.6 has the neighbor here
 */
public record ResolutionDomain(int id, Mode mode, int table, int interfaceIndex, Address fallback) {
    /** Where next hops are looked up. */
    public enum Mode {
        /** In the connected networks of the interfaces. */
        DIRECT,
        /** On the session's interface, whatever its networks are (BIRD: {@code onlink}). */
        ONLINK,
        /** By longest match in a routing table. */
        RECURSIVE
    }
}
