package org.jbgp.daemon.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.CapabilityType;

/** The situation {@code bird-1.6.8.txt} was recorded in, by asking a real BIRD 1.6.8. */
final class Golden16 {

    private static final List<AddressFamily> IPV4 = List.of(AddressFamily.IPV4_UNICAST);
    private static final String START = "13:20:29";

    private final FakeRouter router = new FakeRouter();

    static FakeRouter router() {
        Golden16 golden = new Golden16();
        golden.daemon();
        golden.protocols();
        golden.routes();
        golden.interfaces();
        return golden.router;
    }

    private void daemon() {
        TimeFormat recent = new TimeFormat("%T", 72_000, Optional.of("%F"));
        TimeFormat base = new TimeFormat("%F %T", 0, Optional.empty());
        router.formats = new TimeFormats(base, base, recent, recent);
        router.status = new RouterStatus(
                new RouterStatus.Versions("0.1.0", "1.6.8"),
                0x0a090001,
                "golden",
                new RouterStatus.Times(FakeRouter.at("13:20:42"), FakeRouter.at(START), FakeRouter.at(START)),
                null,
                RouterStatus.Phase.RUNNING,
                new RouterStatus.Pending("a.conf", null, false, null));
        router.tables.add(RouteTables.Table.ofRoutes("master", AddressFamily.IPV4_UNICAST, true));
        router.tables.add(RouteTables.Table.ofRoutes("second", AddressFamily.IPV4_UNICAST, false));
        for (String line : List.of(
                "Routing tables,34816",
                "Route attributes,14336",
                "ROA tables,192",
                "Protocols,33792",
                "Total,132096")) {
            String[] fields = line.split(",", -1);
            router.memory.add(new RouterView.MemoryUse(fields[0], Long.parseLong(fields[1]), 0));
        }
    }

    private void protocols() {
        plain("device1", "Device");
        plain("direct1", "Direct", channel(240, "ACCEPT", "REJECT", 2, 0, 4, Sample.changes(2, 0, 0, 2, 0, 0, 0, 0)));
        plain("kernel1", "Kernel", channel(10, "ACCEPT", "ACCEPT", 1, 13, 2, Sample.changes(1, 0, 0, 1, 18, 5, 0, 13)));
        plain("static1", "Static", channel(200, "ACCEPT", "REJECT", 6, 0, 12, Sample.changes(6, 0, 0, 6, 0, 0, 0, 0)));
        ChannelStatus.Changes piped = new ChannelStatus.Changes(
                new ChannelStatus.Updates(15, 15, 0, 0, 0),
                new ChannelStatus.Withdraws(0, 0, 0, 0),
                new ChannelStatus.Updates(15, 0, 0, 3, 12),
                new ChannelStatus.Withdraws(0, 0, 0, 0));
        router.protocols.add(Sample.protocol(
                "pipe1",
                "Pipe",
                ProtocolStatus.State.UP,
                START,
                null,
                List.of(channel(70, "REJECT", "ACCEPT", 0, 12, 0, piped)),
                new ProtocolStatus.PipeStatus("master", "second", "up", "up")));
        router.protocols.add(up1());
        bgp("Mesh_10_9_1_3", "10.9.1.3", 65001, BgpStatus.State.ACTIVE, "Connection reset by peer", "4", "ACCEPT");
        bgp("dis1", "10.9.1.9", 65009, BgpStatus.State.DOWN, null, null, "ACCEPT");
        bgp("noone", "10.9.1.8", 65009, BgpStatus.State.CONNECT, "No route to host", null, "REJECT");
        bgp("pas", "10.9.1.7", 65009, BgpStatus.State.PASSIVE, null, null, "REJECT");
        bgp("bad", "10.9.1.2", 65009, BgpStatus.State.ACTIVE, "Connection refused", "1", "REJECT");
    }

    private static ProtocolStatus up1() {
        BgpStatus.Capabilities peer = new BgpStatus.Capabilities(
                EnumSet.of(
                        CapabilityType.MULTIPROTOCOL,
                        CapabilityType.ROUTE_REFRESH,
                        CapabilityType.GRACEFUL_RESTART,
                        CapabilityType.FOUR_BYTE_AS,
                        CapabilityType.ADD_PATH,
                        CapabilityType.ENHANCED_ROUTE_REFRESH,
                        CapabilityType.LONG_LIVED_GRACEFUL_RESTART),
                IPV4,
                List.of(),
                new BgpStatus.GracefulRestart(120, false, IPV4, Set.of(), false),
                new BgpStatus.Capabilities.AddPaths(List.of(), List.of()),
                new BgpStatus.LongLived(0, List.of(), Set.of()),
                null,
                null);
        BgpStatus.Capabilities own = new BgpStatus.Capabilities(
                EnumSet.of(
                        CapabilityType.MULTIPROTOCOL,
                        CapabilityType.ROUTE_REFRESH,
                        CapabilityType.GRACEFUL_RESTART,
                        CapabilityType.FOUR_BYTE_AS,
                        CapabilityType.ADD_PATH,
                        CapabilityType.ENHANCED_ROUTE_REFRESH,
                        CapabilityType.LONG_LIVED_GRACEFUL_RESTART),
                IPV4,
                List.of(),
                new BgpStatus.GracefulRestart(120, false, IPV4, Set.of(), false),
                new BgpStatus.Capabilities.AddPaths(IPV4, IPV4),
                new BgpStatus.LongLived(0, List.of(), Set.of()),
                null,
                null);
        BgpStatus.Session session = new BgpStatus.Session(
                0x0a090002,
                own,
                peer,
                new BgpStatus.Session.Sort(false, false, false, false, true),
                Sample.address("10.9.1.1"),
                new BgpStatus.Session.Timers(Sample.timer("80", 90), Sample.timer("15", 30), null),
                Duration.ofSeconds(8),
                null);
        BgpStatus bgp = new BgpStatus(
                BgpStatus.State.ESTABLISHED,
                new BgpStatus.Ends(Sample.address("10.9.1.2"), null, null, 0, 65002, 65001),
                new BgpStatus.Waits(null, null, null, null),
                session,
                BgpStatus.LastError.NONE);
        ChannelStatus.Changes changes = new ChannelStatus.Changes(
                new ChannelStatus.Updates(4, 0, 1, 0, 3),
                new ChannelStatus.Withdraws(0, 0, 1, 0),
                new ChannelStatus.Updates(11, 2, 4, 0, 5),
                new ChannelStatus.Withdraws(0, 0, 0, 0));
        ChannelStatus channel = new ChannelStatus(
                "ipv4",
                ChannelStatus.State.UP,
                "master",
                new ChannelStatus.Setup(
                        100,
                        "pick",
                        "(unnamed)",
                        true,
                        List.of(new ChannelStatus.Limit(
                                ChannelStatus.Limit.Kind.IMPORT, 1000, false, ChannelStatus.Limit.Action.WARN))),
                new ChannelStatus.Counts(3, 1, 5, 4),
                changes,
                ChannelStatus.Recovery.NONE,
                ChannelStatus.Bgp.NONE);
        return Sample.protocol(
                "up1", "BGP", ProtocolStatus.State.UP, "13:20:33", "the other one", List.of(channel), bgp);
    }

    private void bgp(
            String name, String peer, long as, BgpStatus.State state, String error, String delay, String export) {
        BgpStatus bgp = new BgpStatus(
                state,
                new BgpStatus.Ends(Sample.address(peer), null, null, 0, as, 65001),
                new BgpStatus.Waits(null, delay == null ? null : Sample.timer(delay, 5), null, null),
                null,
                error == null
                        ? BgpStatus.LastError.NONE
                        : new BgpStatus.LastError(BgpStatus.LastError.Kind.SOCKET, error));
        ProtocolStatus.State life =
                state == BgpStatus.State.DOWN ? ProtocolStatus.State.DOWN : ProtocolStatus.State.START;
        router.protocols.add(Sample.protocol(
                name,
                "BGP",
                life,
                START,
                null,
                List.of(channel(100, "ACCEPT", export, 0, 0, 0, ChannelStatus.Changes.NONE)),
                bgp));
    }

    private void plain(String name, String type, ChannelStatus... channels) {
        router.protocols.add(
                Sample.protocol(name, type, ProtocolStatus.State.UP, START, null, List.of(channels), Sample.NONE));
    }

    private static ChannelStatus channel(
            int preference,
            String in,
            String out,
            long imported,
            long exported,
            long preferred,
            ChannelStatus.Changes changes) {
        return new ChannelStatus(
                "ipv4",
                ChannelStatus.State.UP,
                "master",
                new ChannelStatus.Setup(preference, in, out, false, List.of()),
                new ChannelStatus.Counts(imported, 0, exported, preferred),
                changes,
                ChannelStatus.Recovery.NONE,
                ChannelStatus.Bgp.NONE);
    }

    private void routes() {
        byte[] none = {};
        byte[] plain = Sample.path("0a090102", "0000fdea");
        byte[] rich = Sample.bytes("40010001" + "00" + "4002000a" + "0202" + "0000fdea" + "fa56ea01" + "40030004"
                + "0a090102" + "40050004" + "00000064" + "c0080008" + "fdea0001" + "ffffff01" + "c0100008"
                + "0002fdea0000002a" + "c020000c" + "0000fdea" + "00000007" + "00000008");
        add("10.9.2.2/32", "direct1", RouteSource.Kind.RTS_DEVICE, 240, null, true, none, "ctlP");
        add("10.9.1.0/24", "direct1", RouteSource.Kind.RTS_DEVICE, 240, null, true, none, "ctlA");
        add("100.64.0.0/24", "up1", RouteSource.Kind.RTS_BGP, 100, "10.9.1.2", true, rich, "10.9.1.2%ctlA");
        add("100.64.1.0/24", "up1", RouteSource.Kind.RTS_BGP, 100, "10.9.1.2", true, plain, "10.9.1.2%ctlA");
        add("198.51.102.0/24", "static1", RouteSource.Kind.RTS_STATIC, 200, null, true, none, "prohibit");
        add("198.51.100.0/24", "static1", RouteSource.Kind.RTS_STATIC, 200, null, true, none, "blackhole");
        add("198.51.100.0/24", "up1", RouteSource.Kind.RTS_BGP, 100, "10.9.1.2", false, plain, "10.9.1.2%ctlA");
        add("198.51.101.0/24", "static1", RouteSource.Kind.RTS_STATIC, 200, null, true, none, "unreachable");
        add("192.0.2.0/25", "static1", RouteSource.Kind.RTS_STATIC, 200, null, true, none, "10.9.1.2%ctlA");
        add(
                "192.0.2.128/25",
                "static1",
                RouteSource.Kind.RTS_STATIC,
                200,
                null,
                true,
                none,
                "10.9.1.3%ctlA*2 10.9.1.2%ctlA*1");
        add("172.31.0.0/16", "static1", RouteSource.Kind.RTS_STATIC_DEVICE, 200, null, true, none, "ctlA");
        add(
                "10.55.0.0/16",
                "kernel1",
                RouteSource.Kind.RTS_INHERIT,
                10,
                null,
                true,
                Sample.bytes("01060004" + "00000004" + "01070004" + "00000000"),
                "10.9.1.3%ctlA");
        router.exported.put(
                "up1",
                Set.of("198.51.102.0/24", "198.51.100.0/24", "198.51.101.0/24", "192.0.2.0/25", "192.0.2.128/25"));
        router.offered.put(
                "up1",
                Set.of(
                        "10.9.2.2/32",
                        "10.9.1.0/24",
                        "198.51.102.0/24",
                        "198.51.100.0/24",
                        "198.51.101.0/24",
                        "192.0.2.0/25",
                        "192.0.2.128/25",
                        "172.31.0.0/16",
                        "10.55.0.0/16"));
        router.filteredRoutes.put(
                "master",
                List.of(Sample.route(
                        "203.0.113.0/24",
                        "up1",
                        RouteSource.Kind.RTS_BGP,
                        100,
                        FakeRouter.at("13:20:33"),
                        "10.9.1.2",
                        true,
                        plain,
                        "10.9.1.2%ctlA")));
    }

    private void add(
            String prefix,
            String protocol,
            RouteSource.Kind kind,
            int preference,
            String from,
            boolean primary,
            byte[] attributes,
            String target) {
        String changed = protocol.equals("up1") ? "13:20:33" : START;
        router.routes
                .computeIfAbsent("master", name -> new ArrayList<>())
                .add(Sample.route(
                        prefix, protocol, kind, preference, FakeRouter.at(changed), from, primary, attributes, target));
    }

    private void interfaces() {
        router.interfaces.add(new InterfaceStatus(
                "lo",
                1,
                true,
                null,
                EnumSet.of(
                        InterfaceStatus.Flag.MULTI_ACCESS,
                        InterfaceStatus.Flag.ADMIN_UP,
                        InterfaceStatus.Flag.LINK_UP,
                        InterfaceStatus.Flag.LOOPBACK,
                        InterfaceStatus.Flag.IGNORED),
                65536,
                List.of(Sample.own("127.0.0.1", 8, null, "host"))));
        ethernet("ctlA", 2, true, Sample.own("10.9.1.1", 24, null, "site"));
        ethernet("ctlQ", 3, false);
        ethernet("ctlP", 4, true, Sample.own("10.9.2.1", 32, "10.9.2.2", "site"));
    }

    private void ethernet(String name, int index, boolean up, InterfaceStatus.Address... addresses) {
        router.interfaces.add(new InterfaceStatus(
                name,
                index,
                up,
                null,
                EnumSet.of(
                        InterfaceStatus.Flag.MULTI_ACCESS,
                        InterfaceStatus.Flag.BROADCAST,
                        InterfaceStatus.Flag.MULTICAST,
                        InterfaceStatus.Flag.ADMIN_UP,
                        InterfaceStatus.Flag.LINK_UP),
                1500,
                List.of(addresses)));
    }
}
