package org.jbgp.cli.top;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jbgp.cli.client.ControlClient;
import org.jbgp.cli.client.JsonText;
import org.jbgp.cli.client.ReplyLine;

/**
 * Asks a daemon, over one connection as long as that lasts. One thread, but {@link #close} may come from another one,
 * and ends a question.
 */
final class LoadPoll implements AutoCloseable {

    private final Path socket;
    private volatile ControlClient client;

    LoadPoll(Path socket) {
        this.socket = socket;
    }

    /**
     * What the router has to do now.
     *
     * @throws IOException if no daemon answers, or it says something else
     */
    Load load() throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        try {
            for (String line : ask("json show load")) {
                objects.add(JsonText.object(line));
            }
            return Load.of(System.nanoTime(), objects);
        } catch (IllegalArgumentException e) {
            throw new IOException("not the load of a router: " + e.getMessage(), e);
        }
    }

    /**
     * Lines of a reply.
     *
     * @throws IOException if no daemon answers, or it says that it cannot
     */
    List<String> ask(String command) throws IOException {
        try {
            ControlClient daemon = client;
            if (daemon == null) {
                daemon = ControlClient.connect(socket);
                client = daemon;
                ReplyLine greeting = daemon.receive();
                if (greeting.code() != 1) {
                    throw new IOException("unexpected greeting: " + greeting.raw());
                }
            }
            daemon.send(command);
            List<String> lines = new ArrayList<>();
            ReplyLine line;
            do {
                line = daemon.receive();
                if (line.error()) {
                    lines.add(line.text());
                    if (lines.size() == 1 && command.startsWith("json ")) {
                        throw new IOException("the daemon says: " + line.text());
                    }
                } else if (line.code() != 0 && !line.spontaneous()) {
                    lines.add(line.text());
                }
            } while (!line.last());
            return lines;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        ControlClient open = client;
        client = null;
        if (open != null) {
            open.close();
        }
    }
}
