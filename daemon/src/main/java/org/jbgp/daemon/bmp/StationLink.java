package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.net.socket.SocketErrors;

/**
 * One connection to a station, with a bounded queue of messages. Any thread writes; the {@code bmp} thread owns the
 * socket. It ends once and for all when the station or the network ends it, or when more waits than the limit says.
 */
final class StationLink extends ChannelInboundHandlerAdapter {
    /** Feeds pause while more than this is waiting. */
    private static final long FEED_LIMIT = 4L << 20;

    /** What a waiting buffer costs besides its bytes, roughly. */
    private static final int OVERHEAD = 256;

    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final Station station;
    private final EpollSocketChannel channel;
    private final Queue<ByteBuf> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Set by whoever ends it first; nothing is written afterwards. */
    private final AtomicBoolean over = new AtomicBoolean();
    /** What waits until less is queued; on the loop. */
    private final ArrayDeque<Runnable> whenDrained = new ArrayDeque<>();

    private final Feeds feeds;

    StationLink(Station station, EpollSocketChannel channel, BmpHub hub) {
        this.station = station;
        this.feeds = new Feeds(hub, this);
        this.channel = channel;
        channel.config().setWriteBufferWaterMark(MARKS);
    }

    Station station() {
        return station;
    }

    /** What was there before it came, on its way. */
    Feeds feeds() {
        return feeds;
    }

    boolean wants(ObservedRib rib) {
        return (station.ribs() & rib.bit()) != 0;
    }

    boolean isOver() {
        return over.get();
    }

    /** Bytes that wait to be sent, with what they cost. */
    long pendingBytes() {
        return pending.get();
    }

    long sentBytes() {
        return sent.get();
    }

    /** Sends messages; ownership passes. Ends the connection if too much waits already. */
    void write(ByteBuf messages) {
        if (over.get()) {
            messages.release();
            return;
        }
        long waiting = pending.addAndGet(cost(messages));
        queue.add(messages);
        if (waiting > station.limitBytes()) {
            if (over.compareAndSet(false, true)) {
                channel.eventLoop().execute(() -> station.stalled(this));
            }
            return;
        }
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::pump);
        }
    }

    private static long cost(ByteBuf messages) {
        return (long) messages.readableBytes() + OVERHEAD;
    }

    /** True if a feed had better wait. */
    boolean isFull() {
        return pending.get() > Math.min(FEED_LIMIT, station.limitBytes() / 4);
    }

    /** Runs a task, on the {@code bmp} thread, when the queue is not full, or the connection is over. */
    void whenDrained(Runnable task) {
        channel.eventLoop().execute(() -> {
            whenDrained.add(task);
            drained();
        });
    }

    private void drained() {
        while (!whenDrained.isEmpty() && (over.get() || !isFull())) {
            whenDrained.poll().run();
        }
    }

    private void pump() {
        scheduled.set(false);
        if (over.get()) {
            dropQueue();
            return;
        }
        ByteBuf next;
        boolean any = false;
        while (channel.isWritable() && (next = queue.poll()) != null) {
            long cost = cost(next);
            int bytes = next.readableBytes();
            any = true;
            var _ = channel.write(next).addListener(done -> {
                pending.addAndGet(-cost);
                if (done.isSuccess()) {
                    sent.addAndGet(bytes);
                    station.count(bytes);
                }
                drained();
            });
        }
        if (any) {
            channel.flush();
        }
    }

    /** Sends a last message and closes; {@code whenDone} runs when the socket is closed. On the loop. */
    void end(ByteBuf last, Runnable whenDone) {
        var _ = channel.closeFuture().addListener(closed -> whenDone.run());
        if (!over.compareAndSet(false, true) || !channel.isActive()) {
            last.release();
            var _ = channel.close();
            return;
        }
        // What waits is behind the last word: who hears of the end needs no routes any more.
        dropQueue();
        var _ = channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        var _ = channel.eventLoop().schedule(() -> close(), Station.LAST_WORD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Closes without a word. On the loop. */
    void close() {
        over.set(true);
        dropQueue();
        var _ = channel.close();
    }

    private void dropQueue() {
        ByteBuf next;
        while ((next = queue.poll()) != null) {
            pending.addAndGet(-cost(next));
            next.release();
        }
        drained();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            pump();
        }
    }

    /** RFC 7854 §3.2: a station has nothing to say, and what it says is not read. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lost("");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        lost(SocketErrors.text(cause));
        var _ = channel.close();
    }

    private void lost(String error) {
        boolean first = over.compareAndSet(false, true);
        dropQueue();
        if (first) {
            station.lost(this, error);
        }
    }
}
