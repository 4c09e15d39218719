package org.jbgp.daemon.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.LogTap;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.simulation.RandomNetwork.Link;
import org.jbgp.daemon.simulation.RandomNetwork.Node;

/**
 * The life of one {@link RandomNetwork}: links and routers fail and come back, configurations change, cables become
 * slow, and whenever it has come to rest, {@link RestCheck} looks at it. All of it from one seed.
 */
final class RandomNetworkRun implements AutoCloseable {
    /** Longer than hold time, restart time and stale time together, and than any other wait. */
    private static final Duration QUIET = Duration.ofSeconds(110);

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
    private final RestCheck rest;

    RandomNetworkRun(long seed, int most) {
        random = new Random(seed);
        network = new RandomNetwork(random, 3 + random.nextInt(most - 2), seed);
        world = new World(seed);
        rest = new RestCheck(network, world, wrong);
        errors =
                LOG.listen(EnumSet.of(LogClass.ERROR, LogClass.FATAL, LogClass.BUG), line -> wrong.add("log: " + line));
        story.add("%s, %d routers, %d links, %d prefixes%s%s%s%s%s%s%s%s"
                .formatted(
                        network.sort,
                        network.nodes.size(),
                        network.links.size(),
                        network.prefixes,
                        network.addPath ? ", ADD-PATH" : "",
                        network.importTable ? ", import table" : "",
                        network.longLived ? ", long-lived" : network.gracefulRestart ? ", graceful restart" : "",
                        network.ipv6 ? ", IPv6" : "",
                        network.history ? ", history" : "",
                        network.watch == RandomNetwork.Watch.NONE ? "" : ", BFD " + network.watch,
                        network.nodes.stream().anyMatch(node -> node.piped) ? ", pipes" : "",
                        network.vrfs.used ? ", VRFs" : ""));
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
            vrfs();
            return;
        }
        for (Link link : network.links) {
            Port a = port(network.nodes.get(link.a), link.name(), network.address(link, link.a));
            Port b = port(network.nodes.get(link.b), link.name(), network.address(link, link.b));
            cables.put(link, world.link(link.name(), delay(), List.of(a, b)));
        }
        vrfs();
    }

    private void vrfs() {
        network.nodes.forEach(node -> network.vrfs.of(node).forEach(vrf -> makeVrf(node, vrf)));
    }

    /** Makes the device of a VRF, and puts its interfaces into it. */
    private void makeVrf(Node node, int vrf) {
        Host host = router(node).host();
        Port device = host.vrf(RandomVrfs.device(vrf), RandomVrfs.table(vrf));
        network.linksOf(node).stream()
                .filter(link -> link.vrfAt(node.number) == vrf)
                .forEach(link -> host.port(network.interfaceName(link)).enslave(device));
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
        return ConfigurationLoader.loadText(node.name(), RouterFile.of(network, node), Optional.empty())
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
                    happenToVrfs();
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

    /** Sometimes a VRF's device is deleted, or made again. */
    private void happenToVrfs() {
        Random own = network.vrfs.random();
        if (!network.vrfs.used || own.nextInt(3) != 0) {
            return;
        }
        Node node = network.nodes.get(own.nextInt(network.nodes.size()));
        List<Integer> there = network.vrfs.of(node);
        if (there.isEmpty()) {
            return;
        }
        int vrf = there.get(own.nextInt(there.size()));
        if (node.gone.contains(vrf)) {
            remakeVrf(node, vrf);
        } else if (network.vrfs.mayGo(node, vrf)) {
            record(node.name() + " loses VRF " + RandomVrfs.device(vrf));
            node.gone.add(vrf);
            Host host = router(node).host();
            host.delete(host.named(RandomVrfs.device(vrf)).orElseThrow());
            if (own.nextBoolean()) {
                world.run(Duration.ofMillis(own.nextInt(3000)));
                remakeVrf(node, vrf);
            }
        }
    }

    private void remakeVrf(Node node, int vrf) {
        record(node.name() + " has VRF " + RandomVrfs.device(vrf) + " again");
        node.gone.remove(vrf);
        makeVrf(node, vrf);
    }

    private void record(String what) {
        story.add(world.time().elapsed() + " " + what);
    }

    /** A cable is pulled or plugged in, or nothing gets through; on a switch the two hear nothing of each other. */
    private void cut(Link link) {
        link.cut = !link.cut;
        Host a = router(network.nodes.get(link.a)).host();
        Host b = router(network.nodes.get(link.b)).host();
        Segment cable = cables.get(link);
        if (!link.cut) {
            record(link.name() + " is mended");
            cable.cut(false);
            cable.part(a, b, false);
            return;
        }
        switch (random.nextInt(lan == null ? 4 : 2)) {
            case 0 -> {
                record(link.name() + " lets nothing through");
                cable.part(a, b, true);
            }
            case 1 -> {
                boolean fromA = random.nextBoolean();
                record(link.name() + " lets nothing through from " + (fromA ? a : b));
                cable.silence(fromA ? a : b, fromA ? b : a, true);
            }
            default -> {
                record(link.name() + " is cut");
                cable.cut(true);
            }
        }
    }

    /** A member that is slow to hear; still, a dial is answered before it is given up. */
    private void slow(Link link) {
        Duration delay = random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(4000)) : delay();
        cables.get(link).delay(delay);
        record(link.name() + " takes " + delay);
    }

    private void stop(Node node) {
        if (node.up) {
            record(node.name() + " stops");
            router(node).stop();
            node.up = false;
        } else {
            record(node.name() + " starts");
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
        record(node.name() + " dies" + (recovers ? " and recovers" : ""));
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
        record(node.name() + " loses power");
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
        network.linksOf(node).forEach(link -> link.disable(node.number, false));
    }

    /** {@code disable} or {@code enable}. */
    private void disable(Link link, int where) {
        Node node = network.nodes.get(where);
        if (!node.up) {
            return;
        }
        boolean now = !link.isDisabledAt(where);
        link.disable(where, now);
        record(node.name() + (now ? " disables " : " enables ") + link.name());
        var _ = now
                ? router(node).router().orders().disable(link.name(), "")
                : router(node).router().orders().enable(link.name(), "");
    }

    /** {@code reload}: route refresh both ways. */
    private void refresh(Link link) {
        Node node = network.nodes.get(link.a);
        if (node.up) {
            record(node.name() + " reloads " + link.name());
            var _ = router(node).router().orders().reload(link.name(), RouterCommands.Direction.BOTH);
        }
    }

    /** What two routers are to each other changes, at one end after the other; or what all agree on. */
    private void change(Link link) {
        if (network.sort == RandomNetwork.Sort.BUSINESS) {
            link.relation = link.relation == RandomNetwork.Relation.PEER
                    ? RandomNetwork.Relation.CUSTOMER
                    : RandomNetwork.Relation.PEER;
            record(link.name() + " is " + link.relation);
            configure(network.nodes.get(link.a));
            world.run(pause());
            configure(network.nodes.get(link.b));
        } else if (network.mayHaveAddPath()) {
            network.addPath = !network.addPath;
            record("ADD-PATH " + network.addPath);
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
        record(node.name() + " has " + (node.prefixes.size() > 20 ? "many" : node.prefixes) + ", prepends "
                + node.prepend + ", prefers " + node.preference);
        if (node.up) {
            router(node).configure(configuration(node));
        }
    }

    // --- at rest ---

    private void check(String when) {
        boolean quiet = world.time().runUntilQuiet(QUIET, LONG);
        record("at rest, " + when);
        if (!quiet) {
            wrong.add(when + ": it does not come to rest");
            return;
        }
        rest.check();
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
        network.nodes.forEach(node -> List.copyOf(node.gone).forEach(vrf -> remakeVrf(node, vrf)));
        check("all is back");
        long now = waiting();
        if (now > waiting) {
            wrong.add("events that wait: " + waiting + " at first, " + now + " now");
        }
        rest.checkGroups();
        rest.checkHistory();
    }

    /** Timers that run; messages that are just under way do not count. */
    private long waiting() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 25; i++) {
            world.run(Duration.ofMillis(1_409));
            least = Math.min(least, world.time().waiting() - world.network().datagrams());
        }
        return least;
    }

    /** Without prefixes nothing is left of any: no route, no attributes, no number. */
    private void empty() {
        for (Node node : network.nodes) {
            node.prefixes.clear();
            configure(node);
        }
        check("without prefixes");
        rest.checkEmpty();
    }

    @Override
    public void close() {
        errors.close();
        world.close();
    }
}
