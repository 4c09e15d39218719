package org.jbgp.daemon.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.ProtocolConfig;
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
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;

/** A network that was built and started. One thread. */
final class Simulation {
    /** The first table of VRFs whose table no protocol says. */
    private static final int MADE_UP_TABLE = 100_000;

    /** Whatever does not come to rest changes in so short a time. */
    private static final Duration CHANGING = Duration.ofSeconds(5);

    private final World world;
    private final Map<String, RouterFile> files = new HashMap<>();
    private final Map<String, PlayedMachine> players = new LinkedHashMap<>();

    /** Where packets start, by their labels. */
    private final Map<String, Spot> spots = new LinkedHashMap<>();

    /**
     * @param files the routers
     * @param players the neighbors that files play
     * @param plan of all of them
     */
    Simulation(List<RouterFile> files, List<Player> players, Plan plan, long seed, boolean underlay) {
        this.world = new World(seed);
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
        files.forEach(file -> vrfs(file, plan));
        ways(plan.ways());
        // A machine that had no power has lost them.
        world.network().afterEachChange(Duration.ZERO, () -> ways(plan.ways()));
        if (underlay) {
            new Underlay(world, machines().stream().map(SimulatedMachine::host).toList(), this::table).start();
        }
    }

    /** Has kernels have the ways to addresses that no router brings. */
    private void ways(List<Plan.Way> ways) {
        for (Plan.Way way : ways) {
            Host host = host(way.router());
            Port out = host.port(way.interfaceName());
            KernelRoute route = Underlay.route(
                    table(host, out.vrf()), way.address(), List.of(new KernelNextHop(null, out.index(), 1, 0)));
            if (host.isOn() && !host.kernel().has(route.key())) {
                host.kernel().inject(route);
            }
        }
    }

    /** The table of a VRF of a host. */
    private int table(Host host, int vrf) {
        return host.port(vrf)
                .map(device -> vrfTable(file(host.name()), device.name()))
                .orElse(KernelRoute.TABLE_MAIN);
    }

    /** Makes a router's VRFs, with their interfaces. */
    private void vrfs(RouterFile file, Plan plan) {
        SimulatedRouter router = world.router(file.name());
        spots.put(file.name(), new Spot(file.name(), router, 0, KernelRoute.TABLE_MAIN));
        file.vrfs().forEach(name -> {
            int table = vrfTable(file, name);
            Port vrf = router.host().vrf(name, table);
            plan.members().stream()
                    .filter(member ->
                            member.router().equals(file.name()) && member.vrf().equals(name))
                    .forEach(
                            member -> router.host().port(member.interfaceName()).enslave(vrf));
            String label = Spot.label(router.host(), vrf.index());
            spots.put(label, new Spot(label, router, vrf.index(), table));
        });
    }

    /** The table that a kernel protocol in the VRF has, or had if it were not disabled; else made up. */
    private static int vrfTable(RouterFile file, String vrf) {
        return Stream.concat(file.enabled().stream(), file.configuration().protocols().stream())
                .filter(protocol -> protocol.common().vrfDevice().equals(vrf))
                .filter(KernelConfig.class::isInstance)
                .map(protocol -> kernelTable((KernelConfig) protocol))
                .filter(table -> table != KernelRoute.TABLE_MAIN)
                .findFirst()
                .orElse(MADE_UP_TABLE + file.vrfs().indexOf(vrf));
    }

    /** As the kernel's messages have it: the bits of an unsigned number. */
    private static int kernelTable(KernelConfig kernel) {
        return (int) kernel.table().number();
    }

    /** Where packets may start: each router, and each of its VRFs. */
    Collection<Spot> spots() {
        return spots.values();
    }

    /** The spot of that label, empty if there is none. */
    Optional<Spot> spot(String label) {
        return Optional.ofNullable(spots.get(label));
    }

    /** The spots whose packets go by a table of the router: by its kernel protocols, else by who says {@code vrf}. */
    List<Spot> spots(String router, String table) {
        List<Spot> own = spots.values().stream()
                .filter(spot -> spot.router().name().equals(router))
                .toList();
        List<ProtocolConfig> users = file(router).enabled().stream()
                .filter(protocol -> protocol.channels().stream()
                        .anyMatch(channel -> channel.table().equals(table)))
                .toList();
        List<Spot> byKernel = own.stream()
                .filter(spot -> users.stream()
                        .anyMatch(user -> user instanceof KernelConfig kernel && kernelTable(kernel) == spot.table()))
                .toList();
        List<Spot> byName = own.stream()
                .filter(spot -> users.stream()
                        .map(user -> user.common().vrfDevice())
                        .anyMatch(vrf -> !vrf.isEmpty() && spot.label().equals(router + ":" + vrf)))
                .toList();
        return !byKernel.isEmpty() ? byKernel : !byName.isEmpty() ? byName : own.subList(0, 1);
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

    /** What goes on changing in a network that does not come to rest; a moment passes. */
    List<NetworkReport.ChangingPart> changing() {
        List<NetworkReport.ChangingPart> parts = new ArrayList<>();
        Map<String, Set<Prefix>> changed = new LinkedHashMap<>();
        for (SimulatedRouter router : routers()) {
            Set<Prefix> own = new TreeSet<>();
            changed.put(router.name(), own);
            router.host().kernel().watch((net, length) -> own.add(new Prefix(net, length)));
        }
        world.run(CHANGING);
        routers().forEach(router -> router.host().kernel().watch((net, length) -> {}));
        changed.forEach((router, own) -> {
            if (!own.isEmpty()) {
                parts.add(new NetworkReport.ChangingPart(
                        router,
                        own.size(),
                        own.stream().limit(Groups.NAMED).map(Prefix::toString).toList()));
            }
        });
        return parts;
    }

    /** Whether packets of a family may come to a spot, and the router sends such routes to its table. */
    boolean forwards(Spot spot, Family family) {
        return hasInterfaces(spot) && hasKernel(spot, family);
    }

    /** Whether somebody may be there: a VRF without interfaces has nobody, the default one beside others neither. */
    boolean hasInterfaces(Spot spot) {
        List<Port> ports = spot.router().host().ports();
        return ports.stream().noneMatch(Port::isVrf)
                || ports.stream().anyMatch(port -> port.vrf() == spot.vrf() && !port.isVrf() && !port.isLoopback());
    }

    private boolean hasKernel(Spot spot, Family family) {
        return file(spot.router().name()).enabled().stream()
                .filter(KernelConfig.class::isInstance)
                .anyMatch(protocol -> protocol.channels().stream()
                        .anyMatch(channel -> channel.family().bits() == family.maxPrefixLength()
                                && kernelTable((KernelConfig) protocol) == spot.table()));
    }
}
