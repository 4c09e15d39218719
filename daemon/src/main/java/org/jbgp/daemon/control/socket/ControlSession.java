package org.jbgp.daemon.control.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jbgp.daemon.control.CommandRunner;
import org.jbgp.daemon.control.ControlPorts;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.words.ControlCommand;

/**
 * One client of the control socket, on a thread of its own: reads lines, runs each, writes its reply before it reads
 * the next. Commands sent ahead simply wait in the socket.
 */
final class ControlSession implements Runnable, CommandRunner.SessionControl, ClientPlaces.Client, AutoCloseable {

    /** Longest command in bytes, as in BIRD. */
    private static final int LONGEST_COMMAND = 4096;

    private final SocketChannel channel;
    private final CommandRunner runner;
    private final Reply reply;
    private final LogEcho echo;
    private final ByteBuffer input = ByteBuffer.allocate(LONGEST_COMMAND);
    /** A command is waited for; only this session's thread changes it. */
    private volatile boolean asksNothing;
    /** Bytes are on their way to the client; guarded by the reply, which sends for one thread at a time. */
    private volatile boolean writing;

    private volatile long lastMoved = System.nanoTime();

    ControlSession(SocketChannel channel, ControlPorts ports, ControlStyle style, boolean restricted) {
        this.channel = channel;
        this.runner = new CommandRunner(ports, style, this, restricted);
        this.reply = new Reply(this::write);
        this.echo = new LogEcho(ports.log(), reply);
    }

    @Override
    public void run() {
        try (this) {
            runner.greet(reply);
            boolean open = true;
            while (open) {
                String line = line();
                open = line != null && runner.run(line, reply);
            }
        } catch (IOException e) {
            // The client left, or the server closes: nothing to report.
            close();
        }
    }

    @Override
    public void echo(ControlCommand.Echo command) {
        echo.start(command.classes(), command.size());
    }

    /**
     * The next line without its end, or null at the end of the stream. Lines that are too long are refused and skipped.
     */
    private String line() throws IOException {
        boolean tooLong = false;
        while (true) {
            int end = lineEnd();
            if (end >= 0) {
                String line = take(end);
                if (!tooLong) {
                    return line;
                }
                tooLong = false;
                continue;
            }
            if (!input.hasRemaining()) {
                if (!tooLong) {
                    reply.end(9000, "Command too long");
                }
                tooLong = true;
                input.clear();
            }
            asksNothing = true;
            int read = channel.read(input);
            lastMoved = System.nanoTime();
            asksNothing = false;
            if (read < 0) {
                return null;
            }
        }
    }

    private int lineEnd() {
        for (int i = 0; i < input.position(); i++) {
            if (input.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private String take(int end) {
        String line = new String(input.array(), 0, end, StandardCharsets.UTF_8);
        input.flip().position(end + 1);
        input.compact();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private void write(ByteBuffer bytes) throws IOException {
        lastMoved = System.nanoTime();
        writing = true;
        while (bytes.hasRemaining()) {
            channel.write(bytes);
            lastMoved = System.nanoTime();
        }
        writing = false;
    }

    @Override
    public ClientPlaces.Activity activity() {
        if (writing) {
            return ClientPlaces.Activity.NOT_READING;
        }
        return asksNothing ? ClientPlaces.Activity.ASKING_NOTHING : ClientPlaces.Activity.SERVED;
    }

    @Override
    public long lastMoved() {
        return lastMoved;
    }

    /** Ends the session; safe from any thread. */
    @Override
    public void close() {
        if (channel.isOpen()) {
            runner.closed();
        }
        echo.close();
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed all the same.
            assert !channel.isOpen();
        }
    }
}
