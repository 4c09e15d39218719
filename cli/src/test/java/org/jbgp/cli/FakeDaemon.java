package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A daemon that answers its clients by a table of replies, and remembers what they asked. */
public final class FakeDaemon implements AutoCloseable {

    /** A reply that never ends: its line is repeated until the client goes. */
    public static final String ENDLESS = "endless";

    /** A reply that never comes. */
    public static final String NONE = "";

    private final Path path;
    private final ServerSocketChannel listener;
    private final String greeting;
    private final Map<String, String> replies;
    private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, SocketChannel> unanswered = new ConcurrentHashMap<>();

    /** Listens at once. */
    public FakeDaemon(Path path, Map<String, String> replies) throws IOException {
        this(path, "0001 BIRD test ready.\n", replies);
    }

    /** One that greets so. */
    public FakeDaemon(Path path, String greeting, Map<String, String> replies) throws IOException {
        this.path = path;
        this.greeting = greeting;
        this.replies = replies;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        Thread.ofPlatform().daemon().start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                clients.add(client);
                Thread.ofPlatform().daemon().start(() -> serve(client));
            }
        } catch (IOException e) {
            assertThat(listener.isOpen()).as("fails only when closed").isFalse();
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            write(client, greeting);
            StringBuilder line = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (client.read(one.clear()) > 0) {
                char c = (char) one.get(0);
                if (c == '\n') {
                    answer(client, line.toString());
                    line.setLength(0);
                } else {
                    line.append(c);
                }
            }
        } catch (IOException e) {
            // The client is gone, or the daemon.
            clients.remove(client);
        }
    }

    private void answer(SocketChannel client, String line) throws IOException {
        if (replies.containsKey(line) || !line.equals("show progress")) {
            // Who waits a little too long on a busy machine asks for it, whatever the test is about.
            asked.add(line);
        }
        String reply = replies.getOrDefault(line, "9001 unexpected [" + line + "]\n");
        if (reply.equals(NONE)) {
            unanswered.put(line, client);
        }
        if (!reply.equals(ENDLESS)) {
            write(client, reply);
            return;
        }
        for (int i = 0; ; i++) {
            write(client, (i == 0 ? "1007-" : " ") + "route " + i + "\n");
        }
    }

    private static void write(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    /** Commands, in the order they came. */
    public List<String> asked() {
        return asked;
    }

    /** Waits until a client is there. */
    public void awaitClient() throws InterruptedException {
        while (clients.isEmpty()) {
            Thread.sleep(10);
        }
    }

    /** Answers who asked this last, once somebody has, and got no answer so far. */
    public void answer(String command, String reply) throws IOException, InterruptedException {
        awaitUnanswered(command);
        write(unanswered.remove(command), reply);
    }

    /** Waits until somebody asked this. */
    public void awaitAsked(String command) throws InterruptedException {
        while (!asked.contains(command)) {
            Thread.sleep(10);
        }
    }

    /** Waits until somebody asked this who gets no answer for now. */
    public void awaitUnanswered(String command) throws InterruptedException {
        while (!unanswered.containsKey(command)) {
            Thread.sleep(10);
        }
    }

    /** Greets all clients, if it did not. */
    public void greet(String late) throws IOException {
        for (SocketChannel client : clients) {
            write(client, late);
        }
    }

    /** Says a line by itself to all clients. */
    public void say(String line) throws IOException {
        for (SocketChannel client : clients) {
            if (client.isOpen()) {
                write(client, "+" + line + "\n");
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel client : clients) {
            client.close();
        }
        Files.deleteIfExists(path);
    }
}
