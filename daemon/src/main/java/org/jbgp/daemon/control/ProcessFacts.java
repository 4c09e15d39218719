package org.jbgp.daemon.control;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jbgp.daemon.control.view.RouterView.MemoryUse;

/** What the Java runtime and the kernel know of the daemon's process: memory, sockets, threads. Any thread. */
final class ProcessFacts {

    private static final String TOTAL = "Total";
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path FILES = Path.of("/proc/self/fd");
    /** The column of the inode in the tables of proc_net(5), by kind of socket. */
    private static final Map<String, Integer> INODE_COLUMNS = new TreeMap<>(
            Map.of("netlink", 9, "raw", 9, "raw6", 9, "tcp", 9, "tcp6", 9, "udp", 9, "udp6", 9, "unix", 6));

    private ProcessFacts() {}

    /** Memory: the router's rows, the heap they live in, and the resident memory of the process as total. */
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

    /** Resident bytes, 0 when the kernel does not say (proc(5), VmRSS). */
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

    /**
     * The sockets of the process, a line each, as {@code /proc/net} has them, with addresses of TCP and UDP in clear.
     */
    static Stream<String> sockets() throws IOException {
        Set<String> ours = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(FILES)) {
            for (Path file : files) {
                String target = target(file);
                if (target.startsWith("socket:[")) {
                    ours.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Integer> kind : INODE_COLUMNS.entrySet()) {
            Path table = Path.of("/proc/self/net", kind.getKey());
            if (!Files.isReadable(table)) {
                continue;
            }
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().split(" +", -1);
                if (columns.length > kind.getValue() && ours.contains(columns[kind.getValue()])) {
                    for (int i = 0; i < columns.length; i++) {
                        columns[i] =
                                columns[i].matches("[0-9A-F]{8,32}:[0-9A-F]{4}") ? endpoint(columns[i]) : columns[i];
                    }
                    lines.add(kind.getKey() + " " + String.join(" ", columns));
                }
            }
        }
        return lines.stream();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            // Closed meanwhile.
            return "";
        }
    }

    /** Address and port; the kernel writes the address as 32-bit numbers in its own byte order. */
    private static String endpoint(String hex) throws IOException {
        int colon = hex.indexOf(':');
        ByteBuffer address = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
        for (int i = 0; i < colon; i += 8) {
            address.putInt(Integer.parseUnsignedInt(hex.substring(i, i + 8), 16));
        }
        String text = InetAddress.getByAddress(address.array()).getHostAddress();
        int port = Integer.parseInt(hex.substring(colon + 1), 16);
        return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + port;
    }

    /** What each thread does at present. */
    static Stream<String> threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().getName()))
                .flatMap(each -> Stream.concat(
                        Stream.of(each.getKey().getName() + " " + each.getKey().getState()),
                        Arrays.stream(each.getValue()).map(frame -> "  at " + frame)));
    }
}
