package org.jbgp.daemon.control.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.source.SystemWords;

/**
 * A file that is appended to, with one write a message. With a limit it is moved to its backup name before a message
 * would make it larger.
 */
final class FileSink implements LogSink {

    private final Path path;
    private final long limit;
    private final Path backup;
    private final LineFormat format;
    private final PrintStream errors;
    private FileChannel channel;
    private long size;
    /** Messages that could not be written since the last one that could. */
    private long lost;

    private String reason = "";
    /** Ends with a piece of a message. */
    private boolean cut;
    /** Could not be moved away or deleted when it was full the last time. */
    private boolean troubled;

    /**
     * @param limit largest size in bytes, 0 for none
     * @param backup where a full file goes, null to delete it
     * @param errors where it is said once when messages are lost
     */
    FileSink(Path path, long limit, Path backup, LineFormat format, OutputStream errors) throws IOException {
        this.path = path;
        this.limit = limit;
        this.backup = backup;
        this.format = format;
        this.errors = new PrintStream(errors, true, StandardCharsets.UTF_8);
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
        try {
            if (lost > 0) {
                String words = lost + " messages could not be written here: " + reason;
                append((cut ? "\n" : "") + format.line(LogClass.WARNING, time, words));
                lost = 0;
            }
            append(format.line(logClass, time, message));
        } catch (IOException e) {
            // Disk full or file system gone: losing a message is better than losing the router.
            lose(e);
        }
    }

    private void append(String line) throws IOException {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        if (!channel.isOpen()) {
            // Moved away when it was full, and could not be opened then.
            open();
        } else if (limit > 0 && size + text.length > limit && size > 0) {
            rotate();
        }
        ByteBuffer bytes = ByteBuffer.wrap(text);
        boolean begun = false;
        try {
            while (bytes.hasRemaining()) {
                begun |= channel.write(bytes) > 0;
            }
            cut = false;
        } catch (IOException e) {
            cut |= begun;
            throw e;
        } finally {
            size += bytes.position();
        }
    }

    private void lose(IOException failure) {
        reason = SystemWords.of(failure);
        lost++;
        if (lost == 1) {
            errors.println(
                    "Unable to write log file '" + path + "': " + reason + "; messages are lost until it can be");
        }
    }

    private void rotate() throws IOException {
        channel.close();
        String trouble = makeRoom();
        open();
        if (!trouble.isEmpty() && !troubled) {
            errors.println(trouble);
        }
        troubled = !trouble.isEmpty();
    }

    /** As BIRD: what cannot be moved away is deleted. Returns what was wrong, empty if nothing. */
    private String makeRoom() {
        String trouble = "";
        if (backup != null) {
            try {
                Files.move(path, backup, StandardCopyOption.REPLACE_EXISTING);
                return "";
            } catch (IOException e) {
                trouble = "Unable to move log file '" + path + "' to '" + backup + "': " + SystemWords.of(e)
                        + "; it is deleted when it is full";
            }
        }
        try {
            Files.deleteIfExists(path);
            return trouble;
        } catch (IOException e) {
            return "Unable to delete log file '" + path + "': " + SystemWords.of(e) + "; it grows beyond its limit";
        }
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
