package org.jbgp.daemon.history;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The file of a journal: a line that says what it is, then records, each with its length and a checksum. When it has
 * grown to half of what it may take it is renamed to {@code FILE.1}, in place of the one before, and begun anew. What a
 * process that was killed wrote in part is cut off. One thread.
 */
final class JournalFile implements AutoCloseable {
    private static final byte[] MAGIC = "jbgpd history 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 8;

    /**
     * Journals that are open in this process: a second one of a file must not even be opened, as closing it would give
     * up the lock of the first one (fcntl(2), "Advisory record locking").
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** Its routes are nobody's business but the owner's and the group's. */
    private static final FileAttribute<?> RIGHTS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final Path path;
    private final long most;
    /** What is in {@link #OPEN} for this one, null before it is open. */
    private Path claim;

    private FileChannel channel;
    private long end;
    /** Where the last record begins. */
    private long last;

    /**
     * What is in a file.
     *
     * @param last where the last whole record begins
     * @param end where it ends
     * @param damaged more follows that was whole once, and is not any more
     */
    private record Content(long last, long end, boolean damaged) {}

    /** @param bytes both files may take */
    JournalFile(Path path, long bytes) {
        this.path = path;
        this.most = bytes / 2;
    }

    private Path former() {
        return path.resolveSibling(path.getFileName() + ".1");
    }

    /**
     * Reads what is there, the oldest record first, and opens the file for more. Where bytes were changed, a gap is
     * passed on: nobody knows what stood there.
     *
     * @throws IOException if the file cannot be read, written or made, or is something else than a journal
     */
    void open(Consumer<JournalRecord> reader) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException(path.getFileName() + " is no regular file; name another one");
        }
        // Before anything is read: another router would go on writing behind it.
        claim();
        channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), RIGHTS);
        lock(channel);
        JournalRecord gap = new JournalRecord.Gap(Instant.EPOCH);
        if (Files.exists(former()) && read(former(), reader).damaged()) {
            reader.accept(gap);
        }
        // Not by another descriptor, for the same reason as with OPEN.
        Content content = content(Channels.newInputStream(channel), path, reader);
        end = content.end();
        last = content.last();
        channel.truncate(end);
        channel.position(end);
        if (end == 0) {
            begin(channel);
        }
        if (content.damaged()) {
            reader.accept(gap);
            add(gap);
        }
    }

    private void begin(FileChannel of) throws IOException {
        ByteBuffer magic = ByteBuffer.wrap(MAGIC);
        while (magic.hasRemaining()) {
            of.write(magic);
        }
        end = MAGIC.length;
        last = end;
    }

    private static Content read(Path file, Consumer<JournalRecord> reader) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file.getFileName() + " is no regular file; name another one");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return content(in, file, reader);
        }
    }

    private static Content content(InputStream from, Path file, Consumer<JournalRecord> reader) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from, 1 << 16));
        byte[] magic = in.readNBytes(MAGIC.length);
        if (magic.length == 0) {
            return new Content(0, 0, false);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException(
                    file.getFileName() + " is not a journal of this version; name another file, or move it away");
        }
        return records(in, reader);
    }

    /** A router of another name in this process may write it. */
    private void claim() throws IOException {
        Path whole = path.toAbsolutePath();
        Path wanted = whole.getParent().toRealPath().resolve(whole.getFileName());
        if (!OPEN.add(wanted)) {
            throw taken();
        }
        claim = wanted;
    }

    /** Two routers that write one file would spoil it. */
    private static void lock(FileChannel of) throws IOException {
        if (of.tryLock() == null) {
            throw taken();
        }
    }

    private static IOException taken() {
        return new IOException("another router writes it; each needs a file of its own");
    }

    private static Content records(DataInputStream in, Consumer<JournalRecord> reader) throws IOException {
        long good = MAGIC.length;
        long last = good;
        try {
            while (true) {
                int length = in.readInt();
                int checksum = in.readInt();
                if (length <= 0 || length > JournalRecord.LONGEST) {
                    // Zeros are what a file system leaves of bytes that were not on the disk when the power went.
                    return new Content(last, good, length != 0);
                }
                byte[] bytes = new byte[length];
                in.readFully(bytes);
                if (checksum(bytes) != checksum) {
                    return new Content(last, good, in.read() >= 0);
                }
                reader.accept(JournalRecord.decode(bytes));
                last = good;
                good += HEADER + length;
            }
        } catch (EOFException e) {
            return new Content(last, good, false);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    private static ByteBuffer whole(byte[] bytes) {
        return ByteBuffer.allocate(HEADER + bytes.length)
                .putInt(bytes.length)
                .putInt(checksum(bytes))
                .put(bytes)
                .flip();
    }

    /**
     * Adds a record.
     *
     * @throws IOException if it could not be written; nothing of it is in the file then
     */
    void add(JournalRecord record) throws IOException {
        byte[] bytes = record.encode();
        if (bytes.length > JournalRecord.LONGEST) {
            return;
        }
        if (end + HEADER + bytes.length > most) {
            rotate();
        }
        try {
            write(whole(bytes), end);
        } catch (IOException e) {
            // The next one is to follow the last whole one.
            channel.truncate(end);
            throw e;
        }
        last = end;
        end += HEADER + bytes.length;
    }

    /**
     * Says in place of the last record, which is of no use behind it, that others are missing from here on: that asks
     * for no room on a full disk.
     */
    void gap(Instant at) throws IOException {
        ByteBuffer whole = whole(new JournalRecord.Gap(at).encode());
        int length = whole.remaining();
        write(whole, last);
        end = last + length;
        channel.truncate(end);
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        channel.position(at);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** If this fails, the present file is as it was. */
    private void rotate() throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        long formerEnd = end;
        long formerLast = last;
        FileChannel made =
                FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), RIGHTS);
        try {
            lock(made);
            begin(made);
            if (Files.exists(path)) {
                Files.move(path, former(), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(next, path);
        } catch (IOException e) {
            end = formerEnd;
            last = formerLast;
            made.close();
            Files.deleteIfExists(next);
            throw e;
        }
        channel.close();
        channel = made;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        if (claim != null) {
            OPEN.remove(claim);
            claim = null;
        }
    }
}
