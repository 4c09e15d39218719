package org.jbgp.daemon.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Takes the screens of {@code docs/a-community-typo.md}, and holds the page against them; {@code -Djbgp.rewrite=true}
 * writes them there.
 */
@NeedsPeer(Software.BIRD2)
class CommunityTypoIT {
    private final StoryScreens screens = new StoryScreens(Path.of("../docs/a-community-typo.md"));

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String WRONG = "(65000, 666)";
    private static final String RIGHT = "(65535, 666)";
    private static final String HISTORY = "history on;\n";
    private static final String NETWORK = "203.0.113.0/24";

    private static String edge(int number, String community, String history) {
        return """
                router id 10.0.0.%d;
                log stderr all;
                %s
                define BLACKHOLE = %s;

                function is_blackhole(prefix p; clist given) {
                  return p ~ [ 203.0.113.0/24{32,32} ] && BLACKHOLE ~ given;
                }

                filter from_cust1 {
                  if is_blackhole(net, bgp_community) then {
                    dest = RTD_BLACKHOLE;
                    accept;
                  }
                  if net ~ [ 203.0.113.0/24 ] then accept;
                  reject;
                }

                protocol device { }
                protocol kernel { ipv4 { export all; }; }
                protocol bgp cust1 { local as 65009; neighbor 10.0.0.1 as 65001; passive on;
                  ipv4 { import filter from_cust1; export none; }; }

                function test_blackhole() {
                  bt_assert(is_blackhole(203.0.113.66/32, add(-empty-, (65535, 666))));
                  bt_assert(!is_blackhole(203.0.113.0/24, add(-empty-, (65535, 666))));
                }
                bt_test_suite(test_blackhole, "Blackholes");
                """.formatted(number, history, community);
    }

    @Test
    void thePageIsTrue() throws IOException {
        screens.always("after [0-9]+\\.[0-9] ms", "after 0.8 ms");
        screens.always("at [0-9:]{8} by import", "at 14:03:05 by import");
        screens.always("Plan [0-9a-f]{8}", "Plan 5d0c19f2");
        screens.always("in [0-9]+\\.[0-9]+ s", "in 0.0 s");
        // The interfaces of the two routers.
        screens.always("on eth[0-9]", "on eth0");
        try (Lab lab = new Lab()) {
            StoryNetwork network = new StoryNetwork(lab, lab.ethernetSwitch("sw"));
            Jbgpd jbgpd = new Jbgpd(network.node("edge9", 9), "edge9").oneShard();
            Bird bird = new Bird(network.node("edge8", 8), "edge8");
            screens.part("09:00:00.000");
            jbgpd.start(edge(9, WRONG, HISTORY));
            bird.start(edge(8, WRONG, ""));
            screens.checked("bird-check", bird);
            screens.tested("test", jbgpd);
            Bird customer = network.neighbor("cust1", 1, NETWORK);
            lab.shows(1, jbgpd, "show route");
            lab.shows(1, bird, "show route");

            screens.part("14:03:05.120");
            network.neighbor(customer, 1, NETWORK, "203.0.113.66/32 { bgp_community.add((65535, 666)); }");
            during(lab, jbgpd, bird);

            screens.part("14:20:00.000");
            Path file = jbgpd.write("conf", edge(9, RIGHT, HISTORY));
            screens.tested("right", jbgpd);
            screens.typed("right", jbgpd, "configure plan \"" + file + "\" routes");
            Instant before = Instant.now();
            jbgpd.reconfigure(edge(9, RIGHT, HISTORY));
            lab.await("accepted", LIMIT, () -> jbgpd.shown("show route").contains("blackhole"));
            lab.await(
                    "in the kernel",
                    LIMIT,
                    () -> jbgpd.shown("show changes 203.0.113.66/32").contains("in the kernel"));
            after(jbgpd, before);
        }
        screens.check();
    }

    private void during(Lab lab, Jbgpd jbgpd, Bird bird) {
        lab.await("rejected", LIMIT, () -> jbgpd.shown("show rejected").contains("/32"));
        lab.await(
                "rejected by BIRD",
                LIMIT,
                () -> StoryScreens.counts(bird, "cust1").contains(" 1          "));
        screens.typed("bird", bird, "show route 203.0.113.66/32");
        screens.typed("bird", bird, "show route for 203.0.113.66 all");
        screens.counted("bird", bird, "cust1");
        screens.typed("rejected", jbgpd, "show rejected cust1");
        screens.typed("why", jbgpd, "explain route 203.0.113.66/32");
    }

    private void after(Jbgpd jbgpd, Instant before) {
        screens.typed("mended", jbgpd, "show route 203.0.113.66/32 all");
        screens.run(
                "mended",
                jbgpd,
                "ip route show 203.0.113.66",
                jbgpd.runInside(List.of("ip", "route", "show", "203.0.113.66")).output());
        screens.part("15:00:00.000");
        screens.typed("after", jbgpd, "show rejected cust1");
        screens.typed("after", jbgpd, "show changes 203.0.113.66/32");
        screens.typed("after", jbgpd, "show diff \"" + before + "\"", "show diff \"14:10\"");
    }
}
