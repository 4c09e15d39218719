package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Frr;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/** Graceful restart after a NOTIFICATION (RFC 8538) with FRR: plain ones leave routes in force, hard resets do not. */
@NeedsPeer(Software.FRR)
class NotificationRestartIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String KEPT = "Neighbor graceful restart detected";

    private static String us(String options) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static own { ipv4; route 30.0.0.0/16 blackhole; }
                protocol bgp frr {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002;
                  connect delay time 1; connect retry time 2; error wait time 1, 2;
                  graceful restart on; graceful restart notification; %s
                  ipv4 { import all; export where source = RTS_STATIC; };
                }
                """.formatted(options);
    }

    @Test
    void plainAndHard() {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd");
            Frr frr = new Frr(them, "frr");
            jbgpd.start(us(""));
            frr.start("""
                    log stdout
                    router bgp 65002
                     bgp router-id 10.0.0.2
                     no bgp ebgp-requires-policy
                     no bgp network import-check
                     bgp graceful-restart
                     bgp graceful-restart preserve-fw-state
                     bgp graceful-restart notification
                     no bgp hard-administrative-reset
                     neighbor 10.0.0.1 remote-as 65001
                     neighbor 10.0.0.1 timers connect 1
                     address-family ipv4 unicast
                      network 20.0.0.0/16
                     exit-address-family
                    """);
            established(lab, jbgpd, frr);
            assertThat(jbgpd.command("show protocols all frr").split("Also after a NOTIFICATION", -1))
                    .hasSize(3);

            frr.vtysh("clear bgp 10.0.0.1");
            lab.eventually(
                    "a plain reset leaves the routes",
                    LIMIT,
                    () -> assertThat(jbgpd.log()).contains("Administrative reset", KEPT));
            established(lab, jbgpd, frr);
            int kept = jbgpd.log().split(KEPT, -1).length;

            frr.vtysh("configure terminal", "router bgp 65002", "neighbor 10.0.0.1 shutdown");
            lab.eventually("a hard one does not", LIMIT, () -> {
                assertThat(jbgpd.log()).contains("Received: Hard reset: Administrative shutdown");
                assertThat(jbgpd.command("show route")).doesNotContain("20.0.0.0/16");
            });
            assertThat(jbgpd.log().split(KEPT, -1)).hasSize(kept);
            frr.vtysh("configure terminal", "router bgp 65002", "no neighbor 10.0.0.1 shutdown");
            established(lab, jbgpd, frr);

            jbgpd.command("disable frr");
            lab.eventually(
                    "FRR drops them when we want it to",
                    LIMIT,
                    () -> assertThat(frr.vtysh("show bgp ipv4 unicast 30.0.0.0/16"))
                            .contains("Network not in table"));
            jbgpd.command("enable frr");
            established(lab, jbgpd, frr);

            frr.vtysh("configure terminal", "router bgp 65002", "neighbor 10.0.0.1 passive");
            established(lab, jbgpd, frr);
            // A reload that needs another session, which nobody dials.
            jbgpd.reconfigure(us("passive; hold time 100;"));
            lab.eventually(
                    "FRR keeps them otherwise",
                    LIMIT,
                    () -> assertThat(frr.vtysh("show bgp ipv4 unicast 30.0.0.0/16"))
                            .contains("stale"));
        }
    }

    private static void established(Lab lab, Jbgpd jbgpd, Frr frr) {
        lab.eventually("routes both ways", LIMIT, () -> {
            assertThat(jbgpd.command("show route 20.0.0.0/16 all"))
                    .contains("[frr ")
                    .doesNotContain("stale");
            assertThat(jbgpd.command("show protocols frr")).contains("Established");
            assertThat(frr.vtysh("show bgp ipv4 unicast 30.0.0.0/16"))
                    .contains("65001")
                    .doesNotContain("stale");
        });
    }
}
