package org.jbgp.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.source.SystemWords;

/**
 * The file that holds the process id while the daemon runs ({@code -P}). Used by the thread that starts and stops the
 * daemon.
 */
public final class PidFile implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(PidFile.class);

    private final Path path;

    private PidFile(Path path) {
        this.path = path;
    }

    /**
     * Writes a process id, in decimal with a newline, over whatever the file held.
     *
     * @param id of the process that whoever reads the file shall signal
     * @throws IOException when the file cannot be written, with a text for the operator
     */
    public static PidFile write(Path path, long id) throws IOException {
        try {
            Files.writeString(path, id + "\n", StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IOException("PID file " + path + ": " + SystemWords.of(e), e);
        }
        return new PidFile(path);
    }

    /**
     * Removes the file; one that is gone already is no error. One that cannot be removed stays: who may write the file
     * may not always change its directory, and the daemon has more to do before it ends.
     */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("PID file {} stays: {}", path, SystemWords.of(e));
        }
    }
}
