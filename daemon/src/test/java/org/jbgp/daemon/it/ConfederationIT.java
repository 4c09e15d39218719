package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/**
 * A confederation (RFC 5065): jbgpd is member AS 65101 of 65000, a BIRD member AS 65102. On either side stands a BIRD
 * that knows nothing of it.
 */
@NeedsPeer(Software.BIRD2)
class ConfederationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String member(
            String id, int as, String address, int otherAs, String other, String outside, int far) {
        return """
                router id %1$s;
                log stderr all;
                protocol device { }
                protocol direct { ipv4; }
                protocol bgp inside {
                  local %3$s as %2$d; neighbor %5$s as %4$d; confederation 65000; confederation member on;
                  connect delay time 1;
                  ipv4 { import all; export all; next hop self; };
                }
                protocol bgp outside {
                  local %6$s.1 as %2$d; neighbor %6$s.2 as %7$d; confederation 65000;
                  connect delay time 1;
                  ipv4 {
                    import filter {
                      bgp_local_pref = 150; bgp_med = 7; bgp_ext_community.add((generic, 0x43000000, 0x7)); accept;
                    };
                    export where source = RTS_BGP;
                  };
                }
                """.formatted(id, as, address, otherAs, other, outside, far);
    }

    private static String outsider(String network, int as, String route) {
        return """
                router id %1$s.2;
                log stderr all;
                protocol device { }
                protocol static own { ipv4; route %3$s blackhole; }
                protocol bgp up {
                  local %1$s.2 as %2$d; neighbor %1$s.1 as 65000;
                  connect delay time 1;
                  ipv4 { import all; export where source = RTS_STATIC; };
                }
                """.formatted(network, as, route);
    }

    @Test
    void membersAreOneAsToOthers() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            Node west = lab.node("west");
            Node east = lab.node("east");
            lab.link(routers.near(), "10.0.8.1/24", west, "10.0.8.2/24");
            lab.link(routers.far(), "10.0.9.1/24", east, "10.0.9.2/24");
            Bird left = new Bird(west, "left");
            Bird right = new Bird(east, "right");
            jbgpd.start(member("10.0.0.1", 65101, "10.0.0.1", 65102, "10.0.0.2", "10.0.8", 65008));
            bird.start(member("10.0.0.2", 65102, "10.0.0.2", 65101, "10.0.0.1", "10.0.9", 65009));
            left.start(outsider("10.0.8", 65008, "20.8.0.0/16"));
            right.start(outsider("10.0.9", 65009, "20.9.0.0/16"));

            lab.eventually("what all four have", LIMIT, () -> {
                assertThat(route(left, "20.9.0.0/16"))
                        .contains("AS path: 65000 65009\n")
                        .doesNotContain("MED: 7")
                        .as("non-transitive communities end at the confederation's border")
                        .doesNotContain("ext_community");
                assertThat(route(right, "20.8.0.0/16")).contains("AS path: 65000 65008\n");
                // RFC 5065: between members what is not transitive passes.
                assertThat(route(jbgpd, "20.9.0.0/16")).contains("BGP.ext_community: (generic, 0x43000000, 0x7)\n");
                assertThat(route(bird, "20.8.0.0/16")).contains("BGP.ext_community: (generic, 0x43000000, 0x7)\n");
                // Inside, the members' numbers show, and LOCAL_PREF and MED go all the way.
                assertThat(route(jbgpd, "20.9.0.0/16"))
                        .contains("BGP.as_path: (65102) 65009\n", "BGP.local_pref: 150", "BGP.med: 7")
                        .contains("BGP.next_hop: 10.0.0.2");
                assertThat(route(bird, "20.8.0.0/16"))
                        .contains("BGP.as_path: (65101) 65008\n", "BGP.local_pref: 150", "BGP.med: 7")
                        .contains("BGP.next_hop: 10.0.0.1");
                assertThat(jbgpd.command("show protocols all outside")).contains("Local AS:         65101");
            });
        }
    }

    private static String route(Bird router, String prefix) {
        return router.tryCommand("show route " + prefix + " all").output().replace("BGP.as_path: 6", "AS path: 6");
    }
}
