package org.jbgp.daemon.simulate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Port;
import org.jbgp.daemon.simulation.World;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteType;

/**
 * What an IGP would do: host routes from each machine to all addresses of the others, by the fewest hops, in the
 * default VRF and in each VRF for itself. It sees at once which interfaces have no carrier, and after its dead
 * interval which links are silent. One thread.
 */
final class Underlay {
    /** RTPROT_OSPF: what an IGP puts into kernels. */
    private static final int PROTOCOL_OSPF = 188;

    private static final int METRIC = 10;

    /** From a change to the routes that follow from it. */
    private static final Duration CONVERGENCE = Duration.ofSeconds(1);

    /** RFC 2328 C.3: the usual dead interval. */
    private static final Duration DEAD = Duration.ofSeconds(40);

    private final World world;
    private final List<Host> hosts;
    /** The table of a VRF by the index of its device. */
    private final VrfTables tables;
    /** When links that have a carrier became silent. */
    private final Map<Link, Duration> silent = new HashMap<>();

    private final Map<Host, Map<KernelRoute.Key, KernelRoute>> present = new HashMap<>();

    /** The table of a VRF of a host. */
    interface VrfTables {
        int of(Host host, int vrf);
    }

    /** One direction of a link. */
    private record Link(Port out, Port in) {}

    /** A machine in one of its VRFs. */
    private record Place(Host host, int vrf) {}

    /** @param hosts that take part */
    Underlay(World world, List<Host> hosts, VrfTables tables) {
        this.world = world;
        this.hosts = hosts;
        this.tables = tables;
    }

    /** Begins, and follows whatever happens to links. */
    void start() {
        converge();
        world.network().afterEachChange(CONVERGENCE, this::converge);
    }

    private void converge() {
        Map<Place, List<Link>> links = links();
        for (Host host : hosts) {
            Map<KernelRoute.Key, KernelRoute> wanted = new LinkedHashMap<>();
            if (host.isOn()) {
                places(host).forEach(place -> routes(place, links, wanted));
            }
            replace(host, wanted);
        }
    }

    private static Set<Place> places(Host host) {
        Set<Place> places = new LinkedHashSet<>();
        host.ports().forEach(port -> places.add(new Place(host, port.vrf())));
        return places;
    }

    private Map<Place, List<Link>> links() {
        Map<Place, List<Link>> links = new HashMap<>();
        Duration now = world.time().elapsed();
        for (Host host : hosts) {
            for (Port out : host.ports()) {
                if (out.segment() != null && out.carrier()) {
                    out.segment().ports().stream()
                            .map(in -> new Link(out, in))
                            .filter(link -> link.in.host() != host && link.in.carrier() && isHeard(link, now))
                            .forEach(link -> links.computeIfAbsent(
                                            new Place(host, out.vrf()), place -> new ArrayList<>())
                                    .add(link));
                }
            }
        }
        return links;
    }

    /** Whether the dead interval is not over; looks again when it will be. */
    private boolean isHeard(Link link, Duration now) {
        if (link.out.segment().carriesBothWays(link.out.host(), link.in.host())) {
            silent.remove(link);
            return true;
        }
        Duration since = silent.get(link);
        if (since == null) {
            silent.put(link, now);
            world.network().after(DEAD, this::converge);
            return true;
        }
        return now.minus(since).compareTo(DEAD) < 0;
    }

    private void routes(Place from, Map<Place, List<Link>> links, Map<KernelRoute.Key, KernelRoute> wanted) {
        int table = tables.of(from.host, from.vrf);
        shortest(from, links)
                .forEach((to, steps) -> to.host.ports().stream()
                        .filter(port -> port.vrf() == to.vrf)
                        .flatMap(port -> port.addresses().stream())
                        .filter(address ->
                                !address.linkLocal() && from.host.kernel().owner(from.vrf, address.local()) == null)
                        .forEach(address -> {
                            List<KernelNextHop> ways = ways(from, address.local(), steps);
                            if (!ways.isEmpty()) {
                                KernelRoute route = route(table, address.local(), ways);
                                wanted.put(route.key(), route);
                            }
                        }));
    }

    /** The first links of the shortest ways to each place. */
    private static Map<Place, List<Link>> shortest(Place from, Map<Place, List<Link>> links) {
        Map<Place, List<Link>> first = new LinkedHashMap<>();
        Map<Place, Integer> distance = new HashMap<>(Map.of(from, 0));
        ArrayDeque<Place> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            Place at = next.poll();
            for (Link link : links.getOrDefault(at, List.of())) {
                Place there = new Place(link.in.host(), link.in.vrf());
                int hops = distance.get(at) + 1;
                if (!distance.containsKey(there)) {
                    distance.put(there, hops);
                    next.add(there);
                    first.put(there, new ArrayList<>());
                }
                if (distance.get(there) == hops) {
                    first.get(there).addAll(at.equals(from) ? List.of(link) : first.get(at));
                }
            }
        }
        return first;
    }

    /** Empty where the address is in a network of the place's own. */
    private static List<KernelNextHop> ways(Place from, KernelIp to, List<Link> steps) {
        boolean connected = from.host.ports().stream()
                .filter(port -> port.vrf() == from.vrf)
                .flatMap(port -> port.addresses().stream())
                .anyMatch(own -> own.prefixLength() < to.family().maxPrefixLength()
                        && Prefix.around(own.local(), own.prefixLength()).contains(to));
        if (connected) {
            return List.of();
        }
        return steps.stream()
                .flatMap(step -> step.in.addresses().stream()
                        .filter(address -> address.family() == to.family())
                        .limit(1)
                        .map(address -> new KernelNextHop(address.local(), step.out.index(), 1, 0)))
                .distinct()
                .sorted(Comparator.comparing(way -> way.gateway().toString()))
                .toList();
    }

    static KernelRoute route(int table, KernelIp to, List<KernelNextHop> ways) {
        return new KernelRoute(
                new KernelRoute.Key(to, to.family().maxPrefixLength(), table, METRIC),
                PROTOCOL_OSPF,
                RouteType.UNICAST,
                KernelRoute.SCOPE_UNIVERSE,
                RouteExtras.NONE,
                ways);
    }

    private void replace(Host host, Map<KernelRoute.Key, KernelRoute> wanted) {
        Map<KernelRoute.Key, KernelRoute> before = present.getOrDefault(host, Map.of());
        before.forEach((key, route) -> {
            if (!wanted.containsKey(key)) {
                host.kernel().eject(key);
            }
        });
        wanted.forEach((key, route) -> {
            // A machine that had no power has lost them.
            if (!route.equals(before.get(key)) || !host.kernel().has(key)) {
                host.kernel().inject(route);
            }
        });
        present.put(host, wanted);
    }
}
