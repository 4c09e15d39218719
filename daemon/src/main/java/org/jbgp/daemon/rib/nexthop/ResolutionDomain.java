package org.jbgp.daemon.rib.nexthop;

/**
 * Next hops of channels that are resolved alike.
 *
 * @param id dense number of the domain within the router
 * @param way how they are resolved
 */
public record ResolutionDomain(int id, Way way) {
    /** Where next hops are looked up. */
    public enum Mode {
        /** In the connected networks of the interfaces. */
        DIRECT,
        /** On the session's interface, whatever its networks are (BIRD: {@code onlink}). */
        ONLINK,
        /** By longest match in a routing table. */
        RECURSIVE
    }

    /**
     * How the next hops of a channel are resolved (BIRD: {@code gateway direct | recursive}, {@code igp table}, {@code
     * cost}, {@code next hop prefer}).
     *
     * @param mode where to look
     * @param table for {@link Mode#RECURSIVE}: the number of the table that resolves; otherwise -1
     * @param interfaceIndex for link-local next hops and single-hop sessions: the session's interface, 0 if none
     * @param fallback for {@link Mode#DIRECT}: gateway for next hops that are on no connected network, {@link
     *     Address#NONE} if such a route is not used; BIRD 1.6 has the neighbor here
     * @param cost the distance to a next hop that is not looked up in a table, unsigned 32 bits
     * @param linkLocal of a global and a link-local next hop (RFC 2545 §3) the latter is the gateway
     */
    public record Way(Mode mode, int table, int interfaceIndex, Address fallback, long cost, boolean linkLocal) {
        /** In the table of that number. */
        public static Way recursive(int table, boolean linkLocal) {
            return new Way(Mode.RECURSIVE, table, 0, Address.NONE, 0, linkLocal);
        }

        /** In the connected networks; next hops that are in none of them are not used. */
        public static Way direct(int interfaceIndex) {
            return new Way(Mode.DIRECT, -1, interfaceIndex, Address.NONE, 0, false);
        }

        /** Written by hand: linking the methods that Java generates for a record costs 20 ms at the start. */
        @Override
        public int hashCode() {
            int hash = (mode.hashCode() * 31 + table) * 31 + interfaceIndex;
            return ((hash * 31 + fallback.hashCode()) * 31 + Long.hashCode(cost)) * 2 + (linkLocal ? 1 : 0);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Way that
                    && mode == that.mode
                    && table == that.table
                    && interfaceIndex == that.interfaceIndex
                    && fallback.equals(that.fallback)
                    && cost == that.cost
                    && linkLocal == that.linkLocal;
        }
    }

    /** See {@link Way#mode}. */
    public Mode mode() {
        return way.mode();
    }

    /** See {@link Way#table}. */
    public int table() {
        return way.table();
    }

    /** See {@link Way#interfaceIndex}. */
    public int interfaceIndex() {
        return way.interfaceIndex();
    }
}
