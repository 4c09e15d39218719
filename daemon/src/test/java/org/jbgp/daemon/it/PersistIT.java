package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Prefixes;
import org.jbgp.daemon.lab.Software;
import org.jbgp.daemon.lab.Speaker;
import org.jbgp.daemon.lab.Speaker.Dial;
import org.jbgp.daemon.lab.Speaker.Neighbor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that dies without a word leaves its kernel routes, and its successor takes them over untouched. */
@NeedsPeer(Software.BIRD2)
class PersistIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUTES = 100;

    @Test
    void kernelRoutesOutliveTheDaemon() throws IOException {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
            Bird bird = new Bird(them, "bird");
            bird.start(new Speaker(
                    65002,
                    "10.0.0.2",
                    List.of(new Neighbor("ours", "10.0.0.2", "10.0.0.1", 65001, Dial.ACTIVE)),
                    Prefixes.ipv4(30, ROUTES)));
            Jbgpd jbgpd = new Jbgpd(us, "jbgpd", "-R");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { }
                    protocol kernel {
                      persist;
                      scan time 2;
                      graceful restart;
                      ipv4 { import none; export where source = RTS_BGP; };
                    }
                    protocol bgp bird {
                      local 10.0.0.1 as 65001;
                      neighbor 10.0.0.2 as 65002;
                      connect delay time 1;
                      graceful restart;
                      ipv4 { import all; export none; };
                    }
                    """);
            lab.await("routes in the kernel", LIMIT, () -> ours(us), count -> count == ROUTES);
            List<String> before = us.kernelRoutes();

            Path seen = us.monitorRoutes("monitor");
            jbgpd.kill();
            assertThat(ours(us)).isEqualTo(ROUTES);
            jbgpd.restart();
            lab.await("session after restart", LIMIT, () -> jbgpd.established("10.0.0.2"));
            lab.await("routes after restart", LIMIT, () -> jbgpd.prefixes().size(), count -> count == ROUTES);
            // Enough for a daemon to change its mind.
            awaitTwoScans(lab, us);
            assertThat(us.kernelRoutes()).isEqualTo(before);
            assertThat(Files.readAllLines(seen))
                    .as("changes the kernel reported")
                    .noneMatch(line -> line.contains("30.0."));

            // And now the daemon owns them: what the neighbor takes back goes.
            bird.withdraw(Prefixes.ipv4(30, 10));
            lab.await("withdrawn from the kernel", LIMIT, () -> ours(us), count -> count == ROUTES - 10);
        }
    }

    /** Routes that go by a next hop object: with graceful recovery nothing happens to them, without they come again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nextHopObjectsOutliveTheDaemon(boolean recovers) throws IOException {
        try (Lab lab = new Lab()) {
            Node us = lab.node("us");
            Node them = lab.node("them");
            String cable = lab.link(us, "10.0.0.1/24", them, "10.0.0.2/24");
            us.ip("nexthop", "add", "id", "5", "via", "10.0.0.2", "dev", cable);
            Bird bird = new Bird(them, "bird");
            bird.start(new Speaker(
                    65002,
                    "10.0.0.2",
                    List.of(new Neighbor("ours", "10.0.0.2", "10.0.0.1", 65001, Dial.ACTIVE)),
                    Prefixes.ipv4(30, ROUTES)));
            Jbgpd jbgpd = recovers ? new Jbgpd(us, "jbgpd", "-R") : new Jbgpd(us, "jbgpd");
            jbgpd.start("""
                    router id 10.0.0.1;
                    log stderr all;
                    protocol device { }
                    protocol kernel {
                      scan time 2;
                      next hop objects on;
                      %s
                      ipv4 { import none; export where source = RTS_BGP; };
                    }
                    protocol bgp bird {
                      local 10.0.0.1 as 65001;
                      neighbor 10.0.0.2 as 65002;
                      connect delay time 1;
                      graceful restart;
                      ipv4 { import all; export none; };
                    }
                    """.formatted(recovers ? "graceful restart;" : ""));
            lab.await("routes in the kernel", LIMIT, () -> ours(us), count -> count == ROUTES);
            List<String> before = us.kernelRoutes();
            List<String> objects = nextHops(us);
            assertThat(before.stream().filter(line -> line.contains(" nhid "))).hasSize(ROUTES);
            // One of somebody else, and two of ours: the way and the group of it that the routes go by.
            assertThat(objects).hasSize(3);

            Path seen = us.monitorRoutes("monitor");
            jbgpd.kill();
            assertThat(ours(us)).isEqualTo(ROUTES);
            jbgpd.restart();
            lab.await("session after restart", LIMIT, () -> jbgpd.established("10.0.0.2"));
            lab.await("routes after restart", LIMIT, () -> jbgpd.prefixes().size(), count -> count == ROUTES);
            lab.await("routes in the kernel again", LIMIT, us::kernelRoutes, before::equals);
            awaitTwoScans(lab, us);
            assertThat(us.kernelRoutes()).isEqualTo(before);
            lab.await("the objects of before", LIMIT, () -> nextHops(us), objects::equals);
            if (recovers) {
                assertThat(Files.readAllLines(seen))
                        .as("changes the kernel reported")
                        .noneMatch(line -> line.contains("30.0."));
            }

            us.ip("link", "set", cable, "down");
            lab.await("routes go with the interface", LIMIT, () -> ours(us), count -> count == 0);
            us.ip("link", "set", cable, "up");
            lab.await("routes after the interface was down", LIMIT, us::kernelRoutes, before::equals);

            bird.withdraw(Prefixes.ipv4(30, ROUTES));
            lab.await(
                    "no object left, that of somebody else went with the interface",
                    LIMIT,
                    () -> nextHops(us),
                    List::isEmpty);
        }
    }

    /** Routes of ours that nobody wants: the next scan removes each. */
    private static void awaitTwoScans(Lab lab, Node node) {
        for (int scan = 1; scan <= 2; scan++) {
            String stray = "203.0.113." + scan;
            node.ip("route", "add", "blackhole", stray, "proto", "bird");
            lab.await(
                    "scan " + scan,
                    LIMIT,
                    node::kernelRoutes,
                    now -> now.stream().noneMatch(line -> line.contains(stray)));
        }
    }

    private static List<String> nextHops(Node node) {
        return node.ip("nexthop", "show").lines().toList();
    }

    private static int ours(Node node) {
        return (int) node.kernelRoutes().stream()
                .filter(line -> line.contains("proto bird"))
                .count();
    }
}
