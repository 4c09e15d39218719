package org.jbgp.daemon.it.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Ping;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What happens to a node of Calico between its first start and its last, seen by packets from pod to pod, a hundred a
 * second: none is lost. Node 1 is the one something happens to; its neighbor node 2 runs BIRD 1.6 where nothing else is
 * said, node 3 jbgpd.
 */
@NeedsPeer({Software.BIRD1, Software.PING})
class NodeLifeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Lab lab = new Lab();
    private Cluster cluster;
    private final List<Ping> pings = new ArrayList<>();
    private final List<Path> changes = new ArrayList<>();

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
        return NodeFile.ofMesh(number, 3);
    }

    /** Three nodes in a mesh; waits until each has the blocks of the others. From then on packets go. */
    private void start(Bird first, Bird second, Bird third) {
        first.start(file(1).text());
        second.start(file(2).text());
        third.start(file(3).text());
        send();
    }

    private void send() {
        for (int number = 1; number <= 3; number++) {
            for (int other = 1; other <= 3; other++) {
                if (other != number) {
                    awaitRoute(number, other, "via " + Cluster.address(other));
                }
            }
        }
        pings.add(new Ping(cluster.podOf(2), Cluster.pod(1)));
        pings.add(new Ping(cluster.podOf(1), Cluster.pod(3)));
    }

    /** From now on no route of these nodes may be removed or replaced. */
    private void watchRoutes(int... numbers) {
        for (int number : numbers) {
            changes.add(cluster.node(number).monitorRoutes("changes"));
        }
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
                if (line.contains("10.244.1.") || line.contains("10.244.2.") || line.contains("10.244.3.")) {
                    losses.add(seen.getFileName() + ": " + line);
                }
            }
        }
        assertThat(losses).as(lab.report()).isEmpty();
    }

    /** All these sessions stand, and nobody waits any more. */
    private void settled(int sessions, Bird... routers) {
        for (Bird router : routers) {
            lab.await(
                    router + ": sessions",
                    LIMIT,
                    () -> router.command("show protocols"),
                    text -> text.lines()
                                    .filter(line -> line.contains("Established"))
                                    .count()
                            == sessions);
            lab.await(
                    router + ": nothing to wait for",
                    LIMIT,
                    () -> router.command("show status"),
                    text -> !text.contains("recovery"));
        }
        awaitScans(Stream.of(routers).map(Bird::node).toList());
    }

    /** Two scans more: the first could have begun before. A route that nobody wants goes by each. */
    private void awaitScans(List<Node> nodes) {
        for (int scan = 1; scan <= 2; scan++) {
            String stray = "203.0.113." + scan;
            nodes.forEach(node -> node.ip("route", "add", "blackhole", stray, "proto", "bird"));
            lab.await(
                    "scan " + scan,
                    LIMIT,
                    () -> nodes.stream()
                            .flatMap(node -> node.kernelRoutes().stream())
                            .noneMatch(line -> line.contains(stray)));
        }
    }

    @Test
    void aKilledOneComesBack() throws IOException {
        cluster = new Cluster(lab, 3);
        Jbgpd first = jbgpd(1);
        Bird second = bird(2);
        Bird third = jbgpd(3);
        start(first, second, third);
        watchRoutes(1, 2, 3);
        first.kill();
        first.restart();
        settled(2, first, second, third);
        first.kill();
        third.kill();
        first.restart();
        third.restart();
        settled(2, first, second, third);
        nothingWasLost();
    }

    /** From BIRD 1.6 to jbgpd and back, with the same file. */
    @Test
    void anUpgradeAndTheWayBack() throws IOException {
        cluster = new Cluster(lab, 3);
        Bird old = bird(1);
        Bird second = bird(2);
        Bird third = jbgpd(3);
        start(old, second, third);
        // BIRD 1.6 on node 2 takes a route out and puts it in again when its path identifier changes.
        watchRoutes(1, 3);
        List<String> underBird = cluster.node(1).kernelRoutes();
        old.kill();
        Jbgpd successor = jbgpd(1);
        successor.start(file(1).text());
        settled(2, successor, second, third);
        assertThat(cluster.node(1).kernelRoutes()).isEqualTo(underBird);
        successor.kill();
        old.restart();
        settled(2, old, second, third);
        assertThat(cluster.node(1).kernelRoutes()).isEqualTo(underBird);
        nothingWasLost();
    }

    /** A fourth node becomes the reflector of all; then the others give up their mesh. */
    @Test
    void fromAMeshToAReflector() throws IOException {
        cluster = new Cluster(lab, 4);
        Bird[] routers = {null, jbgpd(1), bird(2), jbgpd(3), jbgpd(4)};
        NodeFile[] files = {
            null, file(1), file(2), file(3), NodeFile.ofMesh(4, 4).reflecting()
        };
        start(routers[1], routers[2], routers[3]);
        watchRoutes(1, 3);
        for (int number = 1; number <= 3; number++) {
            files[number] = files[number].with(4, NodeFile.AS);
            routers[number].reconfigure(files[number].text());
        }
        routers[4].start(files[4].text());
        settled(3, routers[1], routers[2], routers[3], routers[4]);
        // One after the other, as nodes come to know of it.
        for (int number = 1; number <= 3; number++) {
            for (int other = 1; other <= 3; other++) {
                files[number] = files[number].without(other);
            }
            routers[number].reconfigure(files[number].text());
        }
        settled(1, routers[1], routers[2], routers[3]);
        nothingWasLost();
    }

    /** Node 1 moves to an AS of its own, and its neighbors hear of it afterwards. */
    @Test
    void anotherAsNumber() throws IOException {
        cluster = new Cluster(lab, 3);
        Jbgpd first = jbgpd(1);
        Jbgpd second = jbgpd(2);
        Jbgpd third = jbgpd(3);
        start(first, second, third);
        first.reconfigure(file(1).inAs(64599).text());
        second.reconfigure(file(2).with(1, 64599).text());
        third.reconfigure(file(3).with(1, 64599).text());
        settled(2, first, second, third);
        lab.says(second, "show route " + Cluster.block(1) + " all", "BGP.as_path: 64599");
        nothingWasLost();
    }

    /** Encapsulation is switched on and off, node by node, under traffic. */
    @Test
    void anotherEncapsulation() throws IOException {
        cluster = new Cluster(lab, 3);
        Jbgpd[] routers = {null, jbgpd(1), jbgpd(2), jbgpd(3)};
        start(routers[1], routers[2], routers[3]);
        for (int number = 1; number <= 3; number++) {
            cluster.tunnel(number);
        }
        for (int number = 1; number <= 3; number++) {
            routers[number].reconfigure(file(number).through("tunl0").text());
        }
        awaitRoute(1, 3, "dev tunl0 proto bird onlink");
        awaitRoute(2, 1, "dev tunl0 proto bird onlink");
        awaitRoute(3, 1, "dev tunl0 proto bird onlink");
        for (int number = 1; number <= 3; number++) {
            routers[number].reconfigure(file(number).text());
        }
        awaitRoute(1, 3, "dev eth");
        awaitRoute(2, 1, "dev eth");
        awaitRoute(3, 1, "dev eth");
        nothingWasLost();
    }

    /**
     * The tunnel device of node 1 is deleted and made again: the kernel takes the routes through it along, and they are
     * back as soon as the device is.
     */
    @Test
    void aTunnelDeviceMadeAgain() throws IOException {
        cluster = new Cluster(lab, 3);
        for (int number = 1; number <= 3; number++) {
            cluster.tunnel(number);
        }
        Jbgpd first = jbgpd(1);
        Jbgpd third = jbgpd(3);
        first.start(file(1).through("tunl0").text());
        Jbgpd second = jbgpd(2);
        second.start(file(2).text());
        third.start(file(3).through("tunl0").text());
        send();
        Ping beside = new Ping(cluster.podOf(2), Cluster.pod(3));
        for (int times = 0; times < 3; times++) {
            cluster.tunnel(1);
            awaitRoute(1, 2, "dev tunl0 proto bird onlink");
            awaitRoute(1, 3, "dev tunl0 proto bird onlink");
        }
        for (Ping ping : pings) {
            assertThat(ping.lost()).as("%s", ping).hasSizeLessThan(100);
        }
        assertThat(beside.lost()).isEmpty();
    }

    /** Many SIGHUPs, also to one that is just recovering; of the files the last wins. */
    @Test
    void burstsOfHangups() throws IOException {
        cluster = new Cluster(lab, 3);
        Jbgpd first = jbgpd(1);
        Bird second = bird(2);
        Bird third = jbgpd(3);
        start(first, second, third);
        watchRoutes(3);
        String last = "";
        for (int round = 0; round < 3; round++) {
            for (int each = 0; each < 30; each++) {
                last = "10.244." + (100 + 30 * round + each) + ".0/26";
                first.write("conf", file(1).withBlock(last).text());
                first.signal("HUP");
            }
            if (round < 2) {
                first.kill();
                first.restart();
            }
        }
        String present = last;
        settled(2, first, second, third);
        lab.await(
                "the last file everywhere",
                LIMIT,
                () -> List.of(second.command("show route"), third.command("show route")),
                all -> all.stream()
                        .allMatch(routes -> routes.contains(present)
                                && routes.lines()
                                                .filter(line -> line.startsWith("10.244.1"))
                                                .count()
                                        == 2));
        nothingWasLost();
    }
}
