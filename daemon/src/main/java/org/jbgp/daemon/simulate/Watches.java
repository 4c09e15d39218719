package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.daemon.simulation.SimulatedRouter.Watch;
import org.jbgp.kernel.KernelIp;

/** The BFD sessions of the routers: those that watch sessions of BGP, and those besides. One thread. */
final class Watches {
    private final SessionEnds ends;

    Watches(SessionEnds ends) {
        this.ends = ends;
    }

    /** How the BFD session stands that watches one of BGP; empty if none is wished. */
    String of(SimulatedRouter router, String protocol, BgpStatus bgp) {
        if (!isWished(router, protocol)) {
            return "";
        }
        return router.watches().stream()
                .filter(watch -> watches(watch, bgp))
                .findFirst()
                .map(Watch::state)
                .orElse("without a session" + (isTaken(router) ? "" : ": there is no 'protocol bfd'"));
    }

    private static boolean isWished(SimulatedRouter router, String protocol) {
        return router.configuration().protocol(protocol).stream()
                .anyMatch(config -> config instanceof BgpConfig each
                        && each.transport().reach().bfd().isPresent());
    }

    private static boolean isTaken(SimulatedRouter router) {
        return router.configuration().protocols().stream().anyMatch(BfdConfig.class::isInstance);
    }

    private static boolean watches(Watch watch, BgpStatus bgp) {
        KernelIp address = Ip.of(bgp.neighborAddress());
        return watch.neighbor().equals(address)
                && (!Ip.isLinkLocal(address) || watch.interfaceName().equals(bgp.neighborInterface()));
    }

    /** The sessions that static routes and the {@code neighbor} lines of BFD itself wish. */
    List<NetworkReport.SessionPart> besides(SimulatedRouter router) {
        List<BgpStatus> sessions = new ArrayList<>();
        for (ProtocolStatus protocol : router.protocols()) {
            if (protocol.details() instanceof BgpStatus bgp
                    && bgp.neighborAddress() != null
                    && isWished(router, protocol.name())) {
                sessions.add(bgp);
            }
        }
        List<NetworkReport.SessionPart> parts = new ArrayList<>();
        Set<String> watched = new TreeSet<>();
        for (Watch watch : router.watches()) {
            watched.add(watch.neighbor().toString());
            if (sessions.stream().noneMatch(bgp -> watches(watch, bgp))) {
                Host host = ends.opposite(router, watch.neighbor(), watch.interfaceName());
                parts.add(part(
                        router,
                        watch.protocol(),
                        host == null ? watch.neighbor().toString() : host.name(),
                        watch.state(),
                        watch.isUp()
                                ? ""
                                : host == null
                                        ? "the neighbor is none of the routers given"
                                        : "nobody answers: the neighbor has no such session, or another password"));
            }
        }
        for (var protocol : router.configuration().protocols()) {
            if (protocol instanceof BfdConfig bfd && !bfd.common().disabled()) {
                bfd.neighbors().stream()
                        .map(neighbor -> Ip.of(neighbor.address()).toString())
                        .filter(address -> !watched.contains(address))
                        .forEach(address ->
                                parts.add(part(router, bfd.name(), address, "Down", "no interface leads to it")));
            }
        }
        return parts;
    }

    private static NetworkReport.SessionPart part(
            SimulatedRouter router, String protocol, String neighbor, String state, String problem) {
        return new NetworkReport.SessionPart(router.name(), protocol, neighbor, state, problem, "", List.of());
    }
}
