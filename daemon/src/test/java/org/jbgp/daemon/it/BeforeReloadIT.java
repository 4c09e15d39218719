package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Takes the screens of {@code docs/before-a-reload.md}, and holds the page against them; {@code -Djbgp.rewrite=true}
 * writes them there.
 */
@NeedsPeer(Software.BIRD2)
class BeforeReloadIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PAGE = Path.of("../docs/before-a-reload.md");
    private static final String CUSTOMER = "show route protocol cust1";
    private static final Pattern PLAN = Pattern.compile("Plan ([0-9a-f]{8})");

    private final StoryScreens screens = new StoryScreens(PAGE);

    private static Bird neighbor(Lab lab, Node ethernet, String name, int number, String... prefixes) {
        Node node = lab.node(name);
        lab.plug(node, ethernet, "10.0.0." + number + "/24");
        Bird bird = new Bird(node, name);
        StringBuilder text = new StringBuilder("router id 10.0.0." + number + ";\nlog stderr all;\n"
                + "protocol device { }\nprotocol static { ipv4;\n");
        for (String prefix : prefixes) {
            text.append("  route ").append(prefix).append(" blackhole;\n");
        }
        bird.start(text + """
                }
                protocol bgp centre { local 10.0.0.%d as 6500%d; neighbor 10.0.0.9 as 65009;
                  connect delay time 1; error wait time 1, 2;
                  ipv4 { import all; export where source = RTS_STATIC; }; }
                """.formatted(number, number));
        return bird;
    }

    private static String centre(String list) {
        return """
                router id 10.0.0.9;
                log stderr all;

                guard { sessions >= 3; routes from cust1 <= 3; patience 2; }

                define CUST1 = [ %s ];
                filter from_cust1 { if net ~ CUST1 then accept; reject; }

                protocol device { }
                protocol bgp cust1 { local as 65009; neighbor 10.0.0.1 as 65001; passive on;
                  ipv4 { import filter from_cust1; import keep filtered on; export all; }; }
                protocol bgp cust2 { local as 65009; neighbor 10.0.0.2 as 65002; passive on;
                  ipv4 { import all; export all; }; }
                protocol bgp up1 { local as 65009; neighbor 10.0.0.3 as 65003; passive on;
                  ipv4 { import none; export all; }; }
                """.formatted(list);
    }

    /** What somebody types, and what is answered; returns the last answer. */
    private String screen(String name, Jbgpd jbgpd, String... commands) {
        String last = "";
        for (String command : commands) {
            last = jbgpd.shown(command);
            screens.add(name, jbgpd, "jbgp> " + command + "\n" + last);
        }
        return last;
    }

    private static String id(String plan) {
        Matcher found = PLAN.matcher(plan);
        assertThat(found.find()).as(plan).isTrue();
        return found.group(1);
    }

    @Test
    void thePageIsTrue() throws IOException {
        screens.always("(Plan|plan|apply) [0-9a-f]{8}", "$1 5d0c19f2");
        screens.always("in [0-9]+\\.[0-9]+ s", "in 0.0 s");
        try (Lab lab = new Lab()) {
            Node ethernet = lab.ethernetSwitch("sw");
            Node node = lab.node("centre");
            lab.plug(node, ethernet, "10.0.0.9/24");
            Jbgpd jbgpd = new Jbgpd(node, "centre").oneShard();
            jbgpd.start(centre("20.0.4.0/23{23,24}"));
            neighbor(lab, ethernet, "cust1", 1, "20.0.4.0/23", "20.0.4.0/24", "20.0.6.0/24", "20.0.12.0/23");
            neighbor(lab, ethernet, "cust2", 2, "20.0.6.0/24", "20.0.7.0/24");
            Bird up = neighbor(lab, ethernet, "up1", 3);
            lab.await("all routes", LIMIT, up::prefixes, prefixes -> prefixes.size() == 4);
            lab.shows(2, jbgpd, CUSTOMER);
            Path file = Path.of(jbgpd.control()).resolveSibling("bird.cfg");

            Files.writeString(file, centre("20.0.4.0/22{23,24}, 20.0.12.0/23{23,24}"));
            String wrong = id(screen("plan", jbgpd, "configure plan \"" + file + "\" routes"));
            screen("guard", jbgpd, "configure apply " + wrong + " timeout 300");
            lab.shows(4, jbgpd, CUSTOMER);
            lab.shows(2, jbgpd, CUSTOMER);
            lab.says(jbgpd, "configure status", "was undone");
            screen("guard", jbgpd, "configure status");

            Files.writeString(file, centre("20.0.4.0/23{23,24}, 20.0.12.0/23{23,24}"));
            String right = id(screen("right", jbgpd, "configure plan \"" + file + "\" routes"));
            screen("right", jbgpd, "configure apply " + right + " timeout 300");
            lab.shows(3, jbgpd, CUSTOMER);
            lab.await("at the upstream", LIMIT, up::prefixes, prefixes -> prefixes.size() == 5);
            lab.says(jbgpd, "configure changes", "1 announced (1 planned)");
            screen("after", jbgpd, "configure changes", "configure confirm");
        }
        screens.check();
    }
}
