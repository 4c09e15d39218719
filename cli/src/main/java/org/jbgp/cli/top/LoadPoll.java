package org.jbgp.cli.top;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jbgp.cli.client.ControlClient;
import org.jbgp.cli.client.JsonText;
import org.jbgp.cli.client.ReplyLine;

/** Asks a daemon, over one connection as long as that lasts. One thread. */
final class LoadPoll implements AutoCloseable {

    private final Path socket;
    private ControlClient client;

    LoadPoll(Path socket) {
        this.socket = socket;
    }

    /** What the router has to do now. */
    Load load() throws IOException {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (String line : ask("json show load")) {
            objects.add(JsonText.object(line));
        }
        return Load.of(System.nanoTime(), objects);
    }

    /**
     * Lines of a reply.
     *
     * @throws IOException if no daemon answers, or it says that it cannot
     */
    List<String> ask(String command) throws IOException {
        try {
            if (client == null) {
                client = ControlClient.connect(socket);
                client.receive();
            }
            client.send(command);
            List<String> lines = new ArrayList<>();
            ReplyLine line;
            do {
                line = client.receive();
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
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
