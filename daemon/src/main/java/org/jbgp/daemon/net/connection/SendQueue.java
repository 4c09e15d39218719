package org.jbgp.daemon.net.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jbgp.daemon.wire.MessageHeader;

/**
 * Routes on their way out of one connection. Only a bounded piece of them is ever handed to netty, so a KEEPALIVE or
 * NOTIFICATION, which goes to netty directly, waits behind at most {@link #CHANNEL_HIGH} plus one piece. Used on the
 * connection's loop, except where it says otherwise.
 */
public final class SendQueue {

    /** Netty's own watermarks: what it holds of our routes at most, and when it asks for more. */
    static final int CHANNEL_LOW = 32 * 1024;

    static final int CHANNEL_HIGH = 64 * 1024;
    /** Whoever writes routes should stop above this and may go on below {@link #LOW}. */
    static final long HIGH = 256 * 1024;

    static final long LOW = 128 * 1024;

    /** Waiting messages up to this length are copied together into one buffer. */
    private static final int SMALL = 2 * 1024;

    private static final int COLLECTED = 32 * 1024;

    private final Channel channel;
    private final MessageStatistics sent;
    private final LongSupplier acknowledged;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(2);
    private final List<Runnable> writableTasks = new ArrayList<>(1);
    private final ArrayDeque<Mark> marks = new ArrayDeque<>(0);
    private final AtomicLong pending = new AtomicLong();
    /** The last buffer of {@link #waiting} is ours, and takes small messages. */
    private boolean collecting;

    private long completed;
    private long seenProgress;
    private volatile long progressAt;
    private boolean closed;

    /** What is to be done when so many bytes are completed. */
    private record Mark(long at, Runnable task) {}

    /** @param acknowledged bytes of the connection that the other side has, since it began */
    public SendQueue(Channel channel, MessageStatistics sent, LongSupplier acknowledged) {
        this.channel = channel;
        this.sent = sent;
        this.acknowledged = acknowledged;
    }

    /** Bytes accepted that the kernel has not taken. Any thread. */
    public long pendingBytes() {
        return pending.get();
    }

    /** Announces bytes that {@link #add} will bring. Any thread. */
    void announce(int bytes) {
        pending.addAndGet(bytes);
    }

    /** Takes ownership of announced messages. */
    public void add(ByteBuf messages) {
        if (closed || !messages.isReadable()) {
            pending.addAndGet(-messages.readableBytes());
            messages.release();
            return;
        }
        if (!waiting.isEmpty() && messages.readableBytes() <= SMALL) {
            collect(messages);
        } else {
            collecting = false;
            waiting.add(messages);
        }
        pump();
    }

    /**
     * A message of thirty bytes pins the buffer of 4 KiB it was encoded in: a neighbor that reads nothing while routes
     * flap would hold hundreds of times the bytes it is counted for.
     */
    private void collect(ByteBuf messages) {
        if (!collecting || waiting.getLast().writableBytes() < messages.readableBytes()) {
            collecting = true;
            waiting.add(channel.alloc().buffer(COLLECTED, COLLECTED));
        }
        waiting.getLast().writeBytes(messages);
        messages.release();
    }

    /** Runs the task now or as soon as {@link #pendingBytes} falls below {@link #LOW}. */
    void whenWritable(Runnable task) {
        if (pending.get() < HIGH) {
            task.run();
        } else {
            writableTasks.add(task);
        }
    }

    /** Runs the task as soon as the kernel has all that was announced until now. */
    void whenSent(Runnable task) {
        long waitingBytes = pending.get();
        if (waitingBytes == 0) {
            task.run();
        } else {
            marks.add(new Mark(completed + waitingBytes, task));
        }
    }

    /** Hands netty as much as it wants; called whenever it wants more. */
    void pump() {
        boolean wrote = false;
        while (!waiting.isEmpty() && channel.isWritable()) {
            ByteBuf head = waiting.peek();
            int size = wholeMessages(head);
            ByteBuf piece;
            if (size == head.readableBytes()) {
                piece = waiting.remove();
                collecting &= !waiting.isEmpty();
            } else {
                piece = head.readRetainedSlice(size);
            }
            wrote = true;
            Futures.forget(channel.write(piece).addListener((ChannelFuture future) -> written(future, size)));
        }
        if (wrote) {
            channel.flush();
        }
    }

    /** Counts the messages of the next piece and returns its size: whole messages, at most 64 KiB, but at least one. */
    private int wholeMessages(ByteBuf messages) {
        int start = messages.readerIndex();
        int end = messages.writerIndex();
        int at = start;
        while (at < end) {
            int length = MessageHeader.length(messages, at);
            if (at != start && at + length - start > CHANNEL_HIGH) {
                break;
            }
            sent.count(MessageHeader.type(messages, at), length);
            at += length;
        }
        return at - start;
    }

    private void written(ChannelFuture future, int size) {
        long left = pending.addAndGet(-size);
        if (!future.isSuccess()) {
            return; // the connection is closing; its handler knows why
        }
        completed += size;
        while (!marks.isEmpty() && marks.peek().at() <= completed) {
            marks.poll().task().run();
        }
        if (left < LOW && !writableTasks.isEmpty()) {
            List<Runnable> tasks = List.copyOf(writableTasks);
            writableTasks.clear();
            tasks.forEach(Runnable::run);
        }
    }

    /**
     * For how long nothing has moved although something waits (RFC 9687), as far as the calls of this method show. What
     * the other side acknowledges counts: Linux reports room only when a third of a large send buffer is free, seconds
     * late for a slow reader.
     *
     * @param now the caller's milliseconds
     */
    long stalledFor(long now) {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        boolean idle = outbound == null || outbound.isEmpty();
        long progress = completed + (idle ? 0 : outbound.currentProgress()) + acknowledged.getAsLong();
        if (idle || progress != seenProgress) {
            seenProgress = progress;
            progressAt = now;
        }
        return now - progressAt;
    }

    /** When {@link #stalledFor} last saw progress or nothing to send, in its caller's milliseconds. Any thread. */
    public long progressAt() {
        return progressAt;
    }

    /** Drops everything not handed to netty. */
    public void close() {
        closed = true;
        writableTasks.clear();
        marks.clear();
        ByteBuf next;
        while ((next = waiting.poll()) != null) {
            pending.addAndGet(-next.readableBytes());
            next.release();
        }
    }
}
