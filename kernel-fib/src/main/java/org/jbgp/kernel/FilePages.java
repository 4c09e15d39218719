package org.jbgp.kernel;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jbgp.kernel.netlink.Libc;

/**
 * Pages of files that are mapped into this process and only read: its libraries and the AOT cache. A start touches
 * nearly all of them, a router that waits for its neighbors one in two. What is released stays in the kernel's page
 * cache as long as there is room, and comes back, sixteen pages at a time, when it is looked at.
 *
 * <p>The kernel throws away a page that was written to like any other, and between the look at a mapping and the call
 * another one could have taken its place. So only those count that stay as they are from the start of the JVM to its
 * end, and have no page of their own, be it in memory or in swap space.
 */
public final class FilePages {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final Path STATUS = Path.of("/proc/self/status");
    /** {@code MADV_DONTNEED}: of a page that is as it is in its file, no more than the way to it is lost. */
    private static final int DONT_NEED = 4;

    /** The JVM, the classes of the JDK, and archives of classes: mapped at the start, and never unmapped. */
    private static final Pattern LASTING = Pattern.compile(".*/(libjvm\\.so|modules|[^/]+\\.(aot|jsa))");

    /** Bytes; smaller ones are not worth the call. */
    private static final long LEAST = 1 << 20;

    /** Bytes of files that were in memory after the last release, by whichever router of this process. */
    private static volatile long left;

    private FilePages() {}

    /**
     * A part of the address space.
     *
     * @param start its first address
     * @param length bytes
     * @param resident bytes of it that are in memory
     */
    record Mapping(long start, long length, long resident) {}

    /**
     * Releases them, as far as they are as they are in their files. Takes some milliseconds, in which the kernel goes
     * through all that is mapped; any thread.
     *
     * @return the bytes that were resident
     * @throws IOException when the kernel does not say what is mapped
     */
    public static long release() throws IOException {
        long bytes = 0;
        for (Mapping each : mappings()) {
            if (Libc.madvise(each.start(), each.length(), DONT_NEED) == 0) {
                bytes += each.resident();
            }
        }
        left = resident();
        return bytes;
    }

    /**
     * Releases them if some have come back since the last time. The look whether that is so costs a hundredth of a
     * release; any thread.
     *
     * @return the bytes that were resident, 0 if there were too few
     * @throws IOException when the kernel does not say what is mapped
     */
    public static long releaseAgain() throws IOException {
        return resident() - left < LEAST ? 0 : release();
    }

    /** Bytes of files that are mapped and in memory. */
    private static long resident() throws IOException {
        try (Reader status = new InputStreamReader(Files.newInputStream(STATUS), StandardCharsets.ISO_8859_1)) {
            Lines lines = new Lines(status);
            while (lines.next()) {
                if (begins(lines.line, "RssFile:")) {
                    return kilobytes(lines.line);
                }
            }
        }
        return 0;
    }

    static List<Mapping> mappings() throws IOException {
        try (Reader smaps = new InputStreamReader(Files.newInputStream(MAPPINGS), StandardCharsets.ISO_8859_1)) {
            return releasable(smaps);
        }
    }

    /** Those that can be released, of what {@code /proc/PID/smaps} says: see proc(5). */
    static List<Mapping> releasable(Reader smaps) throws IOException {
        List<Mapping> found = new ArrayList<>();
        Lines lines = new Lines(smaps);
        StringBuilder line = lines.line;
        long start = 0;
        long length = 0;
        long resident = 0;
        boolean fits = false;
        while (lines.next()) {
            if (isHead(line)) {
                int dash = line.indexOf("-");
                int blank = line.indexOf(" ");
                start = Long.parseUnsignedLong(line, 0, dash, 16);
                length = Long.parseUnsignedLong(line, dash + 1, blank, 16) - start;
                fits = line.charAt(blank + 2) == '-'
                        && length >= LEAST
                        && LASTING.matcher(line).matches();
            } else if (fits && begins(line, "Rss:")) {
                resident = kilobytes(line);
            } else if (fits && (begins(line, "Anonymous:") || begins(line, "Swap:"))) {
                // A page that was written to, such as a relocated table, is in no file. Swapped out, it is not
                // anonymous.
                fits = kilobytes(line) == 0;
            } else if (fits && begins(line, "VmFlags:") && resident > 0) {
                found.add(new Mapping(start, length, resident));
            }
        }
        return found;
    }

    /**
     * Lines that are read into one place, one over the other: a process has some six thousand, and strings of them
     * would be half a megabyte each time, which counts as work of the router and may ask for the next release.
     */
    private static final class Lines {
        private final Reader source;
        private final char[] buffer = new char[1 << 13];
        private final StringBuilder line = new StringBuilder(256);
        private int at;
        private int end;

        private Lines(Reader source) {
            this.source = source;
        }

        /** Goes on to the next line; false at the end. */
        private boolean next() throws IOException {
            line.setLength(0);
            while (at < end || fill()) {
                int from = at;
                while (at < end && buffer[at] != '\n') {
                    at++;
                }
                line.append(buffer, from, at - from);
                if (at < end) {
                    at++;
                    return true;
                }
            }
            return !line.isEmpty();
        }

        private boolean fill() throws IOException {
            at = 0;
            end = Math.max(0, source.read(buffer));
            return end > 0;
        }
    }

    /** {@code 7f0f1dee3000-7f0f1ef6f000 r-xp 00300000 fd:00 12 /lib/libc.so.6}; others begin with a capital. */
    private static boolean isHead(CharSequence line) {
        return !line.isEmpty() && !Character.isUpperCase(line.charAt(0));
    }

    private static boolean begins(CharSequence line, String word) {
        if (line.length() < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (line.charAt(i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Of a line as {@code Rss:      100 kB}: bytes. */
    private static long kilobytes(CharSequence line) {
        int end = line.length() - " kB".length();
        int from = end;
        while (line.charAt(from - 1) != ' ') {
            from--;
        }
        return Long.parseLong(line, from, end, 10) << 10;
    }
}
