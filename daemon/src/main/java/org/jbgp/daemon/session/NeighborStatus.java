package org.jbgp.daemon.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.jbgp.kernel.tcp.TcpAoState;

/**
 * A neighbor at one moment. Immutable.
 *
 * @param phase whether the neighbor is meant to run
 * @param state the further advanced of its two connections
 * @param passive the neighbor never dials
 * @param since when {@link #phase} or being Established last changed
 * @param past what happened so far
 * @param timers what its timers show
 * @param established the established session, null if there is none
 * @param traffic messages in and out
 */
public record NeighborStatus(
        Phase phase,
        SessionState state,
        boolean passive,
        Instant since,
        Past past,
        Timers timers,
        Established established,
        Traffic traffic) {
    /**
     * What happened so far.
     *
     * @param lastError last error, {@link LastError#NONE} if none
     * @param lastMessage the neighbor's last shutdown communication (RFC 9003), empty if none
     * @param establishedCount how many sessions were established so far
     * @param history the last transitions, oldest first, at most 32
     */
    public record Past(LastError lastError, String lastMessage, long establishedCount, List<Transition> history) {}

    /**
     * What its timers show.
     *
     * @param errorWait milliseconds left of the wait after errors
     * @param errorWaitTotal seconds of the whole wait, 0 = none
     * @param connectDelay milliseconds left until we dial
     * @param holdTimer milliseconds left of the hold timer of the established session
     * @param keepaliveTimer milliseconds left until the next KEEPALIVE
     * @param sendHoldTimer milliseconds left of the send hold timer
     */
    public record Timers(
            OptionalLong errorWait,
            int errorWaitTotal,
            OptionalLong connectDelay,
            OptionalLong holdTimer,
            OptionalLong keepaliveTimer,
            OptionalLong sendHoldTimer) {}

    /**
     * The established session.
     *
     * @param negotiated what was agreed on
     * @param localOpen what we announced
     * @param peerOpen what the neighbor announced
     * @param localAddress our end
     * @param peerAddress the neighbor's end
     * @param age how long it has been up, whatever the wall clock does
     * @param ao what TCP-AO does; null without it
     */
    public record Established(
            Negotiated negotiated,
            OpenMessage localOpen,
            OpenMessage peerOpen,
            InetSocketAddress localAddress,
            InetSocketAddress peerAddress,
            Duration age,
            TcpAoState ao) {}

    /**
     * Messages in and out.
     *
     * @param received messages in
     * @param sent messages out
     * @param queuedBytes bytes accepted for sending that the kernel has not taken yet
     * @param readingPaused back-pressure holds the socket
     * @param work nanoseconds that the event loop worked on what was received
     */
    public record Traffic(
            MessageCounters received, MessageCounters sent, long queuedBytes, boolean readingPaused, long work) {}

    /** See {@link Past#lastError}. */
    public LastError lastError() {
        return past.lastError();
    }

    /** See {@link Past#lastMessage}. */
    public String lastMessage() {
        return past.lastMessage();
    }

    /** See {@link Past#establishedCount}. */
    public long establishedCount() {
        return past.establishedCount();
    }

    /** See {@link Past#history}. */
    public List<Transition> history() {
        return past.history();
    }

    /** See {@link Timers#errorWait}. */
    public OptionalLong errorWait() {
        return timers.errorWait();
    }

    /** See {@link Timers#errorWaitTotal}. */
    public int errorWaitTotal() {
        return timers.errorWaitTotal();
    }

    /** See {@link Timers#connectDelay}. */
    public OptionalLong connectDelay() {
        return timers.connectDelay();
    }

    /** See {@link Timers#holdTimer}. */
    public OptionalLong holdTimer() {
        return timers.holdTimer();
    }

    /** See {@link Timers#keepaliveTimer}. */
    public OptionalLong keepaliveTimer() {
        return timers.keepaliveTimer();
    }

    /** See {@link Timers#sendHoldTimer}. */
    public OptionalLong sendHoldTimer() {
        return timers.sendHoldTimer();
    }

    /** See {@link Established#negotiated}. */
    public Negotiated negotiated() {
        return established == null ? null : established.negotiated();
    }

    /** What we announced; null without a session. */
    public OfferedCapabilities localCapabilities() {
        return established == null ? null : OfferedCapabilities.of(established.localOpen());
    }

    /** What the neighbor announced; null without a session. */
    public OfferedCapabilities peerCapabilities() {
        return established == null ? null : OfferedCapabilities.of(established.peerOpen());
    }

    /** See {@link Established#localAddress}. */
    public InetSocketAddress localAddress() {
        return established == null ? null : established.localAddress();
    }

    /** See {@link Established#peerAddress}. */
    public InetSocketAddress peerAddress() {
        return established == null ? null : established.peerAddress();
    }

    /** See {@link Established#ao}. */
    public TcpAoState ao() {
        return established == null ? null : established.ao();
    }

    /** See {@link Traffic#received}. */
    public MessageCounters received() {
        return traffic.received();
    }

    /** See {@link Traffic#sent}. */
    public MessageCounters sent() {
        return traffic.sent();
    }

    /** See {@link Traffic#queuedBytes}. */
    public long queuedBytes() {
        return traffic.queuedBytes();
    }

    /** See {@link Traffic#work}. */
    public long work() {
        return traffic.work();
    }

    /** See {@link Traffic#readingPaused}. */
    public boolean readingPaused() {
        return traffic.readingPaused();
    }

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
        return state + " ".repeat(Math.max(0, 14 - state.length())) + lastError();
    }
}
