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
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Takes the screens of {@code docs/after-a-leak.md}, and holds the page against them; {@code -Djbgp.rewrite=true}
 * writes them there.
 */
@NeedsPeer(Software.BIRD2)
class AfterALeakIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PAGE = Path.of("../docs/after-a-leak.md");

    private final StoryScreens screens = new StoryScreens(PAGE);

    private static Bird neighbor(Lab lab, Node ethernet, String name, int number, String statics) {
        Node node = lab.node(name);
        lab.plug(node, ethernet, "10.0.0." + number + "/24");
        Bird bird = new Bird(node, name);
        bird.start("router id 10.0.0." + number + ";\nlog stderr all;\nprotocol device { }\n" + statics
                + """
                protocol bgp edge { local 10.0.0.%d as 6500%d; neighbor 10.0.0.9 as 65009;
                  connect delay time 1; error wait time 1, 2;
                  ipv4 { import all; export filter {
                    if source != RTS_STATIC then reject;
                    if proto = "leak" then { bgp_path.prepend(65010); bgp_path.prepend(65001); }
                    if proto = "transit" then bgp_path.prepend(65010);
                    accept; }; }; }
                """.formatted(number, number));
        return bird;
    }

    private static String statics(String name, String more, String... prefixes) {
        StringBuilder text = new StringBuilder("protocol static " + name + " { ipv4; " + more + "\n");
        for (String prefix : prefixes) {
            text.append("  route ").append(prefix).append(" blackhole;\n");
        }
        return text.append("}\n").toString();
    }

    private static String edge(String filter) {
        return """
                router id 10.0.0.9;
                log stderr all;
                history on;

                define PEER1 = [ 20.2.0.0/23{23,24} ];
                filter from_peer {%s
                  bgp_local_pref = 200;
                  accept;
                }

                protocol device { }
                protocol kernel { ipv4 { export all; }; }
                protocol bgp up1 { local as 65009; neighbor 10.0.0.1 as 65001; passive on;
                  ipv4 { import all; export none; }; }
                protocol bgp peer1 { local as 65009; neighbor 10.0.0.2 as 65002; passive on;
                  ipv4 { import filter from_peer; export none; }; }
                protocol bgp cust1 { local as 65009; neighbor 10.0.0.3 as 65003; passive on;
                  ipv4 { import none; export all; }; }
                """.formatted(filter);
    }

    private static void says(Lab lab, Jbgpd jbgpd, String command, String... words) {
        lab.await(
                command,
                LIMIT,
                () -> jbgpd.own(command),
                answer -> List.of(words).stream().allMatch(answer::contains));
    }

    @Test
    void thePageIsTrue() throws IOException {
        screens.always("after [0-9]+\\.[0-9] ms", "after 0.8 ms");
        // Whether the first one is measured depends on whose session comes up first: ten a second are.
        screens.always("(- -> up1 [^\n]*\n(?:    BGP[^\n]*\n)*)    since the UPDATE:[^\n]*\n", "$1");
        try (Lab lab = new Lab()) {
            Node ethernet = lab.ethernetSwitch("sw");
            Node node = lab.node("edge");
            lab.plug(node, ethernet, "10.0.0.9/24");
            Jbgpd jbgpd = new Jbgpd(node, "edge").oneShard();
            screens.part("13:00:00.000");
            jbgpd.start(edge(""));
            String[] table = {"198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"};
            neighbor(lab, ethernet, "up1", 1, statics("transit", "", table));
            // Before the next one is started, so that history has the sessions in this order.
            lab.shows(3, jbgpd, "show route primary protocol up1");
            Bird peer = neighbor(
                    lab, ethernet, "peer1", 2, statics("own", "", "20.2.0.0/24") + statics("leak", "disabled;", table));
            Bird customer = neighbor(lab, ethernet, "cust1", 3, "");
            lab.await("all routes", LIMIT, customer::prefixes, prefixes -> prefixes.size() == 4);
            says(lab, jbgpd, "show changes 203.0.113.0/24", "- -> up1");

            String before = Instant.now().toString();
            screens.part("14:03:05.120");
            peer.command("enable leak");
            lab.shows(4, jbgpd, "show route primary protocol peer1");
            says(lab, jbgpd, "explain route 203.0.113.0/24", "sent to the last neighbor");
            screens.typed("during", jbgpd, "show diff \"" + before + "\"", "show diff \"-10m\"");
            screens.typed("why", jbgpd, "explain route 203.0.113.0/24");

            screens.part("14:09:40.000");
            jbgpd.reconfigure(edge("\n  if !(net ~ PEER1) then reject;"));
            lab.shows(3, jbgpd, "show route primary protocol up1");
            says(lab, jbgpd, "show rejected", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
            screens.typed("mended", jbgpd, "show rejected");
            screens.part("15:00:00.000");
            screens.typed("after", jbgpd, "show changes 203.0.113.0/24");
            screens.typed("report", jbgpd, "show flaps");
        }
        screens.check();
    }
}
