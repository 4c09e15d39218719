package org.jbgp.daemon.session.fsm;

import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Obstacle;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.OpenMessage;

/** What can happen to a neighbor (RFC 4271 §8.1). */
public sealed interface PeerEvent {

    /** The operator starts the neighbor (ManualStart, AutomaticStart). */
    record Start() implements PeerEvent {}

    /**
     * The operator stops it (ManualStop, AutomaticStop).
     *
     * @param cease to send; null = close without a word (RFC 4724 §4)
     */
    record Stop(Notification cease) implements PeerEvent {}

    /**
     * The operator restarts it.
     *
     * @param cease to send; null = close without a word
     */
    record Restart(Notification cease) implements PeerEvent {}

    /** Settings changed that need a new session; routes stay meanwhile, where both sides agreed to it. */
    record Renew() implements PeerEvent {}

    /** No interface leads to the directly connected neighbor any more, or never has; holds until {@link Reachable}. */
    record CutOff(Obstacle obstacle) implements PeerEvent {}

    /** An interface leads to the neighbor again. */
    record Reachable() implements PeerEvent {}

    /**
     * The neighbor sent more than allowed, or more than allowed would have to be advertised to it.
     *
     * @param cease to send
     * @param restart start again after the error wait; else stay down
     * @param text for {@code show protocols}
     */
    record LimitExceeded(Notification cease, boolean restart, String text) implements PeerEvent {
        /** More routes than a limit of a channel allows. */
        public LimitExceeded(Notification cease, boolean restart) {
            this(cease, restart, "Route limit exceeded");
        }
    }

    /** BFD says that the neighbor cannot be reached (RFC 5882 §4); {@code graceful}: as if the connection were lost. */
    record BfdDown(boolean graceful) implements PeerEvent {}

    /** A timer of the neighbor or of one of its connections ran out. {@code side} is OUTGOING for ERROR_WAIT. */
    record TimerExpired(Side side, PeerTimer timer) implements PeerEvent {}

    /**
     * Something outside of the connection shows why none comes about, such as segments with a wrong MD5 signature;
     * counts while no connection stands.
     */
    record Suspected(LastError error) implements PeerEvent {}

    /** The settings of a dial under way changed (another password): dial again. */
    record DialAgain() implements PeerEvent {}

    /** Our dial succeeded (TcpCRAcked). */
    record Connected() implements PeerEvent {}

    /** The neighbor's dial was accepted by the listener (TcpConnectionConfirmed). */
    record Accepted() implements PeerEvent {}

    /**
     * A connection failed, could not be made, or was closed by the neighbor (TcpConnectionFails).
     *
     * @param error the system's words, e.g. {@code Connection refused}; empty = closed in order
     * @param hint what may be the reason, for the log; empty = nothing is known
     */
    record Disconnected(Side side, String error, String hint) implements PeerEvent {
        /** With nothing known besides. */
        public Disconnected(Side side, String error) {
            this(side, error, "");
        }
    }

    /** A well-formed OPEN (BGPOpen). */
    record OpenReceived(Side side, OpenMessage open) implements PeerEvent {}

    /** An OPEN that cannot be read (BGPOpenMsgErr); {@code notification} says why. */
    record OpenMalformed(Side side, Notification notification) implements PeerEvent {}

    /** A KEEPALIVE (KeepAliveMsg). */
    record KeepaliveReceived(Side side) implements PeerEvent {}

    /** An UPDATE (UpdateMsg). */
    record UpdateReceived(Side side) implements PeerEvent {}

    /** A ROUTE-REFRESH (RFC 2918). */
    record RefreshReceived(Side side) implements PeerEvent {}

    /** A NOTIFICATION (NotifMsg). */
    record NotificationReceived(Side side, Notification notification) implements PeerEvent {}

    /** We found an error in a message (BGPHeaderErr, UpdateMsgErr) or the router gave up the session. */
    record ErrorFound(Side side, Notification notification) implements PeerEvent {}
}
