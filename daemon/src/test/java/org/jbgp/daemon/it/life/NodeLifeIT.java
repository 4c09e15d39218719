package org.jbgp.daemon.it.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Ping;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What happens to a node of Calico between its first start and its last, seen by packets from pod to pod, a hundred a
 * second: none is lost, and on the nodes that run jbgpd no route of the kernel's is removed or replaced. Node 1 is the
 * one something happens to, of
 * its neighbors node 2 runs BIRD 1.6 and node 3 jbgpd.
 */
@NeedsPeer({Software.BIRD1, Software.PING})
class NodeLifeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SIZE = 3;

    private final Lab lab = new Lab();
    private Cluster cluster;
    private final List<Ping> pings = new ArrayList<>();
    private final List<Path> changes = new ArrayList<>();

    @BeforeEach
    void makeCluster() {
        cluster = new Cluster(lab, SIZE);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Jbgpd jbgpd(int number) {
        return new Jbgpd(cluster.node(number), "jbgpd" + number, "-R").calledAs("bird");
    }

    private Bird1 bird(int number) {
        return new Bird1(cluster.node(number), "bird" + number, false, "-R");
    }

    private static NodeFile file(int number) {
        return NodeFile.ofMesh(number, SIZE);
    }

    /** Waits until each node has the blocks of the others; from then on packets go, and changes of routes are noted. */
    private void watch() {
        for (int number = 1; number <= SIZE; number++) {
            for (int other = 1; other <= SIZE; other++) {
                if (other != number) {
                    awaitRoute(number, other, "via " + Cluster.address(other));
                }
            }
        }
        // BIRD 1.6 on node 2 takes a route out and puts it in again when its path identifier changes.
        changes.add(cluster.node(1).monitorRoutes("changes"));
        changes.add(cluster.node(3).monitorRoutes("changes"));
        pings.add(new Ping(cluster.podOf(2), Cluster.pod(1)));
        pings.add(new Ping(cluster.podOf(1), Cluster.pod(3)));
    }

    private void awaitRoute(int number, int other, String way) {
        lab.await(
                "node " + number + ": " + Cluster.block(other) + " " + way,
                LIMIT,
                () -> cluster.node(number).kernelRoutes(),
                routes -> routes.stream()
                        .anyMatch(route -> route.startsWith(Cluster.block(other) + " ") && route.contains(way)));
    }

    private void nothingWasLost() throws IOException {
        List<String> losses = new ArrayList<>();
        for (Ping ping : pings) {
            List<Integer> lost = ping.lost();
            if (!lost.isEmpty()) {
                losses.add(ping + " lost " + lost + " of " + ping.answers());
            }
        }
        for (Path seen : changes) {
            for (String line : Files.readAllLines(seen)) {
                if (line.contains("10.244.")) {
                    losses.add(seen.getFileName() + ": " + line);
                }
            }
        }
        assertThat(losses).isEmpty();
    }

    /** All sessions stand and nobody waits any more. */
    private void settled(Bird... routers) {
        for (Bird router : routers) {
            lab.await(
                    router + ": sessions",
                    LIMIT,
                    () -> router.command("show protocols"),
                    text -> text.lines()
                                    .filter(line -> line.contains("Established"))
                                    .count()
                            == SIZE - 1);
            lab.await(
                    router + ": nothing to wait for",
                    LIMIT,
                    () -> router.command("show status"),
                    text -> !text.contains("recovery"));
            awaitScans(router.node());
        }
    }

    /** Two scans more: the first could have begun before. A route that nobody wants goes by each. */
    private void awaitScans(Node node) {
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

    @Test
    void aKilledOneComesBack() throws IOException {
        Jbgpd first = jbgpd(1);
        Bird second = bird(2);
        Bird third = jbgpd(3);
        first.start(file(1).text());
        second.start(file(2).text());
        third.start(file(3).text());
        watch();
        first.kill();
        first.restart();
        settled(first, second, third);
        first.kill();
        third.kill();
        first.restart();
        third.restart();
        settled(first, second, third);
        nothingWasLost();
    }

    /** From BIRD 1.6 to jbgpd and back, with the same file. */
    @Test
    void anUpgradeAndTheWayBack() throws IOException {
        Bird old = bird(1);
        Bird second = bird(2);
        Bird third = jbgpd(3);
        old.start(file(1).text());
        second.start(file(2).text());
        third.start(file(3).text());
        watch();
        List<String> underBird = cluster.node(1).kernelRoutes();
        old.kill();
        Jbgpd successor = jbgpd(1);
        successor.start(file(1).text());
        settled(successor, second, third);
        assertThat(cluster.node(1).kernelRoutes()).isEqualTo(underBird);
        successor.kill();
        old.restart();
        settled(old, second, third);
        assertThat(cluster.node(1).kernelRoutes()).isEqualTo(underBird);
        nothingWasLost();
    }
}
