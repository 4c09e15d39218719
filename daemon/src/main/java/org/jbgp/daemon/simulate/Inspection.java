package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.simulate.plan.Plan;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulate.plan.RouterFile;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.simulation.Port;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Reads what came of a simulation that is quiet. One use. */
final class Inspection {
    private final Simulation simulation;
    private final boolean whole;
    private final SessionEnds ends;
    private final Watches watches;
    private final Map<String, Map<String, List<RouteEntry>>> tables = new HashMap<>();

    /**
     * @param all the routes of all routers
     * @param whole tables and advertisements are wanted line by line
     */
    Inspection(Simulation simulation, Tables all, boolean whole) {
        this.simulation = simulation;
        this.whole = whole;
        this.ends = new SessionEnds(simulation);
        this.watches = new Watches(ends);
        for (SimulatedRouter router : simulation.routers()) {
            Map<String, List<RouteEntry>> own = new LinkedHashMap<>();
            all.of(router.name()).forEach((table, routes) -> own.put(table.name(), routes));
            tables.put(router.name(), own);
        }
    }

    List<NetworkReport.RouterPart> routers() {
        List<NetworkReport.RouterPart> parts =
                new ArrayList<>(simulation.routers().stream().map(this::router).toList());
        simulation.players().forEach(player -> parts.add(player.part(whole)));
        return parts;
    }

    private NetworkReport.RouterPart router(SimulatedRouter router) {
        List<NetworkReport.TablePart> parts = new ArrayList<>();
        tables.get(router.name()).forEach((name, routes) -> {
            parts.add(new NetworkReport.TablePart(
                    name,
                    prefixes(routes).size(),
                    routes.size(),
                    whole ? routes.stream().map(Inspection::line).toList() : List.of()));
        });
        int kernel = 0;
        for (int table : router.host().kernel().tables()) {
            for (Family family : Family.values()) {
                kernel += router.host().kernel().routesOf(table, family).size();
            }
        }
        RouterFile file = simulation.file(router.name());
        return new NetworkReport.RouterPart(router.name(), file.file(), "", parts, kernel, file.leftOut());
    }

    /** The prefixes of routes that are sorted by them. */
    private static List<RouteQuery.Prefix> prefixes(List<RouteEntry> routes) {
        List<RouteQuery.Prefix> prefixes = new ArrayList<>();
        RouteQuery.Prefix last = null;
        for (RouteEntry route : routes) {
            if (!route.prefix().equals(last)) {
                last = route.prefix();
                prefixes.add(last);
            }
        }
        return prefixes;
    }

    private static String line(RouteEntry route) {
        StringBuilder text = new StringBuilder(ReplyText.prefix(route.prefix()));
        text.append(route.primary() ? " * " : "   ").append(route.protocol());
        for (RouteEntry.NextHop hop : route.nextHops()) {
            text.append(hop.gateway() == null ? "" : " via " + ReplyText.address(hop.gateway()))
                    .append(" dev ")
                    .append(hop.interfaceName());
        }
        if (route.nextHops().isEmpty()) {
            text.append(' ').append(route.destination().label());
        }
        return text.toString();
    }

    List<NetworkReport.LinkPart> links() {
        return simulation.world().links().stream()
                .map(link -> new NetworkReport.LinkPart(
                        link.name(), link.ports().stream().map(Inspection::text).toList()))
                .toList();
    }

    private static String text(Port port) {
        StringBuilder text = new StringBuilder(port.toString());
        port.addresses()
                .forEach(address ->
                        text.append(' ').append(address.local()).append('/').append(address.prefixLength()));
        if (port.master() != null) {
            text.append(" vrf ").append(port.master().name());
        }
        return text.toString();
    }

    List<NetworkReport.SessionPart> sessions() {
        List<NetworkReport.SessionPart> parts = new ArrayList<>();
        for (SimulatedRouter router : simulation.routers()) {
            for (ProtocolStatus protocol : router.protocols()) {
                if (protocol.details() instanceof BgpStatus bgp) {
                    if (bgp.neighborAddress() != null) {
                        parts.add(session(router, protocol, bgp));
                    } else if (protocol.enabled() && !hasNeighbor(router, bgp)) {
                        parts.add(nobody(router, protocol, bgp));
                    }
                }
            }
            parts.addAll(watches.besides(router));
        }
        simulation.players().forEach(player -> parts.addAll(player.sessions(whole)));
        return parts;
    }

    /** Whether somebody has come from a range. */
    private static boolean hasNeighbor(SimulatedRouter router, BgpStatus range) {
        Optional<Prefix> all = Plan.Address.parse(range.neighborRange())
                .map(address -> Prefix.around(address.address(), address.length()));
        return router.protocols().stream()
                .anyMatch(protocol -> protocol.details() instanceof BgpStatus bgp
                        && bgp.neighborAddress() != null
                        && all.filter(prefix -> prefix.contains(Ip.of(bgp.neighborAddress())))
                                .isPresent());
    }

    private static NetworkReport.SessionPart nobody(SimulatedRouter router, ProtocolStatus protocol, BgpStatus range) {
        return new NetworkReport.SessionPart(
                router.name(),
                protocol.name(),
                range.neighborRange(),
                range.state().label(),
                "none of the routers given comes from this range",
                "",
                List.of());
    }

    private NetworkReport.SessionPart session(SimulatedRouter router, ProtocolStatus protocol, BgpStatus bgp) {
        boolean up = bgp.session() != null;
        Host host = ends.opposite(router, bgp);
        String neighbor = host == null ? ReplyText.address(bgp.neighborAddress()) : host.name();
        String problem = up ? "" : protocol.enabled() ? problem(router, protocol.name(), bgp) : "it is disabled";
        List<NetworkReport.AdvertisedPart> advertised = new ArrayList<>();
        if (up) {
            for (ChannelStatus channel : protocol.channels()) {
                if (!whole && isCounted(router, protocol, channel)) {
                    advertised.add(new NetworkReport.AdvertisedPart(
                            channel.name(), (int) channel.counts().exported(), List.of()));
                    continue;
                }
                List<RouteQuery.Prefix> prefixes =
                        prefixes(router.adjRibOut(channel.table(), protocol.name(), channel.name()));
                advertised.add(new NetworkReport.AdvertisedPart(
                        channel.name(),
                        prefixes.size(),
                        whole ? prefixes.stream().map(ReplyText::prefix).toList() : List.of()));
            }
        }
        return new NetworkReport.SessionPart(
                router.name(),
                protocol.name(),
                neighbor,
                bgp.state().label(),
                problem,
                watches.of(router, protocol, bgp),
                advertised);
    }

    /** Whether the router itself counts what a channel advertises: one route of a prefix, and all can be sent. */
    private boolean isCounted(SimulatedRouter router, ProtocolStatus protocol, ChannelStatus channel) {
        boolean several = router.router().configuration().protocol(protocol.name()).stream()
                .flatMap(config -> config.channels().stream())
                .anyMatch(
                        each -> each.bgp().filter(bgp -> bgp.addPaths().send()).isPresent());
        return !several && channel.bgp() != null && channel.bgp().unsent() == 0;
    }

    private String problem(SimulatedRouter router, String protocol, BgpStatus bgp) {
        BgpStatus.LastError error = bgp.lastError();
        return switch (error.kind()) {
            case NONE -> silence(router, protocol, bgp);
            case SOCKET -> error.kind().prefix() + error.text() + ": " + silence(router, protocol, bgp);
            default -> error.kind().prefix() + error.text();
        };
    }

    /** Why nobody answers. */
    private String silence(SimulatedRouter router, String protocol, BgpStatus bgp) {
        KernelIp address = Ip.of(bgp.neighborAddress());
        if (ends.opposite(router, bgp) == null) {
            return "the neighbor is none of the routers given";
        }
        if (Ip.isLinkLocal(address)) {
            return "nobody answers";
        }
        int vrf = router.configuration()
                .protocol(protocol)
                .flatMap(config -> router.host().named(config.common().vrfDevice()))
                .map(Port::index)
                .orElse(0);
        int out = router.host().named(bgp.neighborInterface()).map(Port::index).orElse(0);
        var way = simulation.world().network().way(router.host(), vrf, address, out);
        return way.trouble().isEmpty()
                ? "the neighbor does not answer: it has no session for this address, or another password"
                : way.trouble()
                        + " (where an IGP brings such routes, '--underlay' plays it; '# simulate: interface' makes a link)";
    }

    /** @param changing what still changed */
    NetworkReport.Findings findings(ForwardingMap forwarding, List<NetworkReport.ChangingPart> changing) {
        List<NetworkReport.FatePart> loops = new ArrayList<>();
        List<NetworkReport.FatePart> holes = new ArrayList<>();
        fates(forwarding, loops, holes);
        return new NetworkReport.Findings(
                unresolved(), loops, holes, new Losses(simulation, ends, tables).find(), changing);
    }

    /** Sorts what does not arrive into circles and holes. */
    private static void fates(
            ForwardingMap forwarding, List<NetworkReport.FatePart> loops, List<NetworkReport.FatePart> holes) {
        Groups<LossReason> circles = new Groups<>();
        Groups<LossReason> losses = new Groups<>();
        for (Prefix prefix : forwarding.prefixes()) {
            forwarding.fates(prefix).forEach((router, fate) -> {
                if (!fate.arrives()) {
                    (fate.end() == ForwardingMap.End.LOOP ? circles : losses)
                            .add(new LossReason(router, fate.reason()), prefix.toString());
                }
            });
        }
        circles.forEach((why, count, some) -> loops.add(why.fate(count, some)));
        losses.forEach((cause, count, some) -> holes.add(cause.fate(count, some)));
    }

    /** A next hop that a protocol learned. */
    private record NextHop(String protocol, String address) {}

    private List<NetworkReport.UnresolvedPart> unresolved() {
        List<NetworkReport.UnresolvedPart> parts = new ArrayList<>();
        tables.forEach((router, own) -> {
            Groups<NextHop> groups = new Groups<>();
            own.values()
                    .forEach(routes -> routes.forEach(route -> {
                        if (route.kind() == RouteSource.Kind.RTS_BGP
                                && route.resolution() != null
                                && !route.resolution().reachable()) {
                            groups.add(
                                    new NextHop(route.protocol(), RouteAttributes.nextHop(route)),
                                    ReplyText.prefix(route.prefix()));
                        }
                    }));
            groups.forEach((hop, count, some) ->
                    parts.add(new NetworkReport.UnresolvedPart(router, hop.protocol, hop.address, count, some)));
        });
        parts.sort(Comparator.comparing(NetworkReport.UnresolvedPart::router));
        return parts;
    }
}
