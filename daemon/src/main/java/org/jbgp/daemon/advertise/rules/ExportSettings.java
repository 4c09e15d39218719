package org.jbgp.daemon.advertise.rules;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.filter.tree.FilterFamily;
import org.jbgp.config.model.Vrf;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.PeerRole;
import org.jbgp.daemon.wire.update.SessionEncoding;

/**
 * Everything that decides what a neighbor is sent. Neighbors with equal settings share one export group. Immutable.
 *
 * @param family address family
 * @param table number of the table exported
 * @param policy export filter
 * @param encoding how UPDATEs are written; the neighbor's AS in it must be 0 or equal for all members
 * @param relation what the neighbor is to us
 * @param nextHop what becomes of NEXT_HOP
 * @param attributes what becomes of other attributes, and which of them keep a route from going out
 * @param single what few neighbors have, and nearly always for themselves
 */
public record ExportSettings(
        AddressFamily family,
        int table,
        Policy policy,
        SessionEncoding encoding,
        Relation relation,
        NextHops nextHop,
        AttributeRules attributes,
        Single single) {

    /**
     * What the neighbor is to us.
     *
     * @param internal iBGP
     * @param interior iBGP, or another AS of our confederation (RFC 5065)
     * @param reflectorClient we reflect to this neighbor (RFC 4456)
     * @param routeServerClient our AS is not prepended (RFC 7947)
     * @param clusterId our cluster id towards a reflection client (RFC 4456 §7), 0 if it is none
     * @param localAs our AS
     * @param publicAs prepended towards external neighbors: ours, or our confederation's
     * @param role ours on the session (RFC 9234), null for none
     */
    public record Relation(
            boolean internal,
            boolean interior,
            boolean reflectorClient,
            boolean routeServerClient,
            int clusterId,
            long localAs,
            long publicAs,
            PeerRole role) {}

    /**
     * What becomes of NEXT_HOP.
     *
     * @param own what we put there where we announce ourselves: 4, 16 or 32 bytes
     * @param format how link-local next hops, and those of the other family, are written
     * @param self for which routes we always announce ourselves
     * @param keep for which routes the next hop stays as it is
     * @param interfaceIndex the neighbor's interface if it is directly connected, else 0
     * @param vrf the VRF the neighbor is in; empty: any
     */
    public record NextHops(
            Address own, NextHopFormat format, RoutesOf self, RoutesOf keep, int interfaceIndex, Optional<Vrf> vrf) {}

    /**
     * What becomes of other attributes, and which of them keep a route from going out.
     *
     * @param defaultLocalPref for routes without LOCAL_PREF towards internal neighbors
     * @param dialect16 the rules of BIRD 1.6: filters see LOCAL_PREF 100 on routes that are not from BGP, and external
     *     neighbors are sent MED 0 where a route came with one
     * @param keepMed MED of received routes goes to external neighbors too
     * @param keepLocalPref LOCAL_PREF goes to external neighbors too
     * @param interpretCommunities honour NO_EXPORT, NO_ADVERTISE, NO_EXPORT_SUBCONFED (RFC 1997)
     * @param longLivedAware routes marked LLGR_STALE may be sent (RFC 9494 §4.3)
     * @param originateAigp routes that are not from BGP go out with AIGP if they have a metric (RFC 7311 §3.4.2)
     * @param drain whether the neighbor is drained
     */
    public record AttributeRules(
            long defaultLocalPref,
            boolean dialect16,
            boolean keepMed,
            boolean keepLocalPref,
            boolean interpretCommunities,
            boolean longLivedAware,
            boolean originateAigp,
            Drain drain) {}

    /**
     * What makes a neighbor's group its own.
     *
     * @param secondary if not 0, the neighbor is sent the best of those paths that it may be sent (BIRD: {@code
     *     secondary}); the number of the channel its own ones come by
     * @param limit on the number of routes sent, null for none; limits are equal only to themselves
     * @param trace is shown each route, null for nobody
     * @param conditions under which some routes are sent, null for none; equal only to themselves
     */
    public record Single(int secondary, ExportLimit limit, RouteTrace trace, ExportConditions conditions) {
        /** Nothing of it: the group may be shared. */
        public static final Single NONE = new Single(0, null, null, null);
    }

    /**
     * The family of the export filter, if the neighbor can share a group with others whose filters are of this family;
     * else null.
     */
    public FilterFamily filterFamily() {
        return allPaths() || !single.equals(Single.NONE) ? null : policy.family();
    }

    /** What neighbors that share a group have in common, as a value. */
    public Object group() {
        FilterFamily shared = filterFamily();
        return shared == null
                ? this
                : List.of(
                        shared.digest(),
                        new ExportSettings(family, table, Policy.ALL, encoding, relation, nextHop, attributes, single));
    }

    /** True if the neighbor is sent all paths of a prefix instead of the best one (RFC 7911). */
    public boolean allPaths() {
        return encoding.families().addPathSend().contains(family);
    }

    /** True if AIGP goes to the neighbor (RFC 7311 §3.1). */
    public boolean aigp() {
        return encoding.families().aigp().contains(family);
    }

    /** Which routes a next-hop rule holds for, by the session they came from. */
    public enum RoutesOf {
        NONE,
        ALL,
        INTERNAL,
        EXTERNAL;

        /** True if the rule holds for a route from BGP, internal or external. */
        boolean holds(boolean fromInternal) {
            return switch (this) {
                case NONE -> false;
                case ALL -> true;
                case INTERNAL -> fromInternal;
                case EXTERNAL -> !fromInternal;
            };
        }
    }
}
