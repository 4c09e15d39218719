package org.jbgp.daemon.net.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.wire.Notification;

/**
 * A {@link Session} on a {@link BgpConnection}. Any thread may call it: writes and pauses are handed to the neighbor's
 * event loop, which owns the connection and its send queue and alone marks the session as down.
 */
public final class EstablishedSession implements Session {

    private static final Logger LOG = LogManager.getLogger(EstablishedSession.class);
    private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final Negotiated negotiated;
    private final BgpConnection connection;
    private final EventLoop loop;
    private final Consumer<Notification> closer;
    private final byte[] sentOpen;
    private final byte[] receivedOpen;
    private final InetSocketAddress localAddress;
    private final InetSocketAddress remoteAddress;
    private final LongSupplier sizeWarning;
    private final LogPace warnings = new LogPace(WARNING_NANOS, System::nanoTime);
    private volatile boolean down;

    /**
     * @param sizeWarning how many bytes may wait without a line in the log, 0 = any number
     * @param closer called on the loop to end the session with a NOTIFICATION
     */
    public EstablishedSession(
            String name,
            Negotiated negotiated,
            BgpConnection connection,
            EventLoop loop,
            LongSupplier sizeWarning,
            Consumer<Notification> closer) {
        this.name = name;
        this.negotiated = negotiated;
        this.connection = connection;
        this.loop = loop;
        this.sizeWarning = sizeWarning;
        this.closer = closer;
        this.sentOpen = connection.sentOpen();
        this.receivedOpen = connection.receivedOpen();
        this.localAddress = connection.localAddress();
        this.remoteAddress = connection.remoteAddress();
    }

    public BgpConnection connection() {
        return connection;
    }

    /** From now on writes are dropped. */
    public void markDown() {
        down = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Negotiated negotiated() {
        return negotiated;
    }

    @Override
    public byte[] sentOpen() {
        return sentOpen;
    }

    @Override
    public byte[] receivedOpen() {
        return receivedOpen;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public boolean writable() {
        return !down && connection.sendQueue().pendingBytes() < SendQueue.HIGH;
    }

    @Override
    public long queuedBytes() {
        return connection.sendQueue().pendingBytes();
    }

    @Override
    public void write(ByteBuf framedMessages) {
        if (down) {
            framedMessages.release();
            return;
        }
        connection.sendQueue().announce(framedMessages.readableBytes());
        onLoop(() -> {
            connection.sendQueue().add(framedMessages);
            warnOfSize();
        });
    }

    private void warnOfSize() {
        long limit = sizeWarning.getAsLong();
        long waiting = queuedBytes();
        if (limit > 0 && waiting > limit && warnings.permits()) {
            LOG.warn("{}: {} bytes wait to be sent, more than {}{}", name, waiting, limit, warnings.leftOut());
        }
    }

    @Override
    public void onWritable(Runnable task) {
        onLoop(() -> {
            if (!down) {
                connection.sendQueue().whenWritable(task);
            }
        });
    }

    @Override
    public void whenSent(Runnable task) {
        onLoop(() -> {
            if (!down) {
                connection.sendQueue().whenSent(task);
            }
        });
    }

    @Override
    public void pauseReading() {
        onLoop(connection::pauseReading);
    }

    @Override
    public void resumeReading() {
        onLoop(connection::resumeReading);
    }

    @Override
    public void close(Notification notification) {
        onLoop(() -> {
            if (!down) {
                closer.accept(notification);
            }
        });
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    @Override
    public String toString() {
        return name + " " + localAddress + " - " + remoteAddress;
    }
}
