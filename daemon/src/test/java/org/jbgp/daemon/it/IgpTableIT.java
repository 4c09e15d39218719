package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Tables that next hops are looked up in: of static routes and of BGP, by the family of the next hop; jbgpd, and BIRD
 * in the same place.
 */
@NeedsPeer(Software.BIRD2)
class IgpTableIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The own tables and the tables beside them lead to the same next hops by different ways. */
    private static String file(String own, String options) {
        return """
                router id 10.0.0.%1$s;
                log stderr all;
                ipv4 table igp4;
                ipv6 table igp6;
                protocol device { }
                protocol direct { ipv4; ipv6; }
                protocol static main4 { ipv4; route 172.16.0.0/16 via 10.0.0.8; }
                protocol static main6 { ipv6; route fd99::/64 via fd00::8; }
                protocol static beside4 { ipv4 { table igp4; }; route 172.16.0.0/16 via 10.0.0.9; }
                protocol static beside6 { ipv6 { table igp6; }; route fd99::/64 via fd00::9; }
                protocol static st1 { ipv4; route 20.1.0.0/16 recursive 172.16.0.1; }
                protocol static st2 { ipv4; igp table igp4; route 20.2.0.0/16 recursive 172.16.0.1; }
                protocol bgp up {
                  local fd00::%1$s as 65001; neighbor fd00::1 as 65001;
                  connect delay time 1; connect retry time 2; error wait time 1, 2;
                  ipv4 { import where net = 20.3.0.0/16; export none; extended next hop; %2$s };
                }
                """.formatted(own, options);
    }

    private static String source() {
        StringBuilder text = new StringBuilder("""
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static { ipv4; route 20.3.0.0/16 blackhole; }
                """);
        for (int i = 2; i <= 3; i++) {
            text.append(
                    "protocol bgp to%1$d { local fd00::1 as 65001; neighbor fd00::%1$d as 65001; direct; passive; ipv4 { import none; export all; extended next hop; next hop address fd99::1; }; }\n"
                            .formatted(i));
        }
        return text.toString();
    }

    @Test
    void byTheFamilyOfTheNextHop() {
        try (Lab lab = new Lab()) {
            Node hub = lab.ethernetSwitch("hub");
            Node first = lab.node("n1");
            Node second = lab.node("n2");
            Node third = lab.node("n3");
            lab.plug(first, hub, "fd00::1/64", "10.0.0.1/24");
            lab.plug(second, hub, "fd00::2/64", "10.0.0.2/24");
            lab.plug(third, hub, "fd00::3/64", "10.0.0.3/24");
            Bird source = new Bird(first, "source");
            Jbgpd jbgpd = new Jbgpd(second, "jbgpd");
            Bird bird = new Bird(third, "bird");
            source.start(source());
            jbgpd.start(file("2", ""));
            bird.start(file("3", ""));
            for (Bird router : List.of(jbgpd, bird)) {
                lab.eventually("ways of " + router, LIMIT, () -> {
                    assertThat(router.command("show route 20.1.0.0/16")).contains("via 10.0.0.8 on");
                    assertThat(router.command("show route 20.2.0.0/16")).contains("via 10.0.0.9 on");
                    assertThat(router.command("show route 20.3.0.0/16")).contains("via fd00::8 on");
                    assertThat(router.command("show protocols all up"))
                            .contains("IGP IPv4 table: master4", "IGP IPv6 table: master6");
                });
            }

            jbgpd.reconfigure(file("2", "igp table igp6;"));
            bird.reconfigure(file("3", "igp table igp6;"));
            for (Bird router : List.of(jbgpd, bird)) {
                lab.eventually("a table for IPv6 next hops at " + router, LIMIT, () -> {
                    assertThat(router.command("show route 20.3.0.0/16")).contains("via fd00::9 on");
                    assertThat(router.command("show protocols all up"))
                            .contains("IGP IPv4 table: master4", "IGP IPv6 table: igp6");
                });
            }
        }
    }
}
