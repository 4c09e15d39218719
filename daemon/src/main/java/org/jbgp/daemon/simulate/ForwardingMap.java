package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.simulation.Port;
import org.jbgp.daemon.simulation.SimulatedKernel.Decision;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;

/**
 * Where packets end that are sent from each router to each prefix, by the kernels. A prefix is at home at the routers
 * that have it by another way than BGP, and at the neighbors that announce it from a file: whatever they do with the
 * packets, they have arrived. One thread.
 */
final class ForwardingMap {
    private final Simulation simulation;
    /** Labels of spots, or names of neighbors that files play. */
    private final Map<Prefix, Set<String>> homes = new HashMap<>();
    /** The islands on which a prefix is known; null where all is one. */
    private final Map<Prefix, Set<String>> known;

    private final Islands islands;
    private final Map<Prefix, KernelIp> targets = new HashMap<>();
    private final TreeSet<Integer> lengths = new TreeSet<>();

    /** How a packet ends. */
    enum End {
        ARRIVES,
        LOOP,
        BLACK_HOLE
    }

    /**
     * What becomes of packets from one router to one prefix.
     *
     * @param end the worst of all ways
     * @param passed the routers on the ways, without the sender
     * @param always the routers that are on each way
     * @param reason of a loop or a black hole; empty if they arrive
     */
    record Fate(End end, Set<String> passed, Set<String> always, String reason) {
        boolean arrives() {
            return end == End.ARRIVES;
        }
    }

    /** What the routers know at this moment is what is walked to from then on. */
    ForwardingMap(Simulation simulation, Tables tables) {
        this.simulation = simulation;
        boolean apart = simulation.spots().size() > simulation.routers().size();
        this.known = apart ? new HashMap<>() : null;
        this.islands = new Islands(simulation);
        simulation.routers().forEach(router -> learn(router.name(), tables));
        simulation
                .players()
                .forEach(player -> player.prefixes()
                        .forEach(prefix -> homes.computeIfAbsent(prefix, each -> new TreeSet<>())
                                .add(player.name())));
        homes.keySet().forEach(prefix -> lengths.add(prefix.length()));
    }

    private void learn(String router, Tables tables) {
        tables.of(router).forEach((table, routes) -> {
            if (Tables.isUnicast(table.family())) {
                List<String> labels = simulation.spots(router, table.name()).stream()
                        .map(Spot::label)
                        .toList();
                for (RouteEntry route : routes) {
                    Prefix prefix = Prefix.of(route.prefix());
                    Set<String> at = homes.computeIfAbsent(prefix, each -> new TreeSet<>());
                    if (route.primary() && isOwn(route)) {
                        at.addAll(labels);
                    }
                    if (known != null) {
                        Set<String> there = known.computeIfAbsent(prefix, each -> new TreeSet<>());
                        labels.forEach(label -> there.add(islands.of(label)));
                    }
                }
            }
        });
    }

    private static boolean isOwn(RouteEntry route) {
        return route.kind() != RouteSource.Kind.RTS_BGP
                && route.kind() != RouteSource.Kind.RTS_PIPE
                && route.kind() != RouteSource.Kind.RTS_INHERIT;
    }

    /** All prefixes that some router knows. */
    Collection<Prefix> prefixes() {
        return new TreeSet<>(homes.keySet());
    }

    /** The spots where a prefix is at home, and the neighbors that files play. */
    Set<String> homes(Prefix prefix) {
        return homes.getOrDefault(prefix, Set.of());
    }

    /** An address in a prefix that is in no longer one, if there is such a one among some. */
    private KernelIp target(Prefix prefix) {
        return targets.computeIfAbsent(prefix, wanted -> {
            for (KernelIp candidate : List.of(wanted.network(), wanted.last(), middle(wanted))) {
                Prefix longest = longest(candidate);
                if (longest == null || longest.length() <= wanted.length()) {
                    return candidate;
                }
            }
            return wanted.network();
        });
    }

    private static KernelIp middle(Prefix prefix) {
        KernelIp last = prefix.last();
        return prefix.length() >= prefix.network().family().maxPrefixLength()
                ? last
                : Ip.network(last, prefix.length() + 1);
    }

    /** From all spots that forward at all, by label; without the routers that are passed. */
    Map<String, Fate> fates(Prefix prefix) {
        Map<String, Fate> fates = new TreeMap<>();
        Walk walk = new Walk(prefix.network().family(), target(prefix), homes(prefix), new HashMap<>(), false);
        for (Spot spot : simulation.spots()) {
            if (spot.router().host().isOn()
                    && simulation.forwards(spot, prefix.network().family())
                    && concerns(spot, prefix)) {
                fates.put(spot.label(), walk.from(spot.router().host(), spot.vrf(), new LinkedHashSet<>()));
            }
        }
        return fates;
    }

    /** Whether VRFs do not keep a spot apart from all who know a prefix. */
    private boolean concerns(Spot spot, Prefix prefix) {
        return known == null
                || known.getOrDefault(prefix, Set.of()).isEmpty()
                || known.get(prefix).contains(islands.of(spot.label()));
    }

    /** Whether a spot, or a neighbor that a file plays, has power. */
    boolean isOn(String label) {
        return simulation
                .spot(label)
                .map(spot -> spot.router().host())
                .orElseGet(() -> simulation.world().host(label))
                .isOn();
    }

    /** From one spot to an address. */
    Fate fate(Spot from, KernelIp address, Set<String> at) {
        return new Walk(address.family(), address, at, new HashMap<>(), true)
                .from(from.router().host(), from.vrf(), new LinkedHashSet<>());
    }

    /** The longest prefix that is known and has an address in it; null for none. */
    Prefix longest(KernelIp address) {
        for (int length : lengths.descendingSet()) {
            if (length <= address.family().maxPrefixLength()) {
                Prefix candidate = Prefix.around(address, length);
                if (homes.containsKey(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private final class Walk {
        private final Family family;
        private final KernelIp target;
        private final Set<String> homes;
        private final Map<String, Fate> known;
        private final boolean passes;

        /** @param passes which routers are passed is asked for too */
        private Walk(Family family, KernelIp target, Set<String> homes, Map<String, Fate> known, boolean passes) {
            this.family = family;
            this.target = target;
            this.homes = homes;
            this.known = known;
            this.passes = passes;
        }

        private Fate from(Host at, int vrf, Set<String> way) {
            String label = Spot.label(at, vrf);
            if (homes.contains(label)) {
                return new Fate(End.ARRIVES, Set.of(), Set.of(), "");
            }
            Fate before = known.get(label);
            if (before != null) {
                return before;
            }
            if (!way.add(label)) {
                List<String> circle = new ArrayList<>(way);
                circle = new ArrayList<>(circle.subList(circle.indexOf(label), circle.size()));
                circle.add(label);
                return new Fate(End.LOOP, Set.of(), Set.of(), String.join(" -> ", circle));
            }
            Fate fate = decide(at, vrf, label, way);
            way.remove(label);
            if (fate.end != End.LOOP || way.isEmpty()) {
                known.put(label, fate);
            }
            return fate;
        }

        private Fate decide(Host at, int vrf, String label, Set<String> way) {
            return switch (at.kernel().lookup(vrf, target)) {
                case Decision.Local _ -> new Fate(End.ARRIVES, Set.of(), Set.of(), "");
                case Decision.NoRoute _ -> hole(label + " has no route" + why(label));
                case Decision.Dropped(var route) ->
                    hole(label + " drops it by " + route.prefix() + " "
                            + route.type().name().toLowerCase(Locale.ROOT));
                case Decision.Out(List<KernelNextHop> ways, var route) -> all(at, ways, way);
            };
        }

        /** Why a spot cannot have any. */
        private String why(String label) {
            Optional<Spot> spot = simulation.spot(label);
            if (spot.filter(each -> simulation.forwards(each, family)).isPresent()) {
                return "";
            }
            return spot.filter(each -> !simulation.hasInterfaces(each)).isPresent()
                    ? ": no interface is in this VRF"
                    : ": it has no 'protocol kernel' for it";
        }

        private Fate all(Host at, List<KernelNextHop> ways, Set<String> way) {
            if (ways.size() == 1) {
                return by(at, ways.getFirst(), way);
            }
            End worst = End.ARRIVES;
            String reason = "";
            int arrived = 0;
            Set<String> passed = new TreeSet<>();
            Set<String> always = null;
            for (KernelNextHop hop : ways) {
                Fate one = by(at, hop, way);
                arrived += one.arrives() ? 1 : 0;
                if (one.end.compareTo(worst) > 0) {
                    worst = one.end;
                    reason = one.reason;
                }
                passed.addAll(one.passed);
                if (always == null) {
                    always = new HashSet<>(one.always);
                } else {
                    always.retainAll(one.always);
                }
            }
            if (arrived > 0 && arrived < ways.size()) {
                reason += ", by " + (ways.size() - arrived) + " of " + ways.size() + " ways of " + at.name();
            }
            return new Fate(worst, passed, always == null ? Set.of() : always, reason);
        }

        private Fate by(Host at, KernelNextHop hop, Set<String> way) {
            Port out = at.port(hop.ifindex()).orElseThrow();
            KernelIp next = hop.gateway() == null ? target : hop.gateway();
            Port in = simulation.world().network().opposite(out, next);
            if (in == null) {
                // A connected network, in which hosts may be that nobody has configured.
                return hop.gateway() == null && out.segment() != null && out.carrier()
                        ? new Fate(End.ARRIVES, Set.of(), Set.of(), "")
                        : hole("nobody answers " + at.name() + " for " + next + " on " + out.name());
            }
            Fate rest = from(in.host(), in.vrf(), way);
            if (!passes) {
                return rest;
            }
            Set<String> passed = new TreeSet<>(rest.passed);
            Set<String> always = new TreeSet<>(rest.always);
            passed.add(in.host().name());
            always.add(in.host().name());
            return new Fate(rest.end, passed, always, rest.reason);
        }

        private static Fate hole(String reason) {
            return new Fate(End.BLACK_HOLE, Set.of(), Set.of(), reason);
        }
    }
}
