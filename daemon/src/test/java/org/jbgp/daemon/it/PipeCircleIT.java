package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Pipes in a circle: a route comes to every table, and goes from every table when its source takes it back; as in BIRD.
 */
@NeedsPeer(Software.BIRD2)
class PipeCircleIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FILE = """
            router id 10.0.0.1;
            log stderr all;
            ipv4 table a; ipv4 table b; ipv4 table c; ipv4 table d;
            protocol device { }
            protocol static origin { ipv4 { table a; }; route 192.0.2.0/24 blackhole; }
            protocol pipe ab { table a; peer table b; import none; export all; }
            protocol pipe bc { table b; peer table c; import none; export all; }
            protocol pipe cd { table c; peer table d; import none; export all; }
            protocol pipe da { table d; peer table a; import none; export all; }
            protocol pipe db { table d; peer table b; import none; export all; }
            """;

    @Test
    void noRouteKeepsItselfAlive() {
        try (Lab lab = new Lab()) {
            Node node = lab.node("us");
            for (Bird daemon : List.of(new Jbgpd(node, "jbgpd"), new Bird(node, "bird"))) {
                daemon.start(FILE);
                for (String table : List.of("a", "b", "c", "d")) {
                    lab.await(daemon + " " + table, LIMIT, () -> paths(daemon, table), count -> count == 1);
                }
                daemon.command("disable origin");
                for (String table : List.of("a", "b", "c", "d")) {
                    lab.await(daemon + " " + table + " empty", LIMIT, () -> paths(daemon, table), count -> count == 0);
                }
                daemon.command("enable origin");
                for (String table : List.of("a", "b", "c", "d")) {
                    lab.await(daemon + " " + table + " again", LIMIT, () -> paths(daemon, table), count -> count == 1);
                }
                daemon.kill();
            }
        }
    }

    /** BIRD 3 counts so: a route that came through as many pipes as a pipe allows does not go through it. */
    @Test
    void maxGenerationEndsARowOfPipes() {
        try (Lab lab = new Lab()) {
            Jbgpd jbgpd = new Jbgpd(lab.node("us"), "jbgpd");
            String file = """
                    router id 10.0.0.1;
                    log stderr all;
                    ipv4 table a; ipv4 table b; ipv4 table c; ipv4 table d;
                    protocol device { }
                    protocol static origin { ipv4 { table a; }; route 192.0.2.0/24 blackhole; }
                    protocol pipe ab { table a; peer table b; import none; export all; }
                    protocol pipe bc { table b; peer table c; import none; export all; }
                    protocol pipe cd { table c; peer table d; import none; export all; max generation %d; }
                    """;
            jbgpd.start(file.formatted(2));
            lab.await("a route in c", LIMIT, () -> paths(jbgpd, "c"), count -> count == 1);
            lab.await("a word", LIMIT, jbgpd::log, log -> log.contains("Route overpiped: a route of origin"));
            assertThat(paths(jbgpd, "d")).isZero();
            jbgpd.reconfigure(file.formatted(3));
            lab.await("a route in d", LIMIT, () -> paths(jbgpd, "d"), count -> count == 1);
        }
    }

    /** Whether the route or the pipe was there first is a matter of chance at start: both count, and say, the same. */
    @Test
    void aPipeCountsWhatItsTableHeldBeforeIt() {
        try (Lab lab = new Lab()) {
            Jbgpd jbgpd = new Jbgpd(lab.node("us"), "jbgpd");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    ipv4 table a; ipv4 table b; ipv4 table c;
                    protocol device { }
                    protocol static origin { ipv4 { table a; }; route 192.0.2.0/24 blackhole; }
                    protocol pipe ab { table a; peer table b; import none; export all; }
                    protocol pipe bc { disabled; table b; peer table c; import none; export all; max generation 1; }
                    protocol pipe ac { disabled; table a; peer table c; import none; export none; }
                    """);
            lab.await("a route in b", LIMIT, () -> paths(jbgpd, "b"), count -> count == 1);
            jbgpd.command("enable bc");
            lab.await("a word", LIMIT, jbgpd::log, log -> log.contains("Route overpiped: a route of origin"));
            jbgpd.command("enable ac");
            // One update, not rejected by the pipe, but by its filter.
            lab.await(
                    "a route refused",
                    LIMIT,
                    () -> jbgpd.command("show protocols all ac"),
                    Pattern.compile("Export updates: +1 +0 +1 ").asPredicate());
        }
    }

    private static int paths(Bird daemon, String table) {
        return (int) daemon.command("show route table " + table)
                .lines()
                .filter(line -> line.contains("[origin"))
                .count();
    }
}
