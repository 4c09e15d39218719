package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.daemon.simulation.SimulatedRouter.Watch;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** The BFD sessions of the routers: those that watch sessions of BGP, and those besides. One thread. */
final class Watches {
    private final SessionEnds ends;

    Watches(SessionEnds ends) {
        this.ends = ends;
    }

    /** How the BFD session stands that watches one of BGP, and what keeps it down; empty if none is wished. */
    String of(SimulatedRouter router, ProtocolStatus protocol, BgpStatus bgp) {
        if (!protocol.enabled() || !isWished(router, protocol.name())) {
            return "";
        }
        return router.watches().stream()
                .filter(watch -> watches(watch, bgp))
                .findFirst()
                .map(watch -> watch.isUp() ? watch.state() : watch.state() + ": " + problem(router, watch))
                .orElseGet(() -> {
                    String why = whyNone(router, protocol.name(), Ip.of(bgp.neighborAddress()));
                    return "without a session" + (why.isEmpty() ? "" : ": " + why);
                });
    }

    /** Of the configuration that runs, which has the neighbors of ranges, too. */
    private static boolean isWished(SimulatedRouter router, String protocol) {
        return router.router().configuration().protocol(protocol).stream()
                .anyMatch(config -> config instanceof BgpConfig each
                        && each.transport().reach().bfd().isPresent());
    }

    private static boolean watches(Watch watch, BgpStatus bgp) {
        KernelIp address = Ip.of(bgp.neighborAddress());
        return watch.neighbor().equals(address)
                && (!Ip.isLinkLocal(address) || watch.interfaceName().equals(bgp.neighborInterface()));
    }

    /** Why no protocol has the session that a neighbor's protocol wishes; empty if one would take it. */
    private static String whyNone(SimulatedRouter router, String protocol, KernelIp neighbor) {
        return router.router().configuration().protocol(protocol).stream()
                .map(config -> whyNone(
                        router,
                        config.common().vrfDevice(),
                        neighbor,
                        config instanceof BgpConfig bgp
                                && bgp.transport().hops().multihop() > 0))
                .findFirst()
                .orElse("");
    }

    private static String whyNone(SimulatedRouter router, String vrfDevice, KernelIp neighbor, boolean farAway) {
        List<BfdConfig> all = router.configuration().protocols().stream()
                .filter(BfdConfig.class::isInstance)
                .map(BfdConfig.class::cast)
                .toList();
        if (all.isEmpty()) {
            return "there is no 'protocol bfd'";
        }
        List<BfdConfig> enabled =
                all.stream().filter(each -> !each.common().disabled()).toList();
        if (enabled.isEmpty()) {
            return "'protocol bfd' is disabled";
        }
        IpFamily family = neighbor.family() == Family.IPV4 ? IpFamily.IPV4 : IpFamily.IPV6;
        return enabled.stream().anyMatch(each -> each.accepts(vrfDevice, family, farAway))
                ? ""
                : "no 'protocol bfd' takes it ('accept' and 'vrf' say what one takes)";
    }

    /** What keeps a session down. */
    private String problem(SimulatedRouter router, Watch watch) {
        return ends.opposite(router, watch.neighbor(), watch.interfaceName()) == null
                ? "the neighbor is none of the routers given"
                : "nobody answers: the neighbor has no such session, another password, or both sides are passive";
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
        List<Watch> standing = router.watches();
        for (Watch watch : standing) {
            if (sessions.stream().noneMatch(bgp -> watches(watch, bgp))) {
                Host host = ends.opposite(router, watch.neighbor(), watch.interfaceName());
                parts.add(part(
                        router,
                        watch.protocol(),
                        host == null ? watch.neighbor().toString() : host.name(),
                        watch.state(),
                        watch.isUp() ? "" : problem(router, watch)));
            }
        }
        for (var protocol : router.configuration().protocols()) {
            if (protocol instanceof BfdConfig bfd && !bfd.common().disabled()) {
                bfd.neighbors().stream()
                        .filter(neighbor -> standing.stream().noneMatch(watch -> isFor(watch, neighbor)))
                        .forEach(neighbor -> parts.add(without(router, bfd, neighbor)));
            }
        }
        return parts;
    }

    private static boolean isFor(Watch watch, BfdConfig.Neighbor neighbor) {
        return watch.neighbor().equals(Ip.of(neighbor.address()))
                && neighbor.interfaceName()
                        .filter(name -> !name.equals(watch.interfaceName()))
                        .isEmpty();
    }

    /** A {@code neighbor} line that has no session. */
    private static NetworkReport.SessionPart without(
            SimulatedRouter router, BfdConfig bfd, BfdConfig.Neighbor neighbor) {
        KernelIp address = Ip.of(neighbor.address());
        String why = whyNone(router, bfd.common().vrfDevice(), address, neighbor.multihop());
        return part(router, bfd.name(), address.toString(), "Down", why.isEmpty() ? "no interface leads to it" : why);
    }

    private static NetworkReport.SessionPart part(
            SimulatedRouter router, String protocol, String neighbor, String state, String problem) {
        return new NetworkReport.SessionPart(router.name(), protocol, neighbor, state, problem, "", List.of());
    }
}
