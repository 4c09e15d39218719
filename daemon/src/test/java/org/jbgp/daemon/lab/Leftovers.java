package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes what labs leave behind. A lab cleans up after itself, also when its test fails or its JVM is asked to end;
 * what was killed outright cannot. The names of namespaces and directories hold the process id of the owner, so that
 * the next lab finds those whose owner is gone. Any thread.
 */
final class Leftovers {
    /** How the name of every namespace begins; the owner's process id, a dot and the rest follow. */
    static final String TAG = "jl.";

    /**
     * How the name of every directory, and of what a command prints to, begins; the owner's process id and a dot
     * follow.
     */
    static final String DIRECTORY = "jbgpd-lab.";

    private static final Pattern OWNER = Pattern.compile("^(?:jl|jbgpd-lab)\\.(\\d+)\\..*");
    private static final Path NAMESPACES = Path.of("/run/netns");

    private static boolean swept;

    private Leftovers() {}

    /** Removes namespaces and directories of processes that have ended; once a JVM. */
    static synchronized void sweep() {
        if (!swept) {
            swept = true;
            try {
                sweepAll();
            } catch (UncheckedIOException e) {
                // Another lab is sweeping, too, and was quicker.
                return;
            }
        }
    }

    private static void sweepAll() {
        children(NAMESPACES)
                .map(path -> path.getFileName().toString())
                .filter(Leftovers::ownerIsGone)
                .forEach(Leftovers::removeNamespace);
        children(Path.of(System.getProperty("java.io.tmpdir")))
                .filter(path -> ownerIsGone(path.getFileName().toString()))
                .forEach(Leftovers::removeDirectory);
    }

    /** Ends every process in the namespace, then removes it. */
    static void removeNamespace(String namespace) {
        Shell.run(List.of("ip", "netns", "pids", namespace))
                .output()
                .lines()
                .filter(line -> line.chars().allMatch(Character::isDigit) && !line.isEmpty())
                .map(Long::parseLong)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
        Shell.run(List.of("ip", "netns", "del", namespace));
    }

    /** Removes a directory with all that is in it, or a file, if it is there. */
    static void removeDirectory(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    private static boolean ownerIsGone(String name) {
        Matcher owner = OWNER.matcher(name);
        return owner.matches()
                && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty();
    }

    private static Stream<Path> children(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }
}
