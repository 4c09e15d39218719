package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.TwoRouters;
import org.junit.jupiter.api.Test;

/** {@code threads} and {@code thread group}: how many threads the router has. */
@NeedsPeer(Software.BIRD2)
class ThreadsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String ROUTER = """
            router id 10.0.0.1; log stderr all; protocol device { }
            protocol bgp b { thread group express; local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65002; connect delay time 1;
              ipv4 { import all; export all; }; }
            """;

    @Test
    void theFileSaysHowManyThreadsThereAre() {
        try (TwoRouters routers = TwoRouters.withBird()) {
            Lab lab = routers.lab();
            Jbgpd jbgpd = routers.jbgpd();
            Bird bird = routers.bird();
            bird.start("""
                    router id 10.0.0.2; log stderr all; protocol device { }
                    protocol static { ipv4; route 20.2.0.0/16 blackhole; }
                    protocol bgp b { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65000; connect delay time 1;
                      ipv4 { import all; export all; }; }
                    """);
            jbgpd.start("threads 7;\n" + ROUTER);
            lab.await("a route", LIMIT, jbgpd::prefixes, list -> list.contains("20.2.0.0/16"));
            assertThat(shards(jbgpd)).isEqualTo(3);
            assertThat(jbgpd.log()).doesNotContain("number of threads");

            jbgpd.reconfigure("thread group a { threads 1; };\nthread group b { threads 7; default; };\n" + ROUTER);
            lab.await("a word", LIMIT, jbgpd::log, log -> log.contains("from the next start: 7 now, 8 then"));
            assertThat(shards(jbgpd)).isEqualTo(3);
            jbgpd.stop();
            jbgpd.restart();
            lab.await("the route again", LIMIT, jbgpd::prefixes, list -> list.contains("20.2.0.0/16"));
            assertThat(shards(jbgpd)).isEqualTo(4);
        }
    }

    private static long shards(Jbgpd jbgpd) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + jbgpd.pid() + "/task"))) {
            return tasks.filter(task -> name(task).startsWith("shard-")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}
