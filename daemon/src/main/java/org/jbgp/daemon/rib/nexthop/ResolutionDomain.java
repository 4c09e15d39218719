package org.jbgp.daemon.rib.nexthop;

import java.util.Optional;
import org.jbgp.config.model.Vrf;

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
     * Numbers of the tables that next hops are looked up in, by the next hop's family; -1 for none.
     *
     * @param ipv4 for IPv4 next hops
     * @param ipv6 for IPv6 next hops
     */
    public record Tables(int ipv4, int ipv6) {
        /** None at all. */
        public static final Tables NONE = new Tables(-1, -1);
    }

    /**
     * How the next hops of a channel are resolved (BIRD: {@code gateway direct | recursive}, {@code igp table}, {@code
     * cost}, {@code next hop prefer}).
     *
     * @param mode where to look
     * @param tables for {@link Mode#RECURSIVE}: where to look
     * @param interfaceIndex for link-local next hops and single-hop sessions: the session's interface, 0 if none
     * @param fallback for {@link Mode#DIRECT}: gateway for next hops that are on no connected network, {@link
     *     Address#NONE} if such a route is not used; BIRD 1.6 has the neighbor here
     * @param cost the distance to a next hop that is not looked up in a table, unsigned 32 bits
     * @param linkLocal of a global and a link-local next hop (RFC 2545 §3) the latter is the gateway
     * @param vrf the VRF whose connected networks count, and that the channel is in; empty: any
     */
    public record Way(
            Mode mode,
            Tables tables,
            int interfaceIndex,
            Address fallback,
            long cost,
            boolean linkLocal,
            Optional<Vrf> vrf) {
        /** In these tables. */
        public static Way recursive(Tables tables, boolean linkLocal) {
            return new Way(Mode.RECURSIVE, tables, 0, Address.NONE, 0, linkLocal, Optional.empty());
        }

        /** In the connected networks; next hops that are in none of them are not used. */
        public static Way direct(int interfaceIndex) {
            return new Way(Mode.DIRECT, Tables.NONE, interfaceIndex, Address.NONE, 0, false, Optional.empty());
        }

        /** The same for a channel in a VRF. */
        public Way within(Optional<Vrf> wanted) {
            return wanted.equals(vrf) ? this : new Way(mode, tables, interfaceIndex, fallback, cost, linkLocal, wanted);
        }

        /** Written by hand: linking the methods that Java generates for a record costs 20 ms at the start. */
        @Override
        public int hashCode() {
            int hash = ((mode.hashCode() * 31 + tables.ipv4()) * 31 + tables.ipv6()) * 31 + interfaceIndex;
            hash = ((hash * 31 + fallback.hashCode()) * 31 + Long.hashCode(cost)) * 2 + (linkLocal ? 1 : 0);
            return vrf.isEmpty() ? hash : hash * 31 + vrf.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Way that
                    && mode == that.mode
                    && tables.ipv4() == that.tables.ipv4()
                    && tables.ipv6() == that.tables.ipv6()
                    && interfaceIndex == that.interfaceIndex
                    && fallback.equals(that.fallback)
                    && cost == that.cost
                    && linkLocal == that.linkLocal
                    && vrf.equals(that.vrf);
        }
    }

    /** See {@link Way#mode}. */
    public Mode mode() {
        return way.mode();
    }

    /** The number of the table that an address is looked up in, -1 if there is none. */
    public int table(Address address) {
        return address.length() == 4 ? way.tables().ipv4() : way.tables().ipv6();
    }

    /** See {@link Way#vrf}. */
    public Optional<Vrf> vrf() {
        return way.vrf();
    }

    /** See {@link Way#interfaceIndex}. */
    public int interfaceIndex() {
        return way.interfaceIndex();
    }
}
