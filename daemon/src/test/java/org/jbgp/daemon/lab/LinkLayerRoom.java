package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Room for link-layer addresses. Linux keeps those of all network namespaces in one table of 1,024 as a rule. Once
 * labs, benchmarks and whatever else runs on the machine have more neighbors together, no new one is resolved in any of
 * them: both ends of a session stay in Connect for as long as the table is full. Any thread.
 */
final class LinkLayerRoom {
    private static final int ENTRIES = 65_536;

    private LinkLayerRoom() {}

    /** Makes room, for good: others on the machine may need it as long as we do. */
    static void make() {
        for (String family : List.of("ipv4", "ipv6")) {
            // The greatest first: each must be above the ones below it.
            for (String limit : List.of("gc_thresh3", "gc_thresh2", "gc_thresh1")) {
                atLeast(Path.of("/proc/sys/net", family, "neigh/default", limit));
            }
        }
    }

    private static void atLeast(Path limit) {
        try {
            if (value(limit) < ENTRIES) {
                Files.writeString(limit, Integer.toString(ENTRIES));
            }
        } catch (IOException e) {
            // In a container the limits are those of its host: what there is must do.
            return;
        }
    }

    /**
     * A number under {@code /proc/sys}. The kernel gives it to the first read alone, and that of {@link
     * Files#readString} is one of a single byte.
     */
    static int value(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Integer.parseInt(new String(in.readNBytes(32), StandardCharsets.US_ASCII).strip());
        }
    }
}
