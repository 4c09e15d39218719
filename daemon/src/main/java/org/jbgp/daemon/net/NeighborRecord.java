package org.jbgp.daemon.net;

import io.netty.channel.ChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jbgp.daemon.net.connection.EstablishedSession;
import org.jbgp.daemon.net.connection.MessageStatistics;
import org.jbgp.daemon.net.connection.NeighborTimers;
import org.jbgp.daemon.net.connection.SendQueue;
import org.jbgp.daemon.net.socket.AoSocket;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.Transition;
import org.jbgp.daemon.session.fsm.PeerState;
import org.jbgp.daemon.session.fsm.PeerTimer;
import org.jbgp.daemon.session.fsm.Side;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.jbgp.kernel.tcp.TcpAoState;

/** What a status shows of a neighbor; written on its loop, read anywhere without waiting. */
final class NeighborRecord {

    private static final int HISTORY = 32;

    private final MessageStatistics received = new MessageStatistics();
    private final MessageStatistics sent = new MessageStatistics();

    private volatile Live live;
    private volatile List<Transition> history = List.of();
    private volatile Instant since = Instant.now();
    private volatile String message = "";
    private volatile long establishedCount;

    /**
     * The established session. What the OPENs say is read out of them when asked for: it is a dozen objects.
     *
     * @param began by {@link System#nanoTime}: the wall clock may jump
     */
    private record Live(EstablishedSession session, OpenMessage own, OpenMessage peer, long began) {}

    MessageStatistics received() {
        return received;
    }

    MessageStatistics sent() {
        return sent;
    }

    void moved(Side side, SessionState from, SessionState to, String reason) {
        List<Transition> next = new ArrayList<>(history);
        if (next.size() == HISTORY) {
            next.removeFirst();
        }
        next.add(new Transition(Instant.now(), side == Side.OUTGOING, from, to, reason));
        history = List.copyOf(next);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written on the loop only
    void established(EstablishedSession session, OpenMessage ownOpen, OpenMessage peerOpen) {
        live = new Live(session, ownOpen, peerOpen, System.nanoTime());
        establishedCount++;
        since = Instant.now();
        message = "";
    }

    void down() {
        live = null;
        since = Instant.now();
    }

    /** The neighbor was started or stopped, or its wait after errors began or ended. */
    void phaseChanged() {
        since = Instant.now();
    }

    /** The whole time while nothing waits to be sent, else what is left of it. */
    private static OptionalLong sendHold(EstablishedSession session, NeighborTimers timers) {
        long whole = session.negotiated().sendHoldTime() * 1000L;
        if (whole == 0) {
            return OptionalLong.empty();
        }
        SendQueue queue = session.connection().sendQueue();
        long stalled = queue.pendingBytes() == 0 ? 0 : timers.now() - queue.progressAt();
        return OptionalLong.of(Math.clamp(whole - stalled, 0, whole));
    }

    private static TcpAoState ao(EstablishedSession session, NeighborSettings settings) {
        if (settings.aoKeys().isEmpty()) {
            return null;
        }
        try {
            return new AoSocket(session.connection().channel(), settings.remoteAddress()).state();
        } catch (ChannelException e) {
            return null; // It is closing.
        }
    }

    /** Keeps the other operator's words (RFC 9003). */
    void notified(Notification notification) {
        message = notification.communication();
    }

    NeighborStatus status(
            PeerState state,
            NeighborStatus.Phase phase,
            LastError error,
            NeighborSettings settings,
            NeighborTimers timers) {
        Live now = live;
        Side side = now == null ? Side.OUTGOING : now.session().connection().side();
        return new NeighborStatus(
                phase,
                state.state(),
                settings.transport().passive(),
                since,
                new NeighborStatus.Past(error, message, establishedCount, history),
                new NeighborStatus.Timers(
                        timers.remaining(Side.OUTGOING, PeerTimer.ERROR_WAIT),
                        state.phase() == NeighborStatus.Phase.ERROR_WAIT ? state.errorWait() : 0,
                        timers.remaining(Side.OUTGOING, PeerTimer.CONNECT_DELAY),
                        now == null ? OptionalLong.empty() : timers.remaining(side, PeerTimer.HOLD),
                        now == null ? OptionalLong.empty() : timers.remaining(side, PeerTimer.KEEPALIVE),
                        now == null ? OptionalLong.empty() : sendHold(now.session(), timers)),
                now == null
                        ? null
                        : new NeighborStatus.Established(
                                now.session().negotiated(),
                                now.own(),
                                now.peer(),
                                now.session().localAddress(),
                                now.session().remoteAddress(),
                                Duration.ofNanos(System.nanoTime() - now.began()),
                                ao(now.session(), settings)),
                new NeighborStatus.Traffic(
                        received.snapshot(),
                        sent.snapshot(),
                        now == null ? 0 : now.session().connection().sendQueue().pendingBytes(),
                        now != null && now.session().connection().isReadingPaused(),
                        received.work()));
    }
}
