package org.jbgp.config.model.bgp;

import java.util.Optional;
import org.jbgp.config.base.IpAddress;

/**
 * The options of a channel of a BGP protocol.
 *
 * @param mandatory the session fails without this family
 * @param nextHopSelf for which routes we announce ourselves as next hop
 * @param nextHopKeep for which routes the next hop stays as received
 * @param nextHopAddress next hop to announce where we announce our own; empty: our address on the session
 * @param nextHopPrefer which of the two IPv6 next hops received counts
 * @param linkLocalFormat how a link-local next hop without a global one is sent
 * @param extendedNextHop IPv4 routes with IPv6 next hops (RFC 8950), IPv6 routes with IPv4-mapped ones (RFC 4798)
 * @param gateway how the next hop of received routes becomes a gateway
 * @param igpTable table next hops are looked up in, for gateway recursive; empty: the channel's own
 * @param addPaths ADD-PATH (RFC 7911) for this family
 * @param requireAddPaths refuse neighbors without ADD-PATH for this family in the directions wanted
 * @param requireExtendedNextHop refuse neighbors without extended next hops for this family
 * @param secondary announce the next best path if the best may not be announced
 * @param validate drop routes that fail validation (flow routes only)
 * @param gracefulRestart the protocol's graceful restart holds for this family
 * @param longLivedGracefulRestart likewise long-lived
 * @param longLivedStaleTime seconds
 * @param minLongLivedStaleTime least time the neighbor's stale routes are kept, whatever it asks for
 * @param maxLongLivedStaleTime longest time
 * @param importTable keep all routes received, to reload without route refresh
 * @param exportTable keep all routes sent
 * @param aigp use of AIGP (RFC 7311)
 * @param cost cost added for the hop to the next hop when no IGP metric is known; 0: none
 */
public record BgpChannelOptions(
        boolean mandatory,
        NextHopScope nextHopSelf,
        NextHopScope nextHopKeep,
        Optional<IpAddress> nextHopAddress,
        NextHopPreference nextHopPrefer,
        LinkLocalFormat linkLocalFormat,
        boolean extendedNextHop,
        boolean requireExtendedNextHop,
        Gateway gateway,
        Optional<String> igpTable,
        AddPaths addPaths,
        boolean requireAddPaths,
        boolean secondary,
        boolean validate,
        boolean gracefulRestart,
        boolean longLivedGracefulRestart,
        long longLivedStaleTime,
        long minLongLivedStaleTime,
        long maxLongLivedStaleTime,
        boolean importTable,
        boolean exportTable,
        Aigp aigp,
        long cost) {

    /** Which routes a next hop rule holds for. */
    public enum NextHopScope {
        /** The rule of RFC 4271 §5.1.3. */
        DEFAULT,
        /** No route, also where the default rule would. */
        NONE,
        /** All. */
        ALL,
        /** Those received by internal BGP. */
        IBGP,
        /** Those received by external BGP. */
        EBGP
    }

    /** Which of a global and a link-local next hop counts. */
    public enum NextHopPreference {
        DEFAULT,
        GLOBAL,
        LINK_LOCAL
    }

    /** How a link-local next hop without a global one is sent. */
    public enum LinkLocalFormat {
        /** After the unspecified address, as BIRD does. */
        NATIVE,
        /** Alone. */
        SINGLE,
        /** Twice, as Junos does. */
        DOUBLE
    }

    /** How a received next hop becomes a gateway. */
    public enum Gateway {
        /** It must be a neighbor on an interface; otherwise the neighbor itself is taken. */
        DIRECT,
        /** It is looked up in the IGP table. */
        RECURSIVE
    }

    /** Directions of ADD-PATH. */
    public enum AddPaths {
        OFF,
        RECEIVE,
        SEND,
        BOTH
    }

    /** Use of AIGP. */
    public enum Aigp {
        OFF,
        ON,
        /** Also originate it. */
        ORIGINATE
    }
}
