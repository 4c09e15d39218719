package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the machine and returns what they said. Any thread. */
final class Shell {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Shell() {}

    /** Outcome of a command; {@code output} is standard output and standard error together. */
    record Result(int exit, String output) {}

    /** Runs the command with nothing on its standard input. */
    static Result run(List<String> command) {
        return run(command, "");
    }

    /**
     * Runs the command with {@code input} on its standard input and waits for it, at most two minutes.
     *
     * @throws IllegalStateException when it takes longer
     */
    static Result run(List<String> command, String input) {
        try {
            Path said = Files.createTempFile(
                    Leftovers.DIRECTORY + ProcessHandle.current().pid() + ".", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
                try (Writer writer = process.outputWriter(StandardCharsets.UTF_8)) {
                    writer.write(input);
                }
                if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("no end within " + LIMIT + ": " + command);
                }
                return new Result(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }

    /** Runs the command and returns its output; any other exit than 0 is an error with that output in its message. */
    static String must(List<String> command) {
        return must(command, "");
    }

    /** As {@link #must(List)}, with standard input. */
    static String must(List<String> command, String input) {
        Result result = run(command, input);
        if (result.exit() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + ": exit " + result.exit() + "\n" + result.output());
        }
        return result.output();
    }
}
