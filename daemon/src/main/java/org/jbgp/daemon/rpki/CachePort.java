package org.jbgp.daemon.rpki;

import io.netty.buffer.ByteBuf;
import org.jbgp.daemon.rpki.wire.Pdu;

/** What a {@link CacheSession} may do to the world. Called on the session's thread; what comes of it comes later. */
interface CachePort {
    /** Opens a connection; {@code connected} or {@code closed} of the session follows. */
    void connect();

    /** Sends a message in a version of the protocol. */
    void send(int version, Pdu pdu);

    /** Sends an Error Report about a message of the cache, which may be null. */
    void sendError(int version, int code, ByteBuf broken, int at, int length, String text);

    /** Closes the connection after what was sent; the session hears no more of it. */
    void close();

    /** Starts a timer, or starts it again. */
    void start(CacheTimer timer, long seconds);

    void stop(CacheTimer timer);

    /** Milliseconds from some fixed moment, for ages. */
    long millis();

    /** What happened, for the log. */
    CacheLog log();
}
