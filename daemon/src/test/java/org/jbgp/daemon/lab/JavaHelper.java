package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A class of the tests that runs as a process of its own inside a node: it is given orders line by line and reports
 * line by line.
 */
final class JavaHelper implements AutoCloseable {
    private final Path said;
    private final Process process;
    private final PrintStream orders;

    /**
     * Starts it.
     *
     * @param name unique in the lab
     * @param atOnce whether orders go out one by one, else at {@link #flush}
     * @param arguments of the class's main method
     */
    JavaHelper(Node node, String name, Class<?> main, boolean atOnce, String... arguments) {
        said = node.lab().file(name + ".said");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(node.inside(command))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + main.getSimpleName(), e);
        }
        orders = new PrintStream(process.getOutputStream(), atOnce, StandardCharsets.US_ASCII);
    }

    long pid() {
        return process.pid();
    }

    void order(String line) {
        orders.println(line);
    }

    void flush() {
        orders.flush();
    }

    /** What it has reported so far. */
    List<String> lines() {
        try {
            return Files.readAllLines(said, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + said, e);
        }
    }

    @Override
    public void close() {
        orders.close();
        process.destroyForcibly();
    }
}
