package org.jbgp.daemon;

import io.netty.channel.EventLoopGroup;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jbgp.daemon.control.view.Version;

/**
 * The small process that stands for a router in this one ({@code dist/src/main/c/bird.c}), over the socket it came by:
 * it says in whose place it is ({@link Hello}), then a letter for each signal; it is sent frames of a letter, a length
 * of three bytes, and as many bytes of text. One thread reads; any thread writes.
 */
final class StandIn implements Starter, AutoCloseable {
    private static final int LONGEST_HELLO = 32 << 10;
    private static final int LONGEST_FRAME = 32 << 10;

    private final SocketChannel channel;
    private final OutputStream errors = new Errors();
    private Hello hello;

    /**
     * What it says first.
     *
     * @param build what both sides must be of
     * @param network its network namespace, as proc(5) has it
     * @param folder device and inode of the folder of its configuration, {@code 64768:4711}; empty if there is none
     * @param user its user id
     * @param processId its process
     * @param background whether it goes into the background when the router is ready
     * @param program the name it was called by
     * @param arguments its command line, all paths absolute
     */
    record Hello(
            String build,
            String network,
            String folder,
            String user,
            long processId,
            boolean background,
            String program,
            List<String> arguments) {
        /** {@code GREETING} in {@code bird.c}. */
        private static final String BUILD = "jbgpd-shared-1 ";

        private static final int FIXED = 7;

        /** @throws IOException if it is nothing of the kind */
        static Hello of(String text) throws IOException {
            List<String> words = List.of(text.split("\0", -1));
            // Behind the last word's zero byte is nothing.
            if (words.size() <= FIXED || !words.get(4).matches("[0-9]{1,9}")) {
                throw new IOException("not a greeting");
            }
            return new Hello(
                    words.get(0),
                    words.get(1),
                    words.get(2),
                    words.get(3),
                    Long.parseLong(words.get(4)),
                    words.get(5).equals("background"),
                    words.get(6),
                    words.subList(FIXED, words.size() - 1));
        }

        /** Why a router cannot be carried for it; empty if it can. Another process of its own can always. */
        Optional<String> obstacle(Path configuration) throws IOException {
            if (!build.equals(BUILD + Version.running().own())) {
                return Optional.of("the process that runs is of another build");
            }
            Path self = Path.of("/proc/self");
            if (!network.equals(Files.readSymbolicLink(self.resolve("ns/net")).toString())) {
                return Optional.of("the process that runs is in another network namespace");
            }
            if (!folder.equals(folder(configuration))) {
                return Optional.of("the process that runs sees other files");
            }
            return user.equals(String.valueOf(Files.getAttribute(self, "unix:uid")))
                    ? Optional.empty()
                    : Optional.of("the process that runs is another user's");
        }

        private static String folder(Path file) throws IOException {
            Path folder = file.toAbsolutePath().getParent();
            return Files.exists(folder)
                    ? Files.getAttribute(folder, "unix:dev") + ":" + Files.getAttribute(folder, "unix:ino")
                    : "";
        }
    }

    StandIn(SocketChannel channel) {
        this.channel = channel;
    }

    /** Waits for what it says first. */
    Hello greeting() throws IOException {
        ByteBuffer length = ByteBuffer.allocate(4);
        fill(length);
        int bytes = length.flip().getInt();
        if (bytes < 0 || bytes > LONGEST_HELLO) {
            throw new IOException("not a greeting");
        }
        ByteBuffer text = ByteBuffer.allocate(bytes);
        fill(text);
        hello = Hello.of(new String(text.array(), StandardCharsets.UTF_8));
        return hello;
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException();
            }
        }
    }

    /** Waits for the next signal's name ({@code HUP}); empty when it is gone. */
    Optional<String> signal() {
        ByteBuffer letter = ByteBuffer.allocate(1);
        try {
            fill(letter);
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(
                switch (letter.get(0)) {
                    case 'H' -> "HUP";
                    case 'T' -> "TERM";
                    case 'I' -> "INT";
                    default -> "USR1";
                });
    }

    /** A router is being started for it. */
    void welcome() throws IOException {
        send('W', new byte[0], 0, 0);
    }

    /** None is, for this reason; it starts a process of its own. An empty reason is not shown. */
    void refuse(String reason) throws IOException {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        send('N', bytes, 0, bytes.length);
    }

    /** The router has ended; it ends with this exit code. */
    void end(int code) throws IOException {
        write(ByteBuffer.wrap(new byte[] {'X', 0, 0, (byte) code}));
    }

    private void send(char kind, byte[] bytes, int from, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(4 + length);
        frame.putInt(kind << 24 | length).put(bytes, from, length).flip();
        write(frame);
    }

    private synchronized void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public boolean leaves() {
        return hello.background();
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public long processId() {
        return hello.processId();
    }

    @Override
    public OutputStream errors() {
        return errors;
    }

    @Override
    public Reports reports(EventLoopGroup eventLoops) {
        return new Reports() {
            @Override
            public void ready() throws IOException {
                send('R', new byte[0], 0, 0);
            }

            @Override
            public void stopping() {
                // It has passed the order on itself.
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Standard error of the other process. */
    private final class Errors extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int at = 0; at < length; at += LONGEST_FRAME) {
                send('E', bytes, from + at, Math.min(LONGEST_FRAME, length - at));
            }
        }
    }
}
