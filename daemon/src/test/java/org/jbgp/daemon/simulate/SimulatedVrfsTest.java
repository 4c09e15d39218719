package org.jbgp.daemon.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.LogTap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with {@code vrf}: each VRF has its interfaces, its table in the kernel, and packets of its own. */
class SimulatedVrfsTest {
    @TempDir
    private Path folder;

    private String complained = "";

    private void router(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".conf"), "protocol device {}\n" + text);
    }

    private String simulate(String... options) throws IOException {
        List<String> words =
                new ArrayList<>(List.of("--expect", folder.resolve("expect").toString(), folder.toString()));
        words.addAll(List.of(options));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        new SimulateCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(words);
        complained = errors.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
        return out.toString(StandardCharsets.UTF_8);
    }

    private void expect(String lines) throws IOException {
        Files.writeString(folder.resolve("expect"), lines);
    }

    private static String session(String name, String vrf, int net) {
        return "protocol bgp %s { vrf \"%s\"; local 10.0.%d.1 as 65000; neighbor 10.0.%d.2 as %d;"
                        .formatted(name, vrf, net, net, 65001 + net)
                + " ipv4 { table %stable; import all; export all; }; }\n".formatted(vrf);
    }

    private void customer(String name, int net, String prefix) throws IOException {
        router(
                name,
                "protocol kernel { ipv4 { export all; }; }\nprotocol static { ipv4; route " + prefix
                        + " blackhole; }\nprotocol bgp { local 10.0." + net + ".2 as " + (65001 + net)
                        + "; neighbor 10.0." + net + ".1 as 65000; ipv4 { import all; export all; }; }\n");
    }

    private static String vrfs() {
        return """
                router id 192.0.2.255;
                ipv4 table redtable;
                ipv4 table bluetable;
                protocol kernel { vrf "red"; kernel table 10; ipv4 { table redtable; export all; }; }
                protocol kernel { vrf "blue"; kernel table 20; ipv4 { table bluetable; export all; }; }
                protocol kernel { ipv4 { export all; }; }
                """;
    }

    @Test
    void eachVrfHasItsOwnWays() throws IOException {
        router(
                "pe",
                vrfs()
                        + session("r1", "red", 0)
                        + session("r2", "red", 1)
                        + session("b1", "blue", 2)
                        + session("b2", "blue", 3));
        customer("r1", 0, "192.0.2.0/24");
        customer("r2", 1, "198.51.100.0/24");
        customer("b1", 2, "192.0.2.0/24");
        customer("b2", 3, "203.0.113.0/24");
        expect("""
                r2 192.0.2.0/24 via r1
                b2 192.0.2.0/24 via b1
                pe:red 192.0.2.0/24 not via b1
                pe:blue 192.0.2.0/24 via b1
                pe 192.0.2.0/24 unreachable
                r1 203.0.113.0/24 unreachable
                after link pe-r1 fails
                pe:red 192.0.2.0/24 unreachable
                b2 192.0.2.0/24 reachable
                """);
        assertThat(simulate())
                .contains("pe (" + folder + "/pe.conf), 4 routes in the kernel")
                .contains("pe-r1: pe eth2 10.0.0.1/24 vrf red, r1 eth0 10.0.0.2/24\n")
                .contains("8 of 8 expectations met")
                .contains("pe:red: 192.0.2.0/24 away as long as it lasts: pe:red has no route")
                .contains("No next hop is unresolved, no packet goes in a circle or is lost");
    }

    @Test
    void sessionsFromLoopbacksAreInTheirVrf() throws IOException {
        String far = """
                protocol bgp %s { vrf "red"; local 10.255.0.%d as 65000; neighbor 10.255.9.1 as %d; multihop;
                  ipv4 { table redtable; import all; export all; }; }
                """;
        router(
                "pe",
                vrfs() + session("r1", "red", 0) + session("r2", "red", 1) + far.formatted("f", 1, 65008)
                        + far.formatted("g", 2, 65009) + "# simulate: interface dummy0 10.255.0.3/32 vrf red\n");
        customer("r1", 0, "192.0.2.0/24");
        customer("r2", 1, "198.51.100.0/24");
        expect("r1 198.51.100.0/24 via pe\n");
        assertThat(simulate())
                .contains("pe lo-red 10.255.0.1/32 10.255.0.2/32 vrf red\n")
                .contains("pe dummy0 10.255.0.3/32 vrf red\n")
                .contains("pe -> 10.255.9.1 (f): ")
                .contains("the neighbor is none of the routers given")
                .contains("1 of 1 expectations met");
        assertThat(complained).isEmpty();
    }

    @Test
    void theInterfaceOfALinkLocalNeighborIsNobodyElses() throws IOException {
        String lan = "ipv4 { extended next hop; import all; export all; }; }\n";
        router(
                "pe",
                "router id 192.0.2.255;\nprotocol bgp b { vrf \"red\"; local fe80::1 as 65000;"
                        + " neighbor fe80::2%eth0 as 65009; " + lan
                        + "protocol bgp r1 { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; " + lan);
        router(
                "b",
                "router id 192.0.2.9;\nprotocol bgp pe { local fe80::2 as 65009; neighbor fe80::1%eth0 as 65000; "
                        + lan);
        customer("r1", 0, "192.0.2.0/24");
        expect("r1 192.0.2.0/24 reachable\n");
        assertThat(simulate())
                .contains("pe eth0 fe80::1/64 vrf red")
                .contains("pe eth1 10.0.0.1/24, r1 eth0")
                .contains("pe -> b (b): Established")
                .contains("pe -> r1 (r1): Established");
    }

    @Test
    void aTableOfTheKernelHasAnUnsignedNumber() throws IOException {
        router(
                "pe",
                vrfs().replace("kernel table 10;", "kernel table 4000000000;")
                        + session("r1", "red", 0)
                        + session("r2", "red", 1));
        customer("r1", 0, "192.0.2.0/24");
        customer("r2", 1, "198.51.100.0/24");
        expect("pe:red 192.0.2.0/24 via r1\n");
        List<String> warnings = new ArrayList<>();
        try (LogTap.Subscription _ =
                DaemonLog.install("simulation", true).tap().listen(EnumSet.of(LogClass.WARNING), warnings::add)) {
            assertThat(simulate()).contains("1 of 1 expectations met");
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatIsNotModelledIsSaid() throws IOException {
        expect("pe:red 192.0.2.0/24 reachable\n");
        router("pe", vrfs() + session("r1", "red", 0) + session("b1", "blue", 0));
        assertThat(simulate()).isEmpty();
        assertThat(complained)
                .contains("pe.conf: 10.0.0.1 is in VRF red and in VRF blue: addresses that several VRFs have are not"
                        + " simulated");
        router("pe", vrfs() + session("r1", "red", 0) + "# simulate: interface eth0 10.0.0.1/24 vrf blue\n");
        customer("r1", 0, "192.0.2.0/24");
        simulate();
        assertThat(complained).contains("pe.conf: eth0 is in VRF blue and in VRF red: one interface is in one VRF");
    }

    /** Two routers with their loopbacks in the VRF, and one between them that has no session. */
    @Test
    void theUnderlayReachesIntoVrfs() throws IOException {
        for (int n = 1; n <= 2; n++) {
            router("pe" + n, """
                    router id 192.0.2.%1$d;
                    ipv4 table redtable;
                    # simulate: interface up 10.0.%1$d.1/24 vrf red
                    # simulate: interface other 10.1.0.%1$d/24
                    protocol kernel { learn; vrf "red"; kernel table 10; ipv4 { table redtable; export all; }; }
                    protocol static { ipv4 { table redtable; }; route 198.51.%1$d.0/24 blackhole; }
                    protocol bgp far { vrf "red"; local 10.255.0.%1$d as 65000; neighbor 10.255.0.%2$d as 65000; multihop;
                      ipv4 { table redtable; import all; export all; }; }
                    """.formatted(n, 3 - n));
        }
        router("p", """
                router id 192.0.2.9;
                # simulate: interface left 10.0.1.2/24 vrf blue
                # simulate: interface right 10.0.2.2/24 vrf blue
                protocol kernel { vrf "blue"; kernel table 20; ipv4 { export all; }; }
                """);
        expect("""
                pe1:red 10.255.0.2/32 via p
                pe1 10.255.0.2/32 unreachable
                p:blue 10.255.0.2/32 via pe2
                p 10.255.0.2/32 unreachable
                """);
        assertThat(simulate("--underlay"))
                .contains("pe1 -> pe2 (far): Established")
                .contains("4 of 4 expectations met");
    }

    @Test
    void anInterfaceIsNoVrf() throws IOException {
        expect("pe 192.0.2.0/24 reachable\n");
        router(
                "pe",
                "router id 192.0.2.255;\n"
                        + session("r1", "eth0", 0).replace("table eth0table; ", "")
                        + session("r2", "eth0", 1).replace("table eth0table; ", ""));
        customer("r1", 0, "192.0.2.0/24");
        customer("r2", 1, "198.51.100.0/24");
        assertThat(simulate()).isEmpty();
        assertThat(complained)
                .startsWith(
                        "pe.conf: r1, r2 say 'vrf \"eth0\"', and eth0 is an interface, no VRF: write the name of the"
                                + " VRF's device ")
                .hasLineCount(1);
        router("pe", vrfs() + session("r1", "red", 0) + "# simulate: interface ens3 10.9.0.1/24 vrf ens3\n");
        simulate();
        assertThat(complained).startsWith("pe.conf: a comment says 'vrf ens3', and ens3 is an interface, no VRF: ");
    }

    @Test
    void aVrfWithoutInterfacesForwardsNothing() throws IOException {
        router(
                "pe",
                vrfs().replace("ipv4 { table bluetable; export all; }", "ipv4 { table bluetable; export none; }")
                        + session("r1", "red", 0)
                        + session("r2", "red", 1)
                        + "protocol pipe { table bluetable; peer table redtable; import all; export none; }\n");
        customer("r1", 0, "192.0.2.0/24");
        customer("r2", 1, "198.51.100.0/24");
        expect("r2 192.0.2.0/24 via r1\npe:blue 192.0.2.0/24 reachable\n");
        assertThat(simulate())
                .doesNotContain("BLACK HOLE")
                .contains("unreachable from pe:blue: pe:blue has no route: no interface is in this VRF")
                .contains("1 of 2 expectations met");
    }

    @Test
    void whatIsDisabledSaysNothingOfVrfs() throws IOException {
        String disabled = session("off", "blue", 0).replace("vrf", "disabled; vrf");
        router(
                "pe",
                vrfs().replace("protocol kernel { vrf \"blue\"", "protocol kernel { disabled; vrf \"blue\"")
                        + "protocol static { disabled; vrf \"blue\"; ipv4 { table bluetable; };"
                        + " route 203.0.113.0/24 via \"eth7\"; }\n"
                        + disabled + session("r1", "red", 0) + session("r2", "red", 1));
        customer("r1", 0, "192.0.2.0/24");
        customer("r2", 1, "198.51.100.0/24");
        expect("r2 192.0.2.0/24 via r1\n");
        assertThat(simulate())
                .contains("1 of 1 expectations met")
                .contains("pe -> r1 (off): Down, it is disabled")
                .doesNotContain("vrf blue")
                .doesNotContain("eth7");
        expect("pe:blue 192.0.2.0/24 unreachable\n");
        simulate();
        assertThat(complained).contains("expect:1 there is no router pe:blue");
    }
}
