package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** {@code examples/beside-ospf}: BIRD's OSPF and jbgpd's BGP on one host, in one kernel table. */
@NeedsPeer(Software.BIRD2)
class BesideOspfIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Path EXAMPLE = Path.of("../examples/beside-ospf");

    @Test
    void bothKeepTheirRoutesAndExitsFollowTheIgp() throws IOException {
        try (Lab lab = new Lab()) {
            Node us = node(lab, "us", 1);
            Node north = node(lab, "north", 2);
            Node south = node(lab, "south", 3);
            lab.link(us, "10.1.1.1/30", north, "10.1.1.2/30");
            lab.link(us, "10.1.2.1/30", south, "10.1.2.2/30");
            lab.link(north, "10.1.3.1/30", south, "10.1.3.2/30");
            new Bird(north, "north").start(exit(2, "eth0", "eth2"));
            new Bird(south, "south").start(exit(3, "eth1", "eth2"));
            Bird bird = new Bird(us, "bird");
            bird.start(Files.readString(EXAMPLE.resolve("bird.cfg")));
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            String configuration = Files.readString(EXAMPLE.resolve("jbgpd.cfg"));
            jbgpd.start(configuration);

            lab.eventually("routes of both", LIMIT, () -> {
                assertThat(us.kernelRoutes())
                        .anyMatch(line -> line.matches("10.255.0.2 via 10.1.1.2 dev eth0 proto bird metric 16\\s*"))
                        .anyMatch(line -> line.matches("10.255.0.3 via 10.1.2.2 dev eth1 proto bird metric 11\\s*"))
                        .anyMatch(line -> line.matches("20.2.0.0/16 via 10.1.1.2 dev eth0 proto bgp metric 32\\s*"))
                        .anyMatch(line -> line.matches("20.3.0.0/16 via 10.1.2.2 dev eth1 proto bgp metric 32\\s*"))
                        // Of two equal routes the one whose next hop is nearer, though its router id is higher.
                        .anyMatch(line -> line.matches("20.1.0.0/16 via 10.1.2.2 dev eth1 proto bgp metric 32\\s*"));
                assertThat(us.kernelRoutes6())
                        .anyMatch(line -> line.matches("2001:db8:255::3 via fe80.* dev eth1 proto bird metric 11 .*"))
                        .anyMatch(line -> line.matches("2001:db8:2::/48 via fe80.* dev eth0 proto bgp metric 32 .*"))
                        .anyMatch(line -> line.matches("2001:db8:1::/48 via fe80.* dev eth1 proto bgp metric 32 .*"));
            });
            lab.says(jbgpd, "show route 20.1.0.0/16 all", "(100/11)", "(100/16)");
            lab.says(jbgpd, "show route explain 20.1.0.0/16", "farther next hop, 16");

            us.ip("link", "set", "eth1", "down");
            lab.eventually(
                    "the way round",
                    LIMIT,
                    () -> assertThat(us.kernelRoutes())
                            .anyMatch(line -> line.matches("20.1.0.0/16 via 10.1.1.2 dev eth0 proto bgp .*"))
                            .anyMatch(line -> line.matches("20.3.0.0/16 via 10.1.1.2 dev eth0 proto bgp .*"))
                            .anyMatch(
                                    line -> line.matches("10.255.0.3 via 10.1.1.2 dev eth0 proto bird metric 26\\s*")));
            lab.await(
                    "the other exit's distance",
                    LIMIT,
                    () -> jbgpd.command("show route 20.1.0.0/16 all"),
                    text -> text.contains("(100/16)") && text.contains("(100/26)"));
            us.ip("link", "set", "eth1", "up");
            lab.eventually("the short way", LIMIT, () -> {
                assertThat(us.kernelRoutes())
                        .anyMatch(line -> line.matches("20.1.0.0/16 via 10.1.2.2 dev eth1 proto bgp .*"))
                        .anyMatch(line -> line.matches("20.3.0.0/16 via 10.1.2.2 dev eth1 proto bgp .*"))
                        .anyMatch(line -> line.matches("10.255.0.3 via 10.1.2.2 dev eth1 proto bird metric 11\\s*"));
                assertThat(us.kernelRoutes6())
                        .anyMatch(line -> line.matches("2001:db8:255::3 via fe80.* dev eth1 proto bird metric 11 .*"))
                        .anyMatch(line -> line.matches("2001:db8:1::/48 via fe80.* dev eth1 proto bgp metric 32 .*"));
            });

            List<String> ours = with(us, "proto bgp").toList();
            List<String> birds = with(us, "proto bird").toList();
            jbgpd.kill();
            assertThat(with(us, "proto bgp")).containsExactlyElementsOf(ours);
            jbgpd.start(configuration);
            lab.eventually(
                    "what there was",
                    LIMIT,
                    () -> assertThat(with(us, "proto bgp")).containsExactlyElementsOf(ours));
            jbgpd.stop();
            assertThat(with(us, "proto bgp")).isEmpty();
            assertThat(with(us, "proto bird")).containsExactlyElementsOf(birds);

            jbgpd.start(configuration);
            lab.eventually(
                    "BGP again", LIMIT, () -> assertThat(with(us, "proto bgp")).containsExactlyElementsOf(ours));
            bird.stop();
            // BIRD leaves routes behind whose metric has changed since its last scan.
            us.ip("-4", "route", "flush", "proto", "bird");
            us.ip("-6", "route", "flush", "proto", "bird");
            lab.eventually(
                    "no way without the IGP",
                    LIMIT,
                    () -> assertThat(with(us, "proto bgp"))
                            .hasSize(ours.size())
                            .allMatch(line -> line.startsWith("unreachable ")));
            assertThat(jbgpd.log()).doesNotContain("Another process");
        }
    }

    private static Node node(Lab lab, String name, int number) {
        Node node = lab.node(name);
        node.address("lo", "10.255.0." + number + "/32");
        node.address("lo", "2001:db8:255::" + number + "/128");
        return node;
    }

    private static Stream<String> with(Node node, String words) {
        return Stream.concat(node.kernelRoutes().stream(), node.kernelRoutes6().stream())
                .filter(line -> line.contains(words))
                .map(line -> line.replaceAll(" nhid \\d+", "").strip())
                .sorted();
    }

    /** A router whose OSPF and BGP are BIRD's. */
    private static String exit(int number, String toUs, String across) {
        return """
                router id 10.255.0.%1$d;
                log stderr all;
                protocol device { }
                protocol kernel { ipv4 { export all; }; }
                protocol kernel { ipv6 { export all; }; }
                protocol ospf v2 {
                  ipv4 { import all; export none; };
                  area 0 {
                    stubnet 10.255.0.%1$d/32 { cost 1; };
                    interface "%2$s" { type ptp; hello 1; dead 4; cost %4$d; };
                    interface "%3$s" { type ptp; hello 1; dead 4; cost 10; };
                  };
                }
                protocol ospf v3 {
                  ipv6 { import all; export none; };
                  area 0 {
                    stubnet 2001:db8:255::%1$d/128 { cost 1; };
                    interface "%2$s" { type ptp; hello 1; dead 4; cost %4$d; };
                    interface "%3$s" { type ptp; hello 1; dead 4; cost 10; };
                  };
                }
                protocol static { ipv4; route 20.1.0.0/16 blackhole; route 20.%1$d.0.0/16 blackhole; }
                protocol static { ipv6; route 2001:db8:1::/48 blackhole; route 2001:db8:%1$d::/48 blackhole; }
                template bgp mesh {
                  multihop; connect delay time 1; connect retry time 2; error wait time 1, 5;
                }
                protocol bgp from mesh {
                  local 10.255.0.%1$d as 65000; neighbor 10.255.0.1 as 65000;
                  ipv4 { import all; export where source = RTS_STATIC; };
                }
                protocol bgp from mesh {
                  local 2001:db8:255::%1$d as 65000; neighbor 2001:db8:255::1 as 65000;
                  ipv6 { import all; export where source = RTS_STATIC; };
                }
                """.formatted(number, toUs, across, number == 2 ? 15 : 10);
    }
}
