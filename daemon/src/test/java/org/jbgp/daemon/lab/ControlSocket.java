package org.jbgp.daemon.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A connection to a control socket without a client in between: what is said there, codes and all. One thread. */
public final class ControlSocket implements AutoCloseable {
    /** Stands for a reply that does not end. */
    public static final String SILENCE = "<silence>";

    /** Stands for a connection that the daemon ended. */
    public static final String CLOSED = "<closed>";

    private static final Pattern LAST = Pattern.compile("\\d{4} .*");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SocketChannel channel;
    private final BufferedReader reader;
    private final Duration patience;

    /** A connection to the daemon with this control socket, whose greeting is read. */
    public ControlSocket(Path socket) {
        this(socket, PATIENCE);
    }

    /** @param patience how long a reply may take until it counts as one that does not end */
    public ControlSocket(Path socket, Duration patience) {
        this.patience = patience;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new IllegalStateException("nobody answers on " + socket, e);
        }
        reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        reply();
    }

    /** The reply to one line on a connection of its own. */
    public static List<String> ask(Path socket, String line) {
        try (ControlSocket connection = new ControlSocket(socket)) {
            return connection.ask(line);
        }
    }

    /** Says a line; the lines of the reply. */
    public List<String> ask(String line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            return List.of(CLOSED);
        }
        return reply();
    }

    private List<String> reply() {
        List<String> lines = new ArrayList<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        // A channel's reads know no time limit.
        Thread.ofVirtual().start(() -> {
            read(lines);
            end.complete(null);
        });
        try {
            end.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } finally {
            synchronized (lines) {
                if (lines.isEmpty() || !ended(lines.getLast())) {
                    lines.add(SILENCE);
                }
            }
        }
        return List.copyOf(lines);
    }

    private static boolean ended(String line) {
        return line.equals(CLOSED) || LAST.matcher(line).matches();
    }

    private void read(List<String> lines) {
        boolean more = true;
        while (more) {
            String line;
            try {
                line = reader.readLine();
            } catch (IOException e) {
                line = null;
            }
            synchronized (lines) {
                if (!lines.isEmpty() && lines.getLast().equals(SILENCE)) {
                    return;
                }
                lines.add(line == null ? CLOSED : line);
                more = !ended(lines.getLast());
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a control socket", e);
        }
    }
}
