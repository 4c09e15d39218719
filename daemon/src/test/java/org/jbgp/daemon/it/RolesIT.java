package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/**
 * BGP roles (RFC 9234): jbgpd of AS 65000 with a provider (65002), a peer (65003) and a customer (65004). One BIRD
 * plays all three, in tables that know nothing of each other; as provider it announces no role.
 */
@NeedsPeer(Software.BIRD2)
class RolesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static String own(String roleToPeer, String strictness) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static own { ipv4; route 20.1.0.0/16 blackhole; }
                template bgp common {
                  local as 65000; connect delay time 1; error wait time 1, 1;
                  ipv4 { import all; export all; };
                }
                protocol bgp provider from common { neighbor 10.0.2.2 as 65002; local role customer; %2$s }
                protocol bgp peer from common { neighbor 10.0.3.2 as 65003; local role %1$s; require roles; }
                protocol bgp customer from common { neighbor 10.0.4.2 as 65004; local role provider; require roles; }
                """.formatted(roleToPeer, strictness);
    }

    private static String other(int number, String role, String routes, String export) {
        return """
                ipv4 table t%1$d;
                protocol static s%1$d { ipv4 { table t%1$d; }; %3$s }
                protocol bgp b%1$d {
                  local 10.0.%1$d.2 as 6500%1$d; neighbor 10.0.%1$d.1 as 65000; %2$s
                  connect delay time 1; error wait time 1, 1;
                  ipv4 { table t%1$d; import all; export filter { %4$s }; };
                }
                """.formatted(number, role, routes, export);
    }

    private static String others() {
        String leaks = "if source = RTS_BGP then reject; if net ~ [ 20.0.0.0/8{24,24} ] then bgp_otc = 65009; accept;";
        return "router id 10.0.0.2;\nlog stderr all;\nprotocol device { }\n"
                + other(2, "", "route 20.2.0.0/16 blackhole;", "if source = RTS_BGP then reject; accept;")
                + other(3, "local role peer;", "route 20.3.0.0/16 blackhole; route 20.3.3.0/24 blackhole;", leaks)
                + other(4, "local role customer;", "route 20.4.0.0/16 blackhole; route 20.4.4.0/24 blackhole;", leaks);
    }

    @Test
    void rolesKeepRoutesFromLeaking() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            cables(routers);
            jbgpd.start(own("peer", ""));
            bird.start(others());

            lab.eventually("what all have", LIMIT, () -> {
                assertThat(route(bird, 4, "")).contains("20.2.0.0/16", "20.3.0.0/16", "20.1.0.0/16");
                assertThat(route(bird, 2, "")).contains("20.4.0.0/16");
                assertThat(route(bird, 3, "")).contains("20.4.0.0/16");
                // Marked when received from the provider, which does not know of roles, and from the peer, who marks
                // them himself.
                assertThat(jbgpd.command("show route 20.2.0.0/16 all")).contains("BGP.otc: 65002");
                assertThat(jbgpd.command("show route 20.3.0.0/16 all")).contains("BGP.otc: 65003");
                assertThat(jbgpd.command("show route 20.4.0.0/16 all")).doesNotContain("otc");
                assertThat(route(bird, 4, "20.2.0.0/16 all")).contains("BGP.otc: 65002");
                assertThat(route(bird, 4, "20.1.0.0/16 all")).contains("BGP.otc: 65000");
                assertThat(route(bird, 3, "20.4.0.0/16 all")).contains("BGP.otc: 65000");
                assertThat(route(bird, 2, "20.4.0.0/16 all")).doesNotContain("otc");
                assertThat(jbgpd.log())
                        .contains("customer: route leak detected", "ONLY_TO_CUSTOMER is 65009, and we are its provider")
                        .contains("peer: route leak detected", "ONLY_TO_CUSTOMER is 65009, and we are its peer");
            });
            // What is marked already, and so has gone down or across once, comes neither from the customer nor from the
            // peer: both leaks are in the log, so they have come.
            assertThat(jbgpd.command("show route")).doesNotContain("20.3.3.0", "20.4.4.0");
            lab.says(jbgpd, "show route explain 20.2.0.0/16", "(RFC 9234)");
            // Nor does a route of the provider go to the peer or the other way round; one of ours that goes out later
            // shows that all before it has.
            jbgpd.reconfigure(
                    own("peer", "").replace("route 20.1.0.0/16", "route 20.1.9.0/24 blackhole; route 20.1.0.0/16"));
            for (int table = 2; table <= 3; table++) {
                int number = table;
                lab.await(
                        "the last route in " + table,
                        LIMIT,
                        () -> route(bird, number, ""),
                        text -> text.contains("20.1.9.0"));
            }
            assertThat(route(bird, 3, "")).doesNotContain("20.2.0.0");
            assertThat(route(bird, 2, "")).doesNotContain("20.3.0.0");

            lab.eventually("roles advertised", LIMIT, () -> {
                assertThat(jbgpd.command("show protocols all peer")).contains("Role: peer");
                assertThat(bird.command("show protocols all b4")).contains("Role: customer", "Role: provider");
            });
        }
    }

    @Test
    void rolesThatDoNotFitAreRefused() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            cables(routers);
            jbgpd.start(own("customer", "require roles;"));
            routers.bird().start(others());

            lab.await("the customer", LIMIT, () -> jbgpd.established("10.0.4.2"));
            lab.eventually("the refusals", LIMIT, () -> {
                for (String name : new String[] {"provider", "peer"}) {
                    assertThat(jbgpd.command("show protocols all " + name)).contains("Role mismatch");
                }
                assertThat(jbgpd.log())
                        .contains("peer: BGP Error: Role mismatch: the neighbor is peer, we are customer")
                        .contains("provider: BGP Error: Role mismatch: the neighbor announces none");
                assertThat(routers.bird().log()).contains("Received: Role mismatch (undefined)");
            });
            assertThat(jbgpd.established("10.0.2.2")).isFalse();
            assertThat(jbgpd.established("10.0.3.2")).isFalse();

            // Another role is another session.
            assertThat(jbgpd.reconfigure(own("peer", ""))).containsPattern(Bird.ACCEPTED);
            lab.await("the peer", LIMIT, () -> jbgpd.established("10.0.3.2"));
            lab.await("the provider", LIMIT, () -> jbgpd.established("10.0.2.2"));
        }
    }

    /** One for each of the three: BIRD has no two sessions with one address. */
    private static void cables(TwoRouters routers) {
        for (int number = 2; number <= 4; number++) {
            String network = "10.0." + number;
            routers.lab().link(routers.near(), network + ".1/24", routers.far(), network + ".2/24");
        }
    }

    private static String route(Bird bird, int table, String words) {
        return bird.tryCommand(("show route table t" + table + " " + words).strip())
                .output();
    }
}
