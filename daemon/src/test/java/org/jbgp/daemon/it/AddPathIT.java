package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/**
 * Several paths of a prefix (RFC 7911) from one neighbor, and to one: they are distinguished, merged, and taken back
 * one by one.
 */
@NeedsPeer({Software.BIRD2, Software.FRR})
class AddPathIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String reflector(String... ways) {
        StringBuilder text = new StringBuilder("router id 10.0.0.2;\nlog stderr all;\nprotocol device { }\n");
        for (String way : ways) {
            text.append("protocol static s").append(way).append(" { ipv4; route 192.0.2.0/24 via 10.0.0.");
            text.append(way).append(" { bgp_med = ").append(way).append("; }; }\n");
        }
        return text.append("""
                protocol bgp node {
                  local 10.0.0.2 as 65000; neighbor 10.0.0.1 as 65000; rr client;
                  connect delay time 1;
                  ipv4 { import all; export all; add paths tx; next hop keep; };
                }
                """).toString();
    }

    @Test
    void severalPathsOfOneNeighbor() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Node us = routers.near();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { }
                    protocol direct { ipv4; }
                    protocol kernel { merge paths on; ipv4 { import none; export where source = RTS_BGP; }; }
                    protocol bgp rr {
                      local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65000;
                      connect delay time 1;
                      ipv4 { import filter { bgp_med = 0; accept; }; export none; add paths rx; gateway recursive; };
                    }
                    """);
            bird.start(reflector("3", "4", "5"));
            lab.await("three paths", LIMIT, () -> paths(jbgpd), count -> count == 3);
            lab.await(
                    "the capability",
                    LIMIT,
                    () -> jbgpd.command("show protocols all rr"),
                    text -> text.contains("RX: ipv4"));
            lab.await("three ways", LIMIT, () -> ways(us), List.of("10.0.0.3", "10.0.0.4", "10.0.0.5")::equals);

            bird.command("disable s4");
            lab.await("two paths", LIMIT, () -> paths(jbgpd), count -> count == 2);
            lab.await("two ways", LIMIT, () -> ways(us), List.of("10.0.0.3", "10.0.0.5")::equals);
            bird.command("enable s4");
            lab.await("three paths again", LIMIT, () -> paths(jbgpd), count -> count == 3);

            bird.kill();
            lab.await("no path", LIMIT, () -> paths(jbgpd), count -> count == 0);
            lab.await("no way", LIMIT, () -> ways(us), List::isEmpty);
        }
    }

    /** What jbgpd sends: all paths of others, each withdrawn by itself, filtered by itself. */
    @Test
    void severalPathsToANeighbor() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            Node third = lab.node("third");
            lab.link(routers.near(), "10.0.9.1/24", third, "10.0.9.2/24");
            Frr frr = new Frr(third, "frr");
            jbgpd.start(sender("all", "3", "4", "5"));
            bird.start("""
                    router id 10.0.0.2;
                    log stderr all;
                    protocol device { }
                    protocol static own { ipv4; route 192.0.2.0/24 via 10.0.0.9; }
                    protocol bgp near {
                      local 10.0.0.2 as 65000; neighbor 10.0.0.1 as 65000;
                      connect delay time 1;
                      ipv4 { import all; export all; add paths on; gateway recursive; };
                    }
                    """);
            frr.start("""
                    log stdout
                    router bgp 65009
                     bgp router-id 10.0.9.2
                     no bgp ebgp-requires-policy
                     neighbor 10.0.9.1 remote-as 65000
                     neighbor 10.0.9.1 timers connect 1
                    """);
            lab.await("BIRD's paths", LIMIT, () -> meds(bird), List.of("3", "4", "5")::equals);
            // Its own one comes back to nobody else than FRR.
            lab.await("FRR's paths", LIMIT, () -> frrPaths(frr), count -> count == 4);
            lab.eventually("what is advertised to whom", LIMIT, () -> {
                assertThat(jbgpd.command("show protocols all rr")).contains("TX: ipv4", "3 exported");
                assertThat(exported(jbgpd, "export rr")).isEqualTo(3);
                assertThat(exported(jbgpd, "export frr")).isEqualTo(4);
            });

            jbgpd.command("disable s3");
            lab.await("two paths", LIMIT, () -> meds(bird), List.of("4", "5")::equals);
            lab.await("three paths", LIMIT, () -> frrPaths(frr), count -> count == 3);
            jbgpd.command("enable s3");
            lab.await("three paths again", LIMIT, () -> meds(bird), List.of("3", "4", "5")::equals);

            jbgpd.reconfigure(sender("where bgp_med != 4", "3", "4", "5"));
            lab.await("filtered paths", LIMIT, () -> meds(bird), List.of("3", "5")::equals);
            jbgpd.reconfigure(sender("filter { bgp_med = bgp_med + 10; accept; }", "3", "4", "5"));
            lab.await("changed paths", LIMIT, () -> meds(bird), List.of("13", "14", "15")::equals);
            lab.await("FRR still has all", LIMIT, () -> frrPaths(frr), count -> count == 4);
            lab.await(
                    "the count",
                    LIMIT,
                    () -> jbgpd.command("show protocols all rr"),
                    text -> text.contains("3 exported"));

            jbgpd.command("disable frr");
            lab.await("FRR has none", LIMIT, () -> frrPaths(frr), count -> count == 0);
            jbgpd.reconfigure(sender("none", "3", "4", "5"));
            lab.await("no paths", LIMIT, () -> meds(bird), List::isEmpty);
        }
    }

    private static String sender(String export, String... ways) {
        StringBuilder text = new StringBuilder("router id 10.0.0.1;\nlog stderr all;\nprotocol device { }\n");
        for (String way : ways) {
            text.append("protocol static s").append(way).append(" { ipv4; route 192.0.2.0/24 via 10.0.0.");
            text.append(way).append(" { bgp_med = ").append(way).append("; }; }\n");
        }
        return text.append("""
                protocol bgp rr {
                  local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65000; rr client;
                  connect delay time 1;
                  ipv4 { import all; export %s; add paths on; next hop keep; };
                }
                protocol bgp frr {
                  local 10.0.9.1 as 65000; neighbor 10.0.9.2 as 65009;
                  connect delay time 1;
                  ipv4 { import all; export all; add paths tx; };
                }
                """.formatted(export)).toString();
    }

    private static List<String> meds(Bird bird) {
        return bird.tryCommand("show route protocol near all")
                .output()
                .lines()
                .filter(line -> line.contains("BGP.med: "))
                .map(line -> line.replaceAll(".*: ", ""))
                .sorted()
                .toList();
    }

    private static int exported(Jbgpd jbgpd, String how) {
        return (int) jbgpd.tryCommand("show route " + how + " 192.0.2.0/24")
                .output()
                .lines()
                .filter(line -> line.matches(".* \\[(s[3-5]|rr) .*"))
                .count();
    }

    private static int frrPaths(Frr frr) {
        return (int) frr.vtysh("show bgp ipv4 unicast 192.0.2.0/24")
                .lines()
                .filter(line -> line.contains("AddPath ID"))
                .count();
    }

    private static int paths(Jbgpd jbgpd) {
        return (int) jbgpd.tryCommand("show route 192.0.2.0/24")
                .output()
                .lines()
                .filter(line -> line.contains("[rr "))
                .count();
    }

    private static List<String> ways(Node node) {
        return node.exec("ip", "route", "show", "192.0.2.0/24")
                .lines()
                .flatMap(line -> List.of(line.trim().split(" ")).stream())
                .filter(word -> word.matches("10\\.0\\.0\\.[3-8]"))
                .sorted()
                .toList();
    }
}
