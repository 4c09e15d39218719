package org.jbgp.daemon.bgp;

import java.util.List;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.bgp.BgpPathOptions;
import org.jbgp.daemon.advertise.rules.Drain;
import org.jbgp.daemon.session.settings.NeighborSettings;

/**
 * A BGP neighbor as configured, ready to run.
 *
 * @param settings the session
 * @param paths what paths are taken, and how they compare
 * @param channels one for each family
 * @param clusterId our cluster id if the neighbor is a reflection client, else 0
 * @param dialect16 the configuration is written for BIRD 1.6, which differs in a few rules
 * @param drain whether the neighbor is drained
 */
public record BgpPlan(
        NeighborSettings settings,
        BgpPathOptions paths,
        List<ChannelPlan> channels,
        int clusterId,
        boolean dialect16,
        Drain drain) {

    public BgpPlan {
        channels = List.copyOf(channels);
    }

    /** The options every protocol has. */
    ProtocolCommon common() {
        return settings.common();
    }

    /**
     * The same for a router that recovers from a restart, or no longer does; see {@link NeighborSettings#restarting}.
     */
    BgpPlan restarting(boolean recovering) {
        return new BgpPlan(settings.restarting(recovering), paths, channels, clusterId, dialect16, drain);
    }

    /** The same for a neighbor that has had a session; see {@link NeighborSettings#afterSession}. */
    BgpPlan afterSession() {
        return new BgpPlan(settings.afterSession(), paths, channels, clusterId, dialect16, drain);
    }

    /** The same for a new session that we ask for ourselves; see {@link NeighborSettings#renewed}. */
    BgpPlan renewed() {
        return new BgpPlan(settings.renewed(), paths, channels, clusterId, dialect16, drain);
    }

    /** The same for a neighbor that is drained so far. */
    BgpPlan draining(Drain progress) {
        return new BgpPlan(settings, paths, channels, clusterId, dialect16, progress);
    }
}
