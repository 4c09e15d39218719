package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.FalseRoutersMain;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** Links without an address in any file: routers find each other by their advertisements, and talk BGP. */
@NeedsPeer({Software.FRR})
class DiscoveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String us(int number, String interfaces, String advertising) {
        return """
                router id 10.0.0.%1$d;
                log stderr all;
                debug protocols { states, events };
                protocol device { }
                protocol static own { ipv4; route 30.%1$d.0.0/16 blackhole; }
                protocol static own6 { ipv6; route 2001:db8:30%1$d::/48 blackhole; }
                protocol kernel { ipv4 { export where source = RTS_BGP; }; }
                protocol kernel { ipv6 { export where source = RTS_BGP; }; }
                neighbor table peers;
                protocol radv find {
                  neighbors { table peers; };
                  interface %2$s { router discovery yes; %3$s };
                }
                protocol bgp fabric {
                  local as %4$d; neighbor range fe80::/10 external;
                  interface range %2$s;
                  dynamic name "leaf"; dynamic name digits 2;
                  connect delay time 1; connect retry time 2; error wait time 1, 2;
                  ipv4 { import all; export all; extended next hop; };
                  ipv6 { import all; export all; };
                  neighbors { table peers; export all; };
                }
                """.formatted(number, interfaces, advertising, 65000 + number);
    }

    /** FRR's unnumbered sessions; routes of both families go into both kernels. */
    @Test
    void frrOverAnInterface() {
        try (Lab lab = new Lab()) {
            Node left = lab.node("left");
            Node right = lab.node("right");
            String device = lab.link(left, right);
            Jbgpd jbgpd = new Jbgpd(left, "jbgpd");
            Frr frr = new Frr(right, "frr");
            jbgpd.start(us(1, '"' + device + '"', ""));
            frr.start("""
                    log stdout
                    router bgp 65002
                     bgp router-id 10.0.0.2
                     no bgp ebgp-requires-policy
                     no bgp network import-check
                     neighbor %1$s interface remote-as external
                     neighbor %1$s timers connect 1
                     address-family ipv4 unicast
                      network 20.0.0.0/16
                      neighbor %1$s activate
                     exit-address-family
                     address-family ipv6 unicast
                      network 2001:db8:20::/48
                      neighbor %1$s activate
                     exit-address-family
                    """.formatted(device));
            lab.await("the session", LIMIT, () -> line(jbgpd, "leaf01"), line -> line.contains("Established"));
            lab.eventually("routes in both kernels", LIMIT, () -> {
                assertThat(String.join("\n", left.kernelRoutes()))
                        .containsPattern("20\\.0\\.0\\.0/16 via inet6 fe80::[0-9a-f:]+ dev " + device);
                assertThat(String.join("\n", left.kernelRoutes6())).contains("2001:db8:20::/48 via fe80::");
                assertThat(String.join("\n", right.kernelRoutes()))
                        .containsPattern("30\\.1\\.0\\.0/16 .*via inet6 fe80::[0-9a-f:]+ dev " + device);
                assertThat(String.join("\n", right.kernelRoutes6())).contains("2001:db8:301::/48");
            });
            lab.eventually(
                    "what was found",
                    () -> assertThat(jbgpd.command("show protocols all find"))
                            .contains("Neighbor table: peers", "Interface " + device, "State:          Up")
                            .containsPattern("Router:         fe80::[0-9a-f:]+, expires in [0-9]+ s"));
            assertThat(jbgpd.json("show protocols find"))
                    .contains("\"type\":\"RAdv\"", "\"table\":\"peers\"", "\"interface_name\":\"" + device + "\"");
        }
    }

    /**
     * A restart waits for neighbors that it has to find first, as for those of the file: their routes stay in the
     * kernel.
     */
    @Test
    void aRestartWaitsForWhomItFinds() throws IOException {
        try (Lab lab = new Lab()) {
            Node left = lab.node("left");
            Node right = lab.node("right");
            String device = lab.link(left, right);
            Jbgpd one = new Jbgpd(left, "one", "-R");
            Jbgpd two = new Jbgpd(right, "two");
            String file = us(1, '"' + device + '"', "")
                    .replace("protocol kernel {", "protocol kernel { persist; graceful restart;")
                    .replace("ipv4 { import all;", "graceful restart; ipv4 { import all;");
            one.start(file);
            two.start(us(2, '"' + device + '"', ""));
            lab.await("the session", LIMIT, () -> established(one), count -> count == 1);
            lab.eventually(
                    "its route",
                    LIMIT,
                    () -> assertThat(String.join("\n", left.kernelRoutes())).contains("30.2.0.0/16 via inet6 fe80::"));
            lab.says(one, "show route table peers", "Table peers:", "fe80::", "%", "  [find ", "* (0)");
            lab.says(one, "show route table peers all", "\tInterface: " + device);
            lab.says(one, "show route protocol find count", "1 of 1 routes for 1 networks in table peers");
            assertThat(one.json("show route table peers"))
                    .contains("\"table\":\"peers\"", "\"interface\":\"" + device + "\"", "\"protocol\":\"find\"");

            Path seen = left.monitorRoutes("monitor");
            one.kill();
            one.restart();
            lab.await("waits for it", LIMIT, one::log, log -> log.contains("Graceful restart started"));
            lab.await("no longer", LIMIT, one::log, log -> log.contains("Graceful restart done"));
            lab.await("the session again", LIMIT, () -> established(one), count -> count == 1);
            assertThat(one.log()).doesNotContain("not everything was announced in time");
            lab.eventually(
                    "its route",
                    LIMIT,
                    () -> assertThat(String.join("\n", left.kernelRoutes())).contains("30.2.0.0/16 via inet6 fe80::"));
            assertThat(Files.readString(seen)).doesNotContain("Deleted 30.2.0.0/16");
        }
    }

    /** Two of ours on three links: a session each, one protocol per link; a link that goes takes its protocol along. */
    @Test
    void aFabricOfOurs() {
        try (Lab lab = new Lab()) {
            Node left = lab.node("left");
            Node right = lab.node("right");
            String first = lab.link(left, right);
            String second = lab.link(left, right);
            String other = lab.link(left, right);
            left.ip("link", "set", other, "name", "up0");
            right.ip("link", "set", other, "name", "up0");
            left.ip("link", "set", "up0", "up");
            right.ip("link", "set", "up0", "up");
            Jbgpd one = new Jbgpd(left, "one");
            Jbgpd two = new Jbgpd(right, "two");
            one.start(us(1, "\"eth*\"", "max ra interval 4;"));
            two.start(strict(us(2, "\"eth*\"", "max ra interval 4;")));
            for (Jbgpd each : List.of(one, two)) {
                lab.await("a session a link", LIMIT, () -> established(each), count -> count == 2);
            }
            lab.eventually("a socket a link, or one for all", () -> {
                assertThat(listening(right))
                        .containsExactlyInAnyOrder("[::]%" + first + ":179", "[::]%" + second + ":179");
                assertThat(listening(left)).containsExactly("[::]:179");
            });
            lab.eventually("by both ways", LIMIT, () -> {
                assertThat(one.command("show route 30.2.0.0/16"))
                        .contains(" on " + first, " on " + second)
                        .doesNotContain("up0");
                assertThat(String.join("\n", left.kernelRoutes())).contains("30.2.0.0/16 via inet6 fe80::");
            });

            // The interface goes, and with it the neighbor on it.
            left.ip("link", "del", second);
            for (Jbgpd each : List.of(one, two)) {
                lab.await("gone", LIMIT, () -> leaves(each), count -> count == 1);
            }
            assertThat(established(one)).isOne();

            // One that says nothing any more keeps its session, until that ends.
            two.reconfigure(strict(us(2, "\"none*\"", "max ra interval 4;")));
            lab.eventually("no socket", () -> assertThat(listening(right)).isEmpty());
            lab.await("forgotten", LIMIT, () -> leaves(one), count -> count == 0);
            lab.eventually(
                    "no interface",
                    () -> assertThat(two.command("show protocols all find")).doesNotContain("Interface eth"));
            two.reconfigure(strict(us(2, "\"eth*\"", "max ra interval 4;")));
            lab.await("back", LIMIT, () -> established(one), count -> count == 1);

            // One that an operator has disabled does not come back with its link or its advertisement.
            String name = leaf(one);
            one.command("disable " + name);
            left.ip("link", "set", first, "down");
            lab.await(
                    "not there",
                    LIMIT,
                    () -> !one.command("show protocols all find").contains("Interface " + first));
            left.ip("link", "set", first, "up");
            lab.await(
                    "there", LIMIT, () -> one.command("show protocols all find").contains("Router: "));
            lab.eventually(
                    "disabled",
                    LIMIT,
                    () -> assertThat(one.command("show protocols")).containsPattern(name + " +BGP +--- +down"));
            assertThat(leaves(one)).isOne();
            one.command("enable " + name);
            lab.await("enabled", LIMIT, () -> established(one), count -> count == 1);
            two.kill();
            lab.await("expired with its session", LIMIT, () -> leaves(one), count -> count == 0);
        }
    }

    /** Whoever is on the link may pretend to be many routers: that costs a handful of neighbors, and no session. */
    @Test
    void falseRouters() {
        try (Lab lab = new Lab()) {
            Node left = lab.node("left");
            Node right = lab.node("right");
            String device = lab.link(left, right);
            Jbgpd one = new Jbgpd(left, "one");
            Jbgpd two = new Jbgpd(right, "two");
            one.start(us(1, "\"eth*\"", "router limit 5;"));
            two.start(us(2, "\"eth*\"", ""));
            lab.await("the session", LIMIT, () -> established(one), count -> count == 1);
            LocalTime since = one.since("leaf01");

            long lines = one.log().lines().count();
            String sent = right.exec(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FalseRoutersMain.class.getName(),
                    device,
                    "8");
            assertThat(Long.parseLong(sent.strip())).isGreaterThan(1_000);
            assertThat(one.unchangedSince("leaf01", since)).isTrue();
            lab.eventually("few of them", LIMIT, () -> {
                assertThat(leaves(one)).isBetween(2L, 11L);
                assertThat(one.command("show protocols all find"))
                        .containsPattern("Messages: .* [0-9]{3,} received, [0-9]{2,} ignored");
            });
            // Five routers and as many again in a minute, each with some lines of 'debug', and a fault in ten seconds.
            assertThat(one.log().lines().count() - lines).isLessThan(300);

            // The real one is still heard.
            two.command("restart find");
            lab.eventually(
                    "its session",
                    LIMIT,
                    () -> assertThat(one.unchangedSince("leaf01", since)).isTrue());
        }
    }

    /** With a listening socket for each interface. */
    private static String strict(String configuration) {
        return configuration.replace("interface range", "strict bind; interface range");
    }

    /** What BGP listens on. */
    private static List<String> listening(Node node) {
        return node.exec("ss", "-Hltn", "sport", "=", ":179")
                .lines()
                .map(line -> line.trim().split(" +", -1)[3])
                .toList();
    }

    private static long leaves(Bird bird) {
        return bird.command("show protocols")
                .lines()
                .filter(line -> line.startsWith("leaf"))
                .count();
    }

    private static long established(Bird bird) {
        return bird.command("show protocols")
                .lines()
                .filter(line -> line.startsWith("leaf") && line.contains("Established"))
                .count();
    }

    private static String leaf(Bird bird) {
        return bird.command("show protocols")
                .lines()
                .filter(line -> line.startsWith("leaf"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElseThrow();
    }

    private static String line(Bird bird, String protocol) {
        return bird.command("show protocols")
                .lines()
                .filter(line -> line.startsWith(protocol + " "))
                .findFirst()
                .orElse("");
    }
}
