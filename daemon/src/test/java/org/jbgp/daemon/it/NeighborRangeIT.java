package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** Neighbors nobody wrote down: whoever dials from a prefix gets a protocol of its own, which outlives reloads. */
@NeedsPeer({Software.BIRD2, Software.FRR})
class NeighborRangeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String us(String range, String export) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static own { ipv4; route 30.0.0.0/16 blackhole; route 30.1.0.0/16 blackhole; }
                protocol bgp clients {
                  local 10.0.0.1 as 65001; neighbor range %s external;
                  dynamic name "client"; dynamic name digits 2;
                  ipv4 { import all; export %s; };
                }
                protocol bgp secret {
                  local 10.0.1.1 as 65001; neighbor range 10.0.1.0/24 as 65003; password "abc";
                  ipv4 { import all; export all; };
                }
                protocol bgp linked {
                  local as 65001; neighbor range fe80::/64 external; direct;
                  ipv6 { import all; export all; };
                }
                """.formatted(range, export);
    }

    private static String bird(String address, int as, String more, String prefix) {
        return """
                router id %1$s;
                log stderr all;
                protocol device { }
                protocol static own { ipv4; route %4$s blackhole; }
                protocol bgp up {
                  local %1$s as %2$d; neighbor %5$s as 65001; %3$s
                  connect delay time 1; connect retry time 2; error wait time 1, 2;
                  ipv4 { import all; export where source = RTS_STATIC; };
                }
                """.formatted(address, as, more, prefix, address.replaceAll("\\.[0-9]+$", ".1"));
    }

    @Test
    void neighborsThatDial() {
        try (Lab lab = new Lab()) {
            Node box = lab.ethernetSwitch("box");
            Node node = lab.node("us");
            lab.plug(node, box, "10.0.0.1/24", "10.0.1.1/24");
            Node first = lab.node("first");
            String device = lab.plug(first, box, "10.0.0.2/24");
            Node second = lab.node("second");
            lab.plug(second, box, "10.0.0.130/24");
            Node third = lab.node("third");
            lab.plug(third, box, "10.0.1.9/24");
            Jbgpd jbgpd = new Jbgpd(node, "jbgpd");
            Bird bird = new Bird(first, "bird");
            Frr frr = new Frr(second, "frr");
            Bird secret = new Bird(third, "secret");
            jbgpd.start(us("10.0.0.0/24", "all"));
            lab.eventually("the range waits", LIMIT, () -> {
                assertThat(line(jbgpd, "clients")).contains("start", "Passive");
                assertThat(jbgpd.command("show protocols all clients")).contains("Neighbor range:   10.0.0.0/24");
            });

            bird.start(bird("10.0.0.2", 65002, "", "20.0.0.0/16"));
            lab.await("BIRD's session", LIMIT, () -> line(jbgpd, "client01"), line -> line.contains("Established"));
            frr.start("""
                    log stdout
                    router bgp 65004
                     bgp router-id 10.0.0.130
                     no bgp ebgp-requires-policy
                     neighbor 10.0.0.1 remote-as 65001
                     neighbor 10.0.0.1 timers connect 1
                    """);
            lab.await("FRR's session", LIMIT, () -> line(jbgpd, "client02"), line -> line.contains("Established"));
            lab.await("routes of ours", LIMIT, () -> routes(bird), count -> count == 2);
            lab.eventually("who it is", LIMIT, () -> {
                assertThat(jbgpd.command("show protocols all client01"))
                        .contains("Neighbor address: 10.0.0.2", "Neighbor AS:      65002");
                assertThat(jbgpd.command("show route 20.0.0.0/16")).contains("[client01 ");
            });

            // A key for the whole prefix.
            secret.start(bird("10.0.1.9", 65003, "password \"wrong\";", "21.0.0.0/16"));
            // It dials, and nobody takes the segments it signs.
            lab.await("the wrong key is tried", LIMIT, () -> failedMd5(node), count -> count > 1);
            assertThat(line(jbgpd, "dynbgp1")).isEmpty();
            secret.reconfigure(bird("10.0.1.9", 65003, "password \"abc\";", "21.0.0.0/16"));
            lab.await("with the key", LIMIT, () -> line(jbgpd, "dynbgp1"), line -> line.contains("Established"));

            // A changed filter is a reload like any other, and the session stays.
            LocalTime since = jbgpd.since("client01");
            jbgpd.reconfigure(us("10.0.0.0/24", "where net = 30.0.0.0/16"));
            lab.await("filtered", LIMIT, () -> routes(bird), count -> count == 1);
            assertThat(jbgpd.unchangedSince("client01", since)).isTrue();

            // It comes back under its name; a disabled one is not let in until the next reload.
            bird.command("restart up");
            lab.await(
                    "gone or back",
                    LIMIT,
                    () -> line(jbgpd, "client01").isEmpty() || !jbgpd.unchangedSince("client01", since));
            lab.await("back", LIMIT, () -> line(jbgpd, "client01"), line -> line.contains("Established"));
            jbgpd.command("disable client01");
            // It dials again and again and is refused: each time BIRD says why it has no session.
            lab.await("lost", LIMIT, () -> !bird.established("10.0.0.1"));
            int refused = refusals(bird);
            lab.await("kept out", LIMIT, () -> refusals(bird), count -> count > refused + 1);
            assertThat(bird.established("10.0.0.1")).isFalse();
            jbgpd.reconfigure(us("10.0.0.0/24", "all"));
            lab.await("let in", LIMIT, () -> routes(bird), count -> count == 2);

            // Another range is none of them.
            jbgpd.reconfigure(us("10.0.0.128/25", "all"));
            lab.await("out of range", LIMIT, () -> routes(bird), count -> count == 0);
            lab.await("in range", LIMIT, () -> names(jbgpd), List.of("client01", "dynbgp1")::equals);
            lab.await(
                    "the one in range",
                    LIMIT,
                    () -> jbgpd.command("show protocols all client01"),
                    text -> text.contains("Neighbor address: 10.0.0.130"));

            // A link-local neighbor is known by its interface.
            String linkLocal = first.exec("ip", "-6", "-o", "addr", "show", "dev", device, "scope", "link");
            assertThat(linkLocal).contains("fe80::");
            String own = node.exec("ip", "-6", "-o", "addr", "show", "scope", "link")
                    .replaceAll("(?s).*?(fe80::[0-9a-f:]+).*", "$1");
            bird.reconfigure("""
                    router id 10.0.0.2;
                    log stderr all;
                    protocol device { }
                    protocol bgp up {
                      local as 65002; neighbor %s%%'%s' as 65001;
                      connect delay time 1; connect retry time 2; error wait time 1, 2;
                      ipv6 { import all; export none; };
                    }
                    """.formatted(own, device));
            lab.await("link-local", LIMIT, () -> line(jbgpd, "dynbgp2"), line -> line.contains("Established"));
        }
    }

    /** How many segments with a wrong signature the node's kernel has dropped. */
    private static long failedMd5(Node node) {
        List<String[]> extensions = node.exec("cat", "/proc/net/netstat")
                .lines()
                .filter(line -> line.startsWith("TcpExt:"))
                .map(line -> line.split(" ", -1))
                .toList();
        int at = List.of(extensions.getFirst()).indexOf("TCPMD5Failure");
        return Long.parseLong(extensions.getLast()[at]);
    }

    /** How often BIRD has been sent away. */
    private static int refusals(Bird bird) {
        return bird.log().split("up: (Received|Error): ", -1).length - 1;
    }

    private static String line(Jbgpd jbgpd, String protocol) {
        return jbgpd.command("show protocols")
                .lines()
                .filter(line -> line.startsWith(protocol + " "))
                .findFirst()
                .orElse("");
    }

    private static List<String> names(Jbgpd jbgpd) {
        return jbgpd.command("show protocols")
                .lines()
                .map(line -> line.substring(0, Math.max(0, line.indexOf(' '))))
                .filter(name -> name.startsWith("client0") || name.startsWith("dynbgp"))
                .sorted()
                .toList();
    }

    private static int routes(Bird bird) {
        return (int) bird.tryCommand("show route protocol up")
                .output()
                .lines()
                .filter(line -> line.contains("30."))
                .count();
    }
}
