package org.jbgp.daemon.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Node;

/** What a router takes, line by line into a file of comma-separated values. One thread. */
final class Samples implements AutoCloseable {
    private final Jbgpd jbgpd;
    private final Node node;
    private final PrintStream out;
    private final long begin = System.nanoTime();

    Samples(Path csv, Jbgpd jbgpd, Node node) throws IOException {
        this.jbgpd = jbgpd;
        this.node = node;
        this.out = new PrintStream(Files.newOutputStream(csv), true, StandardCharsets.US_ASCII);
        out.println("seconds,resident_kib,heap_kib,descriptors,threads,event");
    }

    /** @param event what has just happened; empty if nothing special */
    void take(String event) throws IOException {
        out.println(String.join(
                ",",
                Long.toString((System.nanoTime() - begin) / 1_000_000_000),
                Long.toString(jbgpd.memoryKib("VmRSS")),
                Long.toString(heapBytes() / 1024),
                Long.toString(descriptors()),
                Long.toString(jbgpd.threads()),
                event));
    }

    private long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(jbgpd.pid()), "fd"))) {
            return all.count();
        }
    }

    /** In use, garbage included; 0 if the listener did not answer. */
    private long heapBytes() {
        String page = Misbehavior.http(node, "GET /metrics HTTP/1.0\r\n\r\n");
        return page.lines()
                .filter(line -> line.startsWith("jbgp_memory_heap_bytes{kind=\"used\"}"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        out.close();
    }
}
