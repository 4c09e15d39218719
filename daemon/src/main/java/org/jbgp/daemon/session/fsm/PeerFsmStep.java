package org.jbgp.daemon.session.fsm;

import org.jbgp.daemon.session.Cease;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.FamilyNegotiated;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.NeighborStatus.Phase;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.session.OpenNegotiation;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.fsm.PeerState.Connection;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.NotificationText;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * One step of {@link PeerFsm}: what each event does to a neighbor and its connections, one method per event. Lives only
 * inside {@link PeerFsm#step}.
 */
final class PeerFsmStep extends PeerConnections {
    /**
     * A connection that comes so soon after another one is established has lost a collision: the neighbor dialed it
     * before, and it waited to be accepted. No router restarts so fast without closing the old connection.
     */
    private static final long COLLISION_MS = 5_000;

    PeerFsmStep(
            NeighborSettings settings,
            OpenNegotiation full,
            OpenNegotiation withoutCapabilities,
            PeerState state,
            long now) {
        super(settings, full, withoutCapabilities, state, now);
    }

    void handle(PeerEvent event) {
        switch (event) {
            case PeerEvent.Start() -> start();
            case PeerEvent.Stop(Notification cease) -> stop(cease);
            case PeerEvent.Restart(Notification cease) -> restart(cease);
            case PeerEvent.Renew() -> renew();
            case PeerEvent.LimitExceeded(Notification cease, boolean restart, String text) ->
                limitExceeded(cease, restart, text);
            case PeerEvent.CutOff(Obstacle found) -> cutOff(found);
            case PeerEvent.BfdDown(boolean graceful) -> bfdDown(graceful);
            case PeerEvent.Suspected(LastError error) -> suspected(error);
            case PeerEvent.DialAgain() -> dialAgain();
            case PeerEvent.Reachable() -> reachable();
            case PeerEvent.TimerExpired(Side side, PeerTimer timer) -> timerExpired(side, timer);
            case PeerEvent.Connected() -> connected();
            case PeerEvent.Accepted() -> accepted();
            case PeerEvent.Disconnected(Side side, String error, String hint) -> disconnected(side, error, hint);
            case PeerEvent.OpenReceived(Side side, OpenMessage open) -> openReceived(side, open);
            case PeerEvent.OpenMalformed(Side side, Notification notification) -> openMalformed(side, notification);
            case PeerEvent.KeepaliveReceived(Side side) -> keepaliveReceived(side);
            case PeerEvent.UpdateReceived(Side side) -> routesReceived(side, MessageType.UPDATE);
            case PeerEvent.RefreshReceived(Side side) -> routesReceived(side, MessageType.ROUTE_REFRESH);
            case PeerEvent.NotificationReceived(Side side, Notification notification) ->
                notificationReceived(side, notification);
            case PeerEvent.ErrorFound(Side side, Notification notification) -> errorFound(side, notification);
        }
        dialIfNeeded();
    }

    private void start() {
        if (phase == Phase.DOWN) {
            bare = false;
            backoff = Backoff.NONE;
            lastError = LastError.NONE;
            run();
        }
    }

    private void stop(Notification cease) {
        closeBoth(cease, administrative(cease));
        if (phase == Phase.ERROR_WAIT) {
            actions.add(new PeerAction.StopErrorWait());
        }
        phase = Phase.DOWN;
        backoff = backoff.withoutWait().welcome();
    }

    private void restart(Notification cease) {
        stop(cease);
        run();
    }

    /**
     * A neighbor that would keep our routes if we restarted hears nothing, as in a restart (RFC 4724 §4), or a Cease
     * that leaves them in place (RFC 8538 §4.1).
     */
    private void renew() {
        if (phase == Phase.DOWN) {
            return;
        }
        Connection standing = outgoing.state() == SessionState.ESTABLISHED ? outgoing : incoming;
        boolean stands = standing.state() == SessionState.ESTABLISHED;
        boolean silent = stands
                && standing.negotiated().gracefulRestartAware()
                && !standing.negotiated().restartsAfterNotification()
                && settings.families().values().stream()
                        .anyMatch(family -> family.restart().graceful());
        Notification cease = silent ? null : Cease.otherConfigurationChange();
        closeBoth(cease, new DownReason(DownReason.Cause.RENEWED, cease, "Changed settings ask for a new session"));
        if (phase == Phase.ERROR_WAIT) {
            actions.add(new PeerAction.StopErrorWait());
        }
        backoff = backoff.withoutWait().welcome();
        run();
    }

    private void limitExceeded(Notification cease, boolean restart, String text) {
        if (phase != Phase.RUNNING) {
            return;
        }
        closeBoth(cease, administrative(cease));
        lastError = new LastError(LastError.Category.AUTOMATIC_SHUTDOWN, text);
        waitOrStop(restart);
    }

    /** RFC 5882 §4.2: as if the hold timer had run out, and said so (RFC 9384). */
    private void bfdDown(boolean graceful) {
        boolean conversation =
                atLeast(outgoing.state(), SessionState.OPEN_SENT) || atLeast(incoming.state(), SessionState.OPEN_SENT);
        if (phase != Phase.RUNNING || !conversation) {
            return;
        }
        boolean stood = outgoing.state() == SessionState.ESTABLISHED || incoming.state() == SessionState.ESTABLISHED;
        LastError lost = new LastError(LastError.Category.MISCELLANEOUS, "BFD session down");
        if (graceful) {
            // RFC 5882 §4.3: no NOTIFICATION, which would end the neighbor's patience.
            closeBoth(null, new DownReason(DownReason.Cause.CONNECTION_LOST, null, lost.text()));
            lastError = lost;
            return;
        }
        Notification cease = Cease.bfdDown();
        closeBoth(cease, new DownReason(DownReason.Cause.LOCAL_ERROR, cease, lost.text()));
        lastError = lost;
        if (stood) {
            waitOrStop(!settings.errors().disableAfterError());
            if (settings.errors().disableAfterError()) {
                disable("error");
            }
        }
    }

    private void run() {
        phase = obstacle.exists() ? Phase.CUT_OFF : Phase.RUNNING;
        if (obstacle.exists() && lastError.category() == LastError.Category.NONE) {
            lastError = obstacle.standing();
        }
    }

    /** BIRD does not wait for the hold timer either: without an interface nothing can come or go. */
    private void cutOff(Obstacle found) {
        boolean shown = lastError.equals(obstacle.standing()) || lastError.category() == LastError.Category.NONE;
        obstacle = found;
        if (phase == Phase.RUNNING) {
            LastError ending = found.ending();
            closeBoth(
                    Cease.unspecific(),
                    new DownReason(DownReason.Cause.LOCAL_ERROR, Cease.unspecific(), ending.text()));
            lastError = ending;
            phase = Phase.CUT_OFF;
        } else if (phase == Phase.CUT_OFF && shown) {
            lastError = found.standing();
        }
    }

    private void reachable() {
        if (lastError.equals(obstacle.standing())) {
            lastError = LastError.NONE; // It says what is so no more.
        }
        obstacle = Obstacle.NONE;
        if (phase == Phase.CUT_OFF) {
            phase = Phase.RUNNING;
        }
    }

    private void suspected(LastError error) {
        if (phase == Phase.RUNNING
                && !atLeast(outgoing.state(), SessionState.OPEN_SENT)
                && !atLeast(incoming.state(), SessionState.OPEN_SENT)
                && (error.category() != LastError.Category.NONE
                        || lastError.category() == LastError.Category.MISCELLANEOUS)) {
            lastError = error;
        }
    }

    private void dialAgain() {
        if (outgoing.state() == SessionState.CONNECT) {
            close(Side.OUTGOING, null, "dialling anew");
            moveTo(Side.OUTGOING, SessionState.CONNECT, "with another password");
        }
    }

    private static DownReason administrative(Notification cease) {
        String text = cease == null ? "Stopped" : NotificationText.of(cease);
        return new DownReason(DownReason.Cause.ADMINISTRATIVE, cease, text);
    }

    private void timerExpired(Side side, PeerTimer timer) {
        SessionState state = state(side);
        switch (timer) {
            case ERROR_WAIT -> {
                if (phase == Phase.ERROR_WAIT) {
                    run();
                }
            }
            case CONNECT_DELAY -> {
                if (state == SessionState.ACTIVE) {
                    moveTo(side, SessionState.CONNECT, "connect delay over");
                }
            }
            case CONNECT_RETRY -> {
                if (state == SessionState.CONNECT) {
                    // RFC 4271 §8.2.2, Connect, event 9: drop the attempt, dial again.
                    // A suspected reason says more than that nothing came back.
                    if (lastError.category() != LastError.Category.MISCELLANEOUS) {
                        lastError = timedOut();
                    }
                    close(side, null, "dial timed out");
                    moveTo(side, SessionState.CONNECT, "connect retry time over");
                }
            }
            case HOLD -> {
                if (atLeast(state, SessionState.OPEN_SENT)) {
                    errorFound(side, new Notification(Notification.Kind.HOLD_TIMER_EXPIRED));
                }
            }
            case SEND_HOLD -> {
                if (atLeast(state, SessionState.OPEN_CONFIRM)) {
                    // RFC 9687 §3.3
                    errorFound(side, new Notification(Notification.Kind.SEND_HOLD_TIMER_EXPIRED));
                }
            }
            case KEEPALIVE -> {
                if (atLeast(state, SessionState.OPEN_CONFIRM)) {
                    actions.add(new PeerAction.SendKeepalive(side));
                    startTimer(
                            side,
                            PeerTimer.KEEPALIVE,
                            connection(side).negotiated().keepaliveTime());
                }
            }
        }
    }

    private void connected() {
        switch (state(Side.OUTGOING)) {
            case CONNECT -> moveTo(Side.OUTGOING, SessionState.OPEN_SENT, "connected");
            // Too late: the dial was given up while the kernel finished it.
            case IDLE, ACTIVE -> actions.add(new PeerAction.Close(Side.OUTGOING, null));
            case OPEN_SENT, OPEN_CONFIRM, ESTABLISHED -> {}
        }
    }

    private void accepted() {
        if (phase != Phase.RUNNING) {
            actions.add(new PeerAction.Reject(Cease.connectionRejected()));
            return;
        }
        for (Side side : Side.values()) {
            if (state(side) == SessionState.ESTABLISHED
                    && now - connection(side).since() >= COLLISION_MS
                    && restartable(connection(side).negotiated())) {
                // RFC 4724 §4.2: a new connection from a restartable neighbor means that it has restarted.
                String text = "Neighbor restarted";
                end(side, null, new DownReason(DownReason.Cause.NEIGHBOR_RESTARTED, null, text));
                if (side == Side.OUTGOING && state(Side.INCOMING) != SessionState.IDLE) {
                    close(Side.INCOMING, null, text);
                }
            }
        }
        if (state(Side.INCOMING) != SessionState.IDLE) {
            actions.add(new PeerAction.Reject(Cease.connectionRejected()));
            return;
        }
        actions.add(new PeerAction.Adopt());
        moveTo(Side.INCOMING, SessionState.OPEN_SENT, "accepted");
    }

    private static boolean restartable(Negotiated negotiated) {
        return negotiated.gracefulRestartAware()
                && negotiated.families().values().stream().anyMatch(FamilyNegotiated::peerRestartable);
    }

    private LastError timedOut() {
        String text = "Connection timed out";
        return settings.password().isEmpty()
                ? new LastError(LastError.Category.SOCKET, text)
                : new LastError(
                        LastError.Category.SOCKET, text, text + "; a neighbor with another password is silent, too");
    }

    private void disconnected(Side side, String error, String hint) {
        SessionState state = state(side);
        if (state == SessionState.IDLE || state == SessionState.ACTIVE) {
            return; // the answer to a connection given up long ago
        }
        String text = error.isEmpty() ? "Connection closed" : error;
        if (!otherEstablished(side)) {
            String detail = hint.isEmpty() ? text : text + "; " + hint;
            lastError = new LastError(LastError.Category.SOCKET, text, detail);
        }
        noteRefusal(side);
        end(side, null, new DownReason(DownReason.Cause.CONNECTION_LOST, null, text));
    }

    private void openReceived(Side side, OpenMessage open) {
        if (state(side) != SessionState.OPEN_SENT) {
            unexpected(side, MessageType.OPEN);
            return;
        }
        switch (negotiation().negotiate(open)) {
            case OpenNegotiation.Refused(Notification notification, String text) ->
                errorFound(side, notification, text);
            case OpenNegotiation.Agreed(Negotiated negotiated) -> {
                if (winsCollision(side, negotiated)) {
                    setConnection(side, new Connection(SessionState.OPEN_SENT, negotiated, open, now));
                    moveTo(side, SessionState.OPEN_CONFIRM, "OPEN received");
                } else {
                    close(side, Cease.connectionCollision(), "collision, this connection is given up");
                }
            }
        }
    }

    private void openMalformed(Side side, Notification notification) {
        if (state(side) == SessionState.OPEN_SENT) {
            errorFound(side, notification);
        } else {
            unexpected(side, MessageType.OPEN);
        }
    }

    /** Collision detection, RFC 4271 §6.8 with RFC 6286 §2.3. Closes the other connection if that one loses. */
    private boolean winsCollision(Side side, Negotiated negotiated) {
        Side other = side.other();
        return switch (state(other)) {
            case IDLE, OPEN_SENT -> true;
            case CONNECT, ACTIVE -> {
                close(other, null, "the other connection came first");
                yield true;
            }
            case OPEN_CONFIRM -> {
                int ids = Integer.compareUnsigned(negotiated.localId(), negotiated.peerId());
                boolean peerDominates = ids < 0 || (ids == 0 && negotiated.publicAs() < negotiated.peerAs());
                boolean dialledByPeer = side == Side.INCOMING;
                if (peerDominates == dialledByPeer) {
                    close(other, Cease.connectionCollision(), "collision, the other connection is kept");
                    yield true;
                }
                yield false;
            }
            case ESTABLISHED -> false;
        };
    }

    private void keepaliveReceived(Side side) {
        switch (state(side)) {
            case OPEN_CONFIRM -> {
                moveTo(side, SessionState.ESTABLISHED, "KEEPALIVE received");
            }
            case ESTABLISHED -> restartHold(side);
            case IDLE, CONNECT, ACTIVE, OPEN_SENT -> unexpected(side, MessageType.KEEPALIVE);
        }
    }

    private void routesReceived(Side side, MessageType type) {
        if (state(side) == SessionState.ESTABLISHED) {
            restartHold(side);
        } else {
            unexpected(side, type);
        }
    }

    private void notificationReceived(Side side, Notification notification) {
        if (!atLeast(state(side), SessionState.OPEN_SENT)) {
            return;
        }
        String text = NotificationText.of(notification);
        DownReason reason = new DownReason(DownReason.Cause.REMOTE_NOTIFICATION, notification, text);
        if (refusesCapabilities(side, notification)) {
            // RFC 5492 §5; as BIRD 1.6 no error that is waited for.
            bare = true;
            lastError = new LastError(LastError.Category.RECEIVED, notification.description(), text);
            actions.add(new PeerAction.CapabilitiesRefused());
            end(side, null, reason);
            if (state(side.other()) != SessionState.OPEN_CONFIRM) {
                closeBoth(Cease.unspecific(), reason);
            }
            return;
        }
        fail(side, null, reason, LastError.Category.RECEIVED, notification);
    }

    /** 2/7 is strange then, but comes from neighbors of another family only. */
    private boolean refusesCapabilities(Side side, Notification notification) {
        return withoutCapabilities != null
                && !bare
                && !otherEstablished(side)
                && state(side) != SessionState.ESTABLISHED
                && (notification.is(Notification.Kind.UNSUPPORTED_PARAMETER)
                        || notification.is(Notification.Kind.CAPABILITY_MISSING));
    }

    private void errorFound(Side side, Notification notification) {
        errorFound(side, notification, NotificationText.of(notification));
    }

    private void errorFound(Side side, Notification notification, String text) {
        if (!atLeast(state(side), SessionState.OPEN_SENT)) {
            return;
        }
        DownReason reason = new DownReason(DownReason.Cause.LOCAL_ERROR, notification, text);
        fail(side, notification, reason, LastError.Category.SENT, notification);
    }

    /** RFC 4271 §6.6; RFC 6608 §4: a subcode for each state, and the message's type as data. */
    private void unexpected(Side side, MessageType type) {
        Notification.Kind kind = switch (state(side)) {
            case IDLE, CONNECT, ACTIVE -> Notification.Kind.FSM_ERROR;
            case OPEN_SENT -> Notification.Kind.UNEXPECTED_IN_OPEN_SENT;
            case OPEN_CONFIRM -> Notification.Kind.UNEXPECTED_IN_OPEN_CONFIRM;
            case ESTABLISHED -> Notification.Kind.UNEXPECTED_IN_ESTABLISHED;
        };
        errorFound(side, new Notification(kind, new byte[] {(byte) type.code()}));
    }

    /** Ends a connection for an error one of the two sides found. */
    private void fail(
            Side side, Notification toSend, DownReason reason, LastError.Category category, Notification notification) {
        boolean ceased = notification.isCease();
        if (category == LastError.Category.RECEIVED
                && ceased
                && !notification.is(Notification.Kind.CONNECTION_COLLISION)) {
            noteRefusal(side);
        }
        if (otherEstablished(side)) {
            // A second connection's trouble does not touch the session that stands.
            end(side, toSend, reason);
            return;
        }
        lastError = new LastError(category, notification.description(), reason.text());
        end(side, toSend, reason);
        if (ceased) {
            if (category == LastError.Category.RECEIVED && settings.errors().endsAfterCease(notification.subcode())) {
                closeBoth(Cease.unspecific(), reason);
                disable("Cease notification");
            }
            return;
        }
        closeBoth(Cease.unspecific(), reason);
        waitOrStop(!settings.errors().disableAfterError());
        if (settings.errors().disableAfterError()) {
            disable("error");
        }
    }

    private void disable(String after) {
        phase = Phase.DOWN;
        backoff = backoff.withoutWait();
        actions.add(new PeerAction.Disabled(after));
    }

    private void waitOrStop(boolean goesOn) {
        bare = false;
        backoff = backoff.error(settings.timers(), now);
        if (!goesOn) {
            backoff = backoff.withoutWait();
            phase = Phase.DOWN;
        } else if (backoff.errorWait() > 0) {
            phase = Phase.ERROR_WAIT;
            startTimer(Side.OUTGOING, PeerTimer.ERROR_WAIT, backoff.errorWait());
        }
    }

    /** The neighbor is about to end this connection, or has. */
    private void noteRefusal(Side side) {
        if (side == Side.OUTGOING
                && (outgoing.state() == SessionState.OPEN_SENT || outgoing.state() == SessionState.OPEN_CONFIRM)) {
            backoff = backoff.refused();
        }
    }
}
