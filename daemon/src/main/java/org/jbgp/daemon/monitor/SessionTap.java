package org.jbgp.daemon.monitor;

import io.netty.buffer.ByteBuf;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.wire.AddressFamily;

/** Hears of what happens on one session. */
public interface SessionTap extends RouteMonitor {
    /**
     * The neighbor is being sent these messages. Any thread; those of one prefix in their order.
     *
     * @param messages whole BGP messages; the caller's, to be read without moving its indices
     */
    void sent(ByteBuf messages);

    /** The neighbor has announced all it has, and every shard has taken it. On a shard, or behind it. */
    void endOfRib(AddressFamily family);

    /**
     * An UPDATE was malformed. On the neighbor's event loop.
     *
     * @param message the whole message; valid during the call
     */
    void malformed(ByteBuf message);

    /** The session is over; what comes after this is of no interest. On the neighbor's event loop. */
    void down(DownReason reason);
}
