package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.DropIn;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The names {@code bird}, {@code bird6} and their clients, as a Calico node uses them: one process for both families,
 * of which each name starts, reloads and ends its own half, beside BIRD 1.6 as neighbor.
 */
@NeedsPeer({Software.BIRD1, Software.CC})
class DropInIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Both halves name their protocols alike. */
    private static String own(boolean ipv6, String route) {
        return """
                router id 10.0.0.%d;
                protocol kernel { learn; persist; scan time 2; import all; export all; graceful restart; }
                protocol device { scan time 2; }
                protocol static { route %s blackhole; }
                protocol bgp Mesh_1 {
                  local as 65001; neighbor %s as 65001; direct;
                  connect delay time 1; connect retry time 1; error wait time 1, 2; graceful restart;
                  import all; export where source = RTS_STATIC;
                }
                """.formatted(ipv6 ? 6 : 4, route, ipv6 ? "fd00::2" : "10.0.0.2");
    }

    private static String other(boolean ipv6) {
        return """
                router id 10.0.0.2;
                log stderr all;
                protocol device { }
                protocol static { route %s blackhole; }
                protocol bgp Mesh_2 {
                  local as 65001; neighbor %s as 65001; direct; passive on; graceful restart;
                  import all; export where source = RTS_STATIC;
                }
                """.formatted(ipv6 ? "fd02::/64" : "10.2.0.0/16", ipv6 ? "fd00::1" : "10.0.0.1");
    }

    private static String own(boolean ipv6) {
        return own(ipv6, ipv6 ? "fd01::/64" : "10.1.0.0/16");
    }

    /** A node with both names, and one with BIRD 1.6 for each family. */
    private record Pair(Node node, DropIn bird, DropIn bird6, Bird peer, Bird peer6) {
        static Pair in(Lab lab, String share) {
            Node node = lab.node("n1");
            Node far = lab.node("n2");
            String device = lab.link(node, "10.0.0.1/24", far, "10.0.0.2/24");
            node.address(device, "fd00::1/64");
            far.address(device, "fd00::2/64");
            Pair pair = new Pair(
                    node,
                    new DropIn(node, "bird", share),
                    new DropIn(node, "bird6", share),
                    new Bird1(far, "p4", false),
                    new Bird1(far, "p6", true));
            pair.peer.start(other(false));
            pair.peer6.start(other(true));
            return pair;
        }

        /** Both names run, with sessions to both peers. */
        static Pair up(Lab lab, String share) {
            Pair pair = in(lab, share);
            pair.bird.start(own(false));
            pair.bird6.start(own(true));
            pair.isUp(lab);
            return pair;
        }

        boolean inKernel(boolean ipv6) {
            return (ipv6 ? node.kernelRoutes6() : node.kernelRoutes())
                    .stream()
                            .filter(route -> route.contains("proto bird"))
                            .anyMatch(route -> route.contains(ipv6 ? "fd02::/64" : "10.2.0.0/16"));
        }

        void isUp(Lab lab) {
            lab.says(bird, "show protocols", "Mesh_1 BGP master up", "Established");
            lab.says(bird6, "show protocols", "Mesh_1 BGP master up", "Established");
            lab.says(peer, "show route", "10.1.0.0/16");
            lab.says(peer6, "show route", "fd01::/64");
            lab.await("routes in the kernel", LIMIT, () -> inKernel(false) && inKernel(true));
        }

        /** Starts the one that left without a word again: neither its routes nor the other half notice. */
        void comesBack(Lab lab, LocalTime since6) {
            bird.recovering().restart();
            lab.holds("kernel routes", Duration.ofSeconds(3), () -> inKernel(false));
            lab.says(bird, "show protocols", "Established");
            assertThat(peer.log()).doesNotContain("Administrative shutdown");
            assertThat(bird6.unchangedSince("Mesh_1", since6)).isTrue();
        }
    }

    @Test
    void theNamesSayWhatToolsRead() {
        try (Lab lab = new Lab()) {
            DropIn bird = new DropIn(lab.node("n1"), "bird", "yes");
            bird.start("router id 10.0.0.4; protocol device { }");
            assertThat(bird.names()).first().isEqualTo("bird");
            assertThat(bird.names().get(1)).endsWith("/bird");
            Bird.Outcome status = bird.run("birdcl", "show", "status");
            assertThat(status.exit()).isZero();
            assertThat(status.output())
                    .startsWith("BIRD v0.3.3+birdv1.6.8")
                    .contains("\nBIRD v0.3.3+birdv1.6.8", "Router ID is 10.0.0.4", "Daemon is up and running");
            assertThat(bird.run("birdc", "-v", "show", "protocols").output())
                    .contains("\n2002-name     proto    table    state  since       info\n1002-device1 ");
            assertThat(bird.run("birdcl", "-r", "configure").output()).contains("Access restricted", "Access denied");
            assertThat(bird.run("bird", "--version"))
                    .matches(result -> result.exit() == 0)
                    .extracting(Bird.Outcome::output)
                    .asString()
                    .startsWith("BIRD version v0.3.3+birdv1.6.8-jbgpd-");
            assertThat(bird.run("birdcl6", "show", "status"))
                    .matches(result -> result.exit() == 1)
                    .extracting(Bird.Outcome::output)
                    .asString()
                    .contains("Unable to connect to server control socket");
        }
    }

    @Test
    void aFileOf3HasTheRepliesOf3() {
        try (Lab lab = new Lab()) {
            DropIn bird = new DropIn(lab.node("n1"), "bird", "yes");
            bird.start("router id 10.0.0.4; protocol device { } protocol static s4 { ipv4; }"
                    + " protocol static s6 { ipv6; route fd01::/64 blackhole; } roa4 table r4;"
                    + " protocol static r { roa4 { table r4; }; route 10.0.0.0/8 max 16 as 65002; }");
            assertThat(bird.run("birdcl", "show", "status").output()).startsWith("BIRD 3.3.2-jbgpd-");
            lab.says(bird, "show protocols", "Name Proto Table State Since Info", "s6 Static master6 up");
            lab.says(bird, "show route", "Table master6:", "fd01::/64");
            String made =
                    bird.run("birdcl", "-v", "show", "protocols", "all", "s6").output();
            assertThat(made).containsPattern("\n1006-  Created: {12}\\d\\d:\\d\\d:\\d\\d\\.\\d+\n");
            assertThat(bird.run("birdcl", "show", "route", "all").output())
                    .contains("\tpreference: 200\n\tsource: static\n");
            assertThat(bird.run("birdcl", "show", "route", "table", "r4", "all").output())
                    .endsWith("] * (200)\n\tpreference: 200\n\tsource: static\n");

            bird.reconfigure("router id 10.0.0.4; protocol device { } protocol static s4 { ipv4; }"
                    + " protocol static s6 { ipv6; route fd01::/64 blackhole; route fd02::/64 blackhole; }"
                    + " cli \"" + bird.file("old.ctl") + "\" { v2 attributes; };");
            assertThat(bird.run("birdcl", "-v", "show", "protocols", "all", "s6")
                            .output()
                            .lines()
                            .filter(line -> line.contains("Created")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(made).contains(line));
            lab.eventually(
                    "the names of 2.x",
                    () -> assertThat(bird.run(
                                            "birdcl", "-s", bird.file("old.ctl").toString(), "show", "route", "all")
                                    .output())
                            .contains("\tType: static univ\n")
                            .doesNotContain("preference:"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bird", "bird6", "at once"})
    void oneProcessCarriesBothHalves(String first) {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.in(lab, "yes");
            switch (first) {
                case "bird" -> {
                    pair.bird.start(own(false));
                    pair.bird6.start(own(true));
                }
                case "bird6" -> {
                    pair.bird6.start(own(true));
                    pair.bird.start(own(false));
                }
                default -> DropIn.startAtOnce(pair.bird, own(false), pair.bird6, own(true));
            }
            pair.isUp(lab);
            assertThat(pair.bird.javaProcesses()).hasSize(1);
            assertThat(pair.bird6.names()).first().isEqualTo("bird6");
            lab.says(pair.bird, "show status", "Router ID is 10.0.0.4");
            lab.says(pair.bird6, "show status", "Router ID is 10.0.0.6");
            assertThat(pair.bird.log()).contains("Started").contains("<INFO>");
            assertThat(pair.bird6.log()).contains("Started").doesNotContain("10.0.0.2");
        }
    }

    @Test
    void eachNameReloadsAndEndsItsOwnHalf() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.up(lab, "yes");
            LocalTime since6 = pair.bird6.since("Mesh_1");
            long java = pair.bird.javaProcesses().getFirst();

            pair.bird.write("conf", own(false, "10.11.0.0/16"));
            pair.bird6.write("conf", own(true, "fd11::/64"));
            pair.bird.signal("HUP");
            lab.says(pair.peer, "show route", "10.11.0.0/16");
            lab.holds(
                    "v6",
                    Duration.ofSeconds(1),
                    () -> !pair.peer6.command("show route").contains("fd11::"));
            pair.bird6.signal("HUP");
            lab.says(pair.peer6, "show route", "fd11::/64");

            pair.bird.stop();
            lab.eventually("Cease", () -> assertThat(pair.peer.log()).contains("Administrative shutdown"));
            assertThat(pair.inKernel(false)).as("persist").isTrue();
            assertThat(pair.bird6.unchangedSince("Mesh_1", since6)).isTrue();

            pair.bird.restart();
            lab.says(pair.bird, "show protocols", "Established");
            assertThat(pair.bird.javaProcesses()).containsExactly(java);
            pair.bird.stop();
            pair.bird6.stop();
            lab.await(
                    "end of the process", LIMIT, () -> pair.bird.javaProcesses().isEmpty());
        }
    }

    @Test
    void aKilledNameLeavesItsKernelRoutesAndTheOtherHalf() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.up(lab, "yes");
            LocalTime since6 = pair.bird6.since("Mesh_1");
            pair.bird.kill();
            pair.comesBack(lab, since6);
        }
    }

    @Test
    void aNameThatLeavesForAGracefulRestartLeavesTheOtherHalf() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.up(lab, "yes");
            LocalTime since6 = pair.bird6.since("Mesh_1");

            assertThat(pair.bird.run("birdcl", "graceful", "restart").output()).contains("Graceful restart requested");
            lab.await("end of bird", LIMIT, () -> !pair.bird.running());
            pair.bird.stop();
            assertThat(pair.bird6.running()).isTrue();
            pair.comesBack(lab, since6);
        }
    }

    @Test
    void bothEndWithTheProcessAndComeBackWithoutALostRoute() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.up(lab, "yes");
            ProcessHandle.of(pair.bird.javaProcesses().getFirst()).orElseThrow().destroyForcibly();
            lab.await("both have ended", LIMIT, () -> !pair.bird.running() && !pair.bird6.running());
            assertThat(pair.inKernel(false) && pair.inKernel(true)).isTrue();
            pair.bird.stop();
            pair.bird6.stop();
            DropIn.startAtOnce(pair.bird.recovering(), own(false), pair.bird6.recovering(), own(true));
            lab.holds("kernel routes", Duration.ofSeconds(3), () -> pair.inKernel(false) && pair.inKernel(true));
            pair.isUp(lab);
        }
    }

    @Test
    void aBadFileEndsItsOwnNameOnly() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.in(lab, "yes");
            pair.bird.start(own(false));
            String wrong = own(true).replace("persist", "persists");
            assertThat(pair.bird6.check(wrong)).isEqualTo(new Bird.Outcome(1, alone(pair.bird6, wrong)));
            assertThat(pair.bird6.check(own(true))).isEqualTo(new Bird.Outcome(0, ""));
            pair.bird6.write("conf", wrong);
            assertThat(pair.bird6.runToItsEnd())
                    .matches(result -> result.exit() == 1)
                    .extracting(Bird.Outcome::output)
                    .asString()
                    .contains("conf:2:");
            lab.says(pair.bird, "show status", "Daemon is up and running");
            pair.bird6.start(own(true));
            pair.isUp(lab);
        }
    }

    /** What a process of its own says of the file. */
    private static String alone(DropIn as, String wrong) {
        return new DropIn(as.node(), "bird6", "no").check(wrong).output();
    }

    @Test
    void switchedOffEachHasAProcess() {
        try (Lab lab = new Lab()) {
            Pair pair = Pair.up(lab, "no");
            assertThat(pair.bird.javaProcesses())
                    .containsExactlyInAnyOrderElementsOf(List.of(pair.bird.pid(), pair.bird6.pid()));
        }
    }
}
