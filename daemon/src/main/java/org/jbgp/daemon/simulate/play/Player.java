package org.jbgp.daemon.simulate.play;

import java.util.List;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.daemon.simulate.plan.RouterFile;

/**
 * A neighbor of routers that files play.
 *
 * @param machine its name, and its sessions as a configuration; it is no router
 * @param lines its sessions, one for each file
 */
public record Player(RouterFile machine, List<Line> lines) {
    /**
     * One session.
     *
     * @param router who is at its other end
     * @param protocol the router's own protocol of this session
     * @param config this side's protocol
     * @param peers whose routes of the file are announced
     * @param routes what is announced
     */
    public record Line(RouterFile router, String protocol, BgpConfig config, RecordedPeers peers, PlayedRoutes routes) {
        /** The routes are of others, so that the neighbor's own AS stands in front of them. */
        public boolean prepends() {
            return peers.chosen().stream()
                    .anyMatch(peer -> peer.peerAs() != config.local().asn());
        }

        /** BGP Identifier: the recorded one if there is one and the router has another, else made of the address. */
        public int id() {
            var address = config.local().address().orElseThrow();
            int recorded =
                    peers.chosen().size() == 1 ? peers.chosen().getFirst().peerRouterId() : 0;
            boolean taken = router.configuration()
                    .router()
                    .routerId()
                    .configured()
                    .filter(own -> (int) own.lo() == recorded)
                    .isPresent();
            int made = (int) (address.lo() ^ address.hi());
            return recorded != 0 && !taken ? recorded : made == 0 ? 1 : made;
        }
    }
}
