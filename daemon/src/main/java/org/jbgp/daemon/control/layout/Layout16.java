package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.control.view.AggregatorStatus;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.BmpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.MrtStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.view.RpkiStatus;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.open.CapabilityType;

/** The layouts of BIRD 1.6, measured on 1.6.8; what Calico's programs parse. */
final class Layout16 extends LayoutBase {

    private final IpFamily family;

    /** @param family the one the daemon has */
    Layout16(RouterView view, TimeFormats formats, ZoneId zone, IpFamily family) {
        super(view, formats, zone, LineBound.BIRD_16, AttributeTitles.BIRD_2);
        this.family = family;
    }

    /** What 1.6 shows for a protocol without routes of its own. */
    private static ChannelStatus noRoutes(String type) {
        return new ChannelStatus(
                "main",
                ChannelStatus.State.UP,
                "master",
                new ChannelStatus.Setup(type.equals("Device") ? 240 : 0, "ACCEPT", "REJECT", false, List.of()),
                ChannelStatus.Counts.NONE,
                ChannelStatus.Changes.NONE,
                ChannelStatus.Recovery.NONE,
                ChannelStatus.Bgp.NONE);
    }

    @Override
    String waited() {
        return "protocols";
    }

    @Override
    String seconds(Duration duration) {
        return Long.toString(Math.max(0, duration.toSeconds()));
    }

    @Override
    public void bfd(Reply reply, BfdStatus protocol, boolean all, RouterStatus status) throws IOException {
        BfdText.write(reply, protocol, all, true, moment -> time(formats.protocol(), moment, status.now()));
    }

    @Override
    public void protocolsHeading(Reply reply) throws IOException {
        reply.row(2002, "name     proto    table    state  since       info");
    }

    @Override
    public void protocol(Reply reply, ProtocolStatus protocol, boolean all, RouterStatus status) throws IOException {
        ChannelStatus channel = protocol.channels().isEmpty()
                ? noRoutes(protocol.type())
                : protocol.channels().getFirst();
        line.setLength(0);
        ReplyText.left(line, protocol.name(), 8).append(' ');
        ReplyText.left(line, protocol.type(), 8).append(' ');
        ReplyText.left(line, channel.table(), 8).append(' ');
        ReplyText.left(line, state(protocol.state()), 5).append("  ");
        ReplyText.left(line, time(formats.protocol(), protocol.changed(), status.now()), 10)
                .append("  ");
        line.append(info(protocol));
        reply.row(1002, line);
        if (!all) {
            return;
        }
        commonDetails(reply, protocol, status);
        detail(reply, "  Preference:     " + channel.setup().preference());
        detail(reply, "  Input filter:   " + channel.setup().importFilter());
        detail(reply, "  Output filter:  " + channel.setup().exportFilter());
        switch (protocol.details()) {
            case ProtocolStatus.PipeStatus pipe -> {
                details(reply, ChannelText.limits(channel.setup().limits(), "  "));
                if (protocol.state() != ProtocolStatus.State.DOWN) {
                    details(reply, ChannelText.pipeStatistics(channel));
                }
            }
            case BgpStatus bgp -> {
                routes(reply, protocol, channel, status);
                bgp(reply, bgp, channel);
            }
            case RpkiStatus rpki -> {
                details(reply, RpkiText.details(rpki));
                routes(reply, protocol, channel, status);
            }
            case MrtStatus mrt -> details(reply, MrtText.details(mrt, at -> time(formats.base(), at, status.now())));
            case AggregatorStatus aggregator -> {
                // BIRD 1.6 files have none.
            }
            case RadvStatus radv -> {
                // BIRD 1.6 files have none.
            }
            case BmpStatus bmp -> bmp(reply, protocol, bmp);
            case ProtocolStatus.NoDetails none -> routes(reply, protocol, channel, status);
        }
        detail(reply, "");
    }

    private void routes(Reply reply, ProtocolStatus protocol, ChannelStatus channel, RouterStatus status)
            throws IOException {
        details(reply, ChannelText.recovery(channel, status, "  "));
        details(reply, ChannelText.limits(channel.setup().limits(), "  "));
        if (protocol.state() != ProtocolStatus.State.DOWN) {
            details(reply, ChannelText.statistics(channel, "  "));
        }
    }

    private static String state(ProtocolStatus.State state) {
        return switch (state) {
            case DOWN -> "down";
            case START -> "start";
            case WAIT -> "wait";
            case FEED -> "feed";
            case UP -> "up";
            case STOP -> "stop";
            case FLUSH -> "flush";
        };
    }

    @Override
    boolean showsZeroMetric() {
        return true;
    }

    @Override
    String pipeInfo(ProtocolStatus.PipeStatus pipe) {
        return "=> " + pipe.peer();
    }

    private void bgp(Reply reply, BgpStatus bgp, ChannelStatus channel) throws IOException {
        neighbor(reply, bgp);
        detail(reply, "    Neighbor AS:      " + bgp.neighborAs());
        if (bgp.restartTimer() != null) {
            detail(reply, "    Neighbor graceful restart active");
            detail(
                    reply,
                    "    Restart timer:    " + bgp.restartTimer().remaining().toSeconds() + "/-");
        }
        drain(reply, bgp);
        countdown(reply, "    Error wait:       ", bgp.errorWait());
        countdown(reply, "    Connect delay:    ", bgp.connectDelay());
        if (bgp.session() != null) {
            session(reply, bgp.session(), channel);
        }
        lastError(reply, bgp);
    }

    private void session(Reply reply, BgpStatus.Session session, ChannelStatus channel) throws IOException {
        BgpStatus.Capabilities peer = session.neighbor();
        BgpStatus.Capabilities own = session.local();
        detail(reply, "    Neighbor ID:      " + ReplyText.quad(session.neighborId()));
        detail(
                reply,
                "    Neighbor caps:   " + (peer.has(CapabilityType.ROUTE_REFRESH) ? " refresh" : "")
                        + (peer.has(CapabilityType.ENHANCED_ROUTE_REFRESH) ? " enhanced-refresh" : "")
                        + restart(peer)
                        + longLived(peer)
                        + (peer.has(CapabilityType.FOUR_BYTE_AS) ? " AS4" : "")
                        + (peer.addPathReceive().isEmpty() ? "" : " add-path-rx")
                        + (peer.addPathSend().isEmpty() ? "" : " add-path-tx")
                        + (peer.has(CapabilityType.EXTENDED_MESSAGE) ? " ext-messages" : ""));
        boolean receive = own.addPathReceive().stream().anyMatch(peer.addPathSend()::contains);
        boolean send = own.addPathSend().stream().anyMatch(peer.addPathReceive()::contains);
        detail(
                reply,
                "    Session:          " + ProtocolText.sort(session)
                        + (receive ? " add-path-rx" : "")
                        + (send ? " add-path-tx" : "")
                        + (own.has(CapabilityType.EXTENDED_MESSAGE) && peer.has(CapabilityType.EXTENDED_MESSAGE)
                                ? " ext-messages"
                                : ""));
        detail(reply, "    Source address:   " + ReplyText.address(session.source()));
        for (ChannelStatus.Limit limit : channel.setup().limits()) {
            if (limit.kind() == ChannelStatus.Limit.Kind.IMPORT) {
                detail(
                        reply,
                        "    Route limit:      "
                                + (channel.counts().imported()
                                        + channel.counts().filtered())
                                + "/" + limit.limit());
            }
        }
        countdown(reply, "    Hold timer:       ", session.hold());
        countdown(reply, "    Keepalive timer:  ", session.keepalive());
        tcpAo(reply, session.tcpAo());
    }

    private static String restart(BgpStatus.Capabilities caps) {
        BgpStatus.GracefulRestart restart = caps.gracefulRestart();
        if (restart == null) {
            return "";
        }
        return restart.families().isEmpty() ? " restart-aware" : " restart-able";
    }

    private static String longLived(BgpStatus.Capabilities caps) {
        BgpStatus.LongLived longLived = caps.longLived();
        if (longLived == null) {
            return "";
        }
        return longLived.families().isEmpty() ? " llgr-aware" : " llgr-able";
    }

    @Override
    String down() {
        return "DOWN";
    }

    @Override
    String rank(InterfaceStatus.Rank rank) {
        return switch (rank) {
            case PREFERRED -> "Primary, ";
            case NONE -> "Unselected, ";
            case SECONDARY -> "Secondary, ";
        };
    }

    @Override
    List<InterfaceStatus.Address> addresses(InterfaceStatus i) {
        return addresses(i, family);
    }

    @Override
    public void interfaceSummary(Reply reply, List<InterfaceStatus> interfaces) throws IOException {
        reply.row(2005, "interface state address");
        for (InterfaceStatus i : interfaces) {
            line.setLength(0);
            ReplyText.left(line, i.name(), 9).append(' ');
            ReplyText.left(line, i.up() ? "up" : down(), 5).append(' ');
            reply.row(1005, line.append(preferred(i, family, true)));
        }
    }

    @Override
    public void memory(Reply reply, List<RouterView.MemoryUse> uses) throws IOException {
        reply.row(1018, "BIRD memory usage");
        for (RouterView.MemoryUse use : uses) {
            long size = use.effective() + use.overhead();
            int magnitude = 0;
            while (size >= 10_000 && magnitude < 4) {
                size = (size + 512) / 1024;
                magnitude++;
            }
            line.setLength(0);
            ReplyText.left(line, use.label() + ":", 17).append(' ');
            ReplyText.right(line, size, 4)
                    .append(' ')
                    .append(" kMGT".charAt(magnitude))
                    .append('B');
            reply.row(1018, line);
        }
    }

    @Override
    public boolean namesTables() {
        return false;
    }

    @Override
    public void route(Reply reply, RouteEntry route, boolean first, boolean all, RouterStatus status)
            throws IOException {
        line.setLength(0);
        ReplyText.left(line, first ? ReplyText.prefix(route.prefix()) : "", 18).append(' ');
        List<RouteEntry.NextHop> hops = route.nextHops();
        boolean multipath = hops.size() > 1;
        if (route.destination() != Destination.UNICAST) {
            line.append(route.destination().label());
        } else if (multipath) {
            line.append("multipath");
        } else if (hops.isEmpty()) {
            line.append("???");
        } else {
            way(hops.getFirst());
        }
        routeTail(route, status);
        reply.row(ROUTE, line);
        if (multipath) {
            for (RouteEntry.NextHop hop : hops) {
                line.setLength(0);
                line.append('\t');
                way(hop);
                reply.row(ROUTE, line.append(" weight ").append(hop.weight()));
            }
        }
        if (all) {
            reply.row(
                    1008,
                    "\tType: " + route.kind().label() + " unicast "
                            + route.scope().label());
            attributes(reply, route);
        }
    }

    @Override
    public String counts(RouteWalk.Counts counts, String table) {
        return counts.shown() + " of " + counts.routes() + " routes for " + counts.networks() + " networks";
    }

    @Override
    public String networkNotFound() {
        return "Network not in table";
    }
}
