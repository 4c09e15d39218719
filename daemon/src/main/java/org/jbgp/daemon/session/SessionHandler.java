package org.jbgp.daemon.session;

import io.netty.buffer.ByteBuf;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What the router does with a neighbor's session. All methods are called on the neighbor's event loop, never two at
 * once; for each session {@link #established} comes first and {@link #down} last, exactly once each.
 */
public interface SessionHandler {

    /** The session has just reached Established. {@code s} stays valid until {@link #down}. */
    void established(Session s);

    /**
     * One UPDATE message.
     *
     * @param body the message without its 19-byte header; valid only during the call, not to be released
     */
    void update(Session s, ByteBuf body);

    /**
     * One ROUTE-REFRESH message for a negotiated family.
     *
     * @param subtype 0 = request (RFC 2918), 1 = beginning, 2 = end of a demarcated refresh (RFC 7313)
     */
    void routeRefresh(Session s, AddressFamily family, int subtype);

    /** The session left Established; nothing written from now on is sent. */
    void down(Session s, DownReason reason);

    /** The neighbor was started or stopped, or what it does between sessions has changed. */
    void phaseChanged(NeighborStatus.Phase phase);

    /** An error was the last one: the neighbor stays down until it is started again ({@code BgpErrorOptions}). */
    void disabled();
}
