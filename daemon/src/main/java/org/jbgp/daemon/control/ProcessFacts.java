package org.jbgp.daemon.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.view.RouterView.MemoryUse;

/** What the Java runtime and the kernel know of the daemon's memory, added to what the router tells of its parts. */
final class JvmMemory {

    private static final String TOTAL = "Total";
    private static final Path STATUS = Path.of("/proc/self/status");

    private JvmMemory() {}

    /** The router's rows, the heap they live in, and the resident memory of the process as total. */
    static List<MemoryUse> complete(List<MemoryUse> parts) {
        if (parts.stream().anyMatch(part -> part.label().equals(TOTAL))) {
            return parts;
        }
        List<MemoryUse> all = new ArrayList<>(parts);
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.freeMemory();
        all.add(new MemoryUse("Java heap", runtime.totalMemory() - free, free));
        long resident = resident();
        if (resident > 0) {
            all.add(new MemoryUse(TOTAL, resident, 0));
        }
        return all;
    }

    /** Resident bytes, 0 when the kernel does not tell (proc(5), VmRSS). */
    private static long resident() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            // Without /proc there is no such number.
            return 0;
        }
        return 0;
    }
}
