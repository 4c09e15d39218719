package org.jbgp.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** CPU time and memory of processes, from {@code /proc} (proc(5)); a process that is gone counts nothing. */
final class ProcessMeter {
    private static final double TICKS_PER_SECOND = 100;

    private final List<Long> pids;

    ProcessMeter(List<Long> pids) {
        this.pids = pids;
    }

    /** Seconds of user and system time since each process started. */
    double cpu() {
        double ticks = 0;
        for (long pid : pids) {
            String stat = read(pid, "stat");
            if (!stat.isEmpty()) {
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** MB resident now ({@code VmRSS}) or at most ({@code VmHWM}). */
    double megabytes(String key) {
        double kilobytes = 0;
        for (long pid : pids) {
            for (String line : read(pid, "status").split("\n", -1)) {
                if (line.startsWith(key + ":")) {
                    kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return kilobytes / 1024;
    }

    /** IPv4 routes in the kernel that the first process lives in. */
    int kernelRoutes() {
        int most = 0;
        for (String line : read(pids.getFirst(), "net/fib_triestat").split("\n", -1)) {
            if (line.contains("Prefixes:")) {
                most = Math.max(most, Integer.parseInt(line.replaceAll("[^0-9]", "")));
            }
        }
        return most;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // The process ended between open and read: ESRCH.
            return "";
        }
    }
}
