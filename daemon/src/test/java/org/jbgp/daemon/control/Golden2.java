package org.jbgp.daemon.control;

import java.time.Duration;
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

/**
 * The situation {@code bird-2.0.12.txt} was recorded in, by asking a real BIRD 2.0.12 that peered with two others in
 * network namespaces; the builders also serve the one of {@code bird-1.6.8.txt}.
 */
final class Golden2 {

    private static final List<AddressFamily> BOTH = List.of(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST);
    private static final String START = "13:19:23.818";

    private final FakeRouter router = new FakeRouter();

    static FakeRouter router() {
        Golden2 golden = new Golden2();
        golden.daemon();
        golden.protocols();
        golden.routes4();
        golden.routes6();
        golden.interfaces();
        golden.router.history = new SampleHistory();
        golden.router.rejected = SampleHistory.rejected();
        return golden.router;
    }

    private void daemon() {
        TimeFormat recent = new TimeFormat("%T.%3f", 72_000, Optional.of("%F"));
        TimeFormat base = new TimeFormat("%F %T.%3f", 0, Optional.empty());
        router.formats = new TimeFormats(base, base, recent, recent);
        router.status = new RouterStatus(
                new RouterStatus.Versions("0.1.0", "2.0.12"),
                0x0a090001,
                "golden",
                new RouterStatus.Times(FakeRouter.at("13:19:36.020"), FakeRouter.at(START), FakeRouter.at(START)),
                null,
                RouterStatus.Phase.RUNNING,
                new RouterStatus.Pending("a.conf", null, false, null));
        for (String line : List.of(
                "Routing tables,32358,15565",
                "Route attributes,3086,11878",
                "Protocols,48947,14950",
                "Current config,24576,568",
                "Standby memory,0,53248",
                "Total,134144,101478")) {
            String[] fields = line.split(",", -1);
            router.memory.add(
                    new RouterView.MemoryUse(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2])));
        }
        router.symbols.add(new RouterView.Symbol("up1", "protocol"));
        for (String table : List.of("master4", "master6", "second")) {
            router.symbols.add(new RouterView.Symbol(table, "routing table"));
            router.tables.add(RouteTables.Table.ofRoutes(
                    table,
                    table.endsWith("6") ? AddressFamily.IPV6_UNICAST : AddressFamily.IPV4_UNICAST,
                    !table.equals("second")));
        }
    }

    private void protocols() {
        plain("device1", "Device");
        plain(
                "direct1",
                "Direct",
                Sample.channel("ipv4", 240, "ACCEPT", "REJECT", 2, 0, 0, 2, Sample.changes(2, 0, 0, 2, 0, 0, 0, 0)),
                Sample.channel("ipv6", 240, "ACCEPT", "REJECT", 1, 0, 0, 1, Sample.changes(1, 0, 0, 1, 0, 0, 0, 0)));
        plain(
                "kernel4",
                "Kernel",
                Sample.channel("ipv4", 10, "ACCEPT", "ACCEPT", 1, 0, 11, 1, Sample.changes(1, 0, 0, 1, 21, 1, 0, 20)));
        plain(
                "kernel6",
                "Kernel",
                Sample.channel("ipv6", 10, "ACCEPT", "REJECT", 0, 0, 0, 0, Sample.changes(0, 0, 0, 0, 7, 0, 7, 0)));
        plain(
                "static4",
                "Static",
                Sample.channel("ipv4", 200, "ACCEPT", "REJECT", 7, 0, 0, 7, Sample.changes(7, 0, 0, 7, 0, 0, 0, 0)));
        plain(
                "static6",
                "Static",
                Sample.channel("ipv6", 200, "ACCEPT", "REJECT", 2, 0, 0, 2, Sample.changes(2, 0, 0, 2, 0, 0, 0, 0)));
        ChannelStatus.Changes piped = new ChannelStatus.Changes(
                new ChannelStatus.Updates(22, 22, 0, 0, 0),
                new ChannelStatus.Withdraws(0, 0, 0, 0),
                new ChannelStatus.Updates(15, 0, 0, 2, 13),
                new ChannelStatus.Withdraws(0, 0, 0, 0));
        router.protocols.add(Sample.protocol(
                "pipe1",
                "Pipe",
                ProtocolStatus.State.UP,
                START,
                null,
                List.of(Sample.channel("main", 70, "REJECT", "ACCEPT", 0, 0, 13, 0, piped)),
                new ProtocolStatus.PipeStatus("master4", "second", "up", "up")));
        router.protocols.add(up1());
        bgp(
                "ibgp1",
                "10.9.1.3",
                65001,
                BgpStatus.State.ACTIVE,
                "Connection reset by peer",
                "2.060",
                "ACCEPT",
                "master4");
        bgp("dis1", "10.9.1.9", 65009, BgpStatus.State.DOWN, null, null, "ACCEPT", null);
        bgp("noone", "10.9.1.8", 65009, BgpStatus.State.ACTIVE, "No route to host", "0.195", "REJECT", null);
        bgp("pas", "10.9.1.7", 65009, BgpStatus.State.PASSIVE, null, null, "REJECT", null);
        bgp("bad", "10.9.1.2", 65009, BgpStatus.State.ACTIVE, "Connection refused", "2.222", "REJECT", null);
        router.disabled.add("dis1");
    }

    private static ProtocolStatus up1() {
        BgpStatus.Capabilities caps = new BgpStatus.Capabilities(
                EnumSet.of(
                        CapabilityType.MULTIPROTOCOL,
                        CapabilityType.ROUTE_REFRESH,
                        CapabilityType.GRACEFUL_RESTART,
                        CapabilityType.FOUR_BYTE_AS,
                        CapabilityType.ADD_PATH,
                        CapabilityType.ENHANCED_ROUTE_REFRESH,
                        CapabilityType.LONG_LIVED_GRACEFUL_RESTART),
                BOTH,
                List.of(),
                new BgpStatus.GracefulRestart(120, false, BOTH, Set.of(), false),
                new BgpStatus.Capabilities.AddPaths(List.of(), List.of()),
                new BgpStatus.LongLived(0, List.of(), Set.of()),
                null,
                null);
        BgpStatus.Session session = new BgpStatus.Session(
                0x0a090002,
                caps,
                caps,
                new BgpStatus.Session.Sort(false, false, false, false, true),
                Sample.address("10.9.1.1"),
                new BgpStatus.Session.Timers(Sample.timer("76.097", 90), Sample.timer("19.876", 30), null),
                Duration.ofSeconds(8),
                null);
        BgpStatus bgp = new BgpStatus(
                BgpStatus.State.ESTABLISHED,
                new BgpStatus.Ends(Sample.address("10.9.1.2"), null, null, 0, 65002, 65001),
                new BgpStatus.Waits(null, null, null, null),
                session,
                BgpStatus.LastError.NONE);
        ChannelStatus.Changes changes4 = new ChannelStatus.Changes(
                new ChannelStatus.Updates(4, 0, 1, 0, 3),
                new ChannelStatus.Withdraws(0, 0, 1, 0),
                new ChannelStatus.Updates(12, 2, 3, 0, 7),
                new ChannelStatus.Withdraws(0, 0, 0, 0));
        ChannelStatus ipv4 = new ChannelStatus(
                "ipv4",
                ChannelStatus.State.UP,
                "master4",
                new ChannelStatus.Setup(
                        100,
                        "pick",
                        "(unnamed)",
                        true,
                        List.of(new ChannelStatus.Limit(
                                ChannelStatus.Limit.Kind.IMPORT, 1000, false, ChannelStatus.Limit.Action.WARN))),
                new ChannelStatus.Counts(3, 1, 7, 2),
                changes4,
                ChannelStatus.Recovery.NONE,
                new ChannelStatus.Bgp(Sample.address("10.9.1.1"), null, null, null, null, 0, List.of()));
        ChannelStatus.Changes changes6 = new ChannelStatus.Changes(
                new ChannelStatus.Updates(1, 0, 0, 0, 1),
                new ChannelStatus.Withdraws(0, 0, 0, 0),
                new ChannelStatus.Updates(4, 1, 3, 0, 0),
                new ChannelStatus.Withdraws(0, 0, 0, 0));
        ChannelStatus ipv6 = new ChannelStatus(
                "ipv6",
                ChannelStatus.State.UP,
                "master6",
                new ChannelStatus.Setup(100, "ACCEPT", "REJECT", false, List.of()),
                new ChannelStatus.Counts(1, 0, 0, 1),
                changes6,
                ChannelStatus.Recovery.NONE,
                new ChannelStatus.Bgp(
                        Sample.address("fd00:9::1"),
                        Sample.address("fe80::a499:8dff:fe4b:1bd4"),
                        null,
                        null,
                        null,
                        0,
                        List.of()));
        return Sample.protocol(
                "up1", "BGP", ProtocolStatus.State.UP, "13:19:28.020", "the other one", List.of(ipv4, ipv6), bgp);
    }

    private void bgp(
            String name,
            String peer,
            long as,
            BgpStatus.State state,
            String error,
            String delay,
            String filter,
            String igp) {
        BgpStatus bgp = new BgpStatus(
                state,
                new BgpStatus.Ends(Sample.address(peer), null, null, 0, as, 65001),
                new BgpStatus.Waits(null, delay == null ? null : Sample.timer(delay, 5), null, null),
                null,
                error == null
                        ? BgpStatus.LastError.NONE
                        : new BgpStatus.LastError(BgpStatus.LastError.Kind.SOCKET, error));
        ChannelStatus channel = new ChannelStatus(
                "ipv4",
                ChannelStatus.State.DOWN,
                "master4",
                new ChannelStatus.Setup(100, filter, filter, false, List.of()),
                ChannelStatus.Counts.NONE,
                ChannelStatus.Changes.NONE,
                ChannelStatus.Recovery.NONE,
                new ChannelStatus.Bgp(null, null, igp, null, null, 0, List.of()));
        ProtocolStatus.State life =
                state == BgpStatus.State.DOWN ? ProtocolStatus.State.DOWN : ProtocolStatus.State.START;
        router.protocols.add(Sample.protocol(name, "BGP", life, START, null, List.of(channel), bgp));
    }

    private void plain(String name, String type, ChannelStatus... channels) {
        router.protocols.add(
                Sample.protocol(name, type, ProtocolStatus.State.UP, START, null, List.of(channels), Sample.NONE));
    }

    private void routes4() {
        String t = "master4";
        byte[] none = {};
        add(t, "10.9.2.2/32", "direct1", RouteSource.Kind.RTS_DEVICE, 240, "13:19:23.821", null, true, none, "ctlP");
        add(t, "192.0.2.0/25", "static4", RouteSource.Kind.RTS_STATIC, 200, START, null, true, none, "10.9.1.2%ctlA");
        add(t, "198.51.100.0/24", "static4", RouteSource.Kind.RTS_STATIC, 200, START, null, true, none, "blackhole");
        add(
                t,
                "198.51.100.0/24",
                "up1",
                RouteSource.Kind.RTS_BGP,
                100,
                "13:19:28.249",
                "10.9.1.2",
                false,
                Sample.path("0a090102", "0000fdea"),
                "10.9.1.2%ctlA");
        add(t, "198.51.101.0/24", "static4", RouteSource.Kind.RTS_STATIC, 200, START, null, true, none, "unreachable");
        add(t, "198.51.102.0/24", "static4", RouteSource.Kind.RTS_STATIC, 200, START, null, true, none, "prohibit");
        add(
                t,
                "10.55.0.0/16",
                "kernel4",
                RouteSource.Kind.RTS_INHERIT,
                10,
                "13:19:23.821",
                null,
                true,
                Sample.bytes("01060004" + "00000004" + "01070004" + "00000000"),
                "10.9.1.3%ctlA");
        add(t, "10.9.1.0/24", "direct1", RouteSource.Kind.RTS_DEVICE, 240, "13:19:23.821", null, true, none, "ctlA");
        add(
                t,
                "172.30.0.0/16",
                "static4",
                RouteSource.Kind.RTS_STATIC,
                200,
                START,
                null,
                true,
                none,
                "10.9.1.77%ctlA!");
        add(
                t,
                "192.0.2.128/25",
                "static4",
                RouteSource.Kind.RTS_STATIC,
                200,
                START,
                null,
                true,
                none,
                "10.9.1.3%ctlA*2 10.9.1.2%ctlA*1");
        byte[] rich = Sample.bytes("40010001" + "00" + "4002000a" + "0202" + "0000fdea" + "fa56ea01" + "40030004"
                + "0a090102"
                + "40050004" + "00000064" + "c0080008" + "fdea0001" + "ffffff01" + "c0100008" + "0002fdea0000002a"
                + "c020000c" + "0000fdea" + "00000007" + "00000008");
        add(
                t,
                "100.64.0.0/24",
                "up1",
                RouteSource.Kind.RTS_BGP,
                100,
                "13:19:28.249",
                "10.9.1.2",
                true,
                rich,
                "10.9.1.2%ctlA");
        add(
                t,
                "100.64.1.0/24",
                "up1",
                RouteSource.Kind.RTS_BGP,
                100,
                "13:19:28.249",
                "10.9.1.2",
                true,
                Sample.path("0a090102", "0000fdea"),
                "10.9.1.2%ctlA");
        add(t, "172.31.0.0/16", "static4", RouteSource.Kind.RTS_STATIC, 200, START, null, true, none, "ctlA");
        router.exported.put(
                "up1",
                Set.of(
                        "192.0.2.0/25",
                        "198.51.100.0/24",
                        "198.51.101.0/24",
                        "198.51.102.0/24",
                        "172.30.0.0/16",
                        "192.0.2.128/25",
                        "172.31.0.0/16"));
        router.offered.put(
                "up1",
                Set.of(
                        "10.9.2.2/32",
                        "192.0.2.0/25",
                        "198.51.100.0/24",
                        "198.51.101.0/24",
                        "198.51.102.0/24",
                        "10.55.0.0/16",
                        "10.9.1.0/24",
                        "172.30.0.0/16",
                        "192.0.2.128/25",
                        "172.31.0.0/16",
                        "2001:db8:1::/48",
                        "2001:db8:2::/48",
                        "fd00:9::/64"));
        router.filteredRoutes.put(
                t,
                List.of(Sample.route(
                        "203.0.113.0/24",
                        "up1",
                        RouteSource.Kind.RTS_BGP,
                        100,
                        FakeRouter.at("13:19:28.249"),
                        "10.9.1.2",
                        true,
                        Sample.path("0a090102", "0000fdea"),
                        "10.9.1.2%ctlA")));
    }

    private void routes6() {
        String t = "master6";
        byte[] none = {};
        add(t, "2001:db8:1::/48", "static6", RouteSource.Kind.RTS_STATIC, 200, START, null, true, none, "blackhole");
        add(
                t,
                "2001:db8:2::/48",
                "static6",
                RouteSource.Kind.RTS_STATIC,
                200,
                START,
                null,
                true,
                none,
                "fd00:9::2%ctlA");
        String hop = "fd000009000000000000000000000002" + "fe80000000000000fcea47fffe26a81a";
        add(
                t,
                "2001:db8:77::/48",
                "up1",
                RouteSource.Kind.RTS_BGP,
                100,
                "13:19:28.291",
                "10.9.1.2",
                true,
                Sample.path(hop, "0000fdea"),
                "fd00:9::2%ctlA");
        add(t, "fd00:9::/64", "direct1", RouteSource.Kind.RTS_DEVICE, 240, "13:19:23.821", null, true, none, "ctlA");
    }

    private void interfaces() {
        String peer = "10.9.2.2";
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
                List.of(Sample.own("127.0.0.1", 8, null, "host"), Sample.own("::1", 128, null, "host"))));
        ethernet(
                "ctlA",
                2,
                Sample.own("10.9.1.1", 24, null, "site"),
                Sample.own("fd00:9::1", 64, null, "site"),
                Sample.own("fe80::a499:8dff:fe4b:1bd4", 64, null, "link"));
        ethernet("ctlQ", 3, Sample.own("fe80::92:a6ff:fe98:4b32", 64, null, "link"));
        ethernet(
                "ctlP",
                4,
                Sample.own("10.9.2.1", 32, peer, "site"),
                Sample.own("fe80::3421:8cff:fe1f:4d09", 64, null, "link"));
    }

    private void ethernet(String name, int index, InterfaceStatus.Address... addresses) {
        router.interfaces.add(new InterfaceStatus(
                name,
                index,
                true,
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

    private void add(
            String table,
            String prefix,
            String protocol,
            RouteSource.Kind kind,
            int preference,
            String changed,
            String from,
            boolean primary,
            byte[] attributes,
            String target) {
        router.routes
                .computeIfAbsent(table, name -> new java.util.ArrayList<>())
                .add(Sample.route(
                        prefix, protocol, kind, preference, FakeRouter.at(changed), from, primary, attributes, target));
    }
}
