package org.jbgp.daemon.soak;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jbgp.daemon.lab.Node;

/** Clients of the control socket and of HTTP that say nonsense, leave in the middle, or never read. */
final class Misbehavior implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;
    /** Those who neither speak nor read stay until so many others have come. */
    private static final int SILENT = 5;

    private static final List<String> CONTROL = List.of(
            "show route all\n",
            "show route all\nshow route all\nshow route all\n",
            "nonsense\n",
            "show route where net ~ [0.0.0.0/0{8,",
            "x".repeat(100_000),
            "\0\u00ff\n\n\n",
            "show protocols all\nshow memory\nshow status\n",
            "configure check \"/nowhere\"\n",
            "json show route\n");
    private static final List<String> HTTP = List.of(
            "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /metrics HT",
            "GET /" + "y".repeat(10_000) + " HTTP/1.1\r\n\r\n",
            "POST /metrics HTTP/1.1\r\nContent-Length: 99999999\r\n\r\nabc",
            "\0\1\2\3\r\n\r\n",
            "GET /metrics HTTP/1.1\r\n" + "Header: value\r\n".repeat(2000));

    private final Node node;
    private final Path control;
    private final Random random;
    private final List<SocketChannel> silent = new ArrayList<>();
    private final Thread thread;
    private volatile boolean paused;
    private volatile boolean closed;

    Misbehavior(Node node, Path control, long seed) {
        this.node = node;
        this.control = control;
        this.random = new Random(seed);
        this.thread = Thread.ofPlatform().daemon().name("misbehavior").start(this::run);
    }

    /** While the daemon is away there is nobody to bother. */
    void pause(boolean wanted) {
        paused = wanted;
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(EVERY_MILLIS);
                if (!paused) {
                    bother();
                }
            }
        } catch (InterruptedException | IllegalStateException e) {
            // The end; in the middle of what a helper program does, perhaps.
            Thread.currentThread().interrupt();
        }
    }

    private void bother() {
        try {
            if (random.nextInt(4) == 0) {
                http(node, HTTP.get(random.nextInt(HTTP.size())));
                return;
            }
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(control));
            channel.configureBlocking(false);
            String words = CONTROL.get(random.nextInt(CONTROL.size()));
            channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.ISO_8859_1)));
            if (random.nextInt(3) == 0) {
                silent.add(channel);
                if (silent.size() > SILENT) {
                    silent.removeFirst().close();
                }
            } else {
                channel.read(ByteBuffer.allocate(random.nextInt(4000) + 1));
                channel.close();
            }
        } catch (IOException e) {
            // Refused or cut off: that is what such clients are for.
            return;
        }
    }

    /** Says something to the HTTP listener and returns what comes within two seconds. */
    static String http(Node node, String request) {
        return node.exec("python3", "-c", """
                import socket, sys
                try:
                    s = socket.create_connection(("127.0.0.1", 9179), 2)
                    s.settimeout(2)
                    s.sendall(sys.argv[1].encode("latin-1").replace(b"<0>", b"\\0"))
                    while True:
                        piece = s.recv(65536)
                        if not piece:
                            break
                        sys.stdout.buffer.write(piece)
                except OSError:
                    pass
                """, request.replace("\0", "<0>"));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        thread.interrupt();
        for (SocketChannel channel : silent) {
            channel.close();
        }
    }
}
