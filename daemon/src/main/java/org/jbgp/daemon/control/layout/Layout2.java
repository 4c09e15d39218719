package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
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
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.CapabilityType;

/** The layouts of BIRD 2.x, measured on 2.0.12. */
class Layout2 extends LayoutBase {

    Layout2(RouterView view, TimeFormats formats, ZoneId zone, AttributeTitles names) {
        super(view, formats, zone, LineBound.BIRD_2, names);
    }

    @Override
    void hostname(Reply reply, RouterStatus status) throws IOException {
        if (status.hostname() != null) {
            reply.row(1011, "Hostname is " + status.hostname());
        }
    }

    @Override
    String waited() {
        return "channels";
    }

    @Override
    String seconds(Duration duration) {
        return ReplyText.millis(duration);
    }

    @Override
    public void bfd(Reply reply, BfdStatus protocol, boolean all, RouterStatus status) throws IOException {
        BfdText.write(reply, protocol, all, false, moment -> time(formats.protocol(), moment, status.now()));
    }

    @Override
    public void protocolsHeading(Reply reply) throws IOException {
        reply.row(2002, "Name       Proto      Table      State  Since         Info");
    }

    @Override
    public void protocol(Reply reply, ProtocolStatus protocol, boolean all, RouterStatus status) throws IOException {
        line.setLength(0);
        ReplyText.left(line, protocol.name(), 10).append(' ');
        ReplyText.left(line, protocol.type(), 10).append(' ');
        ReplyText.left(line, ProtocolText.table(protocol), 10).append(' ');
        ReplyText.left(line, ProtocolText.state(protocol.state()), 6).append(' ');
        ReplyText.left(line, time(formats.protocol(), protocol.changed(), status.now()), 12)
                .append("  ");
        line.append(info(protocol));
        reply.row(1002, line);
        if (!all) {
            return;
        }
        commonDetails(reply, protocol, status);
        switch (protocol.details()) {
            case BgpStatus bgp -> bgp(reply, protocol, bgp, status);
            case ProtocolStatus.PipeStatus pipe -> pipe(reply, protocol, pipe);
            case RpkiStatus rpki -> rpki(reply, protocol, rpki, status);
            case MrtStatus mrt -> details(reply, MrtText.details(mrt, at -> time(formats.base(), at, status.now())));
            case RadvStatus radv -> radv(reply, radv);
            case AggregatorStatus aggregator -> {
                aggregator(reply, aggregator);
                for (ChannelStatus channel : protocol.channels()) {
                    channel(reply, channel, status);
                }
            }
            case BmpStatus bmp -> bmp(reply, protocol, bmp);
            case ProtocolStatus.NoDetails none -> {
                for (ChannelStatus channel : protocol.channels()) {
                    channel(reply, channel, status);
                }
            }
        }
        detail(reply, "");
    }

    private void aggregator(Reply reply, AggregatorStatus aggregator) throws IOException {
        detail(reply, "  Peer table:     " + aggregator.peer());
        for (AggregatorStatus.Aggregate aggregate : aggregator.aggregates()) {
            detail(
                    reply,
                    "  Aggregate:      " + aggregate.prefix() + (aggregate.up() ? ", up, of " : ", down, of ")
                            + aggregate.routes() + (aggregate.routes() == 1 ? " route" : " routes")
                            + (aggregate.summaryOnly() ? ", summary only" : ""));
        }
    }

    private void radv(Reply reply, RadvStatus radv) throws IOException {
        detail(reply, "  Neighbor table: " + radv.table());
        for (RadvStatus.Link link : radv.links()) {
            detail(reply, "  Interface " + link.interfaceName());
            detail(reply, "    State:          " + (link.problem() == null ? "Up" : "Down: " + link.problem()));
            detail(
                    reply,
                    "    Messages:       " + link.messages().sent() + " sent, "
                            + link.messages().received() + " received, "
                            + link.messages().ignored() + " ignored");
            for (RadvStatus.Router router : link.routers()) {
                detail(reply, "    Router:         " + router.address() + ", expires in " + router.expires() + " s");
            }
        }
    }

    @Override
    boolean showsZeroMetric() {
        return false;
    }

    @Override
    String pipeInfo(ProtocolStatus.PipeStatus pipe) {
        return pipe.primary() + " <=> " + pipe.peer();
    }

    private void rpki(Reply reply, ProtocolStatus protocol, RpkiStatus rpki, RouterStatus status) throws IOException {
        details(reply, RpkiText.details(rpki));
        for (String name : List.of("roa4", "roa6", "aspa")) {
            boolean missing = true;
            for (ChannelStatus channel : protocol.channels()) {
                if (channel.name().equals(name)) {
                    channel(reply, channel, status);
                    missing = false;
                }
            }
            if (missing) {
                detail(reply, "  No " + name + " channel");
            }
        }
    }

    private void channel(Reply reply, ChannelStatus channel, RouterStatus status) throws IOException {
        detail(reply, "  Channel " + channel.name());
        detail(reply, "    State:          " + channel.state());
        if (channel.bgp().disabled() != null) {
            detail(reply, "    Disabled:       " + channel.bgp().disabled());
        }
        detail(reply, "    Table:          " + channel.table());
        detail(reply, "    Preference:     " + channel.setup().preference());
        detail(reply, "    Input filter:   " + channel.setup().importFilter());
        detail(reply, "    Output filter:  " + channel.setup().exportFilter());
        details(reply, ChannelText.recovery(channel, status, "    "));
        details(reply, ChannelText.limits(channel.setup().limits(), "    "));
        if (channel.state() != ChannelStatus.State.DOWN || channel.bgp().disabled() != null) {
            details(reply, ChannelText.statistics(channel, "    "));
        }
    }

    private void pipe(Reply reply, ProtocolStatus protocol, ProtocolStatus.PipeStatus pipe) throws IOException {
        detail(reply, "  Channel main");
        detail(reply, "    Table:          " + pipe.primary());
        detail(reply, "    Peer table:     " + pipe.peer());
        detail(reply, "    Import state:   " + pipe.importState());
        detail(reply, "    Export state:   " + pipe.exportState());
        if (protocol.channels().isEmpty()) {
            return;
        }
        ChannelStatus channel = protocol.channels().getFirst();
        detail(reply, "    Import filter:  " + channel.setup().importFilter());
        detail(reply, "    Export filter:  " + channel.setup().exportFilter());
        details(reply, ChannelText.limits(channel.setup().limits(), "    "));
        if (protocol.state() != ProtocolStatus.State.DOWN) {
            details(reply, ChannelText.pipeStatistics(channel));
        }
    }

    private void bgp(Reply reply, ProtocolStatus protocol, BgpStatus bgp, RouterStatus status) throws IOException {
        neighbor(reply, bgp);
        if (bgp.neighborRange() != null) {
            detail(reply, "    Neighbor range:   " + bgp.neighborRange());
        }
        if (bgp.neighborPort() != 0) {
            detail(reply, "    Neighbor port:    " + bgp.neighborPort());
        }
        detail(reply, "    Neighbor AS:      " + bgp.neighborAs());
        detail(reply, "    Local AS:         " + bgp.localAs());
        if (bgp.restartTimer() != null) {
            detail(reply, "    Neighbor graceful restart active");
        }
        drain(reply, bgp);
        countdown(reply, "    Error wait:       ", bgp.errorWait());
        countdown(reply, "    Connect delay:    ", bgp.connectDelay());
        if (bgp.session() == null) {
            countdown(reply, "    Restart timer:    ", bgp.restartTimer());
        } else {
            session(reply, bgp.session());
        }
        lastError(reply, bgp);
        for (ChannelStatus channel : protocol.channels()) {
            channel(reply, channel, status);
            if (channel.state() == ChannelStatus.State.UP && channel.bgp().nextHop() != null) {
                detail(
                        reply,
                        "    BGP Next hop:   " + ReplyText.address(channel.bgp().nextHop())
                                + (channel.bgp().linkLocalNextHop() == null
                                        ? ""
                                        : " " + ReplyText.address(channel.bgp().linkLocalNextHop())));
            }
            if (channel.bgp().igpTable4() != null) {
                detail(reply, "    IGP IPv4 table: " + channel.bgp().igpTable4());
            }
            if (channel.bgp().igpTable6() != null) {
                detail(reply, "    IGP IPv6 table: " + channel.bgp().igpTable6());
            }
        }
    }

    private void session(Reply reply, BgpStatus.Session session) throws IOException {
        detail(reply, "    Neighbor ID:      " + ReplyText.quad(session.neighborId()));
        detail(reply, "    Local capabilities");
        capabilities(reply, session.local());
        detail(reply, "    Neighbor capabilities");
        capabilities(reply, session.neighbor());
        detail(reply, "    Session:          " + ProtocolText.sort(session));
        detail(reply, "    Source address:   " + ReplyText.address(session.source()));
        countdown(reply, "    Hold timer:       ", session.hold());
        countdown(reply, "    Keepalive timer:  ", session.keepalive());
        countdown(reply, "    Send hold timer:  ", session.sendHold());
        tcpAo(reply, session.tcpAo());
    }

    private void capabilities(Reply reply, BgpStatus.Capabilities caps) throws IOException {
        for (CapabilityType type : CapabilityType.values()) {
            if (caps.has(type) && !type.text().isEmpty()) {
                capability(reply, type, caps);
            }
        }
    }

    private void capability(Reply reply, CapabilityType type, BgpStatus.Capabilities caps) throws IOException {
        String title = "      " + type.text();
        switch (type) {
            case MULTIPROTOCOL -> familiesOf(reply, title, "        AF announced:", caps.multiprotocol());
            case EXTENDED_NEXT_HOP -> familiesOf(reply, title, "        IPv6 nexthop:", caps.extendedNextHop());
            case GRACEFUL_RESTART -> {
                detail(reply, title);
                restart(reply, caps.gracefulRestart());
            }
            case ADD_PATH -> {
                if (!caps.addPathReceive().isEmpty() || !caps.addPathSend().isEmpty()) {
                    detail(reply, title);
                    families(reply, "        RX:", caps.addPathReceive());
                    families(reply, "        TX:", caps.addPathSend());
                }
            }
            case LONG_LIVED_GRACEFUL_RESTART -> {
                detail(reply, title);
                longLived(reply, caps.longLived());
            }
            case HOSTNAME -> detail(reply, title + ": " + caps.hostname());
            case ROLE -> detail(reply, title + ": " + caps.role());
            default -> detail(reply, title); // its name says all of it
        }
    }

    private void restart(Reply reply, BgpStatus.GracefulRestart restart) throws IOException {
        if (restart.notifications()) {
            detail(reply, "        Also after a NOTIFICATION");
        }
        if (!restart.families().isEmpty()) {
            detail(reply, "        Restart time: " + restart.seconds());
            if (restart.restarting()) {
                detail(reply, "        Restart recovery");
            }
            families(reply, "        AF supported:", restart.families());
            families(reply, "        AF preserved:", inOrder(restart.families(), restart.preserved()));
        }
    }

    private void longLived(Reply reply, BgpStatus.LongLived longLived) throws IOException {
        if (!longLived.families().isEmpty()) {
            detail(reply, "        LL stale time: " + longLived.seconds());
            families(reply, "        AF supported:", longLived.families());
            families(reply, "        AF preserved:", inOrder(longLived.families(), longLived.preserved()));
        }
    }

    private void familiesOf(Reply reply, String title, String label, List<AddressFamily> families) throws IOException {
        if (!families.isEmpty()) {
            detail(reply, title);
            families(reply, label, families);
        }
    }

    private static List<AddressFamily> inOrder(List<AddressFamily> families, java.util.Set<AddressFamily> subset) {
        return families.stream().filter(subset::contains).toList();
    }

    private void families(Reply reply, String title, List<AddressFamily> families) throws IOException {
        line.setLength(0);
        line.append(title);
        for (AddressFamily family : families) {
            line.append(' ').append(family.label());
        }
        reply.row(DETAIL, line);
    }

    @Override
    String down() {
        return "down";
    }

    @Override
    String rank(InterfaceStatus.Rank rank) {
        return switch (rank) {
            case PREFERRED -> "Preferred, ";
            case NONE -> "";
            case SECONDARY -> "Secondary, ";
        };
    }

    @Override
    List<InterfaceStatus.Address> addresses(InterfaceStatus i) {
        List<InterfaceStatus.Address> addresses = new ArrayList<>(addresses(i, IpFamily.IPV4));
        addresses.addAll(addresses(i, IpFamily.IPV6));
        return addresses;
    }

    @Override
    public void interfaceSummary(Reply reply, List<InterfaceStatus> interfaces) throws IOException {
        reply.row(2005, "Interface  State  IPv4 address       IPv6 address");
        for (InterfaceStatus i : interfaces) {
            line.setLength(0);
            ReplyText.left(line, i.name(), 10).append(' ');
            ReplyText.left(line, i.up() ? "up" : down(), 6).append(' ');
            ReplyText.left(line, preferred(i, IpFamily.IPV4, true), 18).append(' ');
            reply.row(1005, line.append(preferred(i, IpFamily.IPV6, false)));
        }
    }

    @Override
    public void memory(Reply reply, List<RouterView.MemoryUse> uses) throws IOException {
        reply.row(1018, "BIRD memory usage");
        reply.row(1018, "                  Effective    Overhead");
        for (RouterView.MemoryUse use : uses) {
            line.setLength(0);
            ReplyText.left(line, use.label() + ":", 17).append(' ');
            size(use.effective());
            line.append("   ");
            size(use.overhead());
            reply.row(1018, line);
        }
    }

    private void size(long bytes) {
        long tenths = bytes * 10;
        int magnitude = 0;
        while (tenths >= 100_000 && magnitude < 4) {
            tenths = (tenths + 512) / 1024;
            magnitude++;
        }
        ReplyText.right(line, tenths / 10, 4)
                .append('.')
                .append(tenths % 10)
                .append(' ')
                .append(" kMGT".charAt(magnitude))
                .append('B');
    }

    @Override
    public boolean namesTables() {
        return true;
    }

    @Override
    public void route(Reply reply, RouteEntry route, boolean first, boolean all, RouterStatus status)
            throws IOException {
        line.setLength(0);
        ReplyText.left(line, first ? ReplyText.prefix(route.prefix()) : "", 20).append(' ');
        line.append(route.destination().label());
        routeTail(route, status);
        reply.row(ROUTE, line);
        boolean weights = route.nextHops().size() > 1;
        for (RouteEntry.NextHop hop : route.nextHops()) {
            line.setLength(0);
            line.append('\t');
            way(hop);
            line.append(hop.onlink() ? " onlink" : "");
            if (weights) {
                line.append(" weight ").append(hop.weight());
            }
            reply.row(ROUTE, line);
        }
        if (all) {
            kind(reply, route);
            attributes(reply, route);
        }
    }

    /** What sort of route it is, before its attributes. */
    void kind(Reply reply, RouteEntry route) throws IOException {
        reply.row(1008, "\tType: " + route.kind().label() + " " + route.scope().label());
    }

    @Override
    public String counts(RouteWalk.Counts counts, String table) {
        return counts.shown() + " of " + counts.routes() + " routes for " + counts.networks() + " networks in table "
                + table;
    }

    @Override
    public String networkNotFound() {
        return "Network not found";
    }
}
