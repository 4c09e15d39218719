package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replies larger than anything should hold in memory. */
@Timeout(300)
class LargeReplyTest {
    private static final int PIECES = 2000;
    private static final String PIECE = (" " + "x".repeat(99) + "\n").repeat(200);
    /** Buffers of the socket, of jbgpctl and of its output. */
    private static final long UNDER_WAY = 1024 * 1024;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    /** Answers one client with some 40 MB. */
    private static final class Daemon implements AutoCloseable {
        private final ServerSocketChannel listener;
        private final AtomicLong sent = new AtomicLong();
        private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::serve);

        Daemon(Path path) throws IOException {
            listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(path));
            thread.start();
        }

        private void serve() {
            try (SocketChannel client = listener.accept()) {
                write(client, "0001 BIRD test ready.\n");
                client.read(ByteBuffer.allocate(100));
                sent.set(0);
                write(client, "1007-first\n");
                for (int i = 0; i < PIECES; i++) {
                    write(client, PIECE);
                }
                write(client, "0000 \n");
            } catch (IOException e) {
                // The client has enough.
                sent.set(-1);
            }
        }

        private void write(SocketChannel client, String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                sent.addAndGet(client.write(bytes));
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private int ask(Path socket, OutputStream output) {
        PrintStream out = new PrintStream(new BufferedOutputStream(output, 8192), false, StandardCharsets.UTF_8);
        int code = Jbgpctl.run(
                out,
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                "-v",
                "-s",
                socket.toString(),
                "show",
                "route");
        out.flush();
        return code;
    }

    /** What a reader has not taken waits in the daemon, which makes it as it goes. */
    @Test
    void nothingGathersInBetween() throws IOException {
        Path socket = directory.resolve("s");
        AtomicLong received = new AtomicLong();
        AtomicLong most = new AtomicLong();
        try (Daemon daemon = new Daemon(socket)) {
            int code = ask(socket, new OutputStream() {
                @Override
                public void write(int b) {
                    received.incrementAndGet();
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    most.accumulateAndGet(daemon.sent.get() - received.get(), Math::max);
                    received.addAndGet(length);
                }
            });
            assertThat(code).isZero();
            assertThat(received.get()).isGreaterThan((long) PIECES * PIECE.length());
            assertThat(most.get()).isLessThan(UNDER_WAY);
        }
    }

    /** As with {@code | head}: the rest is not asked for, and nothing is said. */
    @Test
    void itEndsWithItsReader() throws Exception {
        Path socket = directory.resolve("s");
        AtomicLong received = new AtomicLong();
        try (Daemon daemon = new Daemon(socket)) {
            int code = ask(socket, new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    if (received.incrementAndGet() > 20_000) {
                        throw new IOException("Broken pipe");
                    }
                }
            });
            assertThat(code).isEqualTo(1);
            daemon.thread.join();
            assertThat(daemon.sent.get()).isEqualTo(-1);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
