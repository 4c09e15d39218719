package org.jbgp.daemon.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.simulation.RandomNetwork.Link;
import org.jbgp.daemon.simulation.RandomNetwork.Node;
import org.jbgp.daemon.simulation.RandomNetwork.Sort;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Bytes;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;

/**
 * What must hold of a {@link RandomNetwork} at rest: every router has what the {@link Fixpoint} says, what its
 * neighbors advertise, and all of that in its kernel; its history still has what was so at the times before.
 */
final class RestCheck {
    /** History is asked for about so many prefixes of each router. */
    private static final int MOST_REMEMBERED = 20;

    private final RandomNetwork network;
    private final World world;
    private final List<String> wrong;
    /** What history must say of moments when all was at rest. */
    private final List<Remembered> remembered = new ArrayList<>();
    /** So many of them are older than the last rest. */
    private int rested;

    /** @param wrong takes what does not hold */
    RestCheck(RandomNetwork network, World world, List<String> wrong) {
        this.network = network;
        this.world = world;
        this.wrong = wrong;
    }

    void check() {
        Fixpoint right = new Fixpoint(network);
        List<Remembered> lastTime = List.copyOf(remembered.subList(rested, remembered.size()));
        rested = remembered.size();
        for (Node node : network.nodes) {
            if (node.up) {
                checkSessions(node, right);
                checkWatches(node);
                checkTable(node, right, 0);
                if (node.piped) {
                    checkTable(node, right, 1);
                }
                checkKernel(node, 0, KernelRoute.TABLE_MAIN);
                int vrf = network.vrfs.ofSecondTable(node);
                if (vrf != 0) {
                    checkKernel(node, 1, RandomVrfs.table(vrf));
                }
                if (network.history) {
                    remember(node);
                }
            }
        }
        checkHistory(lastTime);
        if (network.importTable && wrong.isEmpty()) {
            network.links.stream().filter(network::isUp).forEach(link -> {
                checkAdjacent(link, network.nodes.get(link.a), network.nodes.get(link.b), right);
                checkAdjacent(link, network.nodes.get(link.b), network.nodes.get(link.a), right);
            });
        }
    }

    private SimulatedRouter router(Node node) {
        return world.router(node.name());
    }

    private ShardPool shards(Node node) {
        return router(node).router().shards();
    }

    private void checkSessions(Node node, Fixpoint right) {
        compare(node.name() + ": sessions", new TreeSet<>(right.sessions(node.number)), sessions(node));
    }

    /** BFD is up where the neighbor can be heard and hears, and there is no session besides. */
    private void checkWatches(Node node) {
        if (network.watch == RandomNetwork.Watch.NONE) {
            return;
        }
        SimulatedBfd bfd = router(node).host().bfd();
        Set<String> should = new TreeSet<>();
        Set<String> is = new TreeSet<>();
        for (Link link : network.linksOf(node)) {
            BfdState state = bfd.state(Ip.of(network.neighbor(link, node.number)), network.interfaceName(link));
            if (network.isUp(link)) {
                should.add(link.name());
            }
            if (state == BfdState.UP) {
                is.add(link.name());
            }
        }
        compare(node.name() + ": BFD sessions that are up", should, is);
        if (bfd.sessions().size() > network.linksOf(node).size()) {
            wrong.add(node.name() + ": " + bfd.sessions().size() + " BFD sessions");
        }
    }

    private Set<String> sessions(Node node) {
        Set<String> up = new TreeSet<>();
        for (ProtocolStatus status : router(node).protocols()) {
            if (status.details() instanceof BgpStatus bgp && bgp.state() == BgpStatus.State.ESTABLISHED) {
                up.add(status.name());
            }
        }
        return up;
    }

    private void compare(String what, Object right, Object found) {
        if (!right.equals(found)) {
            wrong.add(what + "\n  should be " + right + "\n  is        " + found);
        }
    }

    private void checkTable(Node node, Fixpoint right, int table) {
        Map<String, List<String>> should = new TreeMap<>();
        Map<String, String> best = new TreeMap<>();
        // Among routes of one neighbor with ADD-PATH nothing but the length of the path decides.
        boolean anyOf = network.addPath && network.sort == Sort.ROUTE_SERVER;
        right.table(node.number, table).forEach((prefix, routes) -> {
            String text = network.prefix(prefix);
            should.put(text, routes.stream().map(this::show).sorted().toList());
            best.put(text, anyOf ? length(show(routes.getFirst())) : show(routes.getFirst()));
        });
        Map<String, List<String>> is = new TreeMap<>();
        Map<String, String> chosen = new TreeMap<>();
        for (RouteEntry route : router(node).locRib(network.table(table))) {
            String prefix = ReplyText.prefix(route.prefix());
            is.computeIfAbsent(prefix, any -> new ArrayList<>()).add(show(route));
            if (route.primary()) {
                chosen.put(prefix, anyOf ? length(show(route)) : show(route));
            }
            if (route.stale()) {
                wrong.add(node.name() + ": " + prefix + " is stale");
            }
        }
        is.values().forEach(routes -> routes.sort(null));
        String where = node.name() + " " + network.table(table);
        compare(where + ": Loc-RIB", should, is);
        compare(where + ": best routes", best, chosen);
    }

    private static String length(String shown) {
        return shown.replaceAll("\\d+ ", "x");
    }

    private String show(Fixpoint.Route route) {
        String from = route.session() == null ? "own" : route.session().name();
        StringBuilder text = new StringBuilder(from).append(' ');
        if (!route.members().isEmpty()) {
            text.append(route.members().stream().map(String::valueOf).collect(Collectors.joining(" ", "(", ") ")));
        }
        route.path().forEach(as -> text.append(as).append(' '));
        if (showsPreference() && route.session() != null) {
            text.append(route.preference());
        }
        return text.toString();
    }

    /** Best routes of a router at some time, a second before the next thing may happen. */
    private record Remembered(Node node, Instant when, Map<String, RouteEntry> best) {}

    private void remember(Node node) {
        Map<String, RouteEntry> best = new TreeMap<>();
        int step = 1 + network.prefixes / MOST_REMEMBERED;
        router(node).locRib(network.table(0)).stream()
                .filter(route -> route.primary() && route.prefix().hashCode() % step == 0)
                .forEach(route -> best.put(ReplyText.prefix(route.prefix()), route));
        remembered.add(
                new Remembered(node, router(node).router().clock().instant().minusSeconds(1), best));
    }

    /** All moments at once; {@link #check} looks at those of the rest before. */
    void checkHistory() {
        checkHistory(remembered);
    }

    /** What history says of earlier moments is what was seen then; it may not go back so far. */
    private void checkHistory(List<Remembered> moments) {
        for (Remembered then : moments) {
            if (!then.node.up) {
                continue;
            }
            Map<String, String> should = new TreeMap<>();
            Map<String, String> is = new TreeMap<>();
            then.best.forEach((prefix, route) -> {
                should.put(prefix, show(route));
                HistoryView.Then said = router(then.node)
                        .router()
                        .history()
                        .at(List.of(network.table(0)), route.prefix(), then.when)
                        .getFirst();
                is.put(prefix, !said.known() ? show(route) : said.route() == null ? "nothing" : show(said.route()));
            });
            compare(then.node.name() + ": history at " + then.when, should, is);
        }
    }

    private String show(PastRoute route) {
        return show(
                route.origin().protocol(), route.attributes(), route.origin().from() != null);
    }

    private String show(RouteEntry route) {
        return show(route.protocol(), route.attributes(), route.kind() == RouteSource.Kind.RTS_BGP);
    }

    private String show(String protocol, byte[] attributes, boolean bgp) {
        StringBuilder text = new StringBuilder(protocol).append(' ').append(path(attributes));
        if (showsPreference() && bgp) {
            text.append(number(attributes, AttributeBlob.LOCAL_PREF));
        }
        return text.toString();
    }

    private boolean showsPreference() {
        return network.sort == Sort.REFLECTORS || network.sort == Sort.CONFEDERATION;
    }

    private static String path(byte[] set) {
        int at = AttributeBlob.find(set, AttributeBlob.BGP, AttributeBlob.AS_PATH);
        if (at == AttributeBlob.ABSENT) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        AsPath.appendTo(text, set, AttributeBlob.value(at), AttributeBlob.valueLength(set, at));
        return text.isEmpty() ? "" : text.append(' ').toString();
    }

    private static long number(byte[] set, int code) {
        int at = AttributeBlob.find(set, AttributeBlob.BGP, code);
        return at == AttributeBlob.ABSENT ? -1 : Bytes.u32(set, AttributeBlob.value(at));
    }

    /** A kernel table has the best routes of BGP, with their gateways and interfaces, and nothing else. */
    private void checkKernel(Node node, int table, int kernelTable) {
        Host host = router(node).host();
        Map<String, String> should = new TreeMap<>();
        for (RouteEntry route : router(node).locRib(network.table(table))) {
            if (route.primary() && route.kind() == RouteSource.Kind.RTS_BGP) {
                should.put(
                        ReplyText.prefix(route.prefix()),
                        route.nextHops().isEmpty()
                                ? route.destination().toString()
                                : Ip.of(route.nextHops().getFirst().gateway()) + " " + interfaceOf(node, route));
            }
        }
        Map<String, String> is = new TreeMap<>();
        for (KernelRoute route : host.kernel().routesOf(kernelTable, network.ipv6 ? Family.IPV6 : Family.IPV4)) {
            is.put(route.prefix(), route.nextHops().isEmpty() ? route.type().toString() : show(host, route));
        }
        compare(node.name() + ": kernel table " + kernelTable, should, is);
    }

    /** A session's routes go out by the interface of its cable. */
    private String interfaceOf(Node node, RouteEntry route) {
        return network.linksOf(node).stream()
                .filter(link -> link.name().equals(route.protocol()))
                .map(network::interfaceName)
                .findFirst()
                .orElse("none");
    }

    private static String show(Host host, KernelRoute route) {
        KernelNextHop hop = route.nextHops().getFirst();
        return hop.gateway() + " " + host.port(hop.ifindex()).map(Port::name).orElse("gone");
    }

    /** Adj-RIB-Out here is Adj-RIB-In there, but for loops. */
    private void checkAdjacent(Link link, Node from, Node to, Fixpoint right) {
        Map<String, Integer> sent = new TreeMap<>();
        Map<String, Integer> taken = new TreeMap<>();
        for (int prefix = 0; prefix < network.prefixes; prefix++) {
            String text = network.prefix(prefix);
            put(sent, text, right.advertised(link, from, prefix).size());
            put(
                    taken,
                    text,
                    right.table(to.number, link.tableAt(to.number)).getOrDefault(prefix, List.of()).stream()
                            .filter(route -> route.session() == link)
                            .count());
        }
        String where = link.name() + " from " + from.name() + " to " + to.name();
        compare(
                where + ": Adj-RIB-Out",
                sent,
                count(router(from)
                        .adjRibOut(network.table(link.tableAt(from.number)), link.name(), network.channel())));
        compare(
                where + ": Adj-RIB-In",
                taken,
                count(router(to).adjRibIn(network.table(link.tableAt(to.number)), link.name(), network.channel())));
    }

    private static void put(Map<String, Integer> counts, String prefix, long count) {
        if (count > 0) {
            counts.put(prefix, (int) count);
        }
    }

    private static Map<String, Integer> count(List<RouteEntry> routes) {
        Map<String, Integer> prefixes = new TreeMap<>();
        routes.forEach(route -> prefixes.merge(ReplyText.prefix(route.prefix()), 1, Integer::sum));
        return prefixes;
    }

    /** No router has more export groups than sessions. */
    void checkGroups() {
        for (Node node : network.nodes) {
            for (int shard = 0; shard < shards(node).size(); shard++) {
                int groups = router(node).router().groups(shard).size();
                if (groups > sessions(node).size()) {
                    wrong.add(node.name() + ": " + groups + " export groups");
                }
            }
        }
    }

    /** Nothing is left of any prefix. */
    void checkEmpty() {
        for (Node node : network.nodes) {
            for (int i = 0; i < shards(node).size(); i++) {
                Shard shard = shards(node).peek(i);
                compare(node.name() + ": attribute sets", 0, shard.attributes().size());
                compare(
                        node.name() + ": prefixes",
                        0,
                        shard.index(network.ipv6 ? AddressFamily.IPV6_UNICAST : AddressFamily.IPV4_UNICAST)
                                .size());
            }
        }
    }
}
