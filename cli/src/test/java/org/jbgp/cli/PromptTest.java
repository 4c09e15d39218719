package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt, as somebody at a terminal has it. */
@Timeout(600)
@SuppressWarnings("try") // daemons are opened to be there and to be closed
class PromptTest {
    /** Ten of them a second. */
    private static final int MOST_INTERRUPTS = 600;

    private static final String UP = "\u001b[A";
    private static final String INTERRUPT = "\u0003";
    private static final String END = "\u0004";
    private static final String KILL_LINE = "\u0015";
    private static final String SEARCH = "\u0012";

    private static final Map<String, String> REPLIES = Map.of(
            "show status", "1000-BIRD test\n0013 Daemon is up and running\n",
            "show symbols", "1010-up1     \tprotocol\n up2\tprotocol\n t4\trouting table\n0000 \n",
            "show route", FakeDaemon.ENDLESS,
            "show memory", "1018-" + "row\n ".repeat(39) + "the last row\n0000 \n",
            "eval \"a?b\"", "0023 a?b\n",
            "restrict", "0016 Access restricted\n",
            "echo all", "0000 \n",
            "down", "8007 Access denied\n");

    private static final String ROUTER =
            "{\"router\":{\"version\":\"0.1.0\",\"uptime\":5,\"shards\":1,\"shard_tasks\":0,\"kernel_tasks\":0,"
                    + "\"kernel\":{\"added\":0},\"heap\":{\"used\":0,\"most\":0}}}";

    @TempDir
    Path directory;

    @BeforeAll
    static void needsTerminals() {
        PseudoTerminal.requires("script", "bsdutils");
    }

    private Path socket() {
        return directory.resolve("ctl");
    }

    private PseudoTerminal start(String options) throws IOException {
        return new PseudoTerminal(
                80,
                24,
                Map.of("XDG_STATE_HOME", directory.toString()),
                PseudoTerminal.jbgpctl() + " -s " + socket() + " " + options);
    }

    @Test
    void completesHelpsAndRemembers() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES)) {
            try (PseudoTerminal terminal = start("")) {
                terminal.await("jbgp> ");
                terminal.type("sh\tsta\t");
                terminal.await("show sta");
                terminal.type("?");
                terminal.await("status");
                terminal.await("Show router status");
                terminal.type("us\r");
                terminal.await("Daemon is up and running");
                terminal.await("jbgp> ");
                terminal.type("show protocols \t\t");
                terminal.await("up2");
                terminal.type(KILL_LINE + "eval \"a?b\"\r");
                terminal.await("\na?b");
                terminal.await("jbgp> ");
                terminal.type(END);
                assertThat(terminal.exitCode()).isZero();
            }
            Path history = directory.resolve("jbgpd").resolve("history");
            assertThat(history).content().contains("show status\n", "eval \"a?b\"\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                    .isEqualTo("rw-------");
            try (PseudoTerminal terminal = start("")) {
                terminal.await("jbgp> ");
                terminal.type(UP);
                terminal.await("eval \"a?b\"");
                terminal.type(KILL_LINE + SEARCH + "stat");
                terminal.await("show status");
                terminal.type("\r");
                terminal.await("Daemon is up and running");
                terminal.await("jbgp> ");
                terminal.type("quit\r");
                assertThat(terminal.exitCode()).isZero();
            }
        }
    }

    /** The dialogue of the manual: a line with the key, then what is shown above the line that stays. */
    @Test
    void helpIsAsDocumented() throws IOException, InterruptedException {
        List<String> dialogue = Files.readAllLines(Path.of("../docs/commands.md")).stream()
                .dropWhile(line -> !line.endsWith("?") || !line.startsWith("jbgp> "))
                .takeWhile(line -> !line.equals("```"))
                .toList();
        assertThat(dialogue).hasSizeGreaterThan(3);
        String symbols =
                "1010-device1\tprotocol\n own\tprotocol\n own6\tprotocol\n up1\tprotocol\n up2\tprotocol\n0000 \n";
        try (FakeDaemon daemon = new FakeDaemon(socket(), Map.of("show symbols", symbols));
                PseudoTerminal terminal = start("")) {
            for (String line : dialogue) {
                if (line.startsWith("jbgp> ")) {
                    terminal.type(KILL_LINE);
                    terminal.await("jbgp> ");
                    terminal.type(line.substring("jbgp> ".length()));
                } else {
                    terminal.await(line);
                }
            }
        }
    }

    @Test
    void interruptEndsTheReplyAlone() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES);
                PseudoTerminal terminal = start("-r")) {
            terminal.await("jbgp> ");
            terminal.type("show route\r");
            terminal.await("--More--");
            terminal.type("G");
            terminal.await("route 1000\n");
            terminal.type(INTERRUPT);
            terminal.await("jbgp> ");
            // What the session was, it is again: restricted.
            terminal.type("down\r");
            terminal.await("Access denied");
            terminal.await("jbgp> ");
            // A daemon that knows no JSON is asked again.
            assertThat(daemon.asked()).containsExactly("restrict", "json show route", "show route", "restrict", "down");
            // At the prompt it ends the line alone.
            terminal.type("show sta");
            terminal.await("show sta");
            terminal.type(INTERRUPT);
            terminal.await("jbgp> ");
            terminal.type("show status\r");
            terminal.await("Daemon is up and running");
        }
    }

    @Test
    void showsRoutesAsATable() throws IOException, InterruptedException {
        String route = "{\"table\":\"t4\",\"prefix\":\"192.0.2.0/24\",\"protocol\":\"own\",\"preference\":200,"
                + "\"changed\":\"2026-11-01T18:34:18.2Z\",\"primary\":true,\"destination\":\"blackhole\","
                + "\"next_hops\":[],\"attributes\":{}}";
        Map<String, String> replies = Map.of(
                "json show route", "1097-" + route + "\n0000 \n",
                "json show route table r4", "1097-{\"table\":\"r4\",\"asn\":1}\n0000 \n",
                "show route table r4", "1007-Table r4: as it is\n0000 \n",
                "json show route 10.0.0.0/8", "8001 Network not found\n");
        try (FakeDaemon daemon = new FakeDaemon(socket(), replies);
                PseudoTerminal terminal = start("")) {
            terminal.await("jbgp> ");
            terminal.type("show route\r");
            terminal.await("Next hop");
            terminal.await("* 192.0.2.0/24       blackhole       own");
            terminal.await("jbgp> ");
            terminal.type("show route table r4\r");
            terminal.await("Table r4: as it is");
            terminal.await("jbgp> ");
            terminal.type("show route 10.0.0.0/8\r");
            terminal.await("Network not found");
        }
        try (FakeDaemon daemon = new FakeDaemon(socket(), replies);
                PseudoTerminal terminal = start("show route")) {
            terminal.await("* 192.0.2.0/24       blackhole       own");
            assertThat(terminal.exitCode()).isZero();
        }
        try (FakeDaemon daemon = new FakeDaemon(socket(), replies);
                PseudoTerminal terminal = start("show route table r4")) {
            terminal.await("Table r4: as it is");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void pagesLongReplies() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES);
                PseudoTerminal terminal = start("")) {
            terminal.await("jbgp> ");
            terminal.type("show memory\r");
            terminal.await("--More--");
            terminal.type(" ");
            terminal.await("the last row");
            terminal.await("jbgp> ");
            terminal.type("show route\r");
            terminal.await("--More--");
            terminal.type("q");
            terminal.await("jbgp> ");
            terminal.type("show status\r");
            terminal.await("Daemon is up and running");
            assertThat(daemon.asked()).endsWith("show status");
        }
    }

    @Test
    void whatNeighborsWroteDoesNothingToTheTerminal() throws IOException, InterruptedException {
        String error = "\\u001b]0;title\\u0007\\u001b[2Jgone";
        String route = "{\"table\":\"t4\",\"prefix\":\"192.0.2.0/24\",\"protocol\":\"" + error
                + "\",\"destination\":\"blackhole\"}";
        Map<String, String> replies = Map.of(
                "show protocols",
                "1002-up1 \u001b]0;title\u0007\u001b[2Jgone\n0000 \n",
                "json show route",
                "1097-" + route + "\n0000 \n");
        try (FakeDaemon daemon = new FakeDaemon(socket(), replies);
                PseudoTerminal terminal = start("")) {
            terminal.await("jbgp> ");
            terminal.type("show protocols\r");
            terminal.await("up1 " + error);
            terminal.await("jbgp> ");
            terminal.type("show route\r");
            terminal.await("blackhole       " + error);
            terminal.await("jbgp> ");
            daemon.say("up1: \u001b[2Jgone");
            terminal.await(">>> up1: \\u001b[2Jgone");
        }
    }

    @Test
    void interruptEndsWaitingForWhatDoesNotAnswer() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), FakeDaemon.NONE, Map.of());
                PseudoTerminal terminal = start("")) {
            // Nothing is shown until it greets: wait until it was connected to.
            daemon.awaitClient();
            for (int typed = 0; typed < MOST_INTERRUPTS && terminal.isRunning(); typed++) {
                terminal.type(INTERRUPT);
                Thread.sleep(100);
            }
            assertThat(terminal.isRunning())
                    .as("goes on, as it does where SIGINT is ignored: in a background job of a shell, say")
                    .isFalse();
            terminal.await("connection closed");
        }
        Map<String, String> replies = Map.of("show status", FakeDaemon.NONE);
        try (FakeDaemon daemon = new FakeDaemon(socket(), replies);
                PseudoTerminal terminal = start("")) {
            terminal.await("jbgp> ");
            terminal.type("show status\r");
            daemon.awaitAsked("show status");
            terminal.type(INTERRUPT);
            terminal.await("jbgp> ");
        }
    }

    @Test
    void worksOnTwentyColumns() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES);
                PseudoTerminal terminal = new PseudoTerminal(
                        20,
                        5,
                        Map.of("XDG_STATE_HOME", directory.toString()),
                        PseudoTerminal.jbgpctl() + " -s " + socket())) {
            terminal.await("jbgp> ");
            terminal.type("show memory\r");
            terminal.await("--More--  space: pa");
            terminal.type("G");
            terminal.await("the last row");
            terminal.await("jbgp> ");
            terminal.type("s?");
            terminal.await("show");
        }
        Map<String, String> replies = Map.of("json show load", "1097-" + ROUTER + "\n0000 \n");
        try (FakeDaemon daemon = new FakeDaemon(socket(), replies);
                PseudoTerminal terminal =
                        new PseudoTerminal(20, 5, Map.of(), PseudoTerminal.jbgpctl() + " -s " + socket() + " top")) {
            terminal.await("jbgpd 0.1.0  up 00:0");
            terminal.await("q quit  arrows, Ente");
            terminal.type("q");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void showsLogLinesAndFindsARestartedDaemon() throws IOException, InterruptedException {
        try (PseudoTerminal terminal = openWithDaemon()) {
            terminal.await("the daemon closed the connection");
            terminal.type("show status\r");
            terminal.await("ctl: ");
            try (FakeDaemon again = new FakeDaemon(socket(), REPLIES)) {
                terminal.type("show status\r");
                terminal.await("Daemon is up and running");
                assertThat(again.asked()).containsExactly("echo all", "show status");
            }
        }
    }

    private PseudoTerminal openWithDaemon() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES)) {
            PseudoTerminal terminal = start("");
            terminal.await("jbgp> ");
            terminal.type("echo all\r");
            terminal.await("jbgp> ");
            terminal.type("show st");
            terminal.await("show st");
            daemon.say("<INFO> up1 went down");
            terminal.await(">>> <INFO> up1 went down");
            // The line that is being typed is still there.
            terminal.await("jbgp> show st");
            terminal.type(KILL_LINE);
            return terminal;
        }
    }

    @Test
    void topShowsNeighborsAndOneOfThem() throws IOException, InterruptedException {
        String neighbor =
                "{\"name\":\"up1\",\"neighbor_address\":\"10.9.1.2\",\"neighbor_as\":65002,\"state\":\"active\","
                        + "\"last_error\":\"Socket: No route to host\"}";
        Map<String, String> replies = Map.of(
                "json show load",
                "1097-" + neighbor + "\n " + ROUTER + "\n0000 \n",
                "show protocols all 'up1'",
                "1002-up1 all of it\n0000 \n");
        try (FakeDaemon daemon = new FakeDaemon(socket(), replies);
                PseudoTerminal terminal = start("top")) {
            terminal.await("1 neighbors, 0 established");
            terminal.await("Socket: No route to host");
            terminal.type("\r");
            terminal.await("up1 all of it");
            terminal.type("q");
            terminal.await("by name");
            terminal.type("q");
            assertThat(terminal.exitCode()).isZero();
            assertThat(daemon.asked()).contains("show protocols all 'up1'");
        }
        Map<String, String> hanging = Map.of(
                "json show load",
                "1097-" + neighbor + "\n " + ROUTER + "\n0000 \n",
                "show protocols all 'up1'",
                FakeDaemon.NONE);
        try (FakeDaemon daemon = new FakeDaemon(socket(), hanging);
                PseudoTerminal terminal = start("top")) {
            terminal.await("1 neighbors, 0 established");
            terminal.type("\r");
            daemon.awaitAsked("show protocols all 'up1'");
            terminal.type(INTERRUPT);
            assertThat(terminal.exitCode()).isZero();
        }
        try (PseudoTerminal terminal = start("top")) {
            terminal.await("no daemon answers on " + socket());
            assertThat(terminal.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void isBirdsUnderItsNameAndSaysWhereNoDaemonIs() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES);
                PseudoTerminal terminal = start("--as-bird -v")) {
            terminal.await("BIRD test ready.");
            terminal.await("bird> ");
            terminal.type("show status\r");
            terminal.await("1000-BIRD test");
            terminal.await("0013 Daemon is up and running");
            terminal.await("bird> ");
            terminal.type(END);
            assertThat(terminal.exitCode()).isZero();
        }
        try (PseudoTerminal terminal = start("")) {
            terminal.await("no daemon answers on " + socket());
            assertThat(terminal.exitCode()).isEqualTo(1);
        }
    }
}
