package org.jbgp.daemon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.LogTap;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelRoute;
import org.junit.jupiter.api.Test;

/** Whole routers under virtual time: what they learn, lose and learn again. */
class WorldTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aRouteGoesFromOneEndToTheOtherAndIntoEachKernel() {
        try (World world = chain(1)) {
            assertThat(world.runUntilQuiet(HOUR)).isTrue();
            assertThat(routes(world, "c")).containsExactly("192.0.2.0/24 b");
            assertThat(kernel(world, "c")).containsExactly("192.0.2.0/24 via 10.0.2.1");
            assertThat(world.network()
                            .way(world.router("c").host(), 0, ip("10.0.1.1"), 0)
                            .trouble())
                    .isEqualTo("c has no route to 10.0.1.1");
        }
    }

    @Test
    void whatIsLostWithALinkComesBackWithIt() {
        try (World world = chain(2)) {
            world.runUntilQuiet(HOUR);
            Segment cable = world.links().getFirst();
            cable.cut(true);
            world.runUntilQuiet(HOUR);
            assertThat(routes(world, "c")).isEmpty();
            assertThat(kernel(world, "c")).isEmpty();
            cable.cut(false);
            world.runUntilQuiet(HOUR);
            assertThat(routes(world, "c")).containsExactly("192.0.2.0/24 b");
        }
    }

    @Test
    void aCableThatIsSilentOneWayIsNoticedByBfd() {
        String watch = "protocol bfd { interface \"*\" { interval 1 s; multiplier 3; }; }\n";
        try (World world = new World(4)) {
            SimulatedRouter a =
                    world.add("a", configuration(watch + watched("a", "10.0.1.1", 65001, "10.0.1.2", 65002)));
            SimulatedRouter b =
                    world.add("b", configuration(watch + watched("b", "10.0.1.2", 65002, "10.0.1.1", 65001)));
            Port left = a.host().port("eth0").address(ip("10.0.1.1"), 24);
            Port right = b.host().port("eth0").address(ip("10.0.1.2"), 24);
            Segment cable = world.link("a-b", left, right);
            world.startAll();
            world.run(Duration.ofMinutes(5));
            assertThat(a.host().bfd().state(ip("10.0.1.2"), "eth0")).isEqualTo(BfdState.UP);
            assertThat(b.locRib("master4")).hasSize(1);
            cable.silence(a.host(), b.host(), true);
            world.run(Duration.ofSeconds(4));
            assertThat(b.locRib("master4")).isEmpty();
            cable.silence(a.host(), b.host(), false);
            world.run(Duration.ofMinutes(5));
            assertThat(b.locRib("master4")).hasSize(1);
        }
    }

    /** Two cables in one network: what is bound to the second one does not go by the first. */
    @Test
    void whatIsBoundToAnInterfaceGoesByItAlone() {
        String watch = "protocol bfd { interface \"*\" { interval 1 s; multiplier 3; }; }\n";
        for (String wish : List.of("bfd on", "hold time 9")) {
            String options = "interface \"eth1\"; strict bind; " + wish;
            try (World world = new World(7)) {
                SimulatedRouter a = world.add(
                        "a",
                        configuration(watch
                                + watched("a", "10.0.1.1", 65001, "10.0.1.2", 65002)
                                        .replace("bfd on", options)));
                SimulatedRouter b = world.add(
                        "b",
                        configuration(watch
                                + watched("b", "10.0.1.2", 65002, "10.0.1.1", 65001)
                                        .replace("bfd on", options)));
                world.link(
                        "first",
                        a.host().port("eth0").address(ip("10.0.1.1"), 24),
                        b.host().port("eth0").address(ip("10.0.1.2"), 24));
                Segment second = world.link(
                        "second",
                        a.host().port("eth1").address(ip("10.0.1.3"), 24),
                        b.host().port("eth1").address(ip("10.0.1.4"), 24));
                world.startAll();
                world.run(Duration.ofMinutes(5));
                assertThat(b.locRib("master4")).as(wish).hasSize(1);
                second.deafen(true);
                world.run(Duration.ofSeconds(wish.startsWith("bfd") ? 4 : 10));
                assertThat(b.locRib("master4")).as(wish).isEmpty();
                world.run(Duration.ofMinutes(5));
                assertThat(b.locRib("master4")).as(wish).isEmpty();
                second.deafen(false);
                world.run(Duration.ofMinutes(5));
                assertThat(b.locRib("master4")).as(wish).hasSize(1);
            }
        }
    }

    @Test
    void aCableThatGetsFasterWhileADialIsUnderWayIsFastForThatConnectionToo() {
        try (World world = new World(5)) {
            SimulatedRouter a = world.add(
                    "a",
                    configuration(watched("a", "10.0.1.1", 65001, "10.0.1.2", 65002)
                            .replace("bfd on", "connect delay time 1")));
            SimulatedRouter b = world.add(
                    "b",
                    configuration(
                            watched("b", "10.0.1.2", 65002, "10.0.1.1", 65001).replace("bfd on", "passive")));
            Port left = a.host().port("eth0").address(ip("10.0.1.1"), 24);
            Port right = b.host().port("eth0").address(ip("10.0.1.2"), 24);
            Segment cable = world.link("a-b", Duration.ofSeconds(4), List.of(left, right));
            world.startAll();
            world.run(Duration.ofMillis(1_500));
            cable.delay(Duration.ofMillis(1));
            world.run(Duration.ofMillis(6_500));
            assertThat(b.locRib("master4")).hasSize(1);
        }
    }

    /** Else what happens would depend on the garbage of all that ran before in this process. */
    @Test
    void noSimulatedRouterLooksAtTheHeap() {
        try (World world = chain(6)) {
            assertThat(world.router("a").router().memory().budget().warning()).isGreaterThan(1L << 50);
        }
    }

    private static String watched(String name, String local, int as, String neighbor, int neighborAs) {
        return """
                router id %s;
                protocol device { }
                protocol static { ipv4; %s }
                protocol bgp { local %s as %d; neighbor %s as %d; bfd on; ipv4 { import all; export all; }; }
                """.formatted(
                local, name.equals("a") ? "route 192.0.2.0/24 blackhole;" : "", local, as, neighbor, neighborAs);
    }

    @Test
    void aRouterEndsStartsAndIsConfiguredAnew() {
        try (World world = chain(3)) {
            world.runUntilQuiet(HOUR);
            world.router("b").stop();
            world.runUntilQuiet(HOUR);
            assertThat(routes(world, "c")).isEmpty();
            world.router("b").start(false);
            world.runUntilQuiet(HOUR);
            assertThat(routes(world, "c")).containsExactly("192.0.2.0/24 b");
            world.router("a")
                    .configure(configuration(end("a", "10.0.1.1", 65001, "10.0.1.2")
                            + "protocol static { ipv4; route 198.51.100.0/24 blackhole; }"));
            world.runUntilQuiet(HOUR);
            assertThat(routes(world, "c")).containsExactly("198.51.100.0/24 b");
            world.router("a").powerOff();
            world.runUntilQuiet(HOUR);
            assertThat(routes(world, "c")).isEmpty();
            world.router("a").start(false);
            world.runUntilQuiet(HOUR);
            assertThat(routes(world, "c")).containsExactly("198.51.100.0/24 b");
        }
    }

    @Test
    void whatIsLoggedSeldomInVirtualTimeIsNotLeftOut() {
        List<String> lines = new ArrayList<>();
        try (LogTap.Subscription _ =
                        DaemonLog.install("simulation", true).tap().listen(EnumSet.of(LogClass.WARNING), lines::add);
                World world = chain(4)) {
            for (int i = 0; i < 40; i++) {
                world.runUntilQuiet(HOUR);
                world.links().getFirst().cut(i % 2 == 0);
            }
            world.runUntilQuiet(HOUR);
        }
        assertThat(lines).noneMatch(line -> line.contains("left out"));
    }

    @Test
    void oneSeedIsOneRun() {
        assertThat(events(5)).isEqualTo(events(5));
    }

    private static String events(long seed) {
        try (World world = chain(seed)) {
            world.runUntilQuiet(HOUR);
            world.links().getLast().cut(true);
            world.runUntilQuiet(HOUR);
            return world.time().elapsed() + " " + world.time().count();
        }
    }

    @Test
    void neighborsWithDifferentPasswordsDoNotMeet() {
        assertThat(withPasswords("one", "one")).containsExactly("192.0.2.0/24 a");
        assertThat(withPasswords("one", "other")).isEmpty();
        assertThat(withPasswords("one", "")).isEmpty();
    }

    private static List<String> withPasswords(String here, String there) {
        try (World world = new World(1)) {
            two(
                    world,
                    end("a", "10.0.1.1", 65001, "10.0.1.2", password(here)),
                    end("b", "10.0.1.2", 65002, "10.0.1.1", password(there))
                            + "protocol static { ipv4; route 192.0.2.0/24 blackhole; }");
            world.startAll();
            world.runUntilQuiet(HOUR);
            return routes(world, "a");
        }
    }

    private static String password(String text) {
        return text.isEmpty() ? "" : "password \"" + text + "\";";
    }

    private static void two(World world, String a, String b) {
        Port left = world.add("a", configuration(a)).host().port("eth0").address(ip("10.0.1.1"), 24);
        Port right = world.add("b", configuration(b)).host().port("eth0").address(ip("10.0.1.2"), 24);
        world.link("a-b", left, right);
    }

    private static World chain(long seed) {
        World world = new World(seed);
        SimulatedRouter c = world.add("c", configuration(end("b", "10.0.2.2", 65003, "10.0.2.1")));
        two(
                world,
                end("b", "10.0.1.1", 65001, "10.0.1.2") + "protocol static { ipv4; route 192.0.2.0/24 blackhole; }",
                end("a", "10.0.1.2", 65002, "10.0.1.1") + neighbor("c", "10.0.2.1", 65002, "10.0.2.2", ""));
        world.link(
                "b-c",
                world.router("b").host().port("eth1").address(ip("10.0.2.1"), 24),
                c.host().port("eth0").address(ip("10.0.2.2"), 24));
        world.startAll();
        return world;
    }

    private static String end(String name, String local, int as, String neighbor) {
        return end(name, local, as, neighbor, "");
    }

    private static String end(String name, String local, int as, String neighbor, String more) {
        return "router id " + local
                + ";\nprotocol device {}\nprotocol kernel { ipv4 { export where source = RTS_BGP; }; }\n"
                + neighbor(name, local, as, neighbor, more);
    }

    private static String neighbor(String name, String local, int as, String neighbor, String more) {
        return "protocol bgp " + name + " { local " + local + " as " + as + "; neighbor " + neighbor + " external; "
                + more + " ipv4 { import all; export all; }; }\n";
    }

    static Configuration configuration(String text) {
        LoadResult loaded = ConfigurationLoader.loadText("test", text, Optional.empty());
        assertThat(loaded.errors()).isEmpty();
        return loaded.configuration().orElseThrow();
    }

    private static org.jbgp.kernel.KernelIp ip(String text) {
        return Ip.of(address(text));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static List<String> routes(World world, String router) {
        List<String> lines = new ArrayList<>();
        for (RouteEntry route : world.router(router).locRib("master4")) {
            lines.add(ReplyText.prefix(route.prefix()) + " " + route.protocol());
        }
        return lines;
    }

    private static List<String> kernel(World world, String router) {
        return world.router(router).host().kernel().routesOf(KernelRoute.TABLE_MAIN, Family.IPV4).stream()
                .map(route ->
                        route.prefix() + " via " + route.nextHops().getFirst().gateway())
                .toList();
    }
}
