package org.jbgp.cli.progress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.cli.client.ControlClient;
import org.jbgp.cli.client.ReplyLine;

/**
 * Asks a daemon what takes long, over one connection as long as that lasts. One thread asks; {@link #close} may come
 * from another one, and ends a question.
 */
final class ProgressPoll implements AutoCloseable {
    /** Rows of {@code show progress}. */
    private static final int ROW = 1093;

    private final Path socket;
    private volatile ControlClient client;
    private volatile boolean refused;
    private volatile boolean closed;

    ProgressPoll(Path socket) {
        this.socket = socket;
    }

    /** True when the daemon has no such command. */
    boolean isRefused() {
        return refused;
    }

    /** A line for each work, the newest last; none if the daemon does not answer. */
    List<String> ask() {
        List<String> rows = new ArrayList<>();
        try {
            ControlClient daemon = client;
            if (daemon == null) {
                daemon = ControlClient.connect(socket);
                client = daemon;
                if (closed || daemon.receive().code() != 1) {
                    throw new IOException("no greeting");
                }
            }
            daemon.send("show progress");
            ReplyLine line;
            do {
                line = daemon.receive();
                refused |= line.error();
                if (line.code() == ROW && !line.spontaneous()) {
                    rows.add(line.text());
                }
            } while (line.spontaneous() || !line.last());
        } catch (IOException e) {
            // It is gone, or busy with other clients: whoever waits for the reply itself will know.
            disconnect();
            rows.clear();
        }
        return rows;
    }

    private void disconnect() {
        ControlClient open = client;
        client = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // It is of no use any more either way.
            assert open != null;
        }
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }
}
