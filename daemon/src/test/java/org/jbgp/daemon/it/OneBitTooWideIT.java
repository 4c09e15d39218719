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
 * Takes the screens of {@code docs/one-bit-too-wide.md}, and holds the page against them; {@code -Djbgp.rewrite=true}
 * writes them there.
 */
@NeedsPeer(Software.BIRD2)
class OneBitTooWideIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StoryScreens screens = new StoryScreens(Path.of("../docs/one-bit-too-wide.md"));

    private static final String OLD = "10.0.0.0/8+, 192.168.0.0/16+";
    private static final String WIDE = "10.0.0.0/7+, 100.64.0.0/10+, 192.168.0.0/16+";
    private static final String RIGHT = "10.0.0.0/8+, 100.64.0.0/10+, 192.168.0.0/16+";

    /** A moment at which it was wrong. */
    private Instant wrong;

    private static String edge(int number, String list, String history) {
        return """
                router id 10.0.0.%d;
                log stderr all;
                %s
                define BOGONS = [ %s ];

                function is_bogon(prefix p) {
                  return p ~ BOGONS;
                }

                filter from_transit {
                  if is_bogon(net) then reject;
                  accept;
                }

                protocol device { }
                protocol bgp up1 { local as 65009; neighbor 10.0.0.1 as 65001; passive on;
                  ipv4 { import filter from_transit; export none; }; }
                protocol bgp cust1 { local as 65009; neighbor 10.0.0.2 as 65002; passive on;
                  ipv4 { import none; export all; }; }

                function test_bogons() {
                  bt_assert(is_bogon(10.1.0.0/16));
                  bt_assert(is_bogon(100.64.8.0/24));
                  bt_assert(!is_bogon(11.5.0.0/16));
                }
                bt_test_suite(test_bogons, "Bogons");
                """.formatted(number, history, list);
    }

    @Test
    void thePageIsTrue() throws IOException {
        screens.always("after [0-9]+\\.[0-9] ms", "after 0.8 ms");
        screens.always("at [0-9:]{8} by import", "at 14:03:05 by import");
        // Whether the first one is measured depends on whose session comes up first: ten a second are.
        screens.always("(1[36]:00:00.000 .*- -> up1 [^\n]*\n(?:    BGP[^\n]*\n)*) +since the UPDATE:[^\n]*\n", "$1");
        screens.always("Plan [0-9a-f]{8}", "Plan 5d0c19f2");
        screens.always("in [0-9]+\\.[0-9]+ s", "in 0.0 s");
        screens.always("Established [0-9:]{8}", "Established 01:03:07");
        try (Lab lab = new Lab()) {
            StoryNetwork network = new StoryNetwork(lab, lab.ethernetSwitch("sw"));
            Jbgpd jbgpd = new Jbgpd(network.node("edge9", 9), "edge9").oneShard();
            Bird bird = new Bird(network.node("edge8", 8), "edge8");
            screens.part("13:00:00.000");
            jbgpd.start(ours(jbgpd, OLD));
            bird.start(edge(8, OLD, ""));
            network.neighbor("up1", 1, "11.5.0.0/16", "11.6.0.0/16", "198.51.100.0/24", "10.1.0.0/16");
            lab.shows(3, jbgpd, "show route");
            lab.shows(3, bird, "show route");
            Bird customer = network.neighbor("cust1", 2);
            lab.shows(6, customer, "show route");

            before(jbgpd, bird);
            screens.part("14:03:05.120");
            screens.add("load", jbgpd, "jbgp> configure\n" + jbgpd.reconfigure(ours(jbgpd, WIDE)));
            screens.add("bird-load", bird, "bird> configure\n" + bird.reconfigure(edge(8, WIDE, "")));
            lab.shows(1, jbgpd, "show route");
            lab.shows(1, bird, "show route");
            lab.shows(2, customer, "show route");
            during(jbgpd, bird);

            screens.part("14:20:00.000");
            screens.add(
                    "watch",
                    jbgpd,
                    "$ jbgpctl watch 11.5.0.0/16\n"
                            + jbgpd.heard("watch 11.5.0.0/16", 2, () -> jbgpd.reconfigure(ours(jbgpd, RIGHT))));
            bird.reconfigure(edge(8, RIGHT, ""));
            lab.shows(3, jbgpd, "show route");
            lab.shows(6, customer, "show route");
            lab.await(
                    "measured",
                    LIMIT,
                    () -> jbgpd.shown("show changes 11.5.0.0/16").split("sent to the last neighbor").length >= 3);
            after(jbgpd, bird);
            screens.part("16:00:00.000");
            jbgpd.stop();
            jbgpd.restart();
            lab.shows(3, jbgpd, "show route");
            lab.shows(6, customer, "show route");
            screens.typed(
                    "journal",
                    jbgpd,
                    "show changes 11.5.0.0/16 since \"" + wrong + "\"",
                    "show changes 11.5.0.0/16 since \"14:10\"");
        }
        screens.check();
    }

    private static String ours(Jbgpd jbgpd, String list) {
        return edge(9, list, "history { journal \"" + jbgpd.file("history") + "\"; }\n");
    }

    private void before(Jbgpd jbgpd, Bird bird) {
        Path file = jbgpd.write("conf", ours(jbgpd, WIDE));
        bird.write("conf", edge(8, WIDE, ""));
        screens.checked("bird-check", bird);
        screens.tested("test", jbgpd);
        Path table = jbgpd.file("table.mrt");
        screens.typed("table", jbgpd, "mrt dump table \"master4\" to \"" + table + "\"");
        screens.tested("table", jbgpd, List.of("--table", table.toString()));
        screens.typed("plan", jbgpd, "configure plan \"" + file + "\" routes");
    }

    private void during(Jbgpd jbgpd, Bird bird) {
        screens.typed("neighbors", jbgpd, "show neighbors");
        screens.typed("why", jbgpd, "explain route 11.5.1.1");
        screens.typed("rejected", jbgpd, "show rejected");
        screens.typed("bird", bird, "show route for 11.5.1.1");
        screens.typed("bird", bird, "show route filtered");
        screens.typed("bird", bird, "show protocols up1");
        screens.counted("bird", bird, "up1");
        screens.part("14:10:00.000");
        wrong = Instant.now();
    }

    private void after(Jbgpd jbgpd, Bird bird) {
        screens.part("15:00:00.000");
        screens.typed("after", jbgpd, "show changes 11.5.0.0/16");
        screens.typed(
                "then", jbgpd, "show route 11.5.0.0/16 at \"" + wrong + "\"", "show route 11.5.0.0/16 at \"14:10\"");
        screens.typed("diff", jbgpd, "show diff \"" + wrong + "\"", "show diff \"14:10\"");
        screens.typed("diff", jbgpd, "show flaps");
        screens.run("bird-log", bird, "cat /var/log/bird.log", bird.log());
    }
}
