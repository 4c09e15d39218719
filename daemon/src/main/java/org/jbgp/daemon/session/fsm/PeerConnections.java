package org.jbgp.daemon.session.fsm;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.NeighborStatus.Phase;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.OpenNegotiation;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.fsm.PeerState.Connection;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.Notification;

/**
 * The working copy of a neighbor during one step of {@link PeerFsm}, with its two connections: what goes along with
 * each change of their state, all of them through {@link #moveTo}, and the actions that come of it.
 */
abstract sealed class PeerConnections permits PeerFsmStep {
    final NeighborSettings settings;
    final OpenNegotiation full;
    final OpenNegotiation withoutCapabilities;
    final long now;
    final List<PeerAction> actions = new ArrayList<>(4);

    Phase phase;
    Obstacle obstacle;
    Connection outgoing;
    Connection incoming;
    Backoff backoff;
    LastError lastError;
    boolean bare;

    /** @param withoutCapabilities for a neighbor that refuses them; null if it is not to be had without */
    PeerConnections(
            NeighborSettings settings,
            OpenNegotiation full,
            OpenNegotiation withoutCapabilities,
            PeerState state,
            long now) {
        this.settings = settings;
        this.full = full;
        this.withoutCapabilities = withoutCapabilities;
        this.now = now;
        phase = state.phase();
        obstacle = state.obstacle();
        outgoing = state.outgoing();
        incoming = state.incoming();
        backoff = state.backoff();
        lastError = state.lastError();
        bare = state.bare() && withoutCapabilities != null;
    }

    PeerFsm.Step result() {
        return new PeerFsm.Step(
                new PeerState(phase, obstacle, outgoing, incoming, backoff, lastError, bare), List.copyOf(actions));
    }

    final OpenNegotiation negotiation() {
        return bare ? withoutCapabilities : full;
    }

    final void closeBoth(Notification notification, DownReason reason) {
        for (Side side : Side.values()) {
            if (state(side) != SessionState.IDLE) {
                end(side, atLeast(state(side), SessionState.OPEN_SENT) ? notification : null, reason);
            }
        }
    }

    /** Closes a connection that is not established. */
    final void close(Side side, Notification notification, String text) {
        end(side, notification, new DownReason(DownReason.Cause.ADMINISTRATIVE, notification, text));
    }

    final void end(Side side, Notification notification, DownReason reason) {
        boolean hasSocket = state(side).compareTo(SessionState.ACTIVE) != 0;
        boolean wasEstablished = state(side) == SessionState.ESTABLISHED;
        boolean hard = wasEstablished
                && notification != null
                && notification.asksForHardReset()
                && connection(side).negotiated().restartsAfterNotification();
        moveTo(side, SessionState.IDLE, reason.text());
        if (hasSocket) {
            actions.add(new PeerAction.Close(side, hard ? notification.asHardReset() : notification));
        }
        if (wasEstablished) {
            bare = false;
            actions.add(new PeerAction.Down(side, reason));
        }
    }

    /** A neighbor that runs always has a dial under way or planned, unless it is passive or nearly up. */
    final void dialIfNeeded() {
        if (phase != Phase.RUNNING
                || settings.transport().passive()
                || outgoing.state() != SessionState.IDLE
                || atLeast(incoming.state(), SessionState.OPEN_CONFIRM)) {
            return;
        }
        if (settings.timers().dialing().delay() == 0 && !lastWasFailure()) {
            moveTo(Side.OUTGOING, SessionState.CONNECT, "dialling");
        } else {
            moveTo(Side.OUTGOING, SessionState.ACTIVE, "waiting to dial");
        }
    }

    /** True if this step ended a connection: with no connect delay, the next dial still waits a second. */
    private boolean lastWasFailure() {
        for (PeerAction action : actions) {
            if (action instanceof PeerAction.Close) {
                return true;
            }
        }
        return false;
    }

    /** The one funnel for state changes: what each state starts and stops happens here and nowhere else. */
    final void moveTo(Side side, SessionState next, String reason) {
        Connection connection = connection(side);
        SessionState previous = connection.state();
        actions.add(new PeerAction.StopTimers(side));
        actions.add(new PeerAction.Moved(side, previous, next, reason));
        setConnection(
                side,
                next == SessionState.IDLE
                        ? Connection.IDLE
                        : new Connection(next, connection.negotiated(), connection.peerOpen(), now));
        BgpTimers timers = settings.timers();
        switch (next) {
            case IDLE -> {}
            case ACTIVE -> startTimer(side, PeerTimer.CONNECT_DELAY, backoff.dialDelay(timers));
            case CONNECT -> {
                actions.add(new PeerAction.Dial());
                startTimer(
                        side,
                        PeerTimer.CONNECT_RETRY,
                        Math.max(1, timers.dialing().retry()));
            }
            case OPEN_SENT -> {
                actions.add(new PeerAction.SendOpen(side, negotiation().localOpen()));
                startTimer(side, PeerTimer.HOLD, timers.startupHold());
            }
            case OPEN_CONFIRM -> {
                actions.add(new PeerAction.SendKeepalive(side));
                startSessionTimers(side, connection.negotiated());
            }
            case ESTABLISHED -> {
                if (state(side.other()) != SessionState.IDLE) {
                    close(side.other(), Cease.connectionCollision(), "the other connection is established");
                }
                lastError = LastError.NONE;
                backoff = backoff.welcome();
                startSessionTimers(side, connection.negotiated());
                actions.add(new PeerAction.Up(side, connection.negotiated(), connection.peerOpen()));
            }
        }
    }

    private void startSessionTimers(Side side, Negotiated negotiated) {
        startTimer(side, PeerTimer.HOLD, negotiated.holdTime());
        startTimer(side, PeerTimer.KEEPALIVE, negotiated.keepaliveTime());
        startTimer(side, PeerTimer.SEND_HOLD, negotiated.sendHoldTime());
    }

    final void restartHold(Side side) {
        startTimer(side, PeerTimer.HOLD, connection(side).negotiated().holdTime());
    }

    final void startTimer(Side side, PeerTimer timer, int seconds) {
        if (seconds > 0) {
            actions.add(new PeerAction.StartTimer(side, timer, seconds * 1000L));
        }
    }

    final boolean otherEstablished(Side side) {
        return state(side.other()) == SessionState.ESTABLISHED;
    }

    final SessionState state(Side side) {
        return connection(side).state();
    }

    final Connection connection(Side side) {
        return side == Side.OUTGOING ? outgoing : incoming;
    }

    final void setConnection(Side side, Connection connection) {
        if (side == Side.OUTGOING) {
            outgoing = connection;
        } else {
            incoming = connection;
        }
    }

    static boolean atLeast(SessionState state, SessionState least) {
        return state.compareTo(least) >= 0;
    }
}
