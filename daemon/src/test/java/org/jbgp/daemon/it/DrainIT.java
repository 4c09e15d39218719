package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/** Draining: an external neighbor, and an internal one that a range found, lose their routes but not their sessions. */
@NeedsPeer(Software.BIRD2)
class DrainIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MARK = "BGP.community: (65535,0)";

    private static String us(int drainTime, String description) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                protocol static own { ipv4; route 30.0.0.0/16 blackhole; }
                protocol bgp outside {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; drain time %1$d; description "%2$s";
                  connect delay time 1; error wait time 1, 2;
                  ipv4 { import all; export where source = RTS_STATIC; };
                }
                protocol bgp inside {
                  local 10.0.0.1 as 65001; neighbor range 10.0.0.3/32 internal; drain time %1$d; dynamic name "guest";
                  ipv4 { import all; export where source = RTS_STATIC; };
                }
                """.formatted(drainTime, description);
    }

    private static String neighbor(String address, int as) {
        return """
                router id %1$s;
                log stderr all;
                protocol device { }
                protocol bgp up {
                  local %1$s as %2$d; neighbor 10.0.0.1 as 65001;
                  connect delay time 1; connect retry time 2; error wait time 1, 2;
                  ipv4 { import all; export none; };
                }
                """.formatted(address, as);
    }

    @Test
    void markedThenWithdrawnThenBack() {
        try (Lab lab = new Lab()) {
            List<Node> nodes = lab.atOneSwitch("us", "second", "third");
            Jbgpd jbgpd = new Jbgpd(nodes.get(0), "jbgpd");
            Bird outside = new Bird(nodes.get(1), "outside");
            Bird inside = new Bird(nodes.get(2), "inside");
            jbgpd.start(us(3600, ""));
            outside.start(neighbor("10.0.0.2", 65002));
            inside.start(neighbor("10.0.0.3", 65001));
            lab.eventually("routes as ever", LIMIT, () -> {
                for (Bird bird : new Bird[] {outside, inside}) {
                    assertThat(bird.command("show route 30.0.0.0/16 all"))
                            .contains("BGP.as_path", "BGP.local_pref: 100")
                            .doesNotContain("community");
                }
            });
            LocalTime outsideUp = outside.since("up");
            LocalTime insideUp = inside.since("up");

            assertThat(jbgpd.own("drain all")).contains("outside: draining", "inside: draining", "guest1: draining");
            assertThat(jbgpd.own("drain outside")).contains("outside: already drained");
            lab.eventually("marked", LIMIT, () -> {
                // LOCAL_PREF of an external neighbor is its own affair.
                assertThat(outside.command("show route 30.0.0.0/16 all")).contains(MARK, "BGP.local_pref: 100");
                assertThat(inside.command("show route 30.0.0.0/16 all")).contains(MARK, "BGP.local_pref: 0");
            });
            lab.says(
                    jbgpd,
                    "show protocols all outside",
                    "Drained:          routes carry GRACEFUL_SHUTDOWN, withdrawn in 3");
            assertThat(jbgpd.json("show protocols outside"))
                    .contains("\"drain\":{\"state\":\"marked\",\"withdrawal\":{\"remaining\":");
            lab.eventually(
                    "its words",
                    () -> assertThat(jbgpd.own("explain route 30.0.0.0/16 outside"))
                            .contains("exported", "GRACEFUL_SHUTDOWN"));

            // Shorter than what has passed: the new time counts from the order.
            jbgpd.reconfigure(us(0, "later"));
            lab.eventually("withdrawn", LIMIT, () -> {
                for (Bird bird : new Bird[] {outside, inside}) {
                    assertThat(bird.command("show route")).doesNotContain("30.0.0.0/16");
                }
            });
            lab.says(jbgpd, "show protocols all guest1", "Drained:          routes are withdrawn");
            lab.eventually(
                    "its words",
                    () -> assertThat(jbgpd.own("explain route 30.0.0.0/16 outside"))
                            .contains("the neighbor is drained"));
            // What restarts a session does not end the order either.
            assertThat(jbgpd.command("restart outside")).contains("outside: restarted");
            lab.eventually("a new session", LIMIT, () -> {
                assertThat(outside.command("show protocols up")).contains("Established");
                assertThat(outside.unchangedSince("up", outsideUp)).isFalse();
                assertThat(jbgpd.command("show protocols all outside"))
                        .contains("Established", "Routes:         0 imported, 0 exported");
            });

            jbgpd.own("undrain all");
            lab.eventually("all is back", LIMIT, () -> {
                for (Bird bird : new Bird[] {outside, inside}) {
                    assertThat(bird.command("show route 30.0.0.0/16 all"))
                            .contains("BGP.local_pref: 100")
                            .doesNotContain("community");
                }
            });
            assertThat(jbgpd.command("show protocols all outside")).doesNotContain("Drained");
            assertThat(inside.unchangedSince("up", insideUp)).isTrue();
        }
    }

    /** Nobody says anything more: the time of the file runs out. */
    @Test
    void theTimeRunsOut() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird outside = routers.bird();
            jbgpd.start(us(10, ""));
            outside.start(neighbor("10.0.0.2", 65002));
            lab.says(outside, "show route", "30.0.0.0/16");
            LocalTime up = outside.since("up");
            long ordered = System.nanoTime();
            assertThat(jbgpd.own("drain outside")).contains("outside: draining");
            lab.says(outside, "show route 30.0.0.0/16 all", MARK);
            lab.eventually(
                    "withdrawn",
                    LIMIT,
                    () -> assertThat(outside.command("show route")).doesNotContain("30.0.0.0/16"));
            assertThat(Duration.ofNanos(System.nanoTime() - ordered)).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
            lab.says(jbgpd, "show protocols all outside", "Drained: routes are withdrawn");
            assertThat(outside.unchangedSince("up", up)).isTrue();
            jbgpd.own("undrain outside");
            lab.says(outside, "show route", "30.0.0.0/16");
        }
    }

    private static String receiver(String option) {
        return """
                router id 10.0.0.1;
                log stderr all;
                protocol device { }
                filter better { bgp_local_pref = 200; accept; }
                protocol bgp up {
                  local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; %s
                  connect delay time 1; error wait time 1, 2;
                  ipv4 { import filter better; export none; };
                }
                """.formatted(option);
    }

    /**
     * The receiving rule comes behind the import filter, and a reload sends routes through it without a new session.
     */
    @Test
    void marksOfNeighborsAreObeyedOnRequest() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            jbgpd.start(receiver("graceful shutdown receive;"));
            bird.start("""
                    router id 10.0.0.2;
                    log stderr all;
                    protocol device { }
                    protocol static own {
                      ipv4;
                      route 20.1.0.0/16 blackhole { bgp_community.add((65535, 0)); };
                      route 20.2.0.0/16 blackhole { bgp_community.add((65535, 1)); };
                    }
                    protocol bgp up {
                      local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65001;
                      connect delay time 1; connect retry time 2; error wait time 1, 2;
                      ipv4 { import none; export all; };
                    }
                    """);
            lab.eventually("the marked one is last", LIMIT, () -> {
                assertThat(jbgpd.command("show route 20.1.0.0/16 all")).contains("BGP.local_pref: 0");
                assertThat(jbgpd.command("show route 20.2.0.0/16 all")).contains("BGP.local_pref: 200");
            });
            LocalTime up = jbgpd.since("up");

            jbgpd.reconfigure(receiver(""));
            lab.eventually("as the filter says", LIMIT, () -> {
                assertThat(jbgpd.command("show route 20.1.0.0/16 all")).contains("BGP.local_pref: 200");
            });
            assertThat(jbgpd.unchangedSince("up", up)).isTrue();
        }
    }
}
