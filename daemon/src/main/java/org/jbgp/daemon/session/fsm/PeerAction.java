package org.jbgp.daemon.session.fsm;

import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.OpenMessage;

/** What {@link PeerFsm} wants done, in this order. */
public sealed interface PeerAction {

    /** Dial the neighbor; answer with Connected or Disconnected(OUTGOING). */
    record Dial() implements PeerAction {}

    /** Take the connection just accepted as the incoming one. */
    record Adopt() implements PeerAction {}

    /** Send this on the connection just accepted and close it; the neighbor's state is not concerned. */
    record Reject(Notification notification) implements PeerAction {}

    /**
     * Give the connection (or the dial) up and forget it.
     *
     * @param notification sent before closing; null = close at once
     */
    record Close(Side side, Notification notification) implements PeerAction {}

    /** Send our OPEN. */
    record SendOpen(Side side, OpenMessage open) implements PeerAction {}

    /** Send a KEEPALIVE. */
    record SendKeepalive(Side side) implements PeerAction {}

    /** Start or restart a timer; jitter is the caller's, see {@link PeerTimer#jittered}. */
    record StartTimer(Side side, PeerTimer timer, long milliseconds) implements PeerAction {}

    /** Stop all timers of a connection. */
    record StopTimers(Side side) implements PeerAction {}

    /** Stop the wait after errors. */
    record StopErrorWait() implements PeerAction {}

    /** The session is up; the router learns of it. */
    record Up(Side side, Negotiated negotiated, OpenMessage peerOpen) implements PeerAction {}

    /** The session is down; the router learns of it. */
    record Down(Side side, DownReason reason) implements PeerAction {}

    /** The neighbor stays down until it is started again; {@code after} says after what. */
    record Disabled(String after) implements PeerAction {}

    /** The neighbor refuses capabilities, and is spoken to without them from now on. */
    record CapabilitiesRefused() implements PeerAction {}

    /** For the log, the counters and the history. */
    record Moved(Side side, SessionState from, SessionState to, String reason) implements PeerAction {}
}
