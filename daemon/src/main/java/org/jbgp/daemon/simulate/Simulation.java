package org.jbgp.daemon.simulate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.daemon.simulate.plan.Plan;
import org.jbgp.daemon.simulate.plan.Prefix;
import org.jbgp.daemon.simulate.plan.RouterFile;
import org.jbgp.daemon.simulate.play.Player;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Port;
import org.jbgp.daemon.simulation.Segment;
import org.jbgp.daemon.simulation.SimulatedMachine;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.daemon.simulation.World;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteType;

/** A network that was built and started. One thread. */
final class Simulation {
    /** RTPROT_OSPF: what an IGP would put into kernels. */
    private static final int PROTOCOL_OSPF = 188;

    private static final int METRIC = 10;

    private final World world;
    private final Map<String, RouterFile> files = new HashMap<>();
    private final Map<String, PlayedMachine> players = new LinkedHashMap<>();

    /** Who sends routes of a family to its kernel. */
    private final Map<Family, Set<String>> forwarders = new EnumMap<>(Family.class);

    /**
     * @param files the routers
     * @param players the neighbors that files play
     * @param plan of all of them
     */
    Simulation(List<RouterFile> files, List<Player> players, Plan plan, long seed, boolean underlay) {
        this.world = new World(seed);
        for (Family family : Family.values()) {
            forwarders.put(
                    family,
                    files.stream()
                            .filter(file -> forwards(file, family))
                            .map(RouterFile::name)
                            .collect(Collectors.toSet()));
        }
        for (RouterFile file : files) {
            this.files.put(file.name(), file);
            world.add(file.name(), file.configuration());
        }
        for (Player player : players) {
            this.players.put(player.machine().name(), new PlayedMachine(world, player));
        }
        plan.loopbacks()
                .forEach((router, addresses) -> addresses.forEach(address -> host(router)
                        .port("lo")
                        .address(address, address.family().maxPrefixLength())));
        Map<String, Integer> names = new HashMap<>();
        for (Plan.Wiring wiring : plan.segments()) {
            Port[] ports = wiring.plugs().stream().map(this::port).toArray(Port[]::new);
            int count = names.merge(wiring.name(), 1, Integer::sum);
            world.link(count == 1 ? wiring.name() : wiring.name() + "#" + count, ports);
        }
        for (Plan.Way way : plan.ways()) {
            Port out = host(way.router()).port(way.interfaceName());
            route(host(way.router()), way.address(), List.of(new KernelNextHop(null, out.index(), 1, 0)));
        }
        if (underlay) {
            underlay();
        }
    }

    private Port port(Plan.Plug plug) {
        Port port = host(plug.router()).port(plug.interfaceName());
        plug.addresses().forEach(address -> port.address(address.address(), address.length()));
        return port;
    }

    private Host host(String router) {
        return world.host(router);
    }

    /** The neighbors that files play. */
    Collection<PlayedMachine> players() {
        return players.values();
    }

    /** The neighbor of that name that a file plays. */
    Optional<PlayedMachine> player(String name) {
        return Optional.ofNullable(players.get(name));
    }

    /** Routers, and neighbors that files play. */
    List<SimulatedMachine> machines() {
        List<SimulatedMachine> all = new ArrayList<>(world.routers());
        players.values().forEach(player -> all.add(player.speaker()));
        return all;
    }

    /** The router of that name, or the neighbor that a file plays. */
    Optional<SimulatedMachine> machine(String name) {
        return machines().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    World world() {
        return world;
    }

    RouterFile file(String router) {
        return files.get(router);
    }

    List<SimulatedRouter> routers() {
        return world.routers();
    }

    /** The link of that name, in whatever order its routers stand. */
    Optional<Segment> link(String name) {
        return world.links().stream()
                .filter(link -> link.name().equals(name) || sorted(link.name()).equals(sorted(name)))
                .findFirst();
    }

    private static String sorted(String name) {
        return List.of(name.split("-", -1)).stream().sorted().collect(Collectors.joining("-"));
    }

    /** Starts all routers, and goes on until nothing changes; false if it does not come to rest. */
    boolean start(Duration most) {
        world.startAll();
        return world.runUntilQuiet(most);
    }

    /** Whether a router sends routes of a family to its kernel. */
    boolean forwards(String router, Family family) {
        return forwarders.get(family).contains(router);
    }

    private static boolean forwards(RouterFile file, Family family) {
        return file.configuration().protocols().stream()
                .filter(KernelConfig.class::isInstance)
                .anyMatch(protocol -> protocol.channels().stream()
                        .anyMatch(channel -> channel.family().bits() == family.maxPrefixLength()
                                && ((KernelConfig) protocol).table().number() == KernelRoute.TABLE_MAIN));
    }

    // --- what an IGP would do ---

    /** Host routes from each machine to all addresses of the others, by the fewest hops. */
    private void underlay() {
        for (SimulatedMachine machine : machines()) {
            Host from = machine.host();
            shortest(from)
                    .forEach((to, steps) -> to.ports()
                            .forEach(port -> port.addresses().forEach(address -> {
                                if (!address.linkLocal() && from.kernel().owner(0, address.local()) == null) {
                                    steps(from, address.local(), steps);
                                }
                            })));
        }
    }

    /** A link on the way: out here, to the interface there. */
    private record Step(Port out, Port in) {}

    private Map<Host, List<Step>> shortest(Host from) {
        Map<Host, List<Step>> first = new LinkedHashMap<>();
        Map<Host, Integer> distance = new HashMap<>(Map.of(from, 0));
        ArrayDeque<Host> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            Host at = next.poll();
            for (Port out : at.ports()) {
                if (out.segment() == null) {
                    continue;
                }
                for (Port in : out.segment().ports()) {
                    Host there = in.host();
                    if (there == at) {
                        continue;
                    }
                    int hops = distance.get(at) + 1;
                    if (!distance.containsKey(there)) {
                        distance.put(there, hops);
                        next.add(there);
                        first.put(there, new ArrayList<>());
                    }
                    if (distance.get(there) == hops) {
                        first.get(there).addAll(at == from ? List.of(new Step(out, in)) : first.get(at));
                    }
                }
            }
        }
        return first;
    }

    private static void steps(Host from, KernelIp to, List<Step> steps) {
        boolean connected = from.ports().stream()
                .flatMap(port -> port.addresses().stream())
                .anyMatch(own -> own.prefixLength() < to.family().maxPrefixLength()
                        && Prefix.around(own.local(), own.prefixLength()).contains(to));
        List<KernelNextHop> ways = steps.stream()
                .flatMap(step -> step.in().addresses().stream()
                        .filter(address -> address.family() == to.family())
                        .limit(1)
                        .map(address ->
                                new KernelNextHop(address.local(), step.out().index(), 1, 0)))
                .distinct()
                .sorted(Comparator.comparing(way -> way.gateway().toString()))
                .toList();
        if (!connected && !ways.isEmpty()) {
            route(from, to, ways);
        }
    }

    private static void route(Host from, KernelIp to, List<KernelNextHop> ways) {
        from.kernel()
                .inject(new KernelRoute(
                        new KernelRoute.Key(to, to.family().maxPrefixLength(), KernelRoute.TABLE_MAIN, METRIC),
                        PROTOCOL_OSPF,
                        RouteType.UNICAST,
                        KernelRoute.SCOPE_UNIVERSE,
                        RouteExtras.NONE,
                        ways));
    }
}
