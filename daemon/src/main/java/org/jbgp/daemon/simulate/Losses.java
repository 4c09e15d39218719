package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Port;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;

/** Finds the prefixes that one side of a session has and the other has not, and what keeps them back. One use. */
final class Losses {
    /** Of so many prefixes that one side has and the other has not it is asked why, for each session. */
    private static final int ASKED = 500;

    /** Of so many more all sessions together: 50,000 take three seconds. */
    private static final int ASKED_MORE = 50_000;

    private static final String NOT_ASKED = "not looked at one by one";

    private final Simulation simulation;
    private final SessionEnds ends;
    private final Map<String, Map<String, List<RouteEntry>>> tables;
    /** By router: all prefixes it has in any table, its own addresses and their networks. */
    private final Map<String, Set<Prefix>> known = new HashMap<>();

    private int more = ASKED_MORE;

    private final List<NetworkReport.LostPart> parts = new ArrayList<>();

    /** @param tables by router and name */
    Losses(Simulation simulation, SessionEnds ends, Map<String, Map<String, List<RouteEntry>>> tables) {
        this.simulation = simulation;
        this.ends = ends;
        this.tables = tables;
        tables.forEach((router, own) -> {
            Set<Prefix> prefixes = new HashSet<>();
            own.values().forEach(routes -> routes.forEach(route -> prefixes.add(Prefix.of(route.prefix()))));
            for (Port port : simulation.world().host(router).ports()) {
                for (KernelAddress address : port.addresses()) {
                    prefixes.add(Prefix.around(address.local(), address.prefixLength()));
                    prefixes.add(Prefix.around(address.local(), address.family().maxPrefixLength()));
                }
            }
            known.put(router, prefixes);
        });
    }

    /** A session with a router at each end. */
    private record Way(SimulatedRouter from, ProtocolStatus protocol, SimulatedRouter to, ProtocolStatus back) {}

    List<NetworkReport.LostPart> find() {
        for (SimulatedRouter router : simulation.routers()) {
            for (ProtocolStatus protocol : router.protocols()) {
                if (protocol.details() instanceof BgpStatus bgp && bgp.session() != null) {
                    Host other = ends.opposite(router, bgp);
                    if (other != null) {
                        Optional<PlayedMachine> player = simulation.player(other.name());
                        if (player.isPresent()) {
                            toPlayer(router, protocol, player.get());
                            fromPlayer(player.get(), router, protocol);
                        } else {
                            between(router, protocol, bgp, simulation.world().router(other.name()));
                        }
                    }
                }
            }
        }
        return parts;
    }

    /** What one side of a session misses, and by what; what is beyond the bound is counted alone. */
    private final class Missing {
        private final Groups<LossReason> groups = new Groups<>();
        private int asked;

        /** @param router who is named where nobody is asked */
        void add(Prefix prefix, String router, Supplier<LossReason> why) {
            boolean ask = asked++ < ASKED || more-- > 0;
            groups.add(ask ? why.get() : new LossReason(router, NOT_ASKED), prefix.toString());
        }

        void report(String from, String to, String protocol) {
            groups.forEach((cause, count, some) -> parts.add(
                    new NetworkReport.LostPart(from, to, protocol, cause.router(), cause.reason(), count, some)));
        }
    }

    private void between(SimulatedRouter from, ProtocolStatus protocol, BgpStatus bgp, SimulatedRouter to) {
        Way way = new Way(from, protocol, to, backwards(from, bgp, to));
        Missing missing = new Missing();
        for (ChannelStatus channel : protocol.channels()) {
            for (RouteEntry route : table(from, channel)) {
                Prefix prefix = Prefix.of(route.prefix());
                if (route.primary() && !known.get(to.name()).contains(prefix)) {
                    missing.add(prefix, from.name(), () -> why(way, channel.table(), route.prefix()));
                }
            }
        }
        missing.report(from.name(), to.name(), protocol.name());
    }

    private List<RouteEntry> table(SimulatedRouter router, ChannelStatus channel) {
        return tables.get(router.name()).getOrDefault(channel.table(), List.of());
    }

    /** What a router keeps back: a neighbor that a file plays takes all it is sent. */
    private void toPlayer(SimulatedRouter from, ProtocolStatus protocol, PlayedMachine player) {
        Missing missing = new Missing();
        Set<Prefix> own = player.prefixes(from.name(), protocol.name());
        for (ChannelStatus channel : protocol.channels()) {
            Set<Prefix> sent = new HashSet<>();
            from.adjRibOut(channel.table(), protocol.name(), channel.name())
                    .forEach(route -> sent.add(Prefix.of(route.prefix())));
            for (RouteEntry route : table(from, channel)) {
                Prefix prefix = Prefix.of(route.prefix());
                if (route.primary() && !own.contains(prefix) && !sent.contains(prefix)) {
                    missing.add(
                            prefix,
                            from.name(),
                            () -> keptBack(from, protocol.name(), channel.table(), route.prefix())
                                    .orElseGet(() -> new LossReason(from.name(), "it is not advertised")));
                }
            }
        }
        missing.report(from.name(), player.name(), protocol.name());
    }

    /** What a router refuses. */
    private void fromPlayer(PlayedMachine player, SimulatedRouter to, ProtocolStatus protocol) {
        Missing missing = new Missing();
        for (Prefix prefix : player.prefixes(to.name(), protocol.name())) {
            if (!known.get(to.name()).contains(prefix)) {
                missing.add(prefix, to.name(), () -> refused(to, protocol, query(prefix)));
            }
        }
        missing.report(player.name(), to.name(), protocol.name());
    }

    private static RouteQuery.Prefix query(Prefix prefix) {
        return new RouteQuery.Prefix(
                prefix.network().family() == Family.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST,
                prefix.network().hi(),
                prefix.network().lo(),
                prefix.length());
    }

    /** The other side's protocol for the same session, null if it is not known. */
    private ProtocolStatus backwards(SimulatedRouter from, BgpStatus session, SimulatedRouter to) {
        for (ProtocolStatus each : to.protocols()) {
            if (each.details() instanceof BgpStatus bgp
                    && bgp.session() != null
                    && session.session().source().equals(bgp.neighborAddress())
                    && bgp.session().source().equals(session.neighborAddress())
                    && from.host().equals(ends.opposite(to, bgp))) {
                return each;
            }
        }
        return null;
    }

    private LossReason why(Way way, String table, RouteQuery.Prefix prefix) {
        Optional<LossReason> kept = keptBack(way.from, way.protocol.name(), table, prefix);
        return kept.orElseGet(() -> way.back == null
                ? new LossReason(way.to.name(), "it was advertised, and is not in any table")
                : refused(way.to, way.back, prefix));
    }

    /** Why a router does not advertise a prefix; empty if it does. */
    private static Optional<LossReason> keptBack(
            SimulatedRouter from, String protocol, String table, RouteQuery.Prefix prefix) {
        for (RouteExplanation explanation : from.tables().explain(List.of(table), prefix, protocol)) {
            for (RouteExplanation.Finding finding : explanation.exports()) {
                if (finding.protocol().equals(protocol) && !finding.verdict().equals("exported")) {
                    return Optional.of(LossReason.of(from.name(), finding.details()));
                }
            }
        }
        return Optional.empty();
    }

    /** Why a router has not what it was sent. */
    private static LossReason refused(SimulatedRouter to, ProtocolStatus protocol, RouteQuery.Prefix prefix) {
        for (ChannelStatus channel : protocol.channels()) {
            for (RouteExplanation explanation :
                    to.tables().explain(List.of(channel.table()), prefix, protocol.name())) {
                for (RouteExplanation.Finding finding : explanation.ways()) {
                    if (finding.protocol().equals(protocol.name())) {
                        return LossReason.of(to.name(), finding.details());
                    }
                }
            }
        }
        return new LossReason(to.name(), "it was advertised, and is not in any table");
    }
}
