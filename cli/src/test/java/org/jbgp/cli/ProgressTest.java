package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The line that shows how far it is what a command waits for. */
@Timeout(600)
class ProgressTest {
    private static final String ERASE = "\r\u001b[K";
    private static final String WHOLE = "plan: routes  412,000 of 1,000,000 prefixes  41 %  about 3 s left";
    private static final String INTERRUPT = "\u0003";

    private static final Map<String, String> REPLIES = Map.of(
            "show memory",
            FakeDaemon.NONE,
            "json show memory",
            FakeDaemon.NONE,
            "show status",
            "1000-BIRD test\n0013 Daemon is up and running\n",
            "show progress",
            "1093-feed: up1.ipv4  1 of 2 prefixes\n " + WHOLE + "\n0000 \n");

    @TempDir
    Path directory;

    @BeforeAll
    static void needsTerminals() {
        PseudoTerminal.requires("script", "bsdutils");
    }

    private static String drawn(String text) {
        return ERASE + "\u001b[?7l" + text + "\u001b[?7h";
    }

    private Path socket() {
        return directory.resolve("ctl");
    }

    private PseudoTerminal start(int columns, String socket, String rest) throws IOException {
        return new PseudoTerminal(
                columns,
                24,
                Map.of("COLUMNS", Integer.toString(columns), "XDG_STATE_HOME", directory.toString()),
                PseudoTerminal.jbgpctl() + " -s " + socket + " " + rest);
    }

    @ParameterizedTest
    @CsvSource({"100, " + "'" + WHOLE + "'", "50, 'plan: routes  41 %  about 3 s left'", "15, plan: routes"})
    void standsUntilTheReplyComes(int columns, String line) throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES);
                PseudoTerminal terminal = start(columns, socket().toString(), "show memory")) {
            terminal.awaitRaw(drawn(line));
            terminal.awaitRaw(drawn(line));
            daemon.answer("show memory", "1018-row\n0000 \n");
            terminal.awaitRaw(ERASE + "row\r\n");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void standsWhereTheReplyStops() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES);
                PseudoTerminal terminal = start(100, socket().toString(), "show memory")) {
            daemon.answer("show memory", "1018-first\n");
            // What came is shown before the line.
            terminal.awaitRaw("first\r\n" + drawn(WHOLE));
        }
    }

    @Test
    void aFileHasTheReplyAlone() throws IOException, InterruptedException {
        Path file = directory.resolve("reply");
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES);
                PseudoTerminal terminal = start(100, socket().toString(), "show memory > " + file)) {
            terminal.awaitRaw(drawn(WHOLE));
            daemon.answer("show memory", "1018-row\n0000 \n");
            assertThat(terminal.exitCode()).isZero();
        }
        assertThat(file).content().isEqualTo("row\n");
    }

    /** Who has waited longer than somebody at a terminal that was asked for twice has not asked. */
    @ParameterizedTest
    @ValueSource(strings = {"--json show memory", "-v show memory", "show memory | cat", "show memory 2> /dev/null"})
    void notWhereNobodyWantsIt(String command) throws IOException, InterruptedException {
        Path other = directory.resolve("other");
        try (FakeDaemon silent = new FakeDaemon(socket(), REPLIES);
                FakeDaemon _ = new FakeDaemon(other, REPLIES);
                PseudoTerminal without = start(100, socket().toString(), command)) {
            silent.awaitAsked(command.startsWith("--json") ? "json show memory" : "show memory");
            try (PseudoTerminal with = start(100, other.toString(), "show memory")) {
                with.awaitRaw(drawn(WHOLE));
                with.awaitRaw(drawn(WHOLE));
            }
            assertThat(silent.asked()).doesNotContain("show progress");
            silent.answer(command.startsWith("--json") ? "json show memory" : "show memory", "1018-row\n0000 \n");
            without.await("");
            assertThat(without.exitCode()).isZero();
        }
    }

    /** BIRD, or an older daemon, is asked once. */
    @Test
    void notOfADaemonThatHasNoSuchCommand() throws IOException, InterruptedException {
        Map<String, String> old = Map.of(
                "show memory", FakeDaemon.NONE, "show progress", "9001 syntax error, unexpected CF_SYM_UNDEFINED\n");
        Path other = directory.resolve("other");
        try (FakeDaemon bird = new FakeDaemon(socket(), old);
                FakeDaemon _ = new FakeDaemon(other, REPLIES);
                PseudoTerminal without = start(100, socket().toString(), "show memory")) {
            bird.awaitAsked("show progress");
            try (PseudoTerminal with = start(100, other.toString(), "show memory")) {
                with.awaitRaw(drawn(WHOLE));
                with.awaitRaw(drawn(WHOLE));
            }
            assertThat(bird.asked()).containsExactly("show memory", "show progress");
            bird.answer("show memory", "1018-row\n0000 \n");
            without.awaitRaw("row\r\n");
            assertThat(without.exitCode()).isZero();
        }
    }

    @Test
    void aDaemonThatDoesNotAnswerAtAll() throws IOException, InterruptedException {
        Map<String, String> stuck = Map.of("show memory", FakeDaemon.NONE, "show progress", FakeDaemon.NONE);
        try (FakeDaemon daemon = new FakeDaemon(socket(), stuck);
                PseudoTerminal terminal = start(100, socket().toString(), "show memory")) {
            terminal.awaitRaw("the daemon is busy  no answer for ");
            daemon.answer("show progress", "1093-" + WHOLE + "\n0000 \n");
            terminal.awaitRaw(drawn(WHOLE));
            daemon.answer("show memory", "1018-row\n0000 \n");
            terminal.awaitRaw(ERASE + "row\r\n");
            assertThat(terminal.exitCode()).isZero();
            assertThat(daemon.asked()).startsWith("show memory", "show progress");
        }
    }

    @Test
    void aDaemonThatIsStarting() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), "", REPLIES);
                PseudoTerminal terminal = start(100, socket().toString(), "show status")) {
            terminal.awaitRaw("waiting for the daemon, which may be starting  ");
            daemon.greet("0001 BIRD test ready.\n");
            terminal.awaitRaw(ERASE + "BIRD test\r\n");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    /** What is asked of the daemon while a question stands on the terminal's last line leaves that alone. */
    @Test
    void notOverAQuestion() throws IOException, InterruptedException {
        Map<String, String> replies = new ConcurrentHashMap<>(REPLIES);
        replies.put("configure plan \"new\" routes", "1099-Plan 1a2b\n0020 Configuration OK\n");
        replies.put("configure apply 1a2b timeout 60", "0003 Reconfigured\n");
        replies.put("configure changes", "1099-none\n0000 \n");
        replies.put("configure status", "0022-Configuration unconfirmed, undo in 50.000 s\n0000 \n");
        Path other = directory.resolve("other");
        try (FakeDaemon daemon = new FakeDaemon(socket(), replies);
                FakeDaemon _ = new FakeDaemon(other, REPLIES);
                PseudoTerminal terminal = start(100, socket().toString(), "apply new --confirm 60")) {
            terminal.await("Apply this plan? [y/n] ");
            terminal.type("y\r");
            terminal.await("Keep it? [y/n] ");
            replies.put("configure status", FakeDaemon.NONE);
            daemon.awaitUnanswered("configure status");
            int before = Collections.frequency(daemon.asked(), "show progress");
            try (PseudoTerminal with = start(100, other.toString(), "show memory")) {
                with.awaitRaw(drawn(WHOLE));
                with.awaitRaw(drawn(WHOLE));
            }
            assertThat(Collections.frequency(daemon.asked(), "show progress")).isEqualTo(before);
        }
    }

    @Test
    void atThePrompt() throws IOException, InterruptedException {
        try (FakeDaemon daemon = new FakeDaemon(socket(), REPLIES);
                PseudoTerminal terminal = start(100, socket().toString(), "")) {
            terminal.await("jbgp> ");
            terminal.type("show memory\r");
            terminal.awaitRaw(drawn(WHOLE));
            // A line of the log stands above it.
            daemon.say("a line of the log");
            terminal.awaitRaw(ERASE);
            terminal.await("a line of the log");
            terminal.awaitRaw(drawn(WHOLE));
            daemon.answer("show memory", "1018-row\n0000 \n");
            terminal.awaitRaw(ERASE);
            terminal.await("row\n");
            terminal.await("jbgp> ");
            terminal.type("show memory\r");
            terminal.awaitRaw(drawn(WHOLE));
            terminal.type(INTERRUPT);
            terminal.await("jbgp> ");
            terminal.type("show status\r");
            terminal.await("Daemon is up and running");
        }
    }
}
