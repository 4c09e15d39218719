package org.jbgp.daemon.control.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jbgp.config.model.router.LogClass;

/**
 * A file that is appended to, with one write a message. With a limit it is moved to its backup name before a message
 * would make it larger.
 */
final class FileSink implements LogSink {

    private final Path path;
    private final long limit;
    private final Path backup;
    private final LineFormat format;
    private FileChannel channel;
    private long size;

    /**
     * @param limit largest size in bytes, 0 for none
     * @param backup where a full file goes, null to delete it
     */
    FileSink(Path path, long limit, Path backup, LineFormat format) throws IOException {
        this.path = path;
        this.limit = limit;
        this.backup = backup;
        this.format = format;
        open();
    }

    private void open() throws IOException {
        channel = channel(path);
        // A FIFO or a device has no size, and is not rotated.
        size = Files.isRegularFile(path) ? channel.size() : 0;
    }

    static FileChannel channel(Path path) throws IOException {
        if (!Files.exists(path) || Files.isRegularFile(path)) {
            return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        // For writing alone a FIFO would be open only once somebody reads it.
        return Files.isDirectory(path)
                ? FileChannel.open(path, StandardOpenOption.WRITE)
                : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public void write(LogClass logClass, Instant time, String message) {
        byte[] line = format.line(logClass, time, message).getBytes(StandardCharsets.UTF_8);
        try {
            if (limit > 0 && size + line.length > limit && size > 0) {
                rotate();
            }
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            size += line.length;
        } catch (IOException e) {
            // Disk full or file system gone: losing a message is better than losing the router.
            return;
        }
    }

    private void rotate() throws IOException {
        channel.close();
        if (backup == null) {
            Files.deleteIfExists(path);
        } else {
            Files.move(path, backup, StandardCopyOption.REPLACE_EXISTING);
        }
        open();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            return;
        }
    }
}
