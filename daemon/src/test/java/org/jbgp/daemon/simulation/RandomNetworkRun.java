package org.jbgp.daemon.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.LogTap;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouterCommands;
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
import org.jbgp.kernel.KernelRoute;

/**
 * The life of one {@link RandomNetwork}: links and routers fail and come back, configurations change, cables become
 * slow. Whenever it has come to rest, every router is compared with the {@link Fixpoint} and with its neighbors and
 * kernel. All of it from one seed.
 */
final class RandomNetworkRun implements AutoCloseable {
    /** Longer than the hold time, and any other wait. */
    private static final Duration QUIET = Duration.ofSeconds(260);

    private static final Duration LONG = Duration.ofHours(2);

    private static final LogTap LOG = DaemonLog.install("simulation", true).tap();

    private final Random random;
    private final RandomNetwork network;
    private final World world;
    private final Map<Link, Segment> cables = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final LogTap.Subscription errors;
    private Segment lan;
    private long waiting;
    /** What history must say of moments when all was at rest. */
    private final List<Remembered> remembered = new ArrayList<>();

    RandomNetworkRun(long seed, int most) {
        random = new Random(seed);
        network = new RandomNetwork(random, 3 + random.nextInt(most - 2));
        world = new World(seed);
        errors =
                LOG.listen(EnumSet.of(LogClass.ERROR, LogClass.FATAL, LogClass.BUG), line -> wrong.add("log: " + line));
        story.add("%s, %d routers, %d links, %d prefixes%s%s%s%s%s"
                .formatted(
                        network.sort,
                        network.nodes.size(),
                        network.links.size(),
                        network.prefixes,
                        network.addPath ? ", ADD-PATH" : "",
                        network.importTable ? ", import table" : "",
                        network.longLived ? ", long-lived" : network.gracefulRestart ? ", graceful restart" : "",
                        network.ipv6 ? ", IPv6" : "",
                        network.history ? ", history" : ""));
        build();
    }

    private void build() {
        for (Node node : network.nodes) {
            world.add(node.name(), configuration(node), 1 + random.nextInt(2));
        }
        if (network.oneSegment()) {
            List<Port> ports = new ArrayList<>();
            for (Node node : network.nodes) {
                ports.add(port(node, "lan", network.address(null, node.number)));
            }
            lan = world.link("lan", delay(), ports);
            network.links.forEach(link -> cables.put(link, lan));
            return;
        }
        for (Link link : network.links) {
            Port a = port(network.nodes.get(link.a), link.name(), network.address(link, link.a));
            Port b = port(network.nodes.get(link.b), link.name(), network.address(link, link.b));
            cables.put(link, world.link(link.name(), delay(), List.of(a, b)));
        }
    }

    private Port port(Node node, String name, String address) {
        return router(node).host().port(name).address(Ip.of(address(address)), network.addressLength());
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private Duration delay() {
        return Duration.ofMillis(1 + random.nextInt(50));
    }

    private SimulatedRouter router(Node node) {
        return world.router(node.name());
    }

    private Configuration configuration(Node node) {
        return ConfigurationLoader.loadText(node.name(), network.configuration(node.number), Optional.empty())
                .configuration()
                .orElseThrow();
    }

    /** What happened, and what was wrong; the latter empty if all was well. */
    record Outcome(List<String> story, List<String> wrong) {
        boolean isWell() {
            return wrong.isEmpty();
        }

        @Override
        public String toString() {
            return String.join("\n", story) + "\n" + String.join("\n", wrong);
        }
    }

    /** Lives it all. */
    Outcome live() {
        world.startAll();
        int acts = 1 + random.nextInt(3);
        for (int act = 0; act <= acts && wrong.isEmpty(); act++) {
            if (act > 0) {
                for (int events = 1 + random.nextInt(4); events > 0; events--) {
                    happen();
                    world.run(pause());
                }
            }
            check("act " + act);
            waiting = act == 0 ? waiting() : waiting;
        }
        if (wrong.isEmpty()) {
            recover();
        }
        if (wrong.isEmpty()) {
            empty();
        }
        return new Outcome(story, wrong);
    }

    /** Mostly short, so that one thing happens while another one is under way. */
    private Duration pause() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofMillis(random.nextInt(100));
            case 2 -> Duration.ofMillis(random.nextInt(3000));
            default -> Duration.ofSeconds(random.nextInt(120));
        };
    }

    private void happen() {
        Node node = network.nodes.get(random.nextInt(network.nodes.size()));
        Link link = network.links.get(random.nextInt(network.links.size()));
        switch (random.nextInt(13)) {
            case 0, 1 -> cut(link);
            case 2 -> slow(link);
            case 3 -> stop(node);
            case 4 -> restart(node);
            case 5 -> powerCycle(node);
            case 6, 7 -> disable(link, random.nextBoolean() ? link.a : link.b);
            case 8 -> refresh(link);
            case 9 -> change(link);
            default -> change(node);
        }
    }

    private void tell(String what) {
        story.add(world.time().elapsed() + " " + what);
    }

    /** A cable is pulled or plugged in; on a switch the two hear nothing of each other. */
    private void cut(Link link) {
        link.cut = !link.cut;
        tell(link.name() + (link.cut ? " is cut" : " is mended"));
        if (lan != null || random.nextBoolean()) {
            cables.get(link)
                    .part(
                            router(network.nodes.get(link.a)).host(),
                            router(network.nodes.get(link.b)).host(),
                            link.cut);
        } else {
            cables.get(link).cut(link.cut);
        }
        if (!link.cut) {
            cables.get(link).cut(false);
            cables.get(link)
                    .part(
                            router(network.nodes.get(link.a)).host(),
                            router(network.nodes.get(link.b)).host(),
                            false);
        }
    }

    /** A member that is slow to hear; still, a dial is answered before it is given up. */
    private void slow(Link link) {
        Duration delay = random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(4000)) : delay();
        cables.get(link).delay(delay);
        tell(link.name() + " takes " + delay);
    }

    private void stop(Node node) {
        if (node.up) {
            tell(node.name() + " stops");
            router(node).stop();
            node.up = false;
        } else {
            tell(node.name() + " starts");
            begin(node);
        }
    }

    /** What changed while it was down comes as a reload. */
    private void begin(Node node) {
        node.up = true;
        router(node).start(false);
        enabled(node);
        router(node).configure(configuration(node));
    }

    /** Its process dies and, as a rule, comes back, as a graceful restart where that is agreed on. */
    private void restart(Node node) {
        if (!node.up) {
            return;
        }
        boolean recovers = network.gracefulRestart && random.nextBoolean();
        tell(node.name() + " dies" + (recovers ? " and recovers" : ""));
        router(node).kill();
        if (random.nextInt(4) == 0) {
            node.up = false;
            return;
        }
        world.run(Duration.ofMillis(random.nextInt(2000)));
        router(node).start(recovers);
        enabled(node);
    }

    private void powerCycle(Node node) {
        if (!node.up) {
            return;
        }
        tell(node.name() + " loses power");
        router(node).powerOff();
        if (random.nextInt(4) == 0) {
            node.up = false;
            return;
        }
        world.run(Duration.ofMillis(random.nextInt(90_000)));
        router(node).start(false);
        enabled(node);
    }

    /** A router that starts knows nothing of orders. */
    private void enabled(Node node) {
        network.links.stream()
                .filter(link -> link.a == node.number || link.b == node.number)
                .forEach(link -> link.disable(node.number, false));
    }

    /** {@code disable} or {@code enable}. */
    private void disable(Link link, int where) {
        Node node = network.nodes.get(where);
        if (!node.up) {
            return;
        }
        boolean now = !link.isDisabledAt(where);
        link.disable(where, now);
        tell(node.name() + (now ? " disables " : " enables ") + link.name());
        var _ = now
                ? router(node).router().orders().disable(link.name(), "")
                : router(node).router().orders().enable(link.name(), "");
    }

    /** {@code reload}: route refresh both ways. */
    private void refresh(Link link) {
        Node node = network.nodes.get(link.a);
        if (node.up) {
            tell(node.name() + " reloads " + link.name());
            var _ = router(node).router().orders().reload(link.name(), RouterCommands.Direction.BOTH);
        }
    }

    /** What two routers are to each other changes, at one end after the other; or what all agree on. */
    private void change(Link link) {
        if (network.sort == RandomNetwork.Sort.BUSINESS) {
            link.relation = link.relation == RandomNetwork.Relation.PEER
                    ? RandomNetwork.Relation.CUSTOMER
                    : RandomNetwork.Relation.PEER;
            tell(link.name() + " is " + link.relation);
            configure(network.nodes.get(link.a));
            world.run(pause());
            configure(network.nodes.get(link.b));
        } else if (network.mayHaveAddPath()) {
            network.addPath = !network.addPath;
            tell("ADD-PATH " + network.addPath);
            for (Node node : network.nodes) {
                configure(node);
                world.run(Duration.ofMillis(random.nextInt(50)));
            }
        }
    }

    private void change(Node node) {
        switch (random.nextInt(3)) {
            case 0 -> node.prepend = 1 + random.nextInt(4);
            case 1 -> node.preference += 100 * (1 + random.nextInt(2));
            default -> {
                Node origin = network.nodes.get(network.someOrigin(random));
                int prefix = random.nextInt(network.prefixes);
                if (!origin.prefixes.remove(prefix)) {
                    origin.prefixes.add(prefix);
                }
                configure(origin);
                return;
            }
        }
        configure(node);
    }

    private void configure(Node node) {
        tell(node.name() + " has " + (node.prefixes.size() > 20 ? "many" : node.prefixes) + ", prepends " + node.prepend
                + ", prefers " + node.preference);
        if (node.up) {
            router(node).configure(configuration(node));
        }
    }

    // --- what must hold at rest ---

    private void check(String when) {
        boolean quiet = world.time().runUntilQuiet(QUIET, LONG);
        tell("at rest, " + when);
        if (!quiet) {
            wrong.add(when + ": it does not come to rest");
            return;
        }
        Fixpoint right = new Fixpoint(network);
        for (Node node : network.nodes) {
            if (node.up) {
                checkSessions(node, right);
                checkTable(node, right);
                checkKernel(node);
                if (network.history) {
                    remember(node);
                }
            }
        }
        checkHistory();
        if (network.importTable && wrong.isEmpty()) {
            network.links.stream().filter(network::isUp).forEach(link -> {
                checkAdjacent(link, network.nodes.get(link.a), network.nodes.get(link.b), right);
                checkAdjacent(link, network.nodes.get(link.b), network.nodes.get(link.a), right);
            });
        }
    }

    private void checkSessions(Node node, Fixpoint right) {
        compare(node.name() + ": sessions", new TreeSet<>(right.sessions(node.number)), sessions(node));
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

    private void checkTable(Node node, Fixpoint right) {
        Map<String, List<String>> should = new TreeMap<>();
        Map<String, String> best = new TreeMap<>();
        // Among routes of one neighbor with ADD-PATH nothing but the length of the path decides.
        boolean anyOf = network.addPath && network.sort == Sort.ROUTE_SERVER;
        right.table(node.number).forEach((prefix, routes) -> {
            String text = network.prefix(prefix);
            should.put(text, routes.stream().map(this::show).sorted().toList());
            best.put(text, anyOf ? length(show(routes.getFirst())) : show(routes.getFirst()));
        });
        Map<String, List<String>> is = new TreeMap<>();
        Map<String, String> chosen = new TreeMap<>();
        for (RouteEntry route : router(node).locRib(network.table())) {
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
        compare(node.name() + ": Loc-RIB", should, is);
        compare(node.name() + ": best routes", best, chosen);
    }

    private static String length(String shown) {
        return shown.replaceAll("\\d+ ", "x");
    }

    private String show(Fixpoint.Route route) {
        String from = route.session() == null ? "own" : route.session().name();
        StringBuilder text = new StringBuilder(from).append(' ');
        route.path().forEach(as -> text.append(as).append(' '));
        if (network.sort == Sort.REFLECTORS && route.session() != null) {
            text.append(route.preference());
        }
        return text.toString();
    }

    /** Best routes of a router at some time, a second before the next thing may happen. */
    private record Remembered(Node node, Instant when, Map<String, RouteEntry> best) {}

    private void remember(Node node) {
        Map<String, RouteEntry> best = new TreeMap<>();
        router(node).locRib(network.table()).stream()
                .filter(RouteEntry::primary)
                .forEach(route -> best.put(ReplyText.prefix(route.prefix()), route));
        remembered.add(
                new Remembered(node, router(node).router().clock().instant().minusSeconds(1), best));
    }

    /** What history says of earlier moments is what was seen then; it may not go back so far. */
    private void checkHistory() {
        for (Remembered then : remembered) {
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
                        .at(List.of(network.table()), route.prefix(), then.when)
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
        if (network.sort == Sort.REFLECTORS && bgp) {
            text.append(number(attributes, AttributeBlob.LOCAL_PREF));
        }
        return text.toString();
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

    /** The kernel has the best routes of BGP, with their gateways, and nothing else. */
    private void checkKernel(Node node) {
        Map<String, String> should = new TreeMap<>();
        for (RouteEntry route : router(node).locRib(network.table())) {
            if (route.primary() && route.kind() == RouteSource.Kind.RTS_BGP) {
                should.put(
                        ReplyText.prefix(route.prefix()),
                        route.nextHops().isEmpty()
                                ? route.destination().toString()
                                : Ip.of(route.nextHops().getFirst().gateway()).toString());
            }
        }
        Map<String, String> is = new TreeMap<>();
        for (KernelRoute route : router(node).host().kernel().routes(network.ipv6 ? Family.IPV6 : Family.IPV4)) {
            is.put(
                    route.prefix(),
                    route.nextHops().isEmpty()
                            ? route.type().toString()
                            : route.nextHops().getFirst().gateway().toString());
        }
        compare(node.name() + ": kernel", should, is);
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
                    right.table(to.number).getOrDefault(prefix, List.of()).stream()
                            .filter(route -> route.session() == link)
                            .count());
        }
        String where = link.name() + " from " + from.name() + " to " + to.name();
        compare(
                where + ": Adj-RIB-Out",
                sent,
                count(router(from).adjRibOut(network.table(), link.name(), network.channel())));
        compare(
                where + ": Adj-RIB-In",
                taken,
                count(router(to).adjRibIn(network.table(), link.name(), network.channel())));
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

    /** All comes back, and no timer and no export group is left of what was in between. */
    private void recover() {
        for (Link link : network.links) {
            if (link.cut) {
                cut(link);
            }
            cables.get(link).delay(delay());
            for (int end : new int[] {link.a, link.b}) {
                if (link.isDisabledAt(end)) {
                    disable(link, end);
                }
            }
        }
        network.nodes.stream().filter(node -> !node.up).forEach(this::begin);
        check("all is back");
        long now = waiting();
        if (now > waiting) {
            wrong.add("events that wait: " + waiting + " at first, " + now + " now");
        }
        for (Node node : network.nodes) {
            for (int shard = 0; shard < shards(node).size(); shard++) {
                int groups = router(node).router().groups(shard).size();
                if (groups > sessions(node).size()) {
                    wrong.add(node.name() + ": " + groups + " export groups");
                }
            }
        }
    }

    /** Timers that run; messages that are just under way do not count. */
    private long waiting() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            world.run(Duration.ofMillis(7_001));
            least = Math.min(least, world.time().waiting());
        }
        return least;
    }

    private ShardPool shards(Node node) {
        return router(node).router().shards();
    }

    /** Without prefixes nothing is left of any: no route, no attributes, no number. */
    private void empty() {
        for (Node node : network.nodes) {
            node.prefixes.clear();
            configure(node);
        }
        check("without prefixes");
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

    @Override
    public void close() {
        errors.close();
        world.close();
    }
}
