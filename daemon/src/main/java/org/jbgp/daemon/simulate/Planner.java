package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/**
 * Finds the network that a set of configurations describes. An address belongs to the router that says it is its own;
 * else to the one whose neighbors it fits. Addresses whose sessions need no router between them are on one link.
 */
final class Planner {
    private final List<RouterFile> files;
    private final List<Peering> peerings = new ArrayList<>();
    private final Map<KernelIp, RouterFile> owners = new LinkedHashMap<>();
    private final Plan plan = Plan.empty();
    /** Addresses of one link, by any of them. */
    private final Map<KernelIp, Set<KernelIp>> together = new LinkedHashMap<>();

    private final Map<KernelIp, String> wantedNames = new HashMap<>();
    private final Map<KernelIp, Integer> hinted = new HashMap<>();
    private final Set<KernelIp> loopbacks = new HashSet<>();

    private Planner(List<RouterFile> files) {
        this.files = files;
        for (RouterFile file : files) {
            file.configuration().protocols().forEach(protocol -> {
                if (protocol instanceof BgpConfig bgp && !bgp.common().disabled()) {
                    peerings.add(new Peering(file, bgp));
                }
            });
        }
    }

    static Plan of(List<RouterFile> files) throws BadInput {
        Planner planner = new Planner(files);
        planner.ownAddresses();
        planner.addressesByNeighbors();
        planner.links();
        planner.linkLocals();
        planner.segments();
        planner.devices();
        planner.routerIds();
        return planner.plan;
    }

    // --- whose address is it ---

    private void ownAddresses() throws BadInput {
        for (RouterFile file : files) {
            for (RouterFile.Interface each : file.interfaces()) {
                own(each.address(), file, "a comment");
                wantedNames.put(each.address(), each.name());
                hinted.put(each.address(), each.length());
                if (each.name().equals("lo")) {
                    loopbacks.add(each.address());
                }
            }
        }
        Set<KernelIp> called = new HashSet<>();
        for (Peering peering : peerings) {
            if (peering.neighbor() != null) {
                called.add(peering.neighbor());
            }
            if (peering.local() != null && !Ip.isLinkLocal(peering.local())) {
                own(peering.local(), peering.router(), peering.config().name());
            }
        }
        for (RouterFile file : files) {
            file.configuration()
                    .router()
                    .routerId()
                    .configured()
                    .map(Ip::of)
                    .filter(called::contains)
                    .ifPresent(address -> owners.putIfAbsent(address, file));
        }
    }

    private void own(KernelIp address, RouterFile file, String why) throws BadInput {
        RouterFile other = owners.putIfAbsent(address, file);
        if (other != null && !other.equals(file)) {
            throw new BadInput(file.file() + ": " + address + " (" + why + ") is an address of " + other.name()
                    + " too (" + other.file() + "): two routers cannot have one address, so one of them is wrong");
        }
    }

    private void addressesByNeighbors() {
        boolean found = true;
        while (found) {
            found = false;
            for (Peering peering : peerings) {
                KernelIp wanted = peering.neighbor();
                if (wanted == null || peering.isLinkLocal() || owners.containsKey(wanted)) {
                    continue;
                }
                Set<RouterFile> candidates = new LinkedHashSet<>();
                for (Peering other : peerings) {
                    if (!other.router().equals(peering.router()) && other.fits(peering) && callsUs(other, peering)) {
                        candidates.add(other.router());
                    }
                }
                if (candidates.size() == 1) {
                    owners.put(wanted, candidates.iterator().next());
                    found = true;
                }
            }
        }
        byNearness();
    }

    /** Whether the other side has this router as its neighbor. */
    private boolean callsUs(Peering other, Peering us) {
        if (other.neighbor() != null) {
            return us.router().equals(owners.get(other.neighbor()))
                    && (us.local() == null || us.local().equals(other.neighbor()))
                    && (other.local() == null || other.local().equals(us.neighbor()));
        }
        return other.takes(us.local())
                || owners.entrySet().stream()
                        .anyMatch(own -> own.getValue().equals(us.router()) && other.takes(own.getKey()));
    }

    /** Two that say nothing of their own addresses: the neighbor addresses of both are the nearest to each other. */
    private void byNearness() {
        for (Peering one : peerings) {
            Peering best = null;
            int most = 0;
            boolean several = false;
            for (Peering other : peerings) {
                if (other.router().equals(one.router()) || !isOpen(one) || !isOpen(other) || !one.fits(other)) {
                    continue;
                }
                if (one.neighbor().family() != other.neighbor().family()
                        || one.neighbor().equals(other.neighbor())) {
                    continue;
                }
                int shared = Ip.shared(one.neighbor(), other.neighbor());
                several |= shared == most && most > 0;
                if (shared > most) {
                    most = shared;
                    best = other;
                    several = false;
                }
            }
            if (best != null && !several && most >= lanLength(one.neighbor().family())) {
                owners.put(one.neighbor(), best.router());
                owners.put(best.neighbor(), one.router());
            }
        }
    }

    private boolean isOpen(Peering peering) {
        return peering.neighbor() != null && !peering.isLinkLocal() && !owners.containsKey(peering.neighbor());
    }

    // --- which addresses are on one link ---

    private void links() {
        peerings.stream().filter(each -> each.isDirect() && isGlobal(each)).forEach(this::join);
        Set<RouterFile> placed = new HashSet<>();
        together.keySet().forEach(address -> placed.add(owners.get(address)));
        files.stream()
                .filter(file ->
                        file.interfaces().stream().anyMatch(each -> !each.name().equals("lo")))
                .forEach(placed::add);
        // Calico says multihop of neighbors on one link. Who has a link besides has a loopback address for that.
        peerings.stream()
                .filter(each -> !each.isDirect() && isGlobal(each))
                .filter(each -> !placed.contains(each.router()) && !placed.contains(owners.get(each.neighbor())))
                .forEach(this::join);
        hinted.forEach((address, length) -> {
            if (!loopbacks.contains(address)) {
                hinted.keySet().stream()
                        .filter(other -> isOneNetwork(address, other))
                        .forEach(other -> join(address, other));
            }
        });
        joinOverlapping();
        joinWithoutLink();
    }

    /** Internal neighbors need no link between them; but a router without any link is on that of a near neighbor. */
    private void joinWithoutLink() {
        for (Peering peering : peerings) {
            KernelIp own = isGlobal(peering) ? ownAddress(peering) : null;
            boolean near = own != null
                    && owners.containsKey(peering.neighbor())
                    && own.family() == peering.neighbor().family()
                    && !loopbacks.contains(own)
                    && !loopbacks.contains(peering.neighbor())
                    && Ip.shared(own, peering.neighbor()) >= lanLength(own.family());
            if (near && (isAlone(peering.router()) || isAlone(owners.get(peering.neighbor())))) {
                join(peering);
                plan.notes()
                        .add(peering + ": " + own + " and " + peering.neighbor() + " are taken to be on one link"
                                + " ('# simulate: interface' would say it)");
            }
        }
    }

    private boolean isAlone(RouterFile file) {
        return file.interfaces().stream().allMatch(each -> each.name().equals("lo"))
                && together.keySet().stream().noneMatch(address -> file.equals(owners.get(address)))
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
                others.addAll(owners.keySet());
                for (KernelIp other : others) {
                    if (length >= lanLength(first.family())
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

    private boolean isGlobal(Peering peering) {
        return peering.neighbor() != null && !peering.isLinkLocal();
    }

    private void join(Peering peering) {
        KernelIp own = ownAddress(peering);
        if (own != null) {
            join(own, peering.neighbor());
            if (!peering.interfaceName().isEmpty()) {
                wantedNames.putIfAbsent(own, peering.interfaceName());
            }
        }
    }

    /** The address that the other side knows this router by, or the nearest of those it has; null if it has none. */
    private KernelIp ownAddress(Peering peering) {
        if (peering.local() != null) {
            return peering.local();
        }
        RouterFile other = owners.get(peering.neighbor());
        for (Peering each : peerings) {
            if (each.router().equals(other)
                    && each.neighbor() != null
                    && peering.router().equals(owners.get(each.neighbor()))
                    && each.neighbor().family() == peering.neighbor().family()
                    && (each.local() == null || each.local().equals(peering.neighbor()))
                    && each.fits(peering)) {
                return each.neighbor();
            }
        }
        return owners.entrySet().stream()
                .filter(own -> own.getValue().equals(peering.router())
                        && own.getKey().family() == peering.neighbor().family())
                .map(Map.Entry::getKey)
                .max(Comparator.comparingInt(own -> Ip.shared(own, peering.neighbor())))
                .filter(own ->
                        Ip.shared(own, peering.neighbor()) >= own.family().maxPrefixLength() / 4)
                .orElse(null);
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
        owners.forEach((address, file) -> {
            if (wantedNames.containsKey(address)) {
                taken.computeIfAbsent(file.name(), router -> new HashSet<>()).add(wantedNames.get(address));
            }
        });
        for (Set<KernelIp> link : new LinkedHashSet<>(together.values())) {
            int length = length(link);
            Map<RouterFile, Plan.Plug> plugs = new LinkedHashMap<>();
            for (KernelIp address : link) {
                RouterFile owner = owners.get(address);
                if (owner != null) {
                    plugs.computeIfAbsent(
                                    owner,
                                    file -> new Plan.Plug(
                                            file.name(), interfaceName(address, file, taken), new ArrayList<>()))
                            .addresses()
                            .add(new Plan.Address(address, hinted.getOrDefault(address, length)));
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
    private int length(Set<KernelIp> link) {
        KernelIp first = link.iterator().next();
        int shared = shared(link);
        int usual = lanLength(first.family());
        KernelIp network = Ip.network(first, usual);
        boolean alone = shared >= usual
                && together.keySet().stream()
                        .noneMatch(other -> other.family() == first.family()
                                && !link.contains(other)
                                && Ip.network(other, usual).equals(network));
        return alone ? usual : shared;
    }

    private static int shared(KernelIp a, KernelIp b) {
        return a.equals(b) ? a.family().maxPrefixLength() : Ip.shared(a, b);
    }

    private static int lanLength(Family family) {
        return family == Family.IPV4 ? 24 : 64;
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
            file.configuration().protocols().forEach(protocol -> {
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

    /** On a real machine there may be more addresses to take it from. */
    private void routerIds() {
        for (RouterFile file : files) {
            boolean chosen =
                    file.configuration().router().routerId().configured().isPresent()
                            || owners.entrySet().stream()
                                    .anyMatch(own -> own.getValue().equals(file)
                                            && own.getKey().family() == Family.IPV4);
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
