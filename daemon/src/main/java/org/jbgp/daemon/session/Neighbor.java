package org.jbgp.daemon.session;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.Notification;

/**
 * One configured neighbor: at most one established session, at most two connections on the way there. Every method may
 * be called from any thread; what it asks for happens on the neighbor's event loop, in the order of the calls.
 */
public interface Neighbor {

    /** The settings in force. */
    NeighborSettings settings();

    /** Starts it: listens and, unless passive, dials. No effect while running. */
    void start();

    /**
     * Stops it.
     *
     * @param cease the NOTIFICATION to send, see {@link Cease}; null = close TCP without a NOTIFICATION, as a graceful
     *     restart requires (RFC 4724 §4)
     * @return completes when the last connection is closed
     */
    CompletableFuture<Void> stop(Notification cease);

    /**
     * Says whether an interface leads to the neighbor. While none does, a running neighbor has no connection and makes
     * none. Until this is called there is one.
     *
     * @param obstacle what is missing; {@link Obstacle#NONE} = reachable
     */
    void reachable(Obstacle obstacle);

    /**
     * Says why it may be that no connection comes about; for {@code show protocols} and the log while none does.
     *
     * @param reason {@link LastError#NONE} = nothing is suspected any more
     */
    void suspect(LastError reason);

    /** Ends the session, then starts again without error wait. The handler sees down and, later, established. */
    void restart(Notification cease);

    /** Ends the session for a new one under settings just changed, and tries at once if there was none. Any thread. */
    void renew();

    /**
     * A limit on routes was exceeded: ends the session.
     *
     * @param restart start again after the error wait; else stay down until {@link #start}
     */
    void limitExceeded(Notification cease, boolean restart);

    /**
     * BFD says that the neighbor cannot be reached: ends the session with Cease/BFD Down, and tries again after the
     * error wait.
     *
     * @param graceful without a word instead, as if the connection were lost, so that its routes may be kept
     */
    void bfdDown(boolean graceful);

    /**
     * This router has no memory for what the neighbor sends: ends the session with Cease/Out of Resources, and tries
     * again later.
     */
    void outOfMemory();

    /**
     * Puts new settings in force. A stopped neighbor takes all of them over at its next start; a running one those that
     * do not ask for a new session, as the rows of their options say. The remote address, port and interface must not
     * change: that is another neighbor.
     *
     * @throws IllegalArgumentException if they did
     */
    void reconfigure(NeighborSettings next);

    /** From now on this one sees what the neighbor sends; null for nobody. */
    void observe(WireObserver observer);

    /** The keys of TCP-AO on its sockets, in words, without their secrets; completes on another thread. */
    CompletableFuture<List<String>> aoSockets();

    /** A snapshot of now. */
    NeighborStatus status();

    /** Stops it if needed (Cease/Peer De-configured) and forgets it; afterwards it cannot be started again. */
    CompletableFuture<Void> remove();
}
