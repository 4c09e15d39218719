package org.jbgp.daemon.net;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jbgp.daemon.net.connection.BgpConnection;
import org.jbgp.daemon.net.connection.EstablishedSession;
import org.jbgp.daemon.net.connection.HoldTimers;
import org.jbgp.daemon.net.connection.PacketReports;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.SessionHandler;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.WireObserver;
import org.jbgp.daemon.session.fsm.PeerEvent;
import org.jbgp.daemon.session.fsm.PeerTimer;
import org.jbgp.daemon.session.fsm.Side;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.RouteRefresh;
import org.jbgp.daemon.wire.open.OpenMessage;

/**
 * What one neighbor sends, message by message: to the machine, or in an established session straight to its handler.
 * The neighbor's event loop owns it, with the session in it.
 */
final class NeighborMessages {
    private final Supplier<NeighborSettings> settings;
    private final SessionHandler handler;
    private final NeighborRecord record;
    private final PacketReports packets;
    private final SessionLog log;
    private final HoldTimers timers;
    private final Consumer<PeerEvent> machine;
    private EstablishedSession session;
    /** Null where nobody observes. */
    private WireObserver observer;

    NeighborMessages(
            Supplier<NeighborSettings> settings,
            SessionHandler handler,
            NeighborRecord record,
            PacketReports packets,
            SessionLog log,
            HoldTimers timers,
            Consumer<PeerEvent> machine) {
        this.settings = settings;
        this.handler = handler;
        this.record = record;
        this.packets = packets;
        this.log = log;
        this.timers = timers;
        this.machine = machine;
    }

    /** From now on messages of its connection are those of a session. */
    void begin(EstablishedSession established) {
        session = established;
    }

    /** The session has ended; which one it was. */
    EstablishedSession end() {
        EstablishedSession ended = session;
        session = null;
        return ended;
    }

    void observer(WireObserver next) {
        observer = next;
    }

    /**
     * A connection has changed its state.
     *
     * @param connection null if there is none yet, or no more
     */
    void moved(BgpConnection connection, SessionState from, SessionState to) {
        if (observer != null) {
            observer.moved(ends(connection), from, to);
        }
    }

    private WireObserver.Ends ends(BgpConnection connection) {
        NeighborSettings now = settings.get();
        Negotiated agreed = session != null && session.connection() == connection ? session.negotiated() : null;
        InetSocketAddress local = connection == null ? null : connection.localAddress();
        return new WireObserver.Ends(
                local == null
                        ? Objects.requireNonNullElseGet(
                                now.localAddress(), () -> Addresses.wildcard(now.remoteAddress()))
                        : local.getAddress(),
                now.remoteAddress(),
                now.localAs(),
                agreed == null ? now.remoteAs() : agreed.peerAs(),
                agreed);
    }

    /** A whole message has arrived, which may have to wait before it is delivered. */
    void arrived(MessageType type, int length) {
        record.received().count(type, length);
        timers.heard();
    }

    /** The next message, in order. */
    void deliver(BgpConnection connection, MessageType type, ByteBuf body) {
        if (observer != null) {
            int start = body.readerIndex() - MessageHeader.LENGTH;
            observer.received(ends(connection), body.slice(start, body.writerIndex() - start));
        }
        Side side = connection.side();
        boolean established = session != null && session.connection() == connection;
        switch (type) {
            case UPDATE -> {
                if (established) {
                    // What the machine would answer, without asking it for every message of a full table.
                    restartHold(side);
                    handler.update(session, body);
                } else {
                    machine.accept(new PeerEvent.UpdateReceived(side));
                }
            }
            case KEEPALIVE -> {
                if (established) {
                    restartHold(side);
                } else {
                    machine.accept(new PeerEvent.KeepaliveReceived(side));
                }
            }
            case OPEN -> {
                connection.openReceived(body);
                machine.accept(open(side, body));
            }
            case NOTIFICATION -> {
                Notification notification = Notification.decode(body);
                record.notified(notification);
                if (settings.get().reportsPackets()) {
                    packets.notification("Got", notification);
                }
                machine.accept(new PeerEvent.NotificationReceived(side, notification));
            }
            case ROUTE_REFRESH -> {
                machine.accept(new PeerEvent.RefreshReceived(side));
                if (established && session != null) {
                    refresh(body);
                }
            }
        }
    }

    private PeerEvent open(Side side, ByteBuf body) {
        return switch (OpenMessage.decode(body)) {
            case OpenMessage.Result.Accepted(OpenMessage message) -> {
                if (settings.get().reportsPackets()) {
                    packets.open("Got", message);
                }
                yield new PeerEvent.OpenReceived(side, message);
            }
            case OpenMessage.Result.Refused(Notification notification, String text) -> {
                log.malformedOpen(text);
                yield new PeerEvent.OpenMalformed(side, notification);
            }
        };
    }

    private void restartHold(Side side) {
        int holdTime = session.negotiated().holdTime();
        if (holdTime > 0) {
            timers.start(side, PeerTimer.HOLD, holdTime * 1000L);
        }
    }

    private void refresh(ByteBuf body) {
        // RFC 7313 §5: for a neighbor without the capability the byte of the subtype says nothing.
        Notification error = session.negotiated().enhancedRouteRefresh() ? RouteRefresh.check(body) : null;
        if (error != null) {
            session.close(error);
            return;
        }
        RouteRefresh refresh = RouteRefresh.decode(body);
        AddressFamily family = refresh.family();
        boolean known = refresh.subtype() == RouteRefresh.REQUEST
                || (session.negotiated().enhancedRouteRefresh()
                        && (refresh.subtype() == RouteRefresh.BEGIN || refresh.subtype() == RouteRefresh.END));
        if (family == null || !session.negotiated().carries(family) || !known) {
            log.ignoredRefresh(refresh.afi(), refresh.safi(), refresh.subtype());
            return;
        }
        handler.routeRefresh(session, family, refresh.subtype());
    }
}
