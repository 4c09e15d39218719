package org.jbgp.daemon.rib.channel;

import java.util.Objects;
import org.jbgp.config.model.bgp.BgpPathOptions;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.selection.Selection;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The way from one protocol instance into one table: what every path from it has in common. Immutable; a changed filter
 * or a new session of the same neighbor is a new value with the same number.
 *
 * @param id dense number within the router, positive, at most 2^24 - 1
 * @param source whom its routes come from
 * @param family what it carries
 * @param table number of the table it feeds
 * @param policy the import filter
 * @param domain how BGP next hops of its routes are resolved
 * @param clusterId cluster id towards this neighbor if it is a reflection client (RFC 4456 §7), else 0
 * @param decision this neighbor's knobs of best-path selection
 * @param rules limits, and what is remembered of received routes
 */
public record Channel(
        int id,
        RouteSource source,
        AddressFamily family,
        int table,
        Policy policy,
        ResolutionDomain domain,
        int clusterId,
        Decision decision,
        ImportRules rules) {

    /**
     * A neighbor's knobs of best-path selection (BIRD: BGP protocol configuration).
     *
     * @param defaultLocalPref LOCAL_PREF of routes without one, unsigned 32 bits
     * @param defaultMed MED of routes without one, unsigned 32 bits
     * @param pathMetric compare AS_PATH lengths
     * @param medMetric compare MED also between different neighboring ASs
     * @param igpMetric compare distances to the next hop
     * @param preferOlder keep the older of two external routes (RFC 5004)
     * @param deterministicMed choose the best of each neighboring AS first (RFC 4271 §9.1.2.2 c)
     * @param interior the neighbor is in our confederation, so its routes count as internal ones (RFC 5065 §5.3)
     */
    public record Decision(
            long defaultLocalPref,
            long defaultMed,
            boolean pathMetric,
            boolean medMetric,
            boolean igpMetric,
            boolean preferOlder,
            boolean deterministicMed,
            boolean interior) {
        /** BIRD's defaults. */
        public static final Decision DEFAULT = new Decision(100, 0, true, false, true, false, false, false);

        /** What the file says, in the form that {@link Selection} reads without a detour. */
        public static Decision of(BgpPathOptions.Comparison options, boolean interior) {
            return new Decision(
                    options.defaultLocalPref(),
                    options.defaultMed(),
                    options.pathMetric(),
                    options.medMetric(),
                    options.igpMetric(),
                    options.preferOlder(),
                    options.deterministicMed(),
                    interior);
        }
    }

    /** True if a path of this channel is as good as one of the other, and goes to the same neighbors the same way. */
    public boolean ranksAs(Channel other) {
        RouteSource theirs = other.source;
        return source.preference() == theirs.preference()
                && source.internal() == theirs.internal()
                && source.reflectorClient() == theirs.reflectorClient()
                && source.peerAs() == theirs.peerAs()
                && source.localAs() == theirs.localAs()
                && source.peerRouterId() == theirs.peerRouterId()
                && clusterId == other.clusterId
                && decision.equals(other.decision)
                && Objects.equals(domain, other.domain);
    }

    /** The same channel with another import filter. */
    public Channel withPolicy(Policy changed) {
        return new Channel(id, source, family, table, changed, domain, clusterId, decision, rules);
    }
}
