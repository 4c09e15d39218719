package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says of processes. Any thread. */
final class Processes {
    private Processes() {}

    /** True if every thread of the process sleeps; on a busy machine one that has work but no processor does not. */
    static boolean asleep(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.allMatch(Processes::sleeps);
        } catch (NoSuchFileException e) {
            throw new AssertionError("process " + pid + " has ended", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the threads of " + pid, e);
        }
    }

    /** Its arguments with its program; empty if there is no such process any more. */
    static List<String> commandLine(long pid) {
        try {
            String words =
                    Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(words.split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Processor time of all its threads, in user space and in the kernel. */
    static double cpuSeconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // proc_pid_stat(5): utime and stime are the 12th and 13th behind the name, in hundredths of a second.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        } catch (IOException e) {
            throw new AssertionError("process " + pid + " has ended", e);
        }
    }

    /** A number of proc_pid_status(5), such as {@code Threads}. */
    static long status(long pid, String key) {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(key + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("process " + pid + " has ended", e);
        }
    }

    /** Its name in the kernel's list. */
    static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .strip();
        } catch (IOException e) {
            throw new AssertionError("process " + pid + " has ended", e);
        }
    }

    private static boolean sleeps(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            // proc_pid_stat(5): the state stands behind the name, which may hold any character.
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'S';
        } catch (IOException e) {
            // The thread has ended since it was listed.
            return true;
        }
    }
}
