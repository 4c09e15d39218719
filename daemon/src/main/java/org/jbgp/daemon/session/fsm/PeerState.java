package org.jbgp.daemon.session.fsm;

import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * Everything {@link PeerFsm} remembers of a neighbor. Immutable.
 *
 * @param phase whether it is meant to run; never STOPPING, which is about sockets still closing
 * @param obstacle what keeps it out of reach, {@link Obstacle#NONE} if nothing does
 * @param outgoing the connection we dial
 * @param incoming the connection the neighbor dials
 * @param backoff how long it is left alone after errors
 * @param lastError for {@code show protocols}
 * @param bare true while the OPEN has no capabilities because the neighbor refused them
 */
public record PeerState(
        NeighborStatus.Phase phase,
        Obstacle obstacle,
        Connection outgoing,
        Connection incoming,
        Backoff backoff,
        LastError lastError,
        boolean bare) {

    /** A neighbor that was never started. */
    public static final PeerState INITIAL = new PeerState(
            NeighborStatus.Phase.DOWN,
            Obstacle.NONE,
            Connection.IDLE,
            Connection.IDLE,
            Backoff.NONE,
            LastError.NONE,
            false);

    /** Seconds of the present or last wait after errors, 0 = none. */
    public int errorWait() {
        return backoff.errorWait();
    }

    /** One of the two connections. */
    public Connection connection(Side side) {
        return side == Side.OUTGOING ? outgoing : incoming;
    }

    /** The further advanced state of the two, as {@code show protocols} prints it. */
    public SessionState state() {
        return outgoing.state().compareTo(incoming.state()) >= 0 ? outgoing.state() : incoming.state();
    }

    /**
     * One connection.
     *
     * @param state its state
     * @param negotiated from OpenConfirm on, else null
     * @param peerOpen the neighbor's OPEN, from OpenConfirm on, else null
     * @param since when it came to its state, in milliseconds of the clock of {@link PeerFsm#step}
     */
    public record Connection(SessionState state, Negotiated negotiated, OpenMessage peerOpen, long since) {

        /** No connection. */
        public static final Connection IDLE = new Connection(SessionState.IDLE, null, null, 0);
    }
}
