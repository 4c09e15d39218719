package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.simulation.Port;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Reads what came of a simulation that is quiet. One use. */
final class Inspection {
    /** Of so many prefixes that a neighbor has and the other side has not it is asked why, for each session. */
    private static final int ASKED = 500;

    private final Simulation simulation;
    private final boolean whole;
    private final Map<String, Map<String, List<RouteEntry>>> tables = new HashMap<>();
    /** By router: all prefixes it has in any table. */
    private final Map<String, Set<Prefix>> known = new HashMap<>();

    /**
     * @param all the routes of all routers
     * @param whole tables and advertisements are wanted line by line
     */
    Inspection(Simulation simulation, Tables all, boolean whole) {
        this.simulation = simulation;
        this.whole = whole;
        for (SimulatedRouter router : simulation.routers()) {
            Map<String, List<RouteEntry>> own = new LinkedHashMap<>();
            Set<Prefix> prefixes = new HashSet<>();
            all.of(router.name()).forEach((table, routes) -> {
                own.put(table.name(), routes);
                routes.forEach(route -> prefixes.add(Prefix.of(route.prefix())));
            });
            tables.put(router.name(), own);
            known.put(router.name(), prefixes);
        }
    }

    List<NetworkReport.RouterPart> routers() {
        return simulation.routers().stream().map(this::router).toList();
    }

    private NetworkReport.RouterPart router(SimulatedRouter router) {
        List<NetworkReport.TablePart> parts = new ArrayList<>();
        tables.get(router.name()).forEach((name, routes) -> {
            int networks =
                    (int) routes.stream().map(RouteEntry::prefix).distinct().count();
            parts.add(new NetworkReport.TablePart(
                    name,
                    networks,
                    routes.size(),
                    whole ? routes.stream().map(Inspection::line).toList() : List.of()));
        });
        int kernel = 0;
        for (Family family : Family.values()) {
            kernel += router.host().kernel().routes(family).size();
        }
        RouterFile file = simulation.file(router.name());
        return new NetworkReport.RouterPart(router.name(), file.file(), parts, kernel, file.leftOut());
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
        return text.toString();
    }

    List<NetworkReport.SessionPart> sessions() {
        List<NetworkReport.SessionPart> parts = new ArrayList<>();
        for (SimulatedRouter router : simulation.routers()) {
            for (ProtocolStatus protocol : router.protocols()) {
                if (protocol.details() instanceof BgpStatus bgp && bgp.neighborAddress() != null) {
                    parts.add(session(router, protocol, bgp));
                }
            }
        }
        return parts;
    }

    private NetworkReport.SessionPart session(SimulatedRouter router, ProtocolStatus protocol, BgpStatus bgp) {
        boolean up = bgp.session() != null;
        Host host = owner(router, bgp);
        String neighbor = host == null ? ReplyText.address(bgp.neighborAddress()) : host.name();
        String problem = up ? "" : protocol.enabled() ? problem(router, bgp) : "it is disabled";
        List<NetworkReport.AdvertisedPart> advertised = new ArrayList<>();
        if (up) {
            for (ChannelStatus channel : protocol.channels()) {
                List<String> prefixes = router.adjRibOut(channel.table(), protocol.name(), channel.name()).stream()
                        .map(route -> ReplyText.prefix(route.prefix()))
                        .distinct()
                        .toList();
                advertised.add(new NetworkReport.AdvertisedPart(
                        channel.name(), prefixes.size(), whole ? prefixes : List.of()));
            }
        }
        return new NetworkReport.SessionPart(
                router.name(), protocol.name(), neighbor, bgp.state().label(), problem, advertised);
    }

    private String problem(SimulatedRouter router, BgpStatus bgp) {
        BgpStatus.LastError error = bgp.lastError();
        return switch (error.kind()) {
            case NONE -> silence(router, bgp);
            case SOCKET -> error.kind().prefix() + error.text() + ": " + silence(router, bgp);
            default -> error.kind().prefix() + error.text();
        };
    }

    /** Why nobody answers. */
    private String silence(SimulatedRouter router, BgpStatus bgp) {
        KernelIp address = Ip.of(bgp.neighborAddress());
        if (owner(router, bgp) == null) {
            return "the neighbor is none of the routers given";
        }
        if (Ip.isLinkLocal(address)) {
            return "nobody answers";
        }
        var way = simulation.world().network().way(router.host(), address, 0);
        return way.trouble().isEmpty()
                ? "the neighbor does not answer: it has no session for this address, or another password"
                : way.trouble()
                        + " (where an IGP brings such routes, '--underlay' plays it; '# simulate: interface' makes a link)";
    }

    /** The router at the other end, null if it is none of those given. */
    private Host owner(SimulatedRouter router, BgpStatus bgp) {
        KernelIp address = Ip.of(bgp.neighborAddress());
        if (!Ip.isLinkLocal(address)) {
            return owner(address);
        }
        return router.host().ports().stream()
                .filter(port -> port.name().equals(bgp.neighborInterface()))
                .map(port -> simulation.world().network().opposite(port, address))
                .filter(Objects::nonNull)
                .map(Port::host)
                .findFirst()
                .orElse(null);
    }

    private Host owner(KernelIp address) {
        for (SimulatedRouter router : simulation.routers()) {
            if (router.host().kernel().owner(address) != null) {
                return router.host();
            }
        }
        return null;
    }

    NetworkReport.Findings findings(ForwardingMap forwarding) {
        List<NetworkReport.FatePart> loops = new ArrayList<>();
        List<NetworkReport.FatePart> holes = new ArrayList<>();
        fates(forwarding, loops, holes);
        return new NetworkReport.Findings(unresolved(), loops, holes, lost());
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

    // --- what is lost between two routers ---

    private List<NetworkReport.LostPart> lost() {
        List<NetworkReport.LostPart> parts = new ArrayList<>();
        for (SimulatedRouter router : simulation.routers()) {
            for (ProtocolStatus protocol : router.protocols()) {
                if (protocol.details() instanceof BgpStatus bgp && bgp.session() != null) {
                    Host other = owner(router, bgp);
                    if (other != null) {
                        lost(router, protocol, bgp, simulation.world().router(other.name()), parts);
                    }
                }
            }
        }
        return parts;
    }

    private void lost(
            SimulatedRouter from,
            ProtocolStatus protocol,
            BgpStatus bgp,
            SimulatedRouter to,
            List<NetworkReport.LostPart> parts) {
        Groups<LossReason> groups = new Groups<>();
        int asked = 0;
        String back = backwards(from, bgp, to);
        for (ChannelStatus channel : protocol.channels()) {
            List<RouteEntry> routes = tables.get(from.name()).getOrDefault(channel.table(), List.of());
            for (RouteEntry route : routes) {
                Prefix prefix = Prefix.of(route.prefix());
                if (!route.primary() || known.get(to.name()).contains(prefix)) {
                    continue;
                }
                if (asked++ < ASKED) {
                    groups.add(
                            why(from, protocol.name(), channel.table(), to, back, route.prefix()), prefix.toString());
                } else {
                    groups.add(new LossReason(from.name(), "not looked at one by one"), prefix.toString());
                }
            }
        }
        groups.forEach((cause, count, some) -> parts.add(new NetworkReport.LostPart(
                from.name(), to.name(), protocol.name(), cause.router(), cause.reason(), count, some)));
    }

    /** The name of the other side's protocol for the same session, null if it is not known. */
    private String backwards(SimulatedRouter from, BgpStatus session, SimulatedRouter to) {
        for (ProtocolStatus each : to.protocols()) {
            if (each.details() instanceof BgpStatus bgp
                    && bgp.session() != null
                    && session.session().source().equals(bgp.neighborAddress())
                    && bgp.session().source().equals(session.neighborAddress())
                    && owner(to, bgp) == from.host()) {
                return each.name();
            }
        }
        return null;
    }

    private LossReason why(
            SimulatedRouter from,
            String protocol,
            String table,
            SimulatedRouter to,
            String back,
            RouteQuery.Prefix prefix) {
        for (RouteExplanation explanation : from.tables().explain(List.of(table), prefix, protocol)) {
            for (RouteExplanation.Finding finding : explanation.exports()) {
                if (finding.protocol().equals(protocol) && !finding.verdict().equals("exported")) {
                    return new LossReason(from.name(), String.join("; ", finding.details()));
                }
            }
        }
        if (back != null) {
            for (String other : tablesOf(to, back)) {
                for (RouteExplanation explanation : to.tables().explain(List.of(other), prefix, back)) {
                    for (RouteExplanation.Finding finding : explanation.ways()) {
                        if (finding.protocol().equals(back)) {
                            return new LossReason(to.name(), String.join("; ", finding.details()));
                        }
                    }
                }
            }
        }
        return new LossReason(to.name(), "it was advertised, and is not in any table");
    }

    private static Set<String> tablesOf(SimulatedRouter router, String protocol) {
        Set<String> names = new TreeSet<>();
        router.protocol(protocol).channels().forEach(channel -> names.add(channel.table()));
        return names;
    }
}
