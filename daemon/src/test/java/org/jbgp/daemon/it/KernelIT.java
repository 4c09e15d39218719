package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The daemon and a real kernel table that others change too, with scans so far apart that none helps. */
@NeedsPeer(Software.BIRD2)
class KernelIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String TWO = """
            router id 10.0.0.1;
            log stderr all;
            history on;
            protocol device { scan time 3600; }
            protocol kernel k4 {
              scan time 3600;
              learn;
              ipv4 { import all; export filter { if net ~ [10.20.0.0/16+] then krt_prefsrc = %s; accept; }; };
            }
            protocol kernel k6 { scan time 3600; learn; ipv6 { import all; export all; }; }
            protocol static s4 { ipv4; route 10.20.0.0/16 via 10.0.0.2; %s }
            protocol static s6 { ipv6; route 2001:db8:20::/48 via 2001:db8:1::2 via 2001:db8:1::3; }
            """;

    private static final String ONE = """
            router id 10.0.0.1;
            log stderr all;
            history on;
            protocol device { scan time 3600; }
            protocol kernel k4 {
              scan time 3600;
              learn;
              import all;
              export filter { if net ~ [10.20.0.0/16+] then krt_prefsrc = %s; accept; };
            }
            protocol static s4 { import all; route 10.20.0.0/16 via 10.0.0.2; %s }
            """;

    @ParameterizedTest
    @CsvSource({"two", "one"})
    void whatTheKernelRefusesIsMarkedAndWhatItHasIsKnown(String dialect) {
        String configuration = dialect.equals("two") ? TWO : ONE;
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            us.tun("d0", "10.0.0.1/24", "10.0.0.5/24", "2001:db8:1::1/64");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start(configuration.formatted("10.0.0.5", ""));
            lab.eventually("the route", LIMIT, () -> {
                assertThat(own(us)).singleElement().asString().contains("src 10.0.0.5");
                assertThat(jbgpd.command("show route for 10.20.0.0")).contains("] * (200)");
            });

            jbgpd.reconfigure(configuration.formatted("10.0.0.77", ""));
            lab.await(
                    "the mark of a refused route",
                    LIMIT,
                    () -> jbgpd.command("show route for 10.20.0.0"),
                    text -> text.contains("] ! (200)"));
            lab.await(
                    "the reason",
                    LIMIT,
                    () -> jbgpd.command("show route explain 10.20.0.0/16"),
                    text -> text.contains("Invalid prefsrc address"));
            // The address of another route comes: all is tried again, and the warning is not repeated.
            us.address("d0", "10.0.0.6/24");
            jbgpd.reconfigure(configuration.formatted("10.0.0.77", "route 10.21.0.0/16 via 10.0.0.2;"));
            lab.await("another route", LIMIT, () -> own(us), list -> list.size() == 2);
            assertThat(own(us)).first().asString().contains("10.20.0.0/16", "src 10.0.0.5");
            assertThat(jbgpd.log().split("The kernel refused 10.20.0.0/16", -1)).hasSize(2);

            jbgpd.reconfigure(configuration.formatted("10.0.0.1", ""));
            lab.await(
                    "the old route is replaced",
                    LIMIT,
                    () -> own(us),
                    list -> list.size() == 1 && list.getFirst().contains("src 10.0.0.1"));
            lab.await(
                    "no mark",
                    LIMIT,
                    () -> jbgpd.command("show route for 10.20.0.0"),
                    text -> text.contains("] * (200)"));

            jbgpd.reconfigure(configuration.formatted("10.0.0.77", ""));
            lab.await(
                    "refused again",
                    LIMIT,
                    () -> jbgpd.command("show route for 10.20.0.0"),
                    text -> text.contains("] ! (200)"));
            assertThat(own(us)).hasSize(1);
            lab.eventually(
                    "what history says",
                    LIMIT,
                    () -> assertThat(jbgpd.own("show changes")
                                    .lines()
                                    .filter(line -> line.contains("  kernel, "))
                                    .map(line -> line.substring(line.indexOf(": ") + 2)))
                            .containsExactly("1 route is refused", "1 route is refused no more", "1 route is refused"));
            jbgpd.stop();
            assertThat(own(us)).isEmpty();
        }
    }

    @Test
    void oneWayOfAnIpv6RouteComesBackAtOnce() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            us.tun("d0", "10.0.0.1/24", "2001:db8:1::1/64");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start(TWO.formatted("10.0.0.1", ""));
            lab.await("both ways", LIMIT, () -> ways(us), count -> count == 2);
            for (int last = 2; last <= 3; last++) {
                us.ip("-6", "route", "del", "2001:db8:20::/48", "via", "2001:db8:1::" + last, "dev", "d0");
                lab.await("both ways again", LIMIT, () -> ways(us), count -> count == 2);
            }
            us.ip("-6", "route", "del", "2001:db8:20::/48");
            lab.await("the whole route again", LIMIT, () -> ways(us), count -> count == 2);
            assertThat(jbgpd.log()).doesNotContain("refused");
        }
    }

    /** Two kernel protocols of one kernel table, apart by their numbers: their routes, and their next hop objects. */
    @Test
    void twoProtocolNumbersOfOneTableStayApart() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            lab.link(us, "10.0.0.1/24", lab.node("them"), "10.0.0.2/24"); // objects want carrier
            us.ip("route", "add", "10.40.0.0/16", "via", "10.0.0.9", "proto", "bgp", "metric", "77"); // a former life's
            us.ip("route", "add", "10.41.0.0/16", "via", "10.0.0.9", "proto", "bird", "metric", "77");
            us.ip("route", "add", "10.42.0.0/16", "via", "10.0.0.9", "proto", "ospf");
            String both = """
                    router id 10.0.0.1;
                    log stderr all;
                    ipv4 table other;
                    protocol device { scan time 3600; }
                    protocol kernel k1 { scan time 3600; learn; next hop objects; ipv4 { import all; export all; }; }
                    protocol static s1 { ipv4; route 10.20.0.0/16 via 10.0.0.2; }
                    """;
            String second = """
                    protocol kernel k2 {
                      scan time 3600; learn; metric 64; next hop objects; route protocol bgp;
                      ipv4 { table other; import all; export all; };
                    }
                    protocol static s2 { ipv4 { table other; }; route 10.20.0.0/16 via 10.0.0.3; }
                    """;
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start(both + second);
            lab.eventually("both routes", LIMIT, () -> {
                assertThat(us.kernelRoutes())
                        .anyMatch(line -> line.matches("10.20.0.0/16 nhid .* via 10.0.0.2 .*proto bird metric 32.*"))
                        .anyMatch(line -> line.matches("10.20.0.0/16 nhid .* via 10.0.0.3 .*proto bgp metric 64.*"))
                        .noneMatch(line -> line.startsWith("10.40.") || line.startsWith("10.41."));
                assertThat(jbgpd.command("show route protocol k1"))
                        .contains("10.42.0.0/16")
                        .doesNotContain("10.20.");
                assertThat(jbgpd.command("show route protocol k2"))
                        .contains("10.42.0.0/16")
                        .doesNotContain("10.20.");
            });
            jbgpd.reconfigure(both);
            lab.eventually("only the first one's", LIMIT, () -> {
                assertThat(us.kernelRoutes())
                        .anyMatch(line -> line.startsWith("10.20.0.0/16 nhid") && line.contains("proto bird"))
                        .noneMatch(line -> line.contains("proto bgp"));
                assertThat(us.exec("ip", "nexthop", "show"))
                        .contains("10.0.0.2")
                        .doesNotContain("10.0.0.3");
            });
            jbgpd.stop();
            assertThat(us.kernelRoutes())
                    .noneMatch(line -> line.startsWith("10.20."))
                    .anyMatch(line -> line.startsWith("10.42."));
        }
    }

    /** BIRD puts it right at its next scan, which is an hour away here. */
    @Test
    void anOwnRouteChangedByHandIsPutRightAtOnce() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            us.tun("d0", "10.0.0.1/24", "2001:db8:1::1/64");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { }
                    protocol kernel { scan time 3600; ipv4 { export all; }; }
                    protocol kernel { scan time 3600; ipv6 { export all; }; }
                    protocol static { ipv4; route 10.20.0.0/16 via 10.0.0.2; }
                    protocol static { ipv6; route 2001:db8:20::/48 via 2001:db8:1::2; }
                    """);
            List<String> right = lab.await("both routes", LIMIT, () -> ownOfBoth(us), list -> list.size() == 2);
            for (String change : List.of(
                    "-4 route replace 10.20.0.0/16 via 10.0.0.9 metric 32 proto bird",
                    "-4 route replace 10.20.0.0/16 via 10.0.0.9 proto bird",
                    "-4 route replace blackhole 10.20.0.0/16 metric 32 proto bird",
                    "-6 route replace 2001:db8:20::/48 via 2001:db8:1::9 metric 32 proto bird",
                    "-6 route replace 2001:db8:20::/48 via 2001:db8:1::9 metric 77 proto bird")) {
                us.ip(change.split(" ", -1));
                lab.await(change, LIMIT, () -> ownOfBoth(us), right::equals);
            }
        }
    }

    private static List<String> ownOfBoth(Node node) {
        List<String> all = new ArrayList<>(own(node));
        node.ip("-6", "route", "show", "proto", "bird")
                .lines()
                .map(String::strip)
                .forEach(all::add);
        return all;
    }

    @Test
    void routesOfOthersAreLearnedAndForgottenAsTheyChange() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            us.tun("d0", "10.0.0.1/24", "2001:db8:1::1/64");
            us.tun("d1", "10.0.1.1/24", "2001:db8:2::1/64");
            String cable = lab.link(us, "10.0.5.1/24", lab.node("them"), "10.0.5.2/24");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start(TWO.formatted("10.0.0.1", ""));

            us.ip("route", "add", "10.99.0.0/16", "via", "10.0.0.9", "metric", "50");
            learned(lab, jbgpd, "10.99.0.0/16", "via 10.0.0.9 on d0");
            us.ip("route", "add", "10.99.0.0/16", "via", "10.0.0.8", "metric", "40");
            learned(lab, jbgpd, "10.99.0.0/16", "via 10.0.0.8 on d0");
            us.ip("route", "add", "10.99.0.0/16", "via", "10.0.0.7", "metric", "60");
            us.ip("route", "replace", "10.99.0.0/16", "via", "10.0.0.6", "metric", "40");
            learned(lab, jbgpd, "10.99.0.0/16", "via 10.0.0.6 on d0");
            us.ip("route", "prepend", "10.99.0.0/16", "via", "10.0.0.5", "metric", "40");
            learned(lab, jbgpd, "10.99.0.0/16", "via 10.0.0.5 on d0");
            us.ip("route", "append", "10.99.0.0/16", "via", "10.0.0.4", "metric", "40");
            us.ip("route", "del", "10.99.0.0/16", "via", "10.0.0.5", "metric", "40");
            learned(lab, jbgpd, "10.99.0.0/16", "via 10.0.0.6 on d0");
            us.ip("route", "del", "10.99.0.0/16", "via", "10.0.0.6", "metric", "40");
            learned(lab, jbgpd, "10.99.0.0/16", "via 10.0.0.4 on d0");
            us.ip("route", "del", "10.99.0.0/16", "metric", "40");
            learned(lab, jbgpd, "10.99.0.0/16", "via 10.0.0.9 on d0");
            us.ip("route", "del", "10.99.0.0/16", "metric", "50");
            learned(lab, jbgpd, "10.99.0.0/16", "via 10.0.0.7 on d0");
            us.ip("route", "del", "10.99.0.0/16", "metric", "60");
            learned(lab, jbgpd, "10.99.0.0/16", "not found");

            // What Linux reports to nobody: routes of an interface that goes down, ways of it, and their return.
            us.ip("route", "add", "10.97.0.0/16", "via", "10.0.1.9");
            us.ip("route", "add", "10.98.0.0/16", "nexthop", "via", "10.0.0.9", "nexthop", "via", "10.0.1.9");
            us.ip(
                    "-6",
                    "route",
                    "add",
                    "2001:db8:98::/48",
                    "nexthop",
                    "via",
                    "2001:db8:1::9",
                    "nexthop",
                    "via",
                    "2001:db8:2::9");
            learned(lab, jbgpd, "10.97.0.0/16", "via 10.0.1.9 on d1");
            learned(lab, jbgpd, "10.98.0.0/16", "via 10.0.1.9 on d1");
            learned(lab, jbgpd, "2001:db8:98::/48", "via 2001:db8:2::9 on d1");
            us.ip("link", "set", "d1", "down");
            learned(lab, jbgpd, "10.97.0.0/16", "not found");
            lost(lab, jbgpd, "10.98.0.0/16", "via 10.0.1.9");
            lost(lab, jbgpd, "2001:db8:98::/48", "via 2001:db8:2::9");
            us.ip("link", "set", "d1", "up");
            learned(lab, jbgpd, "10.98.0.0/16", "via 10.0.1.9 on d1");

            us.ip("-6", "route", "del", "2001:db8:98::/48");
            us.ip("-6", "route", "add", "2001:db8:98::/48", "via", "2001:db8:1::7");
            us.ip("-6", "route", "append", "2001:db8:98::/48", "via", "2001:db8:1::8");
            learned(lab, jbgpd, "2001:db8:98::/48", "via 2001:db8:1::8 on d0");
            us.ip("-6", "route", "del", "2001:db8:98::/48", "via", "2001:db8:1::8");
            lost(lab, jbgpd, "2001:db8:98::/48", "via 2001:db8:1::8");
            learned(lab, jbgpd, "2001:db8:98::/48", "via 2001:db8:1::7 on d0");

            // An object takes its routes along.
            us.ip("nexthop", "add", "id", "7", "via", "10.0.5.2", "dev", cable);
            us.ip("route", "add", "10.96.0.0/16", "nhid", "7");
            learned(lab, jbgpd, "10.96.0.0/16", "via 10.0.5.2 on " + cable);
            us.ip("nexthop", "del", "id", "7");
            learned(lab, jbgpd, "10.96.0.0/16", "not found");

            us.ip("link", "del", "d0");
            learned(lab, jbgpd, "10.98.0.0/16", "not found");
        }
    }

    @Test
    void routesThroughATunnelFollowItWhenItIsMadeAgain() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
            us.tun("tunl0", "192.168.1.1/32");
            us.tun("tunl1", "192.168.2.1/32");
            new Bird(them, "neighbor").start("""
                    router id 10.0.0.2;
                    protocol device { }
                    protocol static { ipv4; route 10.50.0.0/16 blackhole; route 10.51.0.0/16 blackhole;
                      route 10.53.0.0/16 blackhole; }
                    protocol bgp { local 10.0.0.2 as 65002; passive; neighbor 10.0.0.1 as 65001;
                      ipv4 { import all; export all; next hop self; }; }
                    """);
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { scan time 3600; }
                    protocol kernel {
                      scan time 3600;
                      ipv4 { export filter {
                        if net = 10.50.0.0/16 then krt_tunnel = "tunl0";
                        if net = 10.51.0.0/16 then ifname = "tunl1";
                        accept;
                      }; };
                    }
                    protocol static { ipv4; route 10.52.0.0/16 via 172.16.0.1 dev "tunl0" onlink; }
                    protocol bgp { local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1;
                      ipv4 { import filter { if net = 10.53.0.0/16 then ifname = "tunl1"; accept; }; export none; }; }
                    """);
            List<String> before = lab.await("all routes", LIMIT, () -> own(us), list -> list.size() == 4);
            assertThat(before.getFirst()).contains("10.50.0.0/16 via 10.0.0.2 dev tunl0", "onlink");
            assertThat(before.get(1)).contains("10.51.0.0/16 dev tunl1");
            assertThat(before.get(2)).contains("10.52.0.0/16 via 172.16.0.1 dev tunl0", "onlink");
            assertThat(before.getLast()).contains("10.53.0.0/16 dev tunl1");

            us.ip("link", "del", "tunl0");
            us.ip("link", "del", "tunl1");
            lab.await(
                    "the tunnels are gone",
                    LIMIT,
                    () -> jbgpd.command("show interfaces summary"),
                    text -> !text.contains("tunl"));
            us.tun("tunl0", "192.168.1.1/32");
            us.tun("tunl1", "192.168.2.1/32");
            lab.await("all routes again", LIMIT, () -> own(us), before::equals);
            // And at once, which the daemon hears as one change.
            us.ipBatch("""
                    link del tunl0
                    tuntap add tunl0 mode tun
                    link set tunl0 up
                    """);
            lab.await("all routes once more", LIMIT, () -> own(us), before::equals);
            lab.await("no refusal left", LIMIT, () -> jbgpd.command("show route"), text -> !text.contains("] ! ("));
        }
    }

    @Test
    void interfacesAndAttributesOfLearnedRoutesAreShownAsBirdShowsThem() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            us.ip("link", "set", "lo", "up");
            us.tun("d0", "10.0.0.1/24", "2001:db8:1::1/64");
            us.ip("route", "add", "10.60.0.0/16", "dev", "d0", "proto", "80");
            us.ip(
                    "route",
                    "add",
                    "10.61.0.0/16",
                    "via",
                    "10.0.0.9",
                    "proto",
                    "80",
                    "features",
                    "ecn",
                    "mtu",
                    "lock",
                    "1400",
                    "congctl",
                    "reno");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { }
                    protocol kernel {
                      scan time 3600;
                      learn;
                      merge paths;
                      ipv4 {
                        import filter { if krt_congctl = "reno" then preference = 77; accept; };
                        export filter { if net = 10.71.0.0/16 then krt_congctl = "reno"; accept; };
                      };
                    }
                    protocol static { ipv4;
                      route 10.70.0.0/16 via 10.0.0.2; route 10.70.0.0/16 via 10.0.0.3; route 10.71.0.0/16 via 10.0.0.2;
                    }
                    """);
            learned(lab, jbgpd, "10.60.0.0/16 all", "Kernel.scope: 253");
            learned(lab, jbgpd, "10.61.0.0/16 all", "Kernel.congctl: reno");
            for (String shown : List.of("(77)", "Kernel.lock: mtu", "Kernel.mtu: 1400", "Kernel.features: ecn")) {
                learned(lab, jbgpd, "10.61.0.0/16 all", shown);
            }
            lab.await("routes of ours", LIMIT, () -> own(us), list -> list.size() == 2);
            lab.eventually("the same everywhere", LIMIT, () -> {
                assertThat(us.ip("route", "show", "10.71.0.0/16")).contains("congctl reno");
                assertThat(jbgpd.command("show route 10.70.0.0/16 export kernel1"))
                        .contains("via 10.0.0.2 on d0", "via 10.0.0.3 on d0");
                assertThat(jbgpd.command("show route explain 10.70.0.0/16"))
                        .contains("merged with paths that are as good, via 10.0.0.2 on d0, via 10.0.0.3 on d0");
                assertThat(jbgpd.command("show interfaces"))
                        .contains("MultiAccess AdminUp LinkUp Loopback Ignored MTU", "PtP Multicast AdminUp")
                        .contains("2001:db8:1::1/64 (Preferred, scope univ)");
            });
        }
    }

    private static void learned(Lab lab, Jbgpd jbgpd, String prefix, String shown) {
        lab.await(
                prefix + ": " + shown,
                LIMIT,
                () -> jbgpd.tryCommand("show route " + prefix).output(),
                text -> text.contains(shown));
    }

    private static void lost(Lab lab, Jbgpd jbgpd, String prefix, String hidden) {
        lab.await(
                prefix + ": not " + hidden,
                LIMIT,
                () -> jbgpd.tryCommand("show route " + prefix).output(),
                text -> text.contains("via") && !text.contains(hidden));
    }

    private static List<String> own(Node node) {
        return node.kernelRoutes().stream()
                .filter(line -> line.contains("proto bird"))
                .toList();
    }

    private static long ways(Node node) {
        return node.kernelRoutes6().stream()
                .filter(line -> line.contains("nexthop via 2001:db8:1::"))
                .count();
    }
}
