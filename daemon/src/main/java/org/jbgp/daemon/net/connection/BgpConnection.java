package org.jbgp.daemon.net.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.daemon.net.socket.SocketOptions;
import org.jbgp.daemon.session.fsm.Side;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * One TCP connection to a neighbor: cuts the stream into messages without copying (but for the one message that a read
 * cuts in two) and sends. The neighbor's event loop owns it; whether reading is paused may be
 * read anywhere.
 */
public final class BgpConnection extends ChannelInboundHandlerAdapter {

    /** How long the other side may take to read our NOTIFICATION and close. */
    private static final long LINGER = 5_000;

    private static final Logger LOG = LogManager.getLogger(BgpConnection.class);

    private static final ByteBuf KEEPALIVE = keepalive();

    private final Owner owner;
    private final Side side;
    private final DuplexChannel channel;
    private final MessageStatistics sent;
    private final SendQueue sendQueue;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);

    /** The last OPENs, whole; empty before. */
    private byte[] sentOpen = {};

    private byte[] receivedOpen = {};
    private ByteBuf partial;
    private int maximum = MessageHeader.MAX_STANDARD;
    private int pauses;
    private boolean delivering;
    private boolean closing;
    private volatile boolean readingPaused;

    /** Where a connection reports what happens on it. */
    public interface Owner {
        /** The TCP connection stands. */
        void active(BgpConnection connection);

        /** Bytes arrived; called before the messages in them are delivered. */
        void message(BgpConnection connection, MessageType type, int length);

        /** What was read at once has been worked through, in so many nanoseconds. */
        void worked(long nanos);

        /** One message with a good header; {@code body} is valid during the call. */
        void deliver(BgpConnection connection, MessageType type, ByteBuf body);

        /** The header is wrong, and so is everything behind it. */
        void malformed(BgpConnection connection, Notification notification);

        /**
         * The connection is gone; {@code error} is empty if the neighbor closed it. Not called after {@link #close}.
         */
        void lost(BgpConnection connection, String error);

        /** The kernel has taken the last byte we send; the socket may still wait for the other side to close. */
        void finished(BgpConnection connection);

        /** The socket is closed, whoever wanted it. */
        void closed(BgpConnection connection);

        Ticker ticker();
    }

    public BgpConnection(Owner owner, Side side, DuplexChannel channel, MessageStatistics sent) {
        this.owner = owner;
        this.side = side;
        this.channel = channel;
        this.sent = sent;
        this.sendQueue = new SendQueue(channel, sent, () -> SocketOptions.acknowledged(channel));
        channel.config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(SendQueue.CHANNEL_LOW, SendQueue.CHANNEL_HIGH));
    }

    private static ByteBuf keepalive() {
        ByteBuf message = Unpooled.directBuffer(MessageHeader.LENGTH);
        MessageHeader.writeKeepalive(message);
        return Unpooled.unreleasableBuffer(message.asReadOnly());
    }

    public Side side() {
        return side;
    }

    public DuplexChannel channel() {
        return channel;
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    /** The queue of routes; usable until {@link #close}. */
    public SendQueue sendQueue() {
        return sendQueue;
    }

    /** Longest message accepted from now on, header included (RFC 8654). */
    public void maximumLength(int bytes) {
        maximum = bytes;
    }

    public void sendOpen(OpenMessage open) {
        ByteBuf message = channel.alloc().directBuffer(128);
        open.encode(message);
        sentOpen = ByteBufUtil.getBytes(message);
        sent.count(MessageType.OPEN, message.readableBytes());
        Futures.forget(channel.writeAndFlush(message, channel.voidPromise()));
    }

    /** An OPEN has come; {@code body} is what follows its header. */
    public void openReceived(ByteBuf body) {
        int start = body.readerIndex() - MessageHeader.LENGTH;
        receivedOpen = ByteBufUtil.getBytes(body, start, body.writerIndex() - start);
    }

    /** The OPEN sent last, header included. */
    byte[] sentOpen() {
        return sentOpen;
    }

    /** The OPEN received last, header included. */
    byte[] receivedOpen() {
        return receivedOpen;
    }

    public void sendKeepalive() {
        sent.count(MessageType.KEEPALIVE, MessageHeader.LENGTH);
        Futures.forget(channel.writeAndFlush(KEEPALIVE.duplicate(), channel.voidPromise()));
    }

    /** Sends a short message other than a route ahead of all routes that are not yet on their way. */
    void sendNow(MessageType type, ByteBuf message) {
        sent.count(type, message.readableBytes());
        Futures.forget(channel.writeAndFlush(message, channel.voidPromise()));
    }

    /**
     * Closes the connection.
     *
     * @param notification sent first; null = close at once
     */
    public void close(Notification notification) {
        if (closing) {
            return;
        }
        closing = true;
        sendQueue.close();
        releaseInput();
        if (notification == null || !channel.isActive()) {
            Futures.forget(channel.close());
            return;
        }
        ByteBuf message = channel.alloc().directBuffer(64);
        notification.encode(message);
        sent.count(MessageType.NOTIFICATION, message.readableBytes());
        // Closing with unread input would reset the connection and may take the NOTIFICATION with it: read and discard
        // until the other side closes, but not for ever.
        channel.config().setAutoRead(true);
        Futures.forget(channel.writeAndFlush(message).addListener((ChannelFutureListener) future -> {
            Futures.forget(future.isSuccess() ? channel.shutdownOutput() : channel.close());
            owner.finished(this);
        }));
        Futures.forget(owner.ticker().schedule(channel.eventLoop(), () -> Futures.forget(channel.close()), LINGER));
    }

    boolean isClosing() {
        return closing;
    }

    /** True while back-pressure keeps us from reading. Any thread. */
    public boolean isReadingPaused() {
        return readingPaused;
    }

    public void pauseReading() {
        pauses++;
        if (pauses == 1 && !closing) {
            readingPaused = true;
            channel.config().setAutoRead(false);
        }
    }

    public void resumeReading() {
        if (pauses == 0) {
            return;
        }
        pauses--;
        if (pauses > 0 || closing) {
            return;
        }
        if (delivering) {
            return; // the delivery under way goes on by itself
        }
        deliverHeld();
    }

    private void deliverHeld() {
        ByteBuf next;
        while (pauses == 0 && !closing && (next = held.poll()) != null) {
            consume(next);
        }
        if (pauses == 0 && !closing) {
            readingPaused = false;
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        owner.active(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closing) {
            in.release();
        } else if (pauses > 0) {
            held.add(in);
        } else {
            long begun = System.nanoTime();
            consume(in);
            if (readingPaused && pauses == 0) {
                deliverHeld();
            }
            owner.worked(System.nanoTime() - begun);
        }
    }

    /** Delivers every whole message of {@code in} and keeps the rest; takes ownership. */
    private void consume(ByteBuf in) {
        boolean keep = false;
        delivering = true;
        try {
            if (partial != null && !completePartial(in)) {
                return;
            }
            while (!closing && pauses == 0 && in.readableBytes() >= MessageHeader.LENGTH) {
                int length = checkedLength(in);
                if (length < 0 || in.readableBytes() < length) {
                    break;
                }
                deliver(in, length);
            }
            if (closing || !in.isReadable()) {
                return;
            }
            if (pauses > 0) {
                held.addFirst(in);
                keep = true;
            } else {
                partial = startPartial(in);
            }
        } finally {
            delivering = false;
            if (!keep) {
                in.release();
            }
        }
    }

    /** Length of the message at the reader index, or -1 after reporting that its header is wrong. */
    private int checkedLength(ByteBuf in) {
        Notification error = MessageHeader.check(in, in.readerIndex(), maximum);
        if (error != null) {
            owner.malformed(this, error);
            return -1;
        }
        return MessageHeader.length(in, in.readerIndex());
    }

    private void deliver(ByteBuf in, int length) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        MessageType type = MessageHeader.type(in, start);
        owner.message(this, type, length);
        in.setIndex(start + MessageHeader.LENGTH, start + length);
        owner.deliver(this, type, in);
        in.setIndex(start + length, end);
    }

    private ByteBuf startPartial(ByteBuf in) {
        int size = in.readableBytes() >= MessageHeader.LENGTH ? MessageHeader.length(in, in.readerIndex()) : 256;
        ByteBufAllocator allocator = channel.alloc();
        return allocator.directBuffer(size, MessageHeader.MAX_EXTENDED).writeBytes(in);
    }

    /**
     * Moves bytes to the cut message until it is whole, then delivers it. False if {@code in} was not enough or all is
     * over.
     */
    private boolean completePartial(ByteBuf in) {
        if (!fillPartial(in, MessageHeader.LENGTH)) {
            return false;
        }
        int length = checkedLength(partial);
        if (length < 0 || !fillPartial(in, length)) {
            return false;
        }
        ByteBuf whole = partial;
        partial = null;
        try {
            deliver(whole, length);
        } finally {
            whole.release();
        }
        return true;
    }

    private boolean fillPartial(ByteBuf in, int size) {
        int wanted = size - partial.readableBytes();
        if (wanted > 0) {
            partial.writeBytes(in, Math.min(wanted, in.readableBytes()));
        }
        return partial.readableBytes() >= size;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            sendQueue.pump();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // Half-closure is off: netty closes the channel on the other side's FIN by itself.
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone("");
        owner.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("internal error on a connection", cause);
        }
        gone(SocketErrors.text(cause));
        Futures.forget(channel.close());
    }

    private void gone(String error) {
        if (!closing) {
            closing = true;
            sendQueue.close();
            releaseInput();
            owner.lost(this, error);
        }
    }

    private void releaseInput() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
        held.forEach(ByteBuf::release);
        held.clear();
    }
}
