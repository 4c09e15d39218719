package org.jbgp.daemon.net;

import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;

/**
 * All BGP neighbors of one router, and the listeners and event loops they share. Every method may be called from any
 * thread.
 */
public interface BgpNetwork extends AutoCloseable {

    /**
     * A new neighbor, not started yet.
     *
     * <p>Of several with the same remote address and port, local address and interface only the first that starts runs;
     * the others wait for it to stop.
     *
     * @param handler called on the neighbor's event loop
     */
    Neighbor add(NeighborSettings settings, SessionHandler handler);

    /**
     * Lets whoever dials from a prefix in; addresses of neighbors come first, then the longest prefix.
     *
     * @return to be closed when nobody else shall come; neighbors that came stay
     */
    OpenRange open(NeighborRange range, Visitor.Reception reception);

    /** A range that is listened for. */
    interface OpenRange extends AutoCloseable {
        /** Puts another password in force for those who come from now on. */
        void password(String password);

        @Override
        void close();
    }

    /**
     * Removes every neighbor (Cease/Administrative Shutdown), closes the listeners and ends the event loops; waits at
     * most 5 s.
     */
    @Override
    void close();

    /** Closes all connections and listeners without a word, and ends the event loops; waits about a second at most. */
    void abandon();
}
