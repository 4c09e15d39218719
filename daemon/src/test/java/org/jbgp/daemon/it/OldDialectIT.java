package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * What the dialect of 1.6 means by sources of static routes, a pipe's numbers, MED, next hops and refused capabilities:
 * as in BIRD 1.6 itself.
 */
@NeedsPeer({Software.BIRD1, Software.BIRD2})
class OldDialectIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FILE = """
            router id 10.0.0.1;
            log stderr all;
            table t;
            protocol device { }
            protocol static a { route 10.7.0.0/16 via "eth0"; route 10.8.0.0/16 blackhole; route 10.9.0.0/16 via 10.0.0.9; }
            protocol static b { table t; route 10.7.1.0/24 via "eth0"; route 10.7.2.0/24 unreachable; route 10.7.3.0/24 unreachable; }
            protocol pipe p {
              disabled; table master; peer table t;
              export where source = RTS_STATIC_DEVICE;
              import filter { if source = RTS_STATIC then accept; reject; };
            }
            """;

    private static final String BETWEEN = """
            router id 10.0.0.1;
            log stderr all;
            table t;
            protocol device { }
            protocol bgp near { local as 65001; neighbor 10.0.0.2 as 65001; direct; import all; export none; }
            protocol bgp far { local as 65001; neighbor 10.0.1.3 as 65003; import none; export all; next hop self; }
            """;

    private static final String NEAR = """
            router id 10.0.0.2;
            log stderr all;
            protocol device { }
            protocol static {
              ipv4; route 10.5.0.0/16 blackhole; route 10.6.0.0/16 blackhole { bgp_med = 7; };
              route 10.7.0.0/16 blackhole { bgp_next_hop = 192.0.2.1; };
            }
            protocol bgp near {
              local 10.0.0.2 as 65001; neighbor 10.0.0.1 as 65001; connect delay time 1;
              ipv4 { import none; export all; };
            }
            """;

    private static final String FAR = """
            router id 10.0.1.3;
            log stderr all;
            protocol device { }
            protocol bgp far {
              local 10.0.1.3 as 65003; neighbor 10.0.1.1 as 65001; connect delay time 1;
              ipv4 { import all; export none; };
            }
            """;

    /**
     * MED of an internal neighbor's route goes to an external one as 0, and is not made up where there is none; a next
     * hop on no connected network leads to the neighbor itself.
     */
    @Test
    void deviceRoutesGoIntoTheKernelOnlyIfAskedFor() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            us.tun("d0", "10.0.0.1/24");
            List<List<String>> seen = new ArrayList<>();
            for (Bird router : List.of(new Bird1(us, "bird", false), new Jbgpd(us, "jbgpd"))) {
                for (String option : List.of("", "device routes;")) {
                    router.start("""
                            router id 10.0.0.1;
                            log stderr all;
                            protocol device { }
                            protocol direct { import all; }
                            protocol static { import all; route 10.9.0.0/16 via 10.0.0.2; }
                            protocol kernel { metric 64; %s export all; }
                            """.formatted(option));
                    List<String> own = lab.await(
                            "the routes of " + router + " " + option,
                            Duration.ofSeconds(30),
                            () -> us.kernelRoutes().stream()
                                    .filter(line -> line.contains("proto bird"))
                                    .map(String::strip)
                                    .toList(),
                            list -> list.size() == (option.isEmpty() ? 1 : 2));
                    seen.add(own);
                    router.stop();
                }
            }
            assertThat(seen.subList(2, 4)).isEqualTo(seen.subList(0, 2));
        }
    }

    @Test
    void medAndNextHopsOfAnInternalNeighbor() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node near = lab.node("near");
            Node far = lab.node("far");
            lab.link(us, "10.0.0.1/24", near, "10.0.0.2/24");
            lab.link(us, "10.0.1.1/24", far, "10.0.1.3/24");
            Bird inside = new Bird(near, "inside");
            Bird outside = new Bird(far, "outside");
            inside.start(NEAR);
            outside.start(FAR);
            for (Bird daemon : List.of(new Bird1(us, "bird", false), new Jbgpd(us, "jbgpd"))) {
                daemon.start(BETWEEN);
                lab.await(
                        daemon + ": MED",
                        LIMIT,
                        () -> outside.command("show route all"),
                        text -> text.matches("(?s).*10\\.6\\.0\\.0/16 [^/]*BGP.med: 0\n.*")
                                && text.contains("10.5.0.0/16 ")
                                && text.contains("10.7.0.0/16 ")
                                && text.split("BGP.med", -1).length == 2);
                lab.await(
                        daemon + ": the way",
                        LIMIT,
                        () -> daemon.command("show route 10.7.0.0/16"),
                        text -> text.contains("[near ")
                                && text.contains("via 10.0.0.2 on eth0")
                                && !text.contains("unreachable"));
                daemon.kill();
                lab.await(
                        daemon + ": gone",
                        LIMIT,
                        () -> !outside.command("show route").contains("10.5.0.0/16"));
            }
        }
    }

    /** The OPEN names the IPv4 family, or leaves it out (RFC 4760 §8: silence means it). */
    @Test
    void advertiseIpv4() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node near = lab.node("near");
            lab.link(us, "10.0.0.1/24", near, "10.0.0.2/24");
            for (String option : List.of("", "advertise ipv4 off;")) {
                for (Bird daemon : List.of(new Bird1(us, "bird", false), new Jbgpd(us, "jbgpd"))) {
                    daemon.start("router id 10.0.0.1; log stderr all; protocol device { } protocol bgp near { "
                            + "local as 65001; neighbor 10.0.0.2 as 65002; passive; import all; export none; " + option
                            + " }");
                    lab.await(
                            daemon + ": ready",
                            LIMIT,
                            () -> daemon.command("show protocols near"),
                            text -> text.contains("Passive"));
                    try (RawPeer raw = new RawPeer(near, "raw")) {
                        raw.connect("10.0.0.2", "10.0.0.1");
                        raw.send(RawPeer.open(65002, 90, "10.0.0.2"));
                        assertThat(raw.await("received 1").contains(IPV4_CAPABILITY))
                                .as(daemon + " with '" + option + "'")
                                .isEqualTo(option.isEmpty());
                        raw.await("received 4");
                    }
                    daemon.kill();
                }
            }
        }
    }

    /**
     * A neighbor that refuses capabilities is dialed again without them, and then with them again: BIRD 1.6, for IPv4,
     * unless {@code capabilities} is in the file.
     */
    @Test
    void neighborsThatRefuseCapabilities() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node near = lab.node("near");
            lab.link(us, "10.0.0.1/24", near, "10.0.0.2/24");
            for (Bird daemon : List.of(new Bird1(us, "bird", false), new Jbgpd(us, "jbgpd"))) {
                for (String option : List.of("", "capabilities on;")) {
                    try (RawPeer raw = new RawPeer(near, daemon + "-" + option.length())) {
                        raw.accept("10.0.0.2");
                        daemon.start("router id 10.0.0.1; log stderr all; protocol device { } protocol bgp near { "
                                + "local as 65001; neighbor 10.0.0.2 as 65002; connect delay time 1; error wait time 3, 3;"
                                + " import all; export none; " + option + " }");
                        assertThat(opens(lab, raw, 1)).as("the first one").endsWith("C");
                        raw.send(RawPeer.message(3, "0204"));
                        raw.await("closed");
                        raw.accept("10.0.0.2");
                        if (!option.isEmpty()) {
                            lab.says(daemon, "show protocols", "Received: Unsupported optional parameter");
                            assertThat(opens(lab, raw, 2))
                                    .as("as the file says")
                                    .isEqualTo("CC");
                            daemon.kill();
                            continue;
                        }
                        assertThat(opens(lab, raw, 2)).as("after the refusal").isEqualTo("C-");
                        raw.send(OPEN_WITHOUT_CAPABILITIES);
                        raw.send(RawPeer.KEEPALIVE);
                        lab.says(daemon, "show protocols all near", "Established", "Neighbor AS: 65002");
                        assertThat(daemon.log()).contains("retry with capabilities disabled");
                        raw.send(UPDATE_OF_TWO_BYTE_AS);
                        lab.says(daemon, "show route all", "10.77.0.0/16", "BGP.as_path: 65002 64999");
                        raw.disconnect();
                        raw.accept("10.0.0.2");
                        assertThat(opens(lab, raw, 3)).as("the next session").isEqualTo("C-C");
                        daemon.kill();
                    }
                }
            }
        }
    }

    private static final String OPEN_WITHOUT_CAPABILITIES =
            RawPeer.message(1, "04" + "fdea" + "005a" + "0a000002" + "00");

    /** 10.77.0.0/16, origin IGP, AS path 65002 64999 in two bytes each, next hop 10.0.0.2. */
    private static final String UPDATE_OF_TWO_BYTE_AS =
            RawPeer.message(2, "0000" + "0014" + "40010100" + "4002060202fdeafde7" + "4003040a000002" + "100a4d");

    /** The OPENs received, when there are so many: C for one with capabilities, - for one without parameters. */
    private static String opens(Lab lab, RawPeer raw, int count) {
        return lab.await(
                "OPEN " + count,
                LIMIT,
                () -> raw.lines().stream()
                        .filter(line -> line.startsWith("received 1 "))
                        .map(line -> line.endsWith("00") && line.length() == "received 1 ".length() + 20 ? "-" : "C")
                        .collect(Collectors.joining()),
                text -> text.length() >= count);
    }

    /** Multiprotocol (RFC 4760 §8): code, length, AFI 1, a zero, SAFI 1. */
    private static final String IPV4_CAPABILITY = "010400010001";

    @Test
    void deviceRoutesAndPipes() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            lab.link(us, "10.0.0.1/24", lab.node("them"), "10.0.0.2/24");
            List<String> seen = new ArrayList<>();
            for (Bird daemon : List.of(new Bird1(us, "bird", false), new Jbgpd(us, "jbgpd"))) {
                daemon.start(FILE);
                lab.await(
                        daemon + ": routes",
                        LIMIT,
                        () -> daemon.command("show route table t count") + daemon.command("show route count"),
                        text -> text.contains("3 of 3") && text.contains("3 networks"));
                daemon.command("enable p");
                lab.await(
                        daemon + ": piped",
                        LIMIT,
                        () -> daemon.command("show route table t count") + daemon.command("show route count"),
                        text -> text.contains("4 of 4") && text.contains("5 of 5"));
                String types = daemon.command("show route all")
                        .lines()
                        .filter(line -> line.contains("Type:"))
                        .map(line -> line.strip().replace("unicast ", ""))
                        .sorted()
                        .collect(Collectors.joining("\n"));
                assertThat(types).contains("Type: static-device univ");
                seen.add(types
                        + '\n'
                        + daemon.command("show protocols all p")
                                .lines()
                                .filter(line -> line.contains("Routes:") || line.contains("withdraws:"))
                                .map(line -> line.strip().replaceAll(" +", " "))
                                .collect(Collectors.joining("\n")));
                daemon.kill();
            }
            assertThat(seen.getLast()).isEqualTo(seen.getFirst()).contains("2 imported, 1 exported");
        }
    }

    private static final String ASKED = """
            router id 10.0.0.1;
            log stderr all;
            table t;
            protocol device { }
            protocol static own { route 10.8.0.0/16 blackhole; }
            protocol kernel k { learn; scan time 1; import all; export none; }
            protocol bgp down1 { disabled; local as 65001; neighbor 10.0.0.2 as 65002; import all; export all; }
            protocol bgp down2 { local as 65001; neighbor 10.0.0.3 as 65002; import all; export all; }
            """;

    private static final List<String> COMMANDS = List.of(
            "show route all protocol k",
            "show route export down1",
            "show route export down2",
            "show route preexport down2 count",
            "show route noexport down2 stats",
            "show route 10.8.0.0/16 export down2",
            "show route table t export k count",
            "show route export own",
            "show route export device1",
            "show route protocol device1",
            "show route protocol device1 count",
            "show route protocol down2 count",
            "show route table master table t count",
            "dump protocols",
            "dump sockets",
            "dump events");

    @Test
    void answersAsBird() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            lab.link(us, "10.0.0.1/24", lab.node("them"), "10.0.0.2/24");
            us.exec("ip", "route", "add", "10.1.0.0/16", "via", "10.0.0.2", "proto", "99");
            us.exec("ip", "route", "add", "10.2.0.0/16", "dev", "eth0", "scope", "link", "proto", "99", "metric", "7");
            us.exec("ip", "route", "add", "10.3.0.0/16", "dev", "eth0", "scope", "host", "proto", "99");
            us.exec("ip", "route", "add", "blackhole", "10.4.0.0/16", "proto", "99");
            List<String> seen = new ArrayList<>();
            for (Bird daemon : List.of(new Bird1(us, "bird", false), new Jbgpd(us, "jbgpd").calledAs("bird"))) {
                daemon.start(ASKED);
                lab.await(
                        daemon + ": routes",
                        LIMIT,
                        () -> daemon.command("show route count"),
                        text -> text.contains("5 of 5 routes"));
                StringBuilder answers = new StringBuilder();
                for (String command : COMMANDS) {
                    answers.append(command)
                            .append('\n')
                            .append(answer(daemon, command))
                            .append('\n');
                }
                seen.add(answers.toString());
                daemon.kill();
            }
            assertThat(seen.getLast()).isEqualTo(seen.getFirst()).contains("Kernel.scope: 254", "Protocol is down");
        }
    }

    /** Without times; the order of prefixes is each one's own. */
    private static String answer(Bird daemon, String command) {
        List<String> routes = new ArrayList<>();
        for (String line : daemon.tryCommand(command).output().lines().toList()) {
            String plain = line.replaceAll("\\d\\d:\\d\\d:\\d\\d", "TIME");
            if (plain.startsWith("\t") && !routes.isEmpty()) {
                routes.add(routes.removeLast() + '\n' + plain);
            } else {
                routes.add(plain);
            }
        }
        return routes.stream().sorted().collect(Collectors.joining("\n"));
    }
}
