package org.jbgp.daemon.session;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A neighbor at one moment. Immutable.
 *
 * @param phase whether the neighbor is meant to run
 * @param state the further advanced of its two connections
 * @param passive the neighbor never dials
 * @param since when {@link #phase} or being Established last changed
 * @param lastError last error, {@link LastError#NONE} if none
 * @param lastMessage the neighbor's last shutdown communication (RFC 9003), empty if none
 * @param establishedCount how many sessions were established so far
 * @param errorWait milliseconds left of the wait after errors
 * @param errorWaitTotal seconds of the whole wait, 0 = none
 * @param connectDelay milliseconds left until we dial
 * @param holdTimer milliseconds left of the hold timer of the established session
 * @param keepaliveTimer milliseconds left until the next KEEPALIVE
 * @param sendHoldTimer milliseconds left of the send hold timer
 * @param negotiated of the established session, else null
 * @param localCapabilities what we announced in the established session, else null
 * @param peerCapabilities what the neighbor announced in the established session, else null
 * @param localAddress our end of the established session, else null
 * @param peerAddress the neighbor's end of the established session, else null
 * @param received messages in
 * @param sent messages out
 * @param queuedBytes bytes accepted for sending that the kernel has not taken yet
 * @param readingPaused back-pressure holds the socket
 * @param history the last transitions, oldest first, at most 32
 */
public record NeighborStatus(
        Phase phase,
        SessionState state,
        boolean passive,
        Instant since,
        LastError lastError,
        String lastMessage,
        long establishedCount,
        OptionalLong errorWait,
        int errorWaitTotal,
        OptionalLong connectDelay,
        OptionalLong holdTimer,
        OptionalLong keepaliveTimer,
        OptionalLong sendHoldTimer,
        Negotiated negotiated,
        OfferedCapabilities localCapabilities,
        OfferedCapabilities peerCapabilities,
        InetSocketAddress localAddress,
        InetSocketAddress peerAddress,
        MessageCounters received,
        MessageCounters sent,
        long queuedBytes,
        boolean readingPaused,
        List<Transition> history) {

    /** The life of a neighbor as a protocol instance. */
    public enum Phase {
        /** Not started, stopped, or disabled after an error. */
        DOWN,
        /** Meant to run, but no interface leads to the neighbor. */
        CUT_OFF,
        /** Waiting after errors (BIRD {@code error wait time}). */
        ERROR_WAIT,
        /** Trying to connect, or established. */
        RUNNING,
        /** Stopped; the last connection is still being closed. */
        STOPPING
    }

    /** BIRD's word for the state: an RFC state, {@code Down}, {@code Passive} or {@code Close}. */
    public String birdState() {
        return switch (phase) {
            case DOWN -> "Down";
            case STOPPING -> "Close";
            case CUT_OFF, ERROR_WAIT -> state.label();
            case RUNNING -> state == SessionState.IDLE && passive ? "Passive" : state.label();
        };
    }

    /** The info column of BIRD's {@code show protocols}: the state padded to 14 columns, then the last error. */
    public String birdInfo() {
        String state = birdState();
        return state + " ".repeat(Math.max(0, 14 - state.length())) + lastError;
    }
}
