package org.jbgp.daemon.simulate.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.protocol.InterfaceMatcher;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * Finds the network that a set of configurations describes: addresses whose sessions need no router between them are on
 * one link. Whose they are, {@link AddressOwners} finds.
 */
public final class Planner {
    private final List<RouterFile> files;
    private final List<Peering> peerings;
    private final AddressOwners owners;
    private final Plan plan = Plan.empty();
    /** Addresses of one link, by any of them. */
    private final Map<KernelIp, Set<KernelIp>> together = new LinkedHashMap<>();

    private final Map<KernelIp, String> wantedNames = new HashMap<>();
    private final Map<KernelIp, Integer> hinted = new HashMap<>();
    private final Set<KernelIp> loopbacks = new HashSet<>();

    private Planner(List<RouterFile> files) throws BadInput {
        this.files = files;
        for (RouterFile file : files) {
            for (RouterFile.Interface each : file.interfaces()) {
                wantedNames.put(each.address(), each.name());
                hinted.put(each.address(), each.length());
                if (each.name().equals("lo")) {
                    loopbacks.add(each.address());
                }
            }
        }
        peerings = Peering.of(files);
        Vrfs.checkAddresses(peerings);
        owners = AddressOwners.find(files, peerings);
    }

    public static Plan of(List<RouterFile> files) throws BadInput {
        Planner planner = new Planner(files);
        planner.links();
        planner.linkLocals();
        planner.segments();
        planner.devices();
        planner.farPlayers();
        new Vrfs(files, planner.peerings, planner.owners, planner.plan).place();
        planner.routerIds();
        planner.watchedInterfaces();
        return planner.plan;
    }

    // --- which addresses are on one link ---

    private void links() {
        peerings.stream().filter(each -> each.isDirect() && each.isGlobal()).forEach(this::join);
        peerings.stream().filter(each -> each.router().played() && isNear(each)).forEach(this::join);
        Set<RouterFile> placed = new HashSet<>();
        together.keySet().forEach(address -> placed.add(owners.of(address)));
        files.stream()
                .filter(file ->
                        file.interfaces().stream().anyMatch(each -> !each.name().equals("lo")))
                .forEach(placed::add);
        // Calico says multihop of neighbors on one link. Who has a link besides has a loopback address for that.
        peerings.stream()
                .filter(each -> !each.isDirect() && each.isGlobal() && !isFarPlayer(each))
                .filter(each -> !placed.contains(each.router()) && !placed.contains(owners.of(each.neighbor())))
                .forEach(this::join);
        hinted.forEach((address, length) -> {
            if (!loopbacks.contains(address)) {
                hinted.keySet().stream()
                        .filter(other -> isOneNetwork(address, other) || isOneInterface(address, other))
                        .forEach(other -> join(address, other));
            }
        });
        joinOverlapping();
        joinWithoutLink();
    }

    /** Whether the other side is where one network reaches. */
    private boolean isNear(Peering peering) {
        KernelIp own = peering.isGlobal() ? owners.ownAddress(peering) : null;
        return own != null
                && own.family() == peering.neighbor().family()
                && Ip.shared(own, peering.neighbor()) >= Prefix.usualLength(own.family());
    }

    /** Internal neighbors need no link between them; but a router without any link is on that of a near neighbor. */
    private void joinWithoutLink() {
        for (Peering peering : peerings) {
            boolean near = isNear(peering)
                    && owners.has(peering.neighbor())
                    && !loopbacks.contains(owners.ownAddress(peering))
                    && !loopbacks.contains(peering.neighbor());
            if (near && (isAlone(peering.router()) || isAlone(owners.of(peering.neighbor())))) {
                join(peering);
                plan.notes()
                        .add(peering + ": " + owners.ownAddress(peering) + " and " + peering.neighbor()
                                + " are taken to be on one link" + " ('# simulate: interface' would say it)");
            }
        }
    }

    private boolean isAlone(RouterFile file) {
        return file.interfaces().stream().allMatch(each -> each.name().equals("lo"))
                && together.keySet().stream().noneMatch(address -> file.equals(owners.of(address)))
                && peerings.stream().noneMatch(each -> each.router().equals(file) && each.isLinkLocal());
    }

    /** Addresses of one link between those of another one: both are one. */
    private void joinOverlapping() {
        boolean joined = true;
        while (joined) {
            joined = false;
            for (Set<KernelIp> link : new LinkedHashSet<>(together.values())) {
                KernelIp first = link.iterator().next();
                int length = shared(link);
                KernelIp network = Ip.network(first, length);
                Set<KernelIp> others = new LinkedHashSet<>(together.keySet());
                owners.forEach((address, file) -> others.add(address));
                for (KernelIp other : others) {
                    if (length >= Prefix.usualLength(first.family())
                            && other.family() == first.family()
                            && !link.contains(other)
                            && !together.get(first).contains(other)
                            && !hinted.containsKey(first)
                            && !hinted.containsKey(other)
                            && !loopbacks.contains(other)
                            && Ip.network(other, length).equals(network)) {
                        join(first, other);
                        joined = true;
                    }
                }
            }
        }
    }

    /** How many bits the addresses of a link have in common; one is left for the hosts. */
    private static int shared(Set<KernelIp> link) {
        KernelIp first = link.iterator().next();
        int shared = first.family().maxPrefixLength() - 1;
        for (KernelIp each : link) {
            shared = each.family() == first.family() ? Math.min(shared, shared(first, each)) : shared;
        }
        return shared;
    }

    private boolean isOneNetwork(KernelIp a, KernelIp b) {
        int length = hinted.get(a);
        return a.family() == b.family()
                && !loopbacks.contains(b)
                && hinted.get(b) == length
                && length < a.family().maxPrefixLength()
                && Ip.network(a, length).equals(Ip.network(b, length));
    }

    private void join(Peering peering) {
        KernelIp own = owners.ownAddress(peering);
        if (own != null) {
            join(own, peering.neighbor());
            if (!peering.interfaceName().isEmpty()) {
                wantedNames.putIfAbsent(own, peering.interfaceName());
            }
        }
    }

    private void join(KernelIp a, KernelIp b) {
        Set<KernelIp> all = new LinkedHashSet<>(together.getOrDefault(a, Set.of(a)));
        all.addAll(together.getOrDefault(b, Set.of(b)));
        all.add(a);
        all.add(b);
        all.forEach(each -> together.put(each, all));
    }

    // --- what is built ---

    private void segments() {
        Map<String, Set<String>> taken = new HashMap<>();
        plan.segments()
                .forEach(wiring -> wiring.plugs()
                        .forEach(plug -> taken.computeIfAbsent(plug.router(), router -> new HashSet<>())
                                .add(plug.interfaceName())));
        owners.forEach((address, file) -> {
            if (wantedNames.containsKey(address)) {
                taken.computeIfAbsent(file.name(), router -> new HashSet<>()).add(wantedNames.get(address));
            }
        });
        for (Set<KernelIp> link : new LinkedHashSet<>(together.values())) {
            Map<RouterFile, Plan.Plug> plugs = new LinkedHashMap<>();
            for (KernelIp address : link) {
                RouterFile owner = owners.of(address);
                if (owner != null) {
                    plugs.computeIfAbsent(
                                    owner,
                                    file -> new Plan.Plug(
                                            file.name(), interfaceName(address, file, taken), new ArrayList<>()))
                            .addresses()
                            .add(new Plan.Address(
                                    address,
                                    hinted.containsKey(address) ? hinted.get(address) : length(address, link)));
                }
            }
            plan.segments().add(new Plan.Wiring(new ArrayList<>(plugs.values())));
        }
        owners.forEach((address, file) -> {
            if (!together.containsKey(address)) {
                loopback(address, file);
            }
        });
        mergeDualStack();
    }

    private void loopback(KernelIp address, RouterFile file) {
        int length = hinted.getOrDefault(address, address.family().maxPrefixLength());
        if (length < address.family().maxPrefixLength() && !loopbacks.contains(address)) {
            // A network with nobody else on it.
            plan.segments()
                    .add(new Plan.Wiring(List.of(new Plan.Plug(
                            file.name(), wantedNames.get(address), List.of(new Plan.Address(address, length))))));
        } else {
            plan.loopbacks()
                    .computeIfAbsent(file.name(), router -> new ArrayList<>())
                    .add(address);
        }
    }

    private String interfaceName(KernelIp address, RouterFile file, Map<String, Set<String>> taken) {
        if (wantedNames.containsKey(address)) {
            return wantedNames.get(address);
        }
        Set<String> names = taken.computeIfAbsent(file.name(), router -> new HashSet<>());
        int number = 0;
        while (!names.add("eth" + number)) {
            number++;
        }
        return "eth" + number;
    }

    /** The usual length of a network of hosts, if nobody else's address is in it; else as much as all share. */
    private int length(KernelIp address, Set<KernelIp> link) {
        Set<KernelIp> alike = link.stream()
                .filter(other -> other.family() == address.family())
                .collect(Collectors.toSet());
        int shared = shared(alike);
        int usual = Prefix.usualLength(address.family());
        Prefix network = Prefix.around(address, usual);
        boolean alone = shared >= usual
                && together.keySet().stream().noneMatch(other -> !alike.contains(other) && network.contains(other));
        return alone ? usual : shared;
    }

    private boolean isOneInterface(KernelIp a, KernelIp b) {
        return owners.of(a).equals(owners.of(b)) && wantedNames.get(a).equals(wantedNames.get(b));
    }

    private static int shared(KernelIp a, KernelIp b) {
        return a.equals(b) ? a.family().maxPrefixLength() : Ip.shared(a, b);
    }

    /** Two links of the same routers, one of each family, are one. */
    private void mergeDualStack() {
        List<Plan.Wiring> all = plan.segments();
        for (int i = 0; i < all.size(); i++) {
            Plan.Wiring one = all.get(i);
            all.subList(i + 1, all.size()).stream()
                    .filter(other -> isCounterpart(one, other))
                    .findFirst()
                    .ifPresent(other -> {
                        other.plugs()
                                .forEach(plug -> one.plugs().stream()
                                        .filter(each -> each.router().equals(plug.router()))
                                        .forEach(each -> each.addresses().addAll(plug.addresses())));
                        all.remove(other);
                    });
        }
    }

    private boolean isCounterpart(Plan.Wiring one, Plan.Wiring other) {
        return routers(one).equals(routers(other))
                && one.plugs().size() > 1
                && family(one) != family(other)
                && family(one) != null
                && family(other) != null;
    }

    private static Set<String> routers(Plan.Wiring wiring) {
        return wiring.plugs().stream().map(Plan.Plug::router).collect(Collectors.toSet());
    }

    private static Family family(Plan.Wiring wiring) {
        Set<Family> families = new HashSet<>();
        wiring.plugs()
                .forEach(plug -> plug.addresses()
                        .forEach(address -> families.add(address.address().family())));
        return families.size() == 1 ? families.iterator().next() : null;
    }

    /** Neighbors with link-local addresses: each pair is a link. */
    private void linkLocals() {
        Set<Peering> done = new HashSet<>();
        for (Peering one : peerings) {
            if (!one.isLinkLocal() || done.contains(one)) {
                continue;
            }
            List<Peering> others = peerings.stream()
                    .filter(other -> other.isLinkLocal()
                            && !other.router().equals(one.router())
                            && !done.contains(other)
                            && one.fits(other)
                            && (other.local() == null || other.local().equals(one.neighbor()))
                            && (one.local() == null || one.local().equals(other.neighbor())))
                    .toList();
            if (others.isEmpty()) {
                continue; // a stranger
            }
            if (others.size() > 1 && one.local() == null) {
                plan.notes()
                        .add(one + ": " + others.size() + " routers could be its neighbor " + one.neighbor() + "; "
                                + others.getFirst()
                                + " was taken ('local' with the link-local addresses would say it)");
            }
            Peering other = others.getFirst();
            done.add(one);
            done.add(other);
            plan.segments().add(new Plan.Wiring(List.of(plug(one, other.neighbor()), plug(other, one.neighbor()))));
        }
    }

    private static Plan.Plug plug(Peering peering, KernelIp own) {
        String name = peering.interfaceName().isEmpty() ? "eth0" : peering.interfaceName();
        return new Plan.Plug(peering.router().name(), name, new ArrayList<>(List.of(new Plan.Address(own, 64))));
    }

    /** Interfaces that static routes name are there, with nobody behind them. */
    private void devices() {
        for (RouterFile file : files) {
            file.enabled().forEach(protocol -> {
                if (protocol instanceof StaticConfig routes) {
                    routes.routes().forEach(route -> {
                        if (route.destination() instanceof StaticRoute.Via via) {
                            via.nextHops()
                                    .forEach(hop -> hop.interfaceName()
                                            .filter(name -> !isPlanned(file.name(), name))
                                            .ifPresent(name -> plan.segments()
                                                    .add(new Plan.Wiring(
                                                            List.of(new Plan.Plug(file.name(), name, List.of()))))));
                        }
                    });
                }
            });
        }
    }

    private boolean isPlanned(String router, String name) {
        return name.equals("lo")
                || plan.segments().stream()
                        .flatMap(wiring -> wiring.plugs().stream())
                        .anyMatch(plug -> plug.router().equals(router)
                                && plug.interfaceName().equals(name));
    }

    /** A neighbor far away that a file plays is behind a cable of its own: no router is there to lead to it. */
    private void farPlayers() {
        for (Peering peering : peerings) {
            if (isFarPlayer(peering) && peering.router().played() && owners.has(peering.neighbor())) {
                String router = owners.of(peering.neighbor()).name();
                String there = freeInterface(router);
                String here = freeInterface(peering.router().name());
                plan.segments()
                        .add(new Plan.Wiring(List.of(
                                new Plan.Plug(router, there, List.of()),
                                new Plan.Plug(peering.router().name(), here, List.of()))));
                plan.ways().add(new Plan.Way(router, there, peering.local()));
                plan.ways().add(new Plan.Way(peering.router().name(), here, peering.neighbor()));
            }
        }
    }

    /** Whether one side is played, and the sides are not where one network reaches. */
    private boolean isFarPlayer(Peering peering) {
        RouterFile other = owners.of(peering.neighbor());
        boolean played = peering.router().played() || (other != null && other.played());
        return played && peering.isGlobal() && !peering.isDirect() && !isNear(peering);
    }

    private String freeInterface(String router) {
        int number = 0;
        while (isPlanned(router, "eth" + number)) {
            number++;
        }
        return "eth" + number;
    }

    /** Options of BFD sessions that go by interfaces whose names are not known. */
    private void watchedInterfaces() {
        for (RouterFile file : files) {
            List<String> names = plan.segments().stream()
                    .flatMap(wiring -> wiring.plugs().stream())
                    .filter(plug -> plug.router().equals(file.name()))
                    .map(Plan.Plug::interfaceName)
                    .toList();
            file.enabled().forEach(protocol -> {
                if (protocol instanceof BfdConfig bfd) {
                    bfd.interfaces().stream()
                            .filter(block ->
                                    names.stream().noneMatch(name -> InterfaceMatcher.names(block.patterns(), name)))
                            .forEach(block -> plan.notes()
                                    .add(file.file() + ": no interface fits 'interface' of protocol bfd " + bfd.name()
                                            + "; here they are " + String.join(", ", names)
                                            + " ('# simulate: interface' names them)"));
                }
            });
        }
    }

    /** On a real machine there may be more addresses to take it from. */
    private void routerIds() {
        for (RouterFile file : files) {
            boolean chosen = file.played()
                    || file.configuration().router().routerId().configured().isPresent()
                    || owners.addressesOf(file).anyMatch(own -> own.family() == Family.IPV4);
            if (!chosen) {
                plan.notes()
                        .add(file.file()
                                + ": it has no 'router id', and no IPv4 address is known to take one from: write"
                                + " 'router id 192.0.2.1;', or an address of it as"
                                + " '# simulate: interface eth0 192.0.2.1/24'");
            }
        }
    }
}
