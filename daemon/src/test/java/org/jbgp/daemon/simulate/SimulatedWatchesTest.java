package org.jbgp.daemon.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** BFD of files that {@code --simulate} runs: how soon a silent failure is noticed, and which sessions there are. */
class SimulatedWatchesTest {
    private static final String KERNEL = """
            protocol device {}
            protocol kernel { ipv4 { export all; }; }
            """;
    private static final String ORIGIN = "protocol static { ipv4; route 192.0.2.0/24 blackhole; }\n";
    private static final String BFD = "protocol bfd { interface \"*\" { interval 300 ms; multiplier 3; }; }\n";

    @TempDir
    private Path folder;

    private String complained = "";

    private void router(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".conf"), KERNEL + text);
    }

    private String simulate(String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.add(folder.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        new SimulateCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(words);
        complained = errors.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String bgp(String name, String local, int as, String neighbor, int other, String more) {
        return "protocol bgp " + name + " { local " + local + " as " + as + "; neighbor " + neighbor + " as " + other
                + "; hold time 90; ipv4 { import all; export all; }; " + more + " }\n";
    }

    /** A triangle: what a fails to bring b directly comes by c. */
    private void triangle(String watch, String wish) throws IOException {
        router(
                "a",
                watch
                        + ORIGIN
                        + bgp("b", "10.0.0.1", 65001, "10.0.0.2", 65002, wish)
                        + bgp("c", "10.0.1.1", 65001, "10.0.1.2", 65003, ""));
        router(
                "b",
                watch
                        + bgp("a", "10.0.0.2", 65002, "10.0.0.1", 65001, wish)
                        + bgp("c", "10.0.2.1", 65002, "10.0.2.2", 65003, ""));
        router(
                "c",
                bgp("a", "10.0.1.2", 65003, "10.0.1.1", 65001, "")
                        + bgp("b", "10.0.2.2", 65003, "10.0.2.1", 65002, ""));
    }

    @Test
    void aSilentFailureLastsTheDetectionTimeWithBfdAndTheHoldTimeWithout() throws IOException {
        triangle(BFD, "bfd;");
        assertThat(simulate("--fail", "switch", "b-a"))
                .contains("a -> b (b): Established, BFD Up, ipv4 1")
                .contains("a -> c (c): Established, ipv4 1")
                .containsPattern("When switch a-b fails\n  b: 192.0.2.0/24 away for 0\\.[5-9] s\n");
        triangle("", "");
        assertThat(simulate("--fail", "switch", "a-b"))
                .containsPattern("When switch a-b fails\n  b: 192.0.2.0/24 away for [6-9]\\d\\.\\d s\n");
        triangle("", "");
        assertThat(simulate("--fail", "link", "a-b")).contains("When link a-b fails\n  nothing breaks");
    }

    @Test
    void whoIsNotWatchedIsNamed() throws IOException {
        triangle(BFD, "bfd;");
        router("b", bgp("a", "10.0.0.2", 65002, "10.0.0.1", 65001, "bfd;"));
        assertThat(simulate())
                .contains("a -> b (b): Established, BFD Down: nobody answers: the neighbor has no such session, another"
                        + " password, or both sides are passive, ipv4 1")
                .contains("b -> a (a): Established, BFD without a session: there is no 'protocol bfd', ipv4 0")
                .contains("NOT WATCHED: 2 sides of sessions that are up without the BFD session they wish");
        router(
                "b",
                BFD
                        + bgp(
                                "a",
                                "10.0.0.2",
                                65002,
                                "10.0.0.1",
                                65001,
                                "bfd { authentication simple; password \"x\"; };"));
        triangleEnd();
    }

    private void triangleEnd() throws IOException {
        router("a", BFD + ORIGIN + bgp("b", "10.0.0.1", 65001, "10.0.0.2", 65002, "bfd { strict; };"));
        assertThat(simulate())
                .contains("a -> b (b): ")
                .contains("BFD session is not up, BFD Down: nobody answers")
                .doesNotContain("NOT WATCHED");
    }

    @Test
    void whyThereIsNoSessionIsSaid() throws IOException {
        router(
                "a",
                "protocol bfd { disabled; }\n" + bgp("b", "10.0.0.1", 65001, "10.0.0.2", 65002, "bfd;")
                        + bgp("c", "10.0.1.1", 65001, "10.0.1.2", 65003, "disabled; bfd;"));
        router(
                "b",
                "protocol bfd w { accept multihop; neighbor 10.0.0.1; }\n"
                        + bgp("a", "10.0.0.2", 65002, "10.0.0.1", 65001, "bfd;"));
        assertThat(simulate())
                .contains("a -> b (b): Established, BFD without a session: 'protocol bfd' is disabled, ipv4 0")
                .contains("a -> 10.0.1.2 (c): Down, it is disabled\n")
                .contains("b -> a (a): Established, BFD without a session: no 'protocol bfd' takes it"
                        + " ('accept' and 'vrf' say what one takes), ipv4 0")
                .contains("b -> 10.0.0.1 (w): Down, no 'protocol bfd' takes it");
    }

    @Test
    void aNeighborOfARangeIsWatched() throws IOException {
        router(
                "a",
                BFD
                        + "protocol bgp r { local 10.0.0.1 as 65001; neighbor range 10.0.0.0/24 external; bfd;"
                        + " ipv4 { import all; export all; }; }\n");
        router("b", BFD + bgp("a", "10.0.0.2", 65002, "10.0.0.1", 65001, "bfd;"));
        assertThat(simulate())
                .contains("a -> b (dynbgp1): Established, BFD Up, ipv4 0")
                .contains("b -> a (a): Established, BFD Up, ipv4 0")
                .doesNotContain("a -> b (bfd1)")
                .doesNotContain("NOT WATCHED");
    }

    @Test
    void twoNeighborLinesOfOneLinkLocalAddressAreTwo() throws IOException {
        router(
                "a",
                "router id 192.0.2.1;\nprotocol bfd w { neighbor fe80::2 dev \"eth0\"; neighbor fe80::2 dev \"eth7\"; }\n"
                        + "protocol bgp b { local fe80::1 as 65001; neighbor fe80::2%eth0 as 65002; bfd;"
                        + " ipv4 { extended next hop; import all; export all; }; }\n");
        router(
                "b",
                "router id 192.0.2.2;\n" + BFD
                        + "protocol bgp a { local fe80::2 as 65002; neighbor fe80::1%eth0 as 65001; bfd;"
                        + " ipv4 { extended next hop; import all; export all; }; }\n");
        assertThat(simulate())
                .contains("a -> b (b): Established, BFD Up")
                .contains("a -> fe80::2 (w): Down, no interface leads to it");
    }

    @Test
    void authenticationPassiveSidesAndSeveralHopsWork() throws IOException {
        String keys = "bfd { authentication meticulous keyed sha1; password \"hush\" %s; %s };";
        String times = "{ id 7; generate to \"2001-01-01 00:00:00\"; }";
        String multihop = "protocol bfd { multihop { interval 400 ms; multiplier 4; }; }\n";
        router("a", BFD + ORIGIN + bgp("b", "10.0.0.1", 65001, "10.0.0.2", 65002, keys.formatted(times, "passive;")));
        router("b", BFD + bgp("a", "10.0.0.2", 65002, "10.0.0.1", 65001, keys.formatted(times, "")));
        router(
                "x",
                multihop + "# simulate: interface eth0 10.9.0.1/24\n"
                        + "protocol bgp y { local 10.9.9.1 as 65008; neighbor 10.9.9.2 as 65009; multihop; bfd; ipv4 { import all; export all; }; }\n");
        router(
                "y",
                multihop + "# simulate: interface eth0 10.9.0.2/24\n"
                        + "protocol bgp x { local 10.9.9.2 as 65009; neighbor 10.9.9.1 as 65008; multihop; bfd; ipv4 { import all; export all; }; }\n");
        assertThat(simulate("--underlay"))
                .contains("not simulated: bgp b: times of BFD passwords count for nothing")
                .contains("a -> b (b): Established, BFD Up")
                .contains("b -> a (a): Established, BFD Up")
                .contains("x -> y (y): Established, BFD Up")
                .contains("y -> x (x): Established, BFD Up")
                .doesNotContain("hush");
    }

    @Test
    void neighborsOfBfdItselfAndGatewaysHaveSessions() throws IOException {
        String link = bgp("b", "10.0.0.1", 65001, "10.0.0.2", 65002, "");
        router(
                "a",
                "protocol bfd w { interface \"eth*\" { interval 1 s; }; neighbor 10.0.0.2; neighbor 10.7.0.1; }\n"
                        + "protocol static { ipv4; route 203.0.113.0/24 via 10.0.0.2 bfd; }\n" + link);
        router(
                "b",
                "protocol bfd { interface \"ens*\" { interval 1 s; }; neighbor 10.0.0.1; }\n" + ORIGIN
                        + bgp("a", "10.0.0.2", 65002, "10.0.0.1", 65001, ""));
        assertThat(simulate())
                .contains("a -> b (w): Up\n")
                .contains("b -> a (bfd1): Up\n")
                .contains("a -> 10.7.0.1 (w): Down, no interface leads to it")
                .contains("NOT UP: 1 of 5 sides of sessions");
        assertThat(complained)
                .contains("b.conf: no interface fits 'interface' of protocol bfd bfd1; here they are eth0"
                        + " ('# simulate: interface' names them)");
    }
}
