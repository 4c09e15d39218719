package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/**
 * One daemon in one {@link Node}. Its files live in the lab's directory and go with it. Used by the lab's thread.
 *
 * <p>A subclass knows one maker: how to start it, how to write a {@link Speaker} in its configuration language, and how
 * to read its answers.
 */
public abstract class Peer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int TAIL = 4000;

    private final Node node;
    private final String name;
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private Speaker speaker;

    /** A daemon that is not started yet; {@code name} is unique in its lab. */
    protected Peer(Node node, String name) {
        this.node = node;
        this.name = name;
        this.directory = node.lab().file(name);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory, e);
        }
        node.lab().adopt(this);
    }

    /** The node it lives in. */
    public final Node node() {
        return node;
    }

    /** Starts it with this configuration and waits until it answers questions. */
    public final void start(String configuration) {
        write("conf", configuration);
        restart();
    }

    /** Starts it as this speaker, in its own configuration language. */
    public final void start(Speaker as) {
        speaker = as;
        start(configuration(as));
    }

    /** Starts it again with the configuration it had (after {@link #stop} or {@link #kill}). */
    public final void restart() {
        launch();
        node.lab().await("start of " + this, START, () -> {
            if (!running()) {
                throw new AssertionError(
                        this + " ended while starting" + node.lab().report());
            }
            return ready();
        });
        if (speaker != null) {
            announceAtStart(speaker.announced());
        }
    }

    /** Asks it to end (SIGTERM) and waits. */
    public final void stop() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            end(process);
        }
        processes.clear();
    }

    /** Ends it without a chance to say good-bye (SIGKILL). */
    public final void kill() {
        processes.forEach(Process::destroyForcibly);
        for (Process process : processes) {
            end(process);
        }
        processes.clear();
    }

    private void end(Process process) {
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(this + " did not end within " + STOP.toSeconds() + " s"
                        + node.lab().report());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** True while all its processes live. */
    public final boolean running() {
        return !processes.isEmpty() && processes.stream().allMatch(Process::isAlive);
    }

    /** Process id of its main process. */
    public final long pid() {
        return processes.getLast().pid();
    }

    /** Sends the daemon a signal, such as {@code STOP}. */
    public final void signal(String signal) {
        Shell.must(List.of("kill", "-" + signal, Long.toString(pid())));
    }

    /** Sends a signal to the processes that the daemon started. */
    public final void signalChildren(String signal) {
        Shell.must(List.of("pkill", "-" + signal, "-P", Long.toString(pid())));
    }

    /** True if none of its threads has anything to do just now. */
    public final boolean asleep() {
        return processes.stream().allMatch(process -> Processes.asleep(process.pid()));
    }

    /** True if the session with the neighbor of this address is Established. */
    public final boolean established(String neighbor) {
        return running() && session(neighbor).equals("Established");
    }

    /** State of the session with this neighbor in the maker's words, but {@code Established} for that state. */
    public abstract String session(String neighbor);

    /** Every path it has learned over BGP, in both families. */
    public abstract SortedSet<PeerRoute> routes();

    /** The prefixes of {@link #routes()}. */
    public final List<String> prefixes() {
        return routes().stream().map(PeerRoute::prefix).toList();
    }

    /** Originates these prefixes as well. */
    public abstract void announce(Collection<String> prefixes);

    /** Takes back prefixes it originates. */
    public abstract void withdraw(Collection<String> prefixes);

    /** The speaker in this maker's configuration language. */
    public abstract String configuration(Speaker as);

    /** What it says of its sessions just now, for reports of failed tests; empty if it says nothing. */
    protected String sessions() {
        return "";
    }

    /** Starts the process or processes with {@link #process}. */
    protected abstract void launch();

    /** True when it answers questions. */
    protected abstract boolean ready();

    /** For makers whose configuration cannot name the prefixes to originate. */
    protected void announceAtStart(Collection<String> prefixes) {}

    /** What it is running as, when started from a {@link Speaker}. */
    protected final Speaker speaker() {
        if (speaker == null) {
            throw new IllegalStateException(this + " was not started from a speaker");
        }
        return speaker;
    }

    /** From now on it is this speaker (after a change of what it announces). */
    protected final void speaker(Speaker changed) {
        speaker = changed;
    }

    /** Starts one process of this daemon; what it prints goes to the log. */
    protected final void process(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(node.inside(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(file("log").toFile()));
        builder.environment().putAll(environment);
        try {
            processes.add(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** Path of a file of this daemon. */
    public final Path file(String fileName) {
        return directory.resolve(fileName);
    }

    /** Writes a file of this daemon. */
    public final Path write(String fileName, String content) {
        return write(fileName, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a binary file of this daemon; at once, so that a daemon that reads meanwhile never meets half a file. */
    public final Path write(String fileName, byte[] content) {
        try {
            Path written = Files.write(file(fileName + ".new"), content);
            return Files.move(written, file(fileName), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + fileName, e);
        }
    }

    /** All it has printed. */
    public final String log() {
        try {
            return Files.exists(file("log")) ? Files.readString(file("log"), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + this, e);
        }
    }

    /** The last lines it has printed. */
    final String logTail() {
        String log = log();
        return log.length() <= TAIL ? log : "…" + log.substring(log.length() - TAIL);
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return name + " (" + getClass().getSimpleName() + " in " + node.name() + ")";
    }
}
