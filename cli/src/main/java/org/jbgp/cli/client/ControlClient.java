package org.jbgp.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A connection to the control socket. One thread may send while another receives; each side is used by one thread at a
 * time.
 */
public final class ControlClient implements AutoCloseable {

    /** No reply has a longer line, so that what is no daemon does not fill the memory. */
    private static final int LONGEST_LINE = 8 << 20;

    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(64 * 1024);
    private final ByteArrayOutputStream longLine = new ByteArrayOutputStream();
    private int lastCode;

    private ControlClient(SocketChannel channel) {
        this.channel = channel;
        input.limit(0);
    }

    /** Connects. The daemon's greeting is the first reply to receive. */
    public static ControlClient connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new ControlClient(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends one command. Line breaks would start another one and become blanks. */
    public void send(String command) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(command.replace('\n', ' ') + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Waits for the next line.
     *
     * @throws EOFException when the daemon closed the connection
     * @throws IOException when the line is longer than any of a daemon's
     */
    public ReplyLine receive() throws IOException {
        String line = line();
        ReplyLine parsed = ReplyLine.parse(line, lastCode);
        if (!parsed.spontaneous()) {
            lastCode = parsed.code();
        }
        return parsed;
    }

    private String line() throws IOException {
        longLine.reset();
        while (true) {
            for (int i = input.position(); i < input.limit(); i++) {
                if (input.get(i) == '\n') {
                    String line = text(i);
                    input.position(i + 1);
                    return line;
                }
            }
            longLine.write(input.array(), input.position(), input.remaining());
            if (longLine.size() > LONGEST_LINE) {
                throw new IOException("a line without an end: this is no daemon's control socket");
            }
            input.clear();
            if (channel.read(input) < 0) {
                throw new EOFException("the daemon closed the connection");
            }
            input.flip();
        }
    }

    private String text(int end) {
        if (longLine.size() == 0) {
            return new String(input.array(), input.position(), end - input.position(), StandardCharsets.UTF_8);
        }
        longLine.write(input.array(), input.position(), end - input.position());
        return longLine.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
