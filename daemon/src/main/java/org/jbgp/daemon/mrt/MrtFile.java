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
 * A file that records are appended to, compressed if its name ends in {@code .gz}. Whatever happens, it ends where it
 * was last sealed or with whole records: a compressed one consists of parts, which readers join. One thread at a time.
 */
final class MrtFile implements AutoCloseable {
    private static final String GZIP = ".gz";
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final boolean regular;
    private final Object key;
    private final boolean compressed;
    private final OutputStream plain;
    /** The part that is written at present, null if none is begun. */
    private GZIPOutputStream part;
    /** Where the file ended when it was last sealed. */
    private long safe;

    private boolean made;
    private long written;

    private MrtFile(Path path) throws IOException {
        this.path = path;
        this.channel = open(path);
        this.regular = Files.isRegularFile(path);
        this.key = regular ? key(path) : null;
        this.safe = regular ? channel.size() : 0;
        this.made = safe == 0;
        this.plain = Channels.newOutputStream(channel);
        this.compressed = path.toString().endsWith(GZIP);
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
        if (compressed && part == null) {
            part = new GZIPOutputStream(plain, BUFFER);
        }
        OutputStream out = compressed ? part : plain;
        out.write(records.array(), 0, records.length());
        written += records.length();
    }

    /** From now on nothing takes out what was written so far. */
    void seal() throws IOException {
        if (part != null) {
            part.finish();
            part = null;
        }
        if (regular) {
            safe = channel.size();
            made &= safe == 0;
        }
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
            seal();
        }
    }

    /** Closes it without what was written since it was last sealed, or opened. */
    void undo() throws IOException {
        try (channel) {
            if (regular) {
                channel.truncate(safe);
                // What has its name now may be somebody else's.
                if (made && isInPlace()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
