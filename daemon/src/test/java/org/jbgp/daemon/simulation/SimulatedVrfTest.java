package org.jbgp.daemon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.LogTap;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.junit.jupiter.api.Test;

/** A router with two VRFs that have the same addresses, and what becomes of sessions when a VRF's device goes. */
class SimulatedVrfTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int RED = 10;
    private static final int BLUE = 20;

    @Test
    void vrfsWithTheSameAddressesAreApart() {
        try (World world = world()) {
            vrf(world, "red", "eth0");
            vrf(world, "blue", "eth1");
            world.startAll();
            assertThat(world.runUntilQuiet(HOUR)).isTrue();
            assertThat(kernel(world, RED)).containsExactly("192.0.2.0/24 via 10.0.0.2 dev eth0");
            assertThat(kernel(world, BLUE)).containsExactly("198.51.100.0/24 via 10.0.0.2 dev eth1");
            assertThat(routes(world, "r")).containsExactly("192.0.2.0/24");
            assertThat(routes(world, "b")).containsExactly("198.51.100.0/24");
            assertThat(way(world, "red")).isEqualTo("r");
            assertThat(way(world, "blue")).isEqualTo("b");
        }
    }

    /** Nobody dials but the neighbors: the listening socket must be bound to the device that is there. */
    @Test
    void aVrfThatComesLateOrAgainHasItsSessions() {
        List<String> errors = new ArrayList<>();
        try (LogTap.Subscription _ =
                        DaemonLog.install("simulation", true).tap().listen(EnumSet.of(LogClass.ERROR), errors::add);
                World world = world()) {
            vrf(world, "blue", "eth1");
            world.startAll();
            world.runUntilQuiet(HOUR);
            assertThat(kernel(world, RED)).isEmpty();
            vrf(world, "red", "eth0");
            world.runUntilQuiet(HOUR);
            assertThat(kernel(world, RED)).containsExactly("192.0.2.0/24 via 10.0.0.2 dev eth0");
            Host pe = world.host("pe");
            pe.delete(pe.named("red").orElseThrow());
            world.runUntilQuiet(HOUR);
            assertThat(kernel(world, RED)).isEmpty();
            assertThat(kernel(world, BLUE)).hasSize(1);
            vrf(world, "red", "eth0");
            world.runUntilQuiet(HOUR);
            assertThat(kernel(world, RED)).containsExactly("192.0.2.0/24 via 10.0.0.2 dev eth0");
        }
        assertThat(errors).isEmpty();
    }

    private static World world() {
        World world = new World(1);
        world.add("pe", WorldTest.configuration("""
                router id 192.0.2.255;
                ipv4 table redtable;
                ipv4 table bluetable;
                protocol device { }
                protocol kernel { vrf "red"; kernel table 10; ipv4 { table redtable; export all; }; }
                protocol kernel { vrf "blue"; kernel table 20; ipv4 { table bluetable; export all; }; }
                protocol bgp red { vrf "red"; local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; passive;
                  ipv4 { table redtable; import all; export all; }; }
                protocol bgp blue { vrf "blue"; local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; passive;
                  ipv4 { table bluetable; import all; export all; }; }
                """));
        customer(world, "r", "eth0", "192.0.2.0/24");
        customer(world, "b", "eth1", "198.51.100.0/24");
        return world;
    }

    private static void customer(World world, String name, String port, String prefix) {
        world.add(name, WorldTest.configuration("""
                router id 10.0.0.2;
                protocol device { }
                protocol static { ipv4; route %s blackhole; }
                protocol bgp { local 10.0.0.2 as 65001; neighbor 10.0.0.1 as 65000; connect retry time 10;
                  ipv4 { import all; export all; }; }
                """.formatted(prefix)));
        world.link(
                "pe-" + name,
                world.host("pe").port(port).address(ip("10.0.0.1"), 24),
                world.host(name).port("eth0").address(ip("10.0.0.2"), 24));
    }

    private static void vrf(World world, String name, String port) {
        Host pe = world.host("pe");
        pe.port(port).enslave(pe.vrf(name, name.equals("red") ? RED : BLUE));
    }

    private static KernelIp ip(String text) {
        return Ip.of(IpAddress.parse(text).orElseThrow());
    }

    private static List<String> kernel(World world, int table) {
        Host pe = world.host("pe");
        return pe.kernel().routesOf(table, Family.IPV4).stream()
                .map(route -> {
                    KernelNextHop hop = route.nextHops().getFirst();
                    return route.prefix() + " via " + hop.gateway() + " dev "
                            + pe.port(hop.ifindex()).orElseThrow().name();
                })
                .toList();
    }

    private static List<String> routes(World world, String router) {
        return world.router(router).locRib("master4").stream()
                .map(route -> ReplyText.prefix(route.prefix()))
                .toList();
    }

    /** Who answers for the customers' address in a VRF. */
    private static String way(World world, String vrf) {
        Host pe = world.host("pe");
        return world.network()
                .way(pe, pe.named(vrf).orElseThrow().vrf(), ip("10.0.0.2"), 0)
                .arrived()
                .host()
                .name();
    }
}
