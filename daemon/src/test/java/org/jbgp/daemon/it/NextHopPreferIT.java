package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** Which of the two next hops of RFC 2545 §3 packets go to: the choice, its defaults, and BIRD's beside them. */
@NeedsPeer(Software.BIRD2)
class NextHopPreferIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String GLOBAL = "via fd00::1 on ";
    private static final String LINK_LOCAL = "via fe80::";

    /** A neighbor on the link: external, internal with a table that resolves, and external with a choice of options. */
    private static String file(String own, String options) {
        return """
                router id 10.0.0.%1$s;
                log stderr all;
                protocol device { }
                protocol direct { ipv6; }
                protocol bgp up {
                  local fd00::%1$s as 6500%1$s; neighbor fd00::1 as 65001; direct;
                  connect delay time 1; connect retry time 2; error wait time 1, 2;
                  ipv6 { import where net ~ [ 2001:db8::/32+ ]; export none; %2$s };
                }
                """.formatted(own, options);
    }

    private static String source() {
        StringBuilder text = new StringBuilder("""
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static { ipv6; route 2001:db8::/48 blackhole; }
                """);
        for (int i = 2; i <= 3; i++) {
            text.append(
                            "protocol bgp to%1$d { local fd00::1 as 65001; neighbor fd00::%1$d as 6500%1$d; direct; passive;"
                                    .formatted(i))
                    .append(" ipv6 { import none; export all; }; }\n");
        }
        return text.toString();
    }

    @Test
    void globalOrLinkLocal() {
        try (Lab lab = new Lab()) {
            Node hub = lab.ethernetSwitch("hub");
            Node first = lab.node("n1");
            Node second = lab.node("n2");
            Node third = lab.node("n3");
            lab.plug(first, hub, "fd00::1/64");
            lab.plug(second, hub, "fd00::2/64");
            lab.plug(third, hub, "fd00::3/64");
            Bird source = new Bird(first, "source");
            Jbgpd jbgpd = new Jbgpd(second, "jbgpd");
            Bird bird = new Bird(third, "bird");
            source.start(source());
            jbgpd.start(file("2", ""));
            bird.start(file("3", ""));
            says(lab, jbgpd, "", GLOBAL);
            says(lab, bird, "", GLOBAL);

            jbgpd.reconfigure(file("2", "gateway recursive;"));
            bird.reconfigure(file("3", "gateway recursive;"));
            says(lab, jbgpd, "gateway recursive", LINK_LOCAL);
            says(lab, bird, "gateway recursive", LINK_LOCAL);

            // What follows Debian's BIRD does not know yet.
            jbgpd.reconfigure(file("2", "gateway recursive; next hop prefer global;"));
            says(lab, jbgpd, "recursive, global", GLOBAL);
            jbgpd.reconfigure(file("2", "next hop prefer local;"));
            says(lab, jbgpd, "direct, local", LINK_LOCAL);
        }
    }

    private static void says(Lab lab, Bird router, String what, String way) {
        lab.eventually(
                what + " at " + router,
                LIMIT,
                () -> assertThat(router.command("show route 2001:db8::/48 all"))
                        .contains(way)
                        .contains("BGP.next_hop: fd00::1 fe80::"));
    }
}
