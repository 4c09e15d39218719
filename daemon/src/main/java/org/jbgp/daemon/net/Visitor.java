package org.jbgp.daemon.net;

import java.net.InetAddress;
import org.jbgp.daemon.session.Neighbor;

/**
 * A connection accepted from an address in a {@link org.jbgp.daemon.session.settings.NeighborRange}, waiting for its
 * neighbor. Any thread.
 */
public interface Visitor {
    /** Who has dialled. */
    InetAddress remote();

    /** The address that was dialled. */
    InetAddress local();

    /** Interface the visitor came over, where it is known: by a link-local address or a bound listener; else empty. */
    String interfaceName();

    /** Gives the connection to a neighbor of this network that was started. */
    void handTo(Neighbor neighbor);

    /** Ends it with Cease/Connection Rejected. */
    void refuse();

    /** Who finds neighbors for visitors. */
    @FunctionalInterface
    interface Reception {
        /**
         * Somebody has come; called on the listener's loop, must not block. One of the two must be done with the
         * visitor.
         */
        void receive(Visitor visitor);
    }
}
