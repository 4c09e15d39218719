package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program at a terminal of its own ({@code script} of util-linux), with somebody who types and reads. */
final class PseudoTerminal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern CONTROL = Pattern.compile(
            "\u001b\\[[0-9;?>=]*[ -/]*[@-~]|\u001b[=>78()][B0]?|\u001b\\][^\u0007\u001b]*(\u0007|\u001b\\\\)|\r");

    private final Process script;
    private final StringBuilder shown = new StringBuilder();

    /**
     * Starts it at a terminal of this size.
     *
     * @param environment added to that of this process
     */
    PseudoTerminal(int columns, int rows, Map<String, String> environment, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "script", "-qfec", "stty cols " + columns + " rows " + rows + "; exec " + command, "/dev/null")
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("TERM", "xterm", "LC_ALL", "C.UTF-8", "SHELL", "/bin/sh"));
        builder.environment().remove("NO_COLOR");
        builder.environment().putAll(environment);
        script = builder.start();
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Skips the test, or fails it where everything must be there, without this program. */
    static void requires(String program, String debianPackage) {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        String missing = program + " is missing: apt-get install " + debianPackage;
        if ("1".equals(System.getenv("JBGPD_REQUIRE_PEERS"))) {
            assertThat(there).as(missing).isTrue();
        }
        Assumptions.assumeTrue(there, missing);
    }

    /** This program, with the class path of the test, as a command for a shell. */
    static String jbgpctl() {
        return String.join(
                " ",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        "'" + System.getProperty("java.class.path") + "'",
                        Jbgpctl.class.getName()));
    }

    private void read() {
        try (InputStream output = script.getInputStream()) {
            byte[] bytes = new byte[4096];
            int length = output.read(bytes);
            while (length >= 0) {
                synchronized (shown) {
                    shown.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
                    shown.notifyAll();
                }
                length = output.read(bytes);
            }
        } catch (IOException e) {
            // The terminal is closed.
            assertThat(script).isNotNull();
        }
    }

    void type(String keys) throws IOException {
        script.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        script.getOutputStream().flush();
    }

    /** Waits until this is there, and forgets what came before it and itself. */
    void await(String text) throws InterruptedException {
        await(text, true);
    }

    /** The same for what acts on the terminal. */
    void awaitRaw(String text) throws InterruptedException {
        await(text, false);
    }

    private void await(String text, boolean cleaned) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (shown) {
            while (true) {
                String plain = cleaned ? CONTROL.matcher(shown).replaceAll("") : shown.toString();
                int at = plain.indexOf(text);
                if (at >= 0) {
                    shown.setLength(0);
                    shown.append(plain.substring(at + text.length()));
                    return;
                }
                long left = (end - System.nanoTime()) / 1_000_000;
                assertThat(left).as("'%s' in:%n%s", text, plain).isPositive();
                shown.wait(Math.max(1, left));
            }
        }
    }

    boolean isRunning() {
        return script.isAlive();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        assertThat(script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended")
                .isTrue();
        return script.exitValue();
    }

    @Override
    public void close() throws IOException {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
    }
}
