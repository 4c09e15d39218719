package org.jbgp.daemon.history;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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

    private final Path path;
    private final long most;
    private FileChannel channel;
    private long end;

    /** @param bytes both files may take */
    JournalFile(Path path, long bytes) {
        this.path = path;
        this.most = bytes / 2;
    }

    private Path former() {
        return path.resolveSibling(path.getFileName() + ".1");
    }

    /**
     * Reads what is there, the oldest record first, and opens the file for more.
     *
     * @throws IOException if the file cannot be read, written or made, or is something else than a journal
     */
    void open(Consumer<JournalRecord> reader) throws IOException {
        if (Files.exists(former())) {
            read(former(), reader);
        }
        end = Files.exists(path) ? read(path, reader) : 0;
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end);
        channel.position(end);
        if (end == 0) {
            begin();
        }
    }

    private void begin() throws IOException {
        write(ByteBuffer.wrap(MAGIC));
        end = MAGIC.length;
    }

    /** Returns where the last whole record ends. */
    private static long read(Path file, Consumer<JournalRecord> reader) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            byte[] magic = in.readNBytes(MAGIC.length);
            if (magic.length == 0) {
                return 0;
            }
            if (!Arrays.equals(magic, MAGIC)) {
                throw new IOException(file + " is not a journal of this version; name another file, or move it away");
            }
            long good = MAGIC.length;
            try {
                while (true) {
                    int length = in.readInt();
                    int checksum = in.readInt();
                    if (length <= 0 || length > JournalRecord.LONGEST) {
                        return good;
                    }
                    byte[] bytes = new byte[length];
                    in.readFully(bytes);
                    if (checksum(bytes) != checksum) {
                        return good;
                    }
                    reader.accept(JournalRecord.decode(bytes));
                    good += HEADER + length;
                }
            } catch (EOFException e) {
                return good;
            }
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
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
        ByteBuffer whole = ByteBuffer.allocate(HEADER + bytes.length);
        whole.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).flip();
        write(whole);
        end += HEADER + bytes.length;
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // The next one is to follow the last whole one.
            channel.truncate(end);
            channel.position(end);
            throw e;
        }
    }

    private void rotate() throws IOException {
        // If this fails, the file is still open, and the next record tries again.
        Files.move(path, former(), StandardCopyOption.REPLACE_EXISTING);
        channel.close();
        end = 0;
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        begin();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
