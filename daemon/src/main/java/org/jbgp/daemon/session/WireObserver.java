package org.jbgp.daemon.session;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;

/**
 * Sees what one neighbor sends, message by message as it came, and how its connections change their states. Called on
 * the neighbor's event loop; must not block. A neighbor that nobody observes has none.
 */
public interface WireObserver {
    /**
     * A message has arrived whole; called before anything is made of it.
     *
     * @param message with its header; valid during the call, its indices are not moved
     */
    void received(Ends ends, ByteBuf message);

    /** A connection changes its state. */
    void moved(Ends ends, SessionState from, SessionState to);

    /**
     * Who is at the ends of the connection.
     *
     * @param local our address; the unspecified one while there is none
     * @param remote the neighbor's address
     * @param localAs our AS number, 32 bits
     * @param remoteAs the neighbor's AS number, 32 bits; 0 while it is not known
     * @param negotiated what holds in an established session, null before
     */
    record Ends(InetAddress local, InetAddress remote, long localAs, long remoteAs, Negotiated negotiated) {}
}
