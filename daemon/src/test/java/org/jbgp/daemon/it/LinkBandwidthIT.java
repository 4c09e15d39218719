package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** The Link Bandwidth community (RFC 10005) beside FRR: what it sends, what it is sent, and the kernel's weights. */
@NeedsPeer(Software.FRR)
class LinkBandwidthIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String us(String option) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol direct { ipv4; }
                protocol static own { ipv4; route 30.0.0.0/16 blackhole; }
                protocol kernel { merge paths; %s ipv4 { import none; export where source = RTS_BGP; }; }
                template bgp peer {
                  local 10.0.0.1 as 65001; connect delay time 1; connect retry time 2; error wait time 1, 2;
                  ipv4 {
                    import all; next hop self;
                    export filter {
                      if source = RTS_STATIC then {
                        bgp_ext_community.add((lbw_transitive, 65001, 500)); bgp_ext_community.add((lbw, 65001, 400));
                      }
                      else if bgp_ext_community.bandwidth < 1500 then reject;
                      accept;
                    };
                  };
                }
                protocol bgp n2 from peer { neighbor 10.0.0.2 as 65002; }
                protocol bgp n3 from peer { neighbor 10.0.0.3 as 65003; }
                protocol bgp n4 from peer { neighbor 10.0.0.4 as 65004; }
                protocol bgp n5 from peer { neighbor 10.0.0.5 as 65001; }
                """.formatted(option);
    }

    private static String frr(int number, String setting) {
        return """
                log stdout
                router bgp %2$d
                 bgp router-id 10.0.0.%1$d
                 no bgp ebgp-requires-policy
                 no bgp network import-check
                 neighbor 10.0.0.1 remote-as 65001
                 neighbor 10.0.0.1 timers connect 1
                 address-family ipv4 unicast
                  network %3$s
                  neighbor 10.0.0.1 route-map OUT out
                 exit-address-family
                route-map OUT permit 10
                 %4$s
                """.formatted(
                        number,
                        number == 5 ? 65001 : 65000 + number,
                        number == 5 ? "198.51.100.0/24" : "192.0.2.0/24",
                        setting);
    }

    @Test
    void bandwidthsWeighTheKernelsRoutes() {
        try (Lab lab = new Lab()) {
            Node box = lab.ethernetSwitch("box");
            Node node = lab.node("us");
            lab.plug(node, box, "10.0.0.1/24");
            Jbgpd jbgpd = new Jbgpd(node, "jbgpd");
            jbgpd.start(us("link bandwidth;"));
            List<String> settings = List.of(
                    "set extcommunity bandwidth 1000",
                    "set extcommunity bandwidth 3000",
                    "set metric 0",
                    "set extcommunity bandwidth 2000 non-transitive");
            Frr[] peers = new Frr[6];
            for (int i = 2; i <= 5; i++) {
                Node other = lab.node("n" + i);
                lab.plug(other, box, "10.0.0." + i + "/24");
                peers[i] = new Frr(other, "frr" + i);
                if (i != 4) {
                    peers[i].start(frr(i, settings.get(i - 2)));
                }
            }
            weights(lab, node, "2*1 3*3");
            lab.says(
                    jbgpd,
                    "show route all 192.0.2.0/24",
                    "BGP.ext_community: (lbw_transitive, 65002, 1000)",
                    "BGP.ext_community: (lbw_transitive, 65003, 3000)");
            lab.says(jbgpd, "show route all 198.51.100.0/24", "BGP.ext_community: (lbw, 65001, 2000)");
            lab.eventually(
                    "JSON",
                    LIMIT,
                    () -> assertThat(jbgpd.json("show route all 198.51.100.0/24"))
                            .contains("\"BGP.ext_community\":\"(lbw, 65001, 2000)\""));
            lab.says(
                    jbgpd,
                    "show route export kernel1 192.0.2.0/24",
                    "via 10.0.0.2 on eth0 weight 1",
                    "via 10.0.0.3 on eth0 weight 3");

            // To other AS goes what may leave ours; to the own AS both, of which the lower one counts there.
            lab.eventually("what FRR reads", LIMIT, () -> {
                assertThat(frrReads(peers[2], "30.0.0.0/16"))
                        .contains("LB:65001:62500000 (500.000 Mbps)")
                        .doesNotContain("400.000");
                assertThat(frrReads(peers[5], "30.0.0.0/16")).contains("LB:65001:50000000 (400.000 Mbps)");
            });
            lab.eventually(
                    "what stays within the AS",
                    LIMIT,
                    () -> assertThat(frrReads(peers[2], "198.51.100.0/24"))
                            .contains("10.0.0.1 from 10.0.0.1")
                            .doesNotContain("Mbps"));

            // One without a bandwidth: all alike, or left out, or the least.
            peers[4].start(frr(4, settings.get(2)));
            weights(lab, node, "2*1 3*1 4*1");
            jbgpd.reconfigure(us("link bandwidth skip missing;"));
            weights(lab, node, "2*1 3*3");
            jbgpd.reconfigure(us("link bandwidth default weight;"));
            weights(lab, node, "2*1 3*3 4*1");
            jbgpd.reconfigure(us(""));
            weights(lab, node, "2*1 3*1 4*1");
            jbgpd.reconfigure(us("link bandwidth skip missing;"));
            weights(lab, node, "2*1 3*3");

            // A bandwidth that changes, of a path that is not the best.
            peers[3].vtysh("configure terminal", "route-map OUT permit 10", "set extcommunity bandwidth 500");
            weights(lab, node, "2*2 3*1");
            assertThat(jbgpd.command("show protocols kernel1")).as("no restart").contains("up");
        }
    }

    private static String frrReads(Frr frr, String prefix) {
        return frr.vtysh("show bgp ipv4 unicast " + prefix);
    }

    /** The ways of 192.0.2.0/24 in the kernel: last byte of the gateway, and weight. */
    private static void weights(Lab lab, Node node, String expected) {
        lab.eventually("weights " + expected, LIMIT, () -> {
            String route = node.exec("ip", "route", "show", "192.0.2.0/24");
            assertThat(route.lines()
                            .filter(line -> line.contains("via 10.0.0."))
                            .map(line -> line.replaceFirst(
                                    "^.*via 10\\.0\\.0\\.(\\d+) dev \\S+(?: .*?weight (\\d+))?.*$", "$1*$2"))
                            .sorted()
                            .toList())
                    .as("%s", route)
                    .containsExactly(expected.split(" ", -1));
        });
    }
}
