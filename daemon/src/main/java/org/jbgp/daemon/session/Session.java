package org.jbgp.daemon.session;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jbgp.daemon.wire.Notification;

/**
 * One established BGP session. It ends for good when {@link SessionHandler#down} is called; the next one of the same
 * neighbor is another object. Every method may be called from any thread unless it says otherwise.
 */
public interface Session {

    /** Name of the neighbor, as configured. */
    String name();

    /** What the OPEN messages agreed on. */
    Negotiated negotiated();

    /** The OPEN we sent on this connection, header included; not to be changed. */
    byte[] sentOpen();

    /** The neighbor's OPEN, header included; not to be changed. */
    byte[] receivedOpen();

    /** Our end of the TCP connection. */
    InetSocketAddress localAddress();

    /** The neighbor's end of the TCP connection. */
    InetSocketAddress remoteAddress();

    /** The neighbor's event loop; runs tasks in order, one at a time. */
    Executor loop();

    /**
     * False while more than the high watermark (256 KiB) is waiting to be sent. Writing on is allowed, but the memory
     * is the writer's responsibility; KEEPALIVEs never wait behind it.
     */
    boolean writable();

    /** Bytes accepted by {@link #write} that the kernel has not taken yet. */
    long queuedBytes();

    /**
     * Sends whole messages, headers included. Ownership of the buffer passes, also when the session is already down
     * (then it is released). Buffers written from one thread leave in that order.
     *
     * @param framedMessages one or more complete BGP messages
     */
    void write(ByteBuf framedMessages);

    /** Runs {@code task} on the loop once {@link #writable} is (again) true; at once if it is now. Kept until down. */
    void onWritable(Runnable task);

    /** Runs {@code task} on the loop once the kernel has taken what was written until now; not at all if it is down. */
    void whenSent(Runnable task);

    /** Stops reading from the socket, so that TCP pushes back. Counts: as many resumes as pauses are needed. */
    void pauseReading();

    /** Undoes one {@link #pauseReading}. */
    void resumeReading();

    /**
     * Sends the NOTIFICATION and closes; {@link SessionHandler#down} follows on the loop. No effect on a closed
     * session.
     */
    void close(Notification notification);
}
