package org.jbgp.daemon.mrt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jbgp.daemon.calendar.Strftime;

/**
 * A file that records are appended to; compressed if its name ends in {@code .gz}, where each opening is a part of its
 * own, which readers join. One thread at a time.
 */
final class MrtFile implements AutoCloseable {
    private static final String GZIP = ".gz";
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final boolean regular;
    private final Object key;
    private final long start;
    private final OutputStream out;
    private long written;

    private MrtFile(Path path) throws IOException {
        this.path = path;
        this.channel = open(path);
        this.regular = Files.isRegularFile(path);
        this.key = regular ? key(path) : null;
        this.start = regular ? channel.size() : 0;
        OutputStream plain = Channels.newOutputStream(channel);
        this.out = path.toString().endsWith(GZIP) ? new GZIPOutputStream(plain, BUFFER, true) : plain;
    }

    /** Which file it is, whatever its name. */
    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static FileChannel open(Path path) throws IOException {
        if (!Files.exists(path) || Files.isRegularFile(path)) {
            return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        // For writing alone a FIFO would be open only once somebody reads it.
        return Files.isDirectory(path)
                ? FileChannel.open(path, StandardOpenOption.WRITE)
                : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Opens a file to append to, and makes it if it is not there. */
    static MrtFile append(Path path) throws IOException {
        return new MrtFile(path);
    }

    /**
     * The name that a pattern of the configuration stands for.
     *
     * @param pattern {@code %N} is the table, the rest as of strftime
     */
    static String name(String pattern, String table, Instant now) {
        return Strftime.format(pattern.replace("%N", table), now.atZone(ZoneId.systemDefault()));
    }

    void write(MrtBuffer records) throws IOException {
        out.write(records.array(), 0, records.length());
        written += records.length();
    }

    /** Has everything in the file that was written so far. */
    void flush() throws IOException {
        out.flush();
    }

    /** Bytes written, before they were compressed. */
    long written() {
        return written;
    }

    /** False once somebody moved the file away, or deleted it. */
    boolean isInPlace() throws IOException {
        return !regular || (Files.exists(path) && Objects.equals(key, key(path)));
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            out.close();
        }
    }

    /** Takes out what was written since the file was opened: half a record would make the rest of it unreadable. */
    void undo() throws IOException {
        try (channel) {
            if (regular) {
                channel.truncate(start);
                if (start == 0) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
