package org.jbgp.daemon.bgp;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.session.LastError;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.NeighborStatus;
import org.jbgp.daemon.session.OfferedCapabilities;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.PeerRole;
import org.jbgp.kernel.tcp.TcpAoState;

/** A session's facts in the form {@code show protocols all} wants. */
final class BgpSessionStatus {
    private BgpSessionStatus() {}

    /** The established session, null if there is none. */
    static BgpStatus.Session of(NeighborSettings settings, NeighborStatus status) {
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
                        BgpInstance.countdown(status.holdTimer(), negotiated.holdTime()),
                        BgpInstance.countdown(status.keepaliveTimer(), negotiated.keepaliveTime()),
                        BgpInstance.countdown(status.sendHoldTimer(), negotiated.sendHoldTime())),
                status.established().age(),
                tcpAo(status.ao()));
    }

    private static BgpStatus.Session.TcpAo tcpAo(TcpAoState state) {
        return state == null
                ? null
                : new BgpStatus.Session.TcpAo(state.current(), state.next(), state.good(), state.bad());
    }

    static BgpStatus.LastError lastError(LastError error) {
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
