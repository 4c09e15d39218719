package org.jbgp.daemon.bgp;

import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * One channel of a BGP neighbor as configured: what does not depend on the session.
 *
 * @param channel number of the channel
 * @param family what it carries
 * @param table number of its table
 * @param importPolicy import filter
 * @param exportPolicy export filter
 * @param preference default preference of its routes
 * @param resolution where next hops are looked up
 * @param igpTable table for {@link ResolutionDomain.Mode#RECURSIVE}
 * @param decision knobs of best-path selection
 * @param nextHop configured next hop to announce, {@link Address#NONE} to use the session's address
 * @param nextHopSelf for which routes we announce ourselves
 * @param nextHopKeep for which routes the next hop stays
 * @param configured the channel in the file, for its limits
 */
public record ChannelPlan(
        int channel,
        AddressFamily family,
        int table,
        Policy importPolicy,
        Policy exportPolicy,
        int preference,
        ResolutionDomain.Mode resolution,
        int igpTable,
        Channel.Decision decision,
        Address nextHop,
        ExportSettings.RoutesOf nextHopSelf,
        ExportSettings.RoutesOf nextHopKeep,
        ChannelConfig configured) {
    /** True if all routes received are kept, so that the import filter can see them again. */
    boolean importsAgain() {
        return configured.bgp().map(BgpChannelOptions::importTable).orElse(false);
    }

    /** How long stale routes stay whose neighbor asks for so many seconds (RFC 9494), 0 if it does not ask. */
    int staleTime(int wish) {
        return wish == 0
                ? 0
                : configured
                        .bgp()
                        .map(bgp -> (int) Math.clamp(wish, bgp.minLongLivedStaleTime(), bgp.maxLongLivedStaleTime()))
                        .orElse(wish);
    }

    /** True if the neighbor is told the best path that it may be told. */
    boolean secondary() {
        return configured.bgp().map(BgpChannelOptions::secondary).orElse(false);
    }
}
