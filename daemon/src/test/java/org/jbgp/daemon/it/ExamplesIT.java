package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every {@code examples/NAME/run} ends with {@code ok} and leaves no namespace behind. They run with the daemon of the
 * class path, two at a time; its control socket is asked through the stock {@code birdcl}.
 */
@NeedsPeer(Software.BIRD2)
class ExamplesIT {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    /** What a script ends with when another maker's program is missing (EX_UNAVAILABLE of sysexits.h). */
    private static final int LACKS_A_PEER = 69;

    private static final int TERMINATED = 128 + 15;

    @TempDir
    private static Path home;

    private static ExecutorService two;

    private record Outcome(long pid, int exit, String output) {}

    @BeforeAll
    static void program() throws IOException {
        two = Executors.newFixedThreadPool(2);
        Files.createDirectory(home.resolve("bin"));
        script(
                "jbgpd",
                "exec "
                        + Jbgpd.program().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))
                        + " \"$@\"");
        String birdcl = Software.BIRD2.program().replaceAll("bird$", "birdcl");
        script("jbgpctl", "exec '" + birdcl + "' \"$@\"");
    }

    @AfterAll
    static void end() {
        two.shutdownNow();
    }

    private static void script(String name, String line) throws IOException {
        Path file = home.resolve("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @TestFactory
    List<DynamicTest> endsWithOkAndLeavesNothing() throws IOException {
        try (Stream<Path> all = Files.list(EXAMPLES)) {
            return all.map(folder -> folder.resolve("run"))
                    .filter(Files::isExecutable)
                    .sorted()
                    .map(run -> {
                        // All are asked for at once, so that the next begins when one ends.
                        Future<Outcome> outcome = two.submit(() -> outcome(run, home));
                        return dynamicTest(name(run), () -> good(outcome.get()));
                    })
                    .toList();
        }
    }

    @Test
    void leavesNothingWhenItIsEnded() throws IOException, InterruptedException {
        Path run = EXAMPLES.resolve("two-routers/run");
        Path said = Files.createTempFile(home, "ended", ".out");
        Process process = start(run, home, said);
        try (Lab lab = new Lab()) {
            lab.eventually(
                    "its namespaces",
                    LIMIT,
                    () -> assertThat(namespaces(process.pid())).hasSize(2));
        }
        process.destroy();
        assertThat(process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
        assertThat(namespaces(process.pid())).isEmpty();
    }

    @Test
    void leavesNothingWhenNobodyReadsItAnyMore() throws IOException, InterruptedException {
        Path said = Files.createTempFile(home, "unread", ".out");
        // Its process id, and its first lines; the shell waits for both.
        Process process = builder(
                        home,
                        said,
                        "bash",
                        "-c",
                        "(echo $BASHPID; exec \"$0\" --built) | head -n 3",
                        EXAMPLES.resolve("two-routers/run").toString())
                .start();
        assertThat(process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        List<String> lines = Files.readAllLines(said);
        assertThat(lines).contains("== They peer");
        assertThat(namespaces(Long.parseLong(lines.getFirst()))).isEmpty();
    }

    @Test
    void saysAtOnceThatJbgpdIsNotThere() throws IOException, InterruptedException {
        Outcome outcome = outcome(EXAMPLES.resolve("two-routers/run"), home.resolve("nowhere"));
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.output())
                .isEqualTo("run: " + home
                        + "/nowhere/bin/jbgpd is missing: let JBGPD_HOME name the folder that has bin/jbgpd\n");
    }

    private static void good(Outcome outcome) {
        if (outcome.exit() == LACKS_A_PEER) {
            boolean required = "1".equals(System.getenv("JBGPD_REQUIRE_PEERS"));
            Assumptions.assumeTrue(required, outcome.output());
        }
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).endsWith("\nok\n");
        assertThat(namespaces(outcome.pid())).isEmpty();
    }

    private static Outcome outcome(Path run, Path program) throws IOException, InterruptedException {
        Path said = Files.createTempFile(home, name(run), ".out");
        Process process = start(run, program, said);
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                // It cleans up itself.
                process.destroy();
                process.waitFor();
            }
        } finally {
            process.destroy();
        }
        return new Outcome(process.pid(), process.exitValue(), Files.readString(said));
    }

    private static Process start(Path run, Path program, Path said) throws IOException {
        return builder(program, said, run.toString(), "--built").start();
    }

    private static ProcessBuilder builder(Path program, Path said, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment()
                .putAll(Map.of("JBGPD_HOME", program.toString(), "JBGPD_EXAMPLE_LIMIT", "240", "LC_ALL", "C.UTF-8"));
        return builder;
    }

    private static String name(Path run) {
        return run.getParent().getFileName().toString();
    }

    private static List<String> namespaces(long pid) {
        String[] all = NAMESPACES.toFile().list((directory, name) -> name.startsWith("jbx" + pid + "-"));
        return all == null ? List.of() : List.of(all);
    }
}
