package org.jbgp.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** One neighbor of the router: its connection, its half of the session, and what it still has to send. One thread. */
final class Peer {
    /** How much of what arrives a receiver looks at: all, 10 kB/s, or nothing once the session is up. */
    enum Reading {
        PROMPT,
        SLOW,
        STUCK
    }

    private enum State {
        WAITING,
        CONNECTING,
        OPENED,
        CONFIRMED,
        ESTABLISHED,
        OVER
    }

    private static final long RETRY = 200_000_000L;
    private static final int SLOW_BYTES_PER_SECOND = 10_000;

    private final Peers.Network network;
    private final int index;
    private final long as;
    private final int address;
    private final Reading reading;
    private final Sink sink;
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private byte[] in = new byte[1 << 14];
    private int filled;
    private State state = State.WAITING;
    private long retryAt = System.nanoTime();
    private long keepaliveAt;
    private long heardAt;
    private long largestGap;
    private long slowUntil;
    private long lastChange = System.nanoTime();
    private SocketChannel channel;
    private SelectionKey key;

    /** @param sink null for a sender */
    Peer(Peers.Network network, int index, long as, int address, Reading reading, Sink sink) {
        this.network = network;
        this.index = index;
        this.as = as;
        this.address = address;
        this.reading = reading;
        this.sink = sink;
    }

    int index() {
        return index;
    }

    long as() {
        return as;
    }

    /** What it announces as NEXT_HOP. */
    int nextHop() {
        return network.nextHop() == 0 ? address : network.nextHop();
    }

    private boolean addPaths() {
        return sink != null && sink.hasPathsApart();
    }

    /** Null for a sender. */
    Sink sink() {
        return sink;
    }

    boolean isEstablished() {
        return state == State.ESTABLISHED;
    }

    boolean isPrompt() {
        return reading == Reading.PROMPT;
    }

    boolean hasSentAll() {
        return out.isEmpty();
    }

    /** {@link System#nanoTime()} of the last UPDATE. */
    long lastChange() {
        return lastChange;
    }

    /** Longest time, in nanoseconds, between two messages of an established session, since {@link #forgetGap}. */
    long largestGap() {
        return largestGap;
    }

    void forgetGap(long now) {
        largestGap = 0;
        heardAt = now;
    }

    void send(List<ByteBuffer> messages) {
        messages.forEach(message -> out.add(message.duplicate()));
        arm();
    }

    /** Ends the session with a Cease. */
    void leave() throws IOException {
        channel.write(Messages.cease());
        state = State.OVER;
        channel.close();
    }

    /** What is due by time: dialling, KEEPALIVE, the next spoonful of a slow reader. */
    void tick(long now) throws IOException {
        if (state == State.WAITING && now - retryAt >= 0) {
            dial();
        } else if (state == State.ESTABLISHED && now - keepaliveAt >= 0) {
            keepaliveAt = now + network.hold() * 1_000_000_000L / 3;
            // Between two messages: chunks hold whole messages, and only the first can be partly written.
            ByteBuffer first = out.peekFirst();
            if (first == null || first.position() == 0) {
                out.addFirst(Messages.keepalive());
            } else {
                out.removeFirst();
                out.addFirst(Messages.keepalive());
                out.addFirst(first);
            }
            arm();
        }
        if (state == State.ESTABLISHED && reading == Reading.SLOW && now - slowUntil >= 0) {
            arm();
        }
    }

    void ready() throws IOException {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                state = State.OPENED;
                out.add(Messages.open(as, network.hold(), address, network.families(), addPaths()));
            }
            if (key.isReadable()) {
                read();
            }
            if (state != State.WAITING && state != State.OVER) {
                write();
            }
        } catch (IOException e) {
            lost();
        }
    }

    private void dial() throws IOException {
        out.clear();
        filled = 0;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (reading == Reading.PROMPT) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        } else {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 14);
        }
        channel.bind(new InetSocketAddress(Peers.dotted(address), 0));
        state = State.CONNECTING;
        key = channel.register(network.selector(), SelectionKey.OP_CONNECT, this);
        try {
            if (channel.connect(network.router())) {
                key.interestOps(SelectionKey.OP_CONNECT);
            }
        } catch (IOException e) {
            lost();
        }
    }

    private void lost() throws IOException {
        if (state == State.ESTABLISHED) {
            network.lost(this);
        }
        channel.close();
        state = State.WAITING;
        retryAt = System.nanoTime() + RETRY;
    }

    private void arm() {
        if (state != State.OPENED && state != State.CONFIRMED && state != State.ESTABLISHED) {
            return;
        }
        boolean reads = state != State.ESTABLISHED
                || reading == Reading.PROMPT
                || (reading == Reading.SLOW && System.nanoTime() - slowUntil >= 0);
        key.interestOps((reads ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }

    private void write() throws IOException {
        for (ByteBuffer first = out.peekFirst(); first != null; first = out.peekFirst()) {
            channel.write(first);
            if (first.hasRemaining()) {
                break;
            }
            out.removeFirst();
        }
        arm();
    }

    private void read() throws IOException {
        ByteBuffer buffer = network.buffer().clear();
        if (reading == Reading.SLOW && state == State.ESTABLISHED) {
            buffer.limit(SLOW_BYTES_PER_SECOND / 10);
            slowUntil = System.nanoTime() + 100_000_000L;
        }
        int count = channel.read(buffer);
        if (count < 0) {
            lost();
            return;
        }
        if (in.length < filled + count) {
            in = Arrays.copyOf(in, filled + count);
        }
        buffer.flip().get(in, filled, count);
        filled += count;
        int from = 0;
        long now = System.nanoTime();
        while (filled - from >= Messages.HEADER) {
            int length = (in[from + 16] & 0xFF) << 8 | (in[from + 17] & 0xFF);
            if (filled - from < length) {
                break;
            }
            message(in[from + 18], from, from + length, now);
            if (state == State.WAITING) {
                return;
            }
            from += length;
        }
        System.arraycopy(in, from, in, 0, filled - from);
        filled -= from;
    }

    private void message(int type, int from, int to, long now) throws IOException {
        if (state == State.ESTABLISHED) {
            largestGap = Math.max(largestGap, now - heardAt);
        }
        heardAt = now;
        switch (type) {
            case Messages.OPEN -> {
                state = State.CONFIRMED;
                out.add(Messages.keepalive());
            }
            case Messages.KEEPALIVE -> {
                if (state == State.CONFIRMED) {
                    state = State.ESTABLISHED;
                    keepaliveAt = now + network.hold() * 1_000_000_000L / 3;
                }
            }
            case Messages.NOTIFICATION -> {
                network.complain("NOTIFICATION %d/%d for %s"
                        .formatted(in[from + Messages.HEADER], in[from + Messages.HEADER + 1], Peers.dotted(address)));
                lost();
            }
            case Messages.UPDATE -> {
                if (sink != null) {
                    sink.update(in, from + Messages.HEADER, to);
                    lastChange = now;
                }
            }
            default -> network.complain("message of type " + type);
        }
    }
}
