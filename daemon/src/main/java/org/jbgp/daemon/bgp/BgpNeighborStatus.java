package org.jbgp.daemon.bgp;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.OfferedCapabilities;
import org.jbgp.daemon.session.SessionState;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.PeerRole;
import org.jbgp.kernel.tcp.TcpAoState;

/** A neighbor and its session in the form {@code show protocols all} wants. */
final class BgpNeighborStatus {
    private BgpNeighborStatus() {}

    /** Whether the protocol is up. */
    static ProtocolStatus.State life(NeighborStatus status) {
        return switch (status.phase()) {
            case DOWN -> ProtocolStatus.State.DOWN;
            case STOPPING -> ProtocolStatus.State.STOP;
            case CUT_OFF, ERROR_WAIT -> ProtocolStatus.State.START;
            case RUNNING ->
                status.state() == SessionState.ESTABLISHED ? ProtocolStatus.State.UP : ProtocolStatus.State.START;
        };
    }

    /**
     * All that is known of it.
     *
     * @param restart how long it may take to restart, null if it does not
     * @param drain how far it is drained, null if it is not
     */
    static BgpStatus of(
            NeighborSettings settings, NeighborStatus status, BgpStatus.Countdown restart, BgpStatus.Draining drain) {
        return new BgpStatus(
                state(status),
                new BgpStatus.Ends(
                        settings.remoteAddress(),
                        null,
                        settings.interfaceName().isEmpty() ? null : settings.interfaceName(),
                        settings.remotePort() == NeighborSettings.BGP_PORT ? 0 : settings.remotePort(),
                        status.negotiated() != null ? status.negotiated().peerAs() : settings.remoteAs(),
                        settings.localAs()),
                new BgpStatus.Waits(
                        countdown(status.errorWait(), status.errorWaitTotal()),
                        countdown(
                                status.connectDelay(),
                                settings.timers().dialing().delay()),
                        restart,
                        drain),
                session(settings, status),
                lastError(status.lastError()));
    }

    /** After an error a passive neighbor is idle first: whoever dials it then is turned away. */
    private static boolean waitsPassively(NeighborStatus status) {
        return status.passive() && status.phase() == NeighborStatus.Phase.RUNNING;
    }

    private static BgpStatus.State state(NeighborStatus status) {
        return switch (status.phase()) {
            case DOWN -> BgpStatus.State.DOWN;
            case STOPPING -> BgpStatus.State.CLOSE;
            case RUNNING, CUT_OFF, ERROR_WAIT ->
                switch (status.state()) {
                    case IDLE -> waitsPassively(status) ? BgpStatus.State.PASSIVE : BgpStatus.State.IDLE;
                    case CONNECT -> BgpStatus.State.CONNECT;
                    case ACTIVE -> BgpStatus.State.ACTIVE;
                    case OPEN_SENT -> BgpStatus.State.OPEN_SENT;
                    case OPEN_CONFIRM -> BgpStatus.State.OPEN_CONFIRM;
                    case ESTABLISHED -> BgpStatus.State.ESTABLISHED;
                };
        };
    }

    private static BgpStatus.Countdown countdown(OptionalLong remainingMillis, int totalSeconds) {
        return remainingMillis.isEmpty()
                ? null
                : new BgpStatus.Countdown(
                        Duration.ofMillis(remainingMillis.getAsLong()), Duration.ofSeconds(totalSeconds));
    }

    /** The established session, null if there is none. */
    private static BgpStatus.Session session(NeighborSettings settings, NeighborStatus status) {
        Negotiated negotiated = status.negotiated();
        if (negotiated == null || status.localAddress() == null) {
            return null;
        }
        return new BgpStatus.Session(
                negotiated.peerId(),
                capabilities(status.localCapabilities()),
                capabilities(status.peerCapabilities()),
                new BgpStatus.Session.Sort(
                        negotiated.internal(),
                        settings.transport().hops().multihop() != 0,
                        settings.role().rrClient(),
                        settings.role().rsClient(),
                        negotiated.fourByteAs()),
                status.localAddress().getAddress(),
                new BgpStatus.Session.Timers(
                        countdown(status.holdTimer(), negotiated.holdTime()),
                        countdown(status.keepaliveTimer(), negotiated.keepaliveTime()),
                        countdown(status.sendHoldTimer(), negotiated.sendHoldTime())),
                status.established().age(),
                tcpAo(status.ao()));
    }

    private static BgpStatus.Session.TcpAo tcpAo(TcpAoState state) {
        return state == null
                ? null
                : new BgpStatus.Session.TcpAo(state.current(), state.next(), state.good(), state.bad());
    }

    private static BgpStatus.LastError lastError(LastError error) {
        BgpStatus.LastError.Kind kind = switch (error.category()) {
            case NONE -> BgpStatus.LastError.Kind.NONE;
            case MISCELLANEOUS -> BgpStatus.LastError.Kind.OTHER;
            case SOCKET -> BgpStatus.LastError.Kind.SOCKET;
            case RECEIVED -> BgpStatus.LastError.Kind.RECEIVED;
            case SENT -> BgpStatus.LastError.Kind.SENT;
            case AUTOMATIC_SHUTDOWN -> BgpStatus.LastError.Kind.AUTOMATIC_SHUTDOWN;
        };
        return new BgpStatus.LastError(kind, error.text());
    }

    private static BgpStatus.Capabilities capabilities(OfferedCapabilities offered) {
        return new BgpStatus.Capabilities(
                offered.types(),
                offered.has(CapabilityType.MULTIPROTOCOL) ? ordered(offered.families()) : List.of(),
                ordered(offered.extendedNextHop()),
                offered.has(CapabilityType.GRACEFUL_RESTART)
                        ? new BgpStatus.GracefulRestart(
                                offered.restartTime(),
                                offered.restarting(),
                                ordered(offered.restartable()),
                                offered.forwardingKept(),
                                offered.restart().notifications())
                        : null,
                new BgpStatus.Capabilities.AddPaths(ordered(offered.addPathReceive()), ordered(offered.addPathSend())),
                longLived(offered),
                offered.hostname(),
                offered.role() < 0 ? null : PeerRole.label(offered.role()));
    }

    private static BgpStatus.LongLived longLived(OfferedCapabilities offered) {
        return offered.has(CapabilityType.LONG_LIVED_GRACEFUL_RESTART)
                ? new BgpStatus.LongLived(
                        offered.staleTimes().values().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0),
                        ordered(offered.staleTimes().keySet()),
                        offered.longLivedKept())
                : null;
    }

    private static List<AddressFamily> ordered(Set<AddressFamily> families) {
        return Stream.of(AddressFamily.values()).filter(families::contains).toList();
    }
}
