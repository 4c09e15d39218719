package org.jbgp.daemon.bgp;

import java.util.List;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.bgp.PathCaps;
import org.jbgp.daemon.session.settings.NeighborSettings;

/**
 * A BGP neighbor as configured, ready to run.
 *
 * @param common the options every protocol has
 * @param settings the session
 * @param channels one for each family
 * @param restartTime bounds of the neighbor's graceful restart time, in seconds
 * @param clusterId our cluster id if the neighbor is a reflection client, else 0
 * @param allowedLocalAs how often our AS may stand in a received path
 * @param allowAsSets received paths may hold AS_SETs
 * @param caps how large a received path may be
 * @param enforceFirstAs the first AS of a received path must be the neighbor's
 * @param keepMed tell external neighbors MED as received
 * @param keepLocalPref exchange LOCAL_PREF with this external neighbor too
 * @param channelErrorWait seconds after which a family that could not be read is asked for again, 0 for never
 * @param interpretCommunities honour well-known communities
 * @param dialect16 the configuration is written for BIRD 1.6, which differs in a few rules
 */
public record BgpPlan(
        ProtocolCommon common,
        NeighborSettings settings,
        Bounds restartTime,
        List<ChannelPlan> channels,
        int clusterId,
        int allowedLocalAs,
        boolean allowAsSets,
        PathCaps caps,
        boolean enforceFirstAs,
        boolean keepMed,
        boolean keepLocalPref,
        int channelErrorWait,
        boolean interpretCommunities,
        boolean dialect16) {
    /** Between what a neighbor's wish is kept. */
    public record Bounds(long least, long most) {
        int hold(int wish) {
            return (int) Math.clamp(wish, least, most);
        }
    }

    public BgpPlan {
        channels = List.copyOf(channels);
    }

    /** The same for a router that recovers from a restart, or no longer does; see {@link NeighborSettings#restarting}. */
    BgpPlan restarting(boolean recovering) {
        return new BgpPlan(
                common,
                settings.restarting(recovering),
                restartTime,
                channels,
                clusterId,
                allowedLocalAs,
                allowAsSets,
                caps,
                enforceFirstAs,
                keepMed,
                keepLocalPref,
                channelErrorWait,
                interpretCommunities,
                dialect16);
    }
}
