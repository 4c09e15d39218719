package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.control.view.AggregatorStatus;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.BmpStatus;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.MrtStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.view.RpkiStatus;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.AttributeBlob;

/** What BIRD 1.6 and 2.x print alike, up to indentation. */
public abstract class LayoutBase implements Layout {

    static final int DETAIL = 1006;
    public static final int ROUTE = 1007;

    final StringBuilder line = new StringBuilder(200);
    final TimeFormats formats;
    private final TimeText times;
    private final AttributeText attributes;

    LayoutBase(RouterView view, TimeFormats formats, ZoneId zone, LineBound bound, AttributeTitles names) {
        this.formats = formats;
        this.times = new TimeText(zone);
        this.attributes = new AttributeText(view.customAttributes(), bound, names);
    }

    @Override
    public void authorisation(Reply reply, RouterView.Authorisation authorisation, boolean all, RouterStatus status)
            throws IOException {
        line.setLength(0);
        ReplyText.left(line, text(authorisation), 20)
                .append("  [")
                .append(authorisation.protocol())
                .append(' ')
                .append(time(formats.route(), status.configured(), status.now()))
                .append("] ")
                .append(authorisation.best() ? "* " : "")
                .append('(')
                .append(authorisation.preference())
                .append(')');
        reply.row(ROUTE, line);
        if (all) {
            kind(reply, authorisation.kind(), authorisation.preference());
            if (authorisation.aspa() != null) {
                List<Long> providers = authorisation.aspa().providers();
                reply.row(
                        1012,
                        "\taspa_providers: "
                                + (providers.isEmpty()
                                        ? "0"
                                        : providers.stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(" "))));
            }
        }
    }

    /** What sort of authorisation it is, before its attributes. */
    void kind(Reply reply, String label, int preference) throws IOException {
        reply.row(1008, "\tType: " + label + " univ");
    }

    @Override
    public void neighbor(Reply reply, String protocol, RadvStatus.Neighbor neighbor, boolean all, RouterStatus status)
            throws IOException {
        line.setLength(0);
        ReplyText.left(line, neighbor.address() + "%" + neighbor.interfaceIndex(), 20)
                .append("  [")
                .append(protocol)
                .append(' ')
                .append(time(formats.route(), neighbor.since(), status.now()))
                .append("] * (0)");
        reply.row(ROUTE, line);
        if (all) {
            reply.row(1008, "\tInterface: " + neighbor.interfaceName());
        }
    }

    private static String text(RouterView.Authorisation authorisation) {
        RoaConfig roa = authorisation.roa();
        return roa == null
                ? Long.toString(authorisation.aspa().customer())
                : roa.prefix() + "-" + roa.maxLength() + " AS" + Long.toUnsignedString(roa.asn());
    }

    final String time(TimeFormat format, Instant time, Instant now) {
        return times.format(format, time, now);
    }

    final void detail(Reply reply, String text) throws IOException {
        reply.row(DETAIL, text);
    }

    final void details(Reply reply, List<String> rows) throws IOException {
        for (String row : rows) {
            detail(reply, row);
        }
    }

    /** A BMP station. */
    final void bmp(Reply reply, ProtocolStatus protocol, BmpStatus bmp) throws IOException {
        if (protocol.state() != ProtocolStatus.State.DOWN) {
            details(reply, BmpText.details(bmp));
        }
    }

    @Override
    public final void status(Reply reply, RouterStatus status) throws IOException {
        reply.row(1000, "BIRD " + status.birdVersion());
        reply.row(1011, "Router ID is " + ReplyText.quad(status.routerId()));
        hostname(reply, status);
        reply.row(1011, "Current server time is " + time(formats.base(), status.now(), status.now()));
        reply.row(1011, "Last reboot on " + time(formats.base(), status.booted(), status.now()));
        reply.row(1011, "Last reconfiguration on " + time(formats.base(), status.configured(), status.now()));
        RouterStatus.Recovery recovery = status.recovery();
        if (recovery != null) {
            reply.row(24, "Graceful restart recovery in progress");
            reply.row(24, "  Waiting for " + recovery.channels() + " " + waited() + " to recover");
            reply.row(
                    24,
                    "  Wait timer is " + seconds(recovery.remaining()) + "/"
                            + recovery.limit().toSeconds());
        }
        reply.end(
                13,
                switch (status.phase()) {
                    case RUNNING -> "Daemon is up and running";
                    case RECONFIGURING -> "Reconfiguration in progress";
                    case SHUTTING_DOWN -> "Shutdown in progress";
                });
    }

    /** The row of the router's name, if there is one. */
    void hostname(Reply reply, RouterStatus status) throws IOException {}

    /** What a graceful restart waits for. */
    abstract String waited();

    /** How long a timer has to go. */
    abstract String seconds(Duration duration);

    final void countdown(Reply reply, String title, BgpStatus.Countdown timer) throws IOException {
        if (timer != null) {
            String total =
                    timer.total() == null ? "-" : Long.toString(timer.total().toSeconds());
            detail(reply, title + seconds(timer.remaining()) + "/" + total);
        }
    }

    /** The info column of a protocol. */
    final String info(ProtocolStatus protocol) {
        return switch (protocol.details()) {
            case BgpStatus bgp -> {
                String error = ProtocolText.error(bgp);
                if (protocol.state() == ProtocolStatus.State.DOWN || protocol.state() == ProtocolStatus.State.FLUSH) {
                    yield error;
                }
                StringBuilder info = new StringBuilder();
                yield ReplyText.left(info, bgp.state().label(), 14)
                        .append(error)
                        .toString();
            }
            case ProtocolStatus.PipeStatus pipe -> pipeInfo(pipe);
            case RpkiStatus rpki -> rpki.state();
            case MrtStatus mrt -> mrt.problem() == null ? "" : mrt.problem();
            case RadvStatus radv -> "";
            case AggregatorStatus aggregator -> aggregator.table() + " => " + aggregator.peer();
            case BmpStatus bmp -> protocol.state() == ProtocolStatus.State.DOWN ? "Down" : BmpText.info(bmp);
            case ProtocolStatus.NoDetails none -> "";
        };
    }

    /** Whether a resolved next hop without a metric is shown as {@code /0}. */
    abstract boolean showsZeroMetric();

    abstract String pipeInfo(ProtocolStatus.PipeStatus pipe);

    /** The state of a session and whom it is with. */
    final void neighbor(Reply reply, BgpStatus bgp) throws IOException {
        detail(reply, "  BGP state:          " + bgp.state().label());
        if (bgp.neighborAddress() != null) {
            detail(
                    reply,
                    "    Neighbor address: " + ReplyText.address(bgp.neighborAddress())
                            + (bgp.neighborInterface() == null ? "" : "%" + bgp.neighborInterface()));
        }
    }

    final void lastError(Reply reply, BgpStatus bgp) throws IOException {
        String error = ProtocolText.error(bgp);
        if (!error.isEmpty()) {
            detail(reply, "    Last error:       " + error);
        }
    }

    /** How far a neighbor is drained; BIRD has no such line. */
    final void drain(Reply reply, BgpStatus bgp) throws IOException {
        if (bgp.drain() == null) {
            return;
        }
        String how = switch (bgp.drain().state()) {
            case MARKED ->
                "routes carry GRACEFUL_SHUTDOWN, withdrawn in "
                        + bgp.drain().withdrawal().remaining().toSeconds() + " s";
            case WITHDRAWN -> "routes are withdrawn";
        };
        detail(reply, "    Drained:          " + how);
    }

    /** Description, message, own router id and VRF. */
    void commonDetails(Reply reply, ProtocolStatus protocol, RouterStatus status) throws IOException {
        if (protocol.description() != null) {
            detail(reply, "  Description:    " + protocol.description());
        }
        if (protocol.message() != null) {
            detail(reply, "  Message:        " + protocol.message());
        }
        if (protocol.routerId() != null) {
            detail(reply, "  Router ID:      " + ReplyText.quad(protocol.routerId()));
        }
        if (protocol.vrf() != null) {
            detail(reply, "  VRF:            " + protocol.vrf());
        }
    }

    /** TCP-AO of a session, as BIRD 2.18 shows it; nothing without it. */
    final void tcpAo(Reply reply, BgpStatus.Session.TcpAo ao) throws IOException {
        if (ao != null) {
            detail(reply, "    TCP-AO:");
            detail(reply, "      Current key:    " + ao.currentKey());
            detail(reply, "      RNext key:      " + ao.rnextKey());
            detail(reply, "      Good packets:   " + ao.goodPackets());
            detail(reply, "      Bad packets:    " + ao.badPackets());
        }
    }

    /** The part of a route's line behind the destination, and the rows of attributes. */
    final void routeTail(RouteEntry route, RouterStatus status) {
        line.append(" [").append(route.protocol()).append(' ');
        line.append(time(formats.route(), route.changed(), status.now()));
        if (route.from() != null && !isOnlyGateway(route)) {
            line.append(" from ").append(ReplyText.address(route.from()));
        }
        line.append(']');
        if (route.primary()) {
            line.append(route.syncFailed() ? " !" : " *");
        }
        line.append(" (").append(route.preference());
        if (route.kind() != RouteSource.Kind.RTS_BGP) {
            int metric = AttributeBlob.find(route.attributes(), AttributeBlob.ENGINE, AttributeBlob.IGP_METRIC);
            if (route.kind() == RouteSource.Kind.RTS_STATIC && metric != AttributeBlob.ABSENT && !showsZeroMetric()) {
                line.append('/').append(AttributeBlob.u32(route.attributes(), metric));
            }
            line.append(')');
            return;
        }
        if (route.suppressed()) {
            line.append('-');
        }
        if (route.stale()) {
            line.append('s');
        }
        RouteEntry.Resolution resolution = route.resolution();
        if (resolution != null && (resolution.metric() != 0 || showsZeroMetric())) {
            line.append('/');
            if (!resolution.reachable()) {
                line.append('-');
            } else if (resolution.metric() < 0) {
                line.append('?');
            } else {
                line.append(resolution.metric());
            }
        }
        line.append(") [");
        long origin = AttributeText.originAs(route.attributes());
        if (origin >= 0) {
            line.append("AS").append(origin);
        }
        int at = AttributeBlob.find(route.attributes(), AttributeBlob.BGP, AttributeBlob.ORIGIN);
        if (at != AttributeBlob.ABSENT) {
            int code = AttributeBlob.u8(route.attributes(), at);
            line.append(code <= 2 ? "ie?".charAt(code) : '?');
        }
        line.append(']');
    }

    private static boolean isOnlyGateway(RouteEntry route) {
        return !route.nextHops().isEmpty()
                && route.from().equals(route.nextHops().getFirst().gateway());
    }

    /** Appends gateway and interface of a next hop. */
    final void way(RouteEntry.NextHop hop) {
        if (hop.gateway() == null) {
            line.append("dev ");
        } else {
            line.append("via ").append(ReplyText.address(hop.gateway())).append(" on ");
        }
        line.append(hop.interfaceName());
    }

    final void attributes(Reply reply, RouteEntry route) throws IOException {
        attributes.print(reply, route.attributes());
    }

    @Override
    public final void networkInterface(Reply reply, InterfaceStatus i) throws IOException {
        reply.row(
                1001,
                i.name() + ' ' + (i.up() ? "up" : down()) + " (index=" + i.index()
                        + (i.master() == null ? "" : " master=" + i.master()) + ")");
        reply.row(1004, flags(i));
        for (InterfaceStatus.Address address : addresses(i)) {
            reply.row(
                    1003,
                    "\t" + ReplyText.address(address.address()) + "/" + address.length() + " (" + rank(address.rank())
                            + (address.opposite() == null
                                    ? ""
                                    : "opposite " + ReplyText.address(address.opposite()) + ", ")
                            + "scope " + address.scope() + ")");
        }
    }

    /** The state of an interface that is not up. */
    abstract String down();

    /** What stands in front of an address of that rank. */
    abstract String rank(InterfaceStatus.Rank rank);

    /** The addresses that are shown, in order. */
    abstract List<InterfaceStatus.Address> addresses(InterfaceStatus networkInterface);

    static List<InterfaceStatus.Address> addresses(InterfaceStatus networkInterface, IpFamily family) {
        return networkInterface.addresses().stream()
                .filter(address -> address.address() instanceof Inet4Address == (family == IpFamily.IPV4))
                .toList();
    }

    /** The first preferred address of a family as a prefix, link-local ones only where wanted; empty if none. */
    static String preferred(InterfaceStatus networkInterface, IpFamily family, boolean linkLocal) {
        return addresses(networkInterface, family).stream()
                .filter(address -> address.rank() == InterfaceStatus.Rank.PREFERRED)
                .filter(address -> linkLocal || !address.address().isLinkLocalAddress())
                .findFirst()
                .map(address -> ReplyText.address(address.address()) + "/" + address.length())
                .orElse("");
    }

    private static String flags(InterfaceStatus networkInterface) {
        Set<InterfaceStatus.Flag> flags = networkInterface.flags();
        return "\t"
                + (flags.contains(InterfaceStatus.Flag.MULTI_ACCESS) ? "MultiAccess" : "PtP")
                + (flags.contains(InterfaceStatus.Flag.BROADCAST) ? " Broadcast" : "")
                + (flags.contains(InterfaceStatus.Flag.MULTICAST) ? " Multicast" : "")
                + (flags.contains(InterfaceStatus.Flag.ADMIN_UP) ? " AdminUp" : " AdminDown")
                + (flags.contains(InterfaceStatus.Flag.LINK_UP) ? " LinkUp" : " LinkDown")
                + (flags.contains(InterfaceStatus.Flag.LOOPBACK) ? " Loopback" : "")
                + (flags.contains(InterfaceStatus.Flag.IGNORED) ? " Ignored" : "")
                + " MTU="
                + networkInterface.mtu();
    }
}
