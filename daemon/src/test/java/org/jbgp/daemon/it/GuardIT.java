package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/** Plans that are carried out, or refused, and guards that take configurations back. */
@NeedsPeer(Software.BIRD2)
class GuardIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern PLAN = Pattern.compile("Plan ([0-9a-f]{8})");

    private static String us(String guard, String channel) {
        return """
                router id 10.0.0.1;
                log stderr all;
                %s
                protocol device { }
                protocol bgp far { local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002;
                  connect delay time 1; error wait time 1, 2;
                  ipv4 { import table on; export none; %s }; }
                """.formatted(guard, channel);
    }

    private static final String FAR = """
            router id 10.0.0.2;
            log stderr all;
            protocol device { }
            protocol static { ipv4; route 20.0.0.0/16 blackhole; route 20.1.0.0/16 blackhole; route 20.2.0.0/16 blackhole; }
            protocol bgp near { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65001;
              connect delay time 1; error wait time 1, 2;
              ipv4 { import all; export where source = RTS_STATIC; }; }
            """;

    private static String plan(Jbgpd jbgpd, Path file) {
        String answer = jbgpd.command("configure plan \"" + file + "\" routes");
        Matcher plan = PLAN.matcher(answer);
        assertThat(plan.find()).as(answer).isTrue();
        return plan.group(1);
    }

    private static void routes(Lab lab, Jbgpd jbgpd, int count) {
        lab.await("routes", LIMIT, jbgpd::prefixes, prefixes -> prefixes.size() == count);
    }

    @Test
    void plansHoldOrAreRefused() throws IOException {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            bird.start(FAR);
            jbgpd.start(us("", "import all;"));
            routes(lab, jbgpd, 3);
            Path file = Path.of(jbgpd.control()).resolveSibling("new");
            Files.writeString(file, us("", "import where net != 20.1.0.0/16;"));

            String first = plan(jbgpd, file);
            Files.writeString(file, us("", "import where net = 20.1.0.0/16;"));
            assertThat(jbgpd.tryCommand("configure apply " + first).output())
                    .contains("Plan " + first + " no longer holds", "has changed since");
            assertThat(jbgpd.tryCommand("configure apply 00000000").output()).contains("There is no plan 00000000");
            routes(lab, jbgpd, 3);

            String second = plan(jbgpd, file);
            assertThat(second).isNotEqualTo(first);
            jbgpd.command("configure apply " + second + " timeout 60");
            routes(lab, jbgpd, 1);
            lab.says(jbgpd, "configure changes", "far.ipv4 import: 0 accepted (0 planned), 2 rejected (2 planned)");
            jbgpd.command("configure confirm");
            assertThat(jbgpd.tryCommand("configure apply " + second).output())
                    .contains("another configuration is in force since");
        }
    }

    @Test
    void aBrokenGuardTakesItBack() throws IOException {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            routers.bird().start(FAR);
            jbgpd.start(us("", "import all;"));
            routes(lab, jbgpd, 3);
            Path file = Path.of(jbgpd.control()).resolveSibling("new");
            String guard = "guard { sessions >= 1; routes from far >= 3; patience 1; }";
            Files.writeString(file, us(guard, "import where net = 20.1.0.0/16;"));
            jbgpd.command("configure apply " + plan(jbgpd, file) + " timeout 600");
            routes(lab, jbgpd, 1);
            routes(lab, jbgpd, 3);
            lab.eventually(
                    "why it was undone",
                    LIMIT,
                    () -> assertThat(jbgpd.command("configure status"))
                            .contains("The last configuration was undone: its guard is broken: "
                                    + "'routes from far >= 3' does not hold: there are 1")
                            .doesNotContain("unconfirmed"));

            // One that holds does not.
            Files.writeString(file, us(guard.replace("3", "1"), "import where net = 20.1.0.0/16;"));
            jbgpd.command("configure apply " + plan(jbgpd, file) + " timeout 600");
            routes(lab, jbgpd, 1);
            lab.holds(
                    "the configuration",
                    Duration.ofSeconds(5),
                    () -> jbgpd.prefixes().equals(List.of("20.1.0.0/16")));
            assertThat(jbgpd.command("configure confirm")).contains("Reconfiguration confirmed");
        }
    }
}
