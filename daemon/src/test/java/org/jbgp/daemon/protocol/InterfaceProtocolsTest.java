package org.jbgp.daemon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jbgp.config.base.IgpTables;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.wire.Scope;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocols device, direct and static: what is announced as interfaces and addresses come and go. */
class InterfaceProtocolsTest {
    private static final int UP = 0x1 | 0x10000 | 0x2;
    private static final int UP_WITHOUT_CARRIER = 0x1 | 0x2;
    private static final int DOWN = 0x2;

    private final DeviceProtocol device = new DeviceProtocol();
    private final RecordingFeed feed = new RecordingFeed();
    private final List<String> warnings = new ArrayList<>();

    @Test
    void directAnnouncesNetworksOfInterfacesThatAreUp() {
        DirectProtocol direct = new DirectProtocol(direct(false, "-cali*", "eth*", "lo"), feed);
        device.addListener(direct);
        device.scanned(
                List.of(link(1, "lo", UP | 8), link(2, "eth0", UP), link(3, "cali12", UP), link(4, "eth1", DOWN)),
                List.of(
                        address(1, "127.0.0.1/8", 0),
                        address(2, "10.0.0.5/24", 0),
                        address(2, "10.0.0.6/24", 1), // secondary
                        address(2, "169.254.3.4/16", 0),
                        address(3, "10.9.9.1/24", 0),
                        address(4, "10.8.8.1/24", 0)));
        assertThat(feed.take())
                .containsExactlyInAnyOrder(
                        "+ 10.0.0.0/24#2 dest=01 via=00000002000000", "+ 169.254.0.0/16#2 dest=01 via=00000002000000");
        device.linkChanged(link(4, "eth1", UP));
        assertThat(feed.take()).as("nothing before settle").isEmpty();
        device.settle();
        assertThat(feed.take()).containsExactly("+ 10.8.8.0/24#4 dest=01 via=00000004000000");
        device.addressRemoved(address(2, "10.0.0.5/24", 0));
        device.linkRemoved(link(4, "eth1", UP));
        device.settle();
        assertThat(feed.take()).containsExactlyInAnyOrder("- 10.0.0.0/24#2", "- 10.8.8.0/24#4");
        assertThat(device.interfaces().byName("eth1")).isEmpty();
    }

    @Test
    void anInterfaceThatIsMadeAgainIsFoundByTheIndexItHad() {
        device.scanned(List.of(link(4, "tunl0", UP)), List.of());
        device.linkRemoved(link(4, "tunl0", UP));
        device.settle();
        assertThat(device.interfaces().nameOf(4)).isEqualTo("tunl0");
        assertThat(device.interfaces().presentIndex(4)).isEqualTo(4);
        InterfaceTable without = device.interfaces();
        device.linkChanged(link(9, "tunl0", UP));
        device.settle();
        assertThat(device.interfaces().presentIndex(4)).isEqualTo(9);
        assertThat(without.renumbered(device.interfaces())).containsExactly("tunl0");
        // A later change forgets nothing, and an index that is used again counts as it is.
        device.linkChanged(link(4, "eth7", UP));
        device.settle();
        assertThat(device.interfaces().presentIndex(4)).isEqualTo(4);
        assertThat(device.interfaces().nameOf(4)).isEqualTo("eth7");
    }

    @Test
    void directWithCheckLinkWantsACarrier() {
        DirectProtocol direct = new DirectProtocol(direct(true), feed);
        device.addListener(direct);
        device.scanned(List.of(link(2, "eth0", UP_WITHOUT_CARRIER)), List.of(address(2, "10.0.0.5/24", 0)));
        assertThat(feed.take()).isEmpty();
        device.linkChanged(link(2, "eth0", UP));
        device.settle();
        assertThat(feed.take()).hasSize(1);
        direct.stop();
        assertThat(feed.take()).containsExactly("- 10.0.0.0/24#2");
    }

    @Test
    void knowsWhetherSomethingIsLost() {
        device.scanned(
                List.of(link(2, "eth0", UP), link(3, "eth1", DOWN), link(4, "eth2", UP)),
                List.of(address(4, "10.0.0.5/24", 0)));
        device.linkChanged(link(3, "eth1", UP));
        device.linkChanged(link(5, "eth3", UP));
        device.addressChanged(address(2, "10.0.1.5/24", 0));
        device.addressRemoved(address(2, "10.0.9.9/24", 0));
        assertThat(device.hasLosses()).as("all is new").isFalse();
        device.linkChanged(link(2, "eth0", UP_WITHOUT_CARRIER));
        assertThat(device.hasLosses()).as("a carrier").isTrue();
        device.settle();
        assertThat(device.hasLosses()).as("it was reported").isFalse();
        device.linkRemoved(link(2, "eth0", UP_WITHOUT_CARRIER));
        assertThat(device.hasLosses()).as("it did not work").isFalse();
        device.linkRemoved(link(5, "eth3", UP));
        assertThat(device.hasLosses()).as("an interface").isTrue();
        device.settle();
        device.addressRemoved(address(4, "10.0.0.5/24", 0));
        assertThat(device.hasLosses()).as("an address").isTrue();
    }

    @Test
    void anUnchangedScanIsReportedToNobody() {
        List<InterfaceTable> reported = new ArrayList<>();
        device.addListener(changes -> reported.add(changes.now()));
        List<KernelLink> links = List.of(link(2, "eth0", UP));
        List<KernelAddress> addresses = List.of(address(2, "10.0.0.5/24", 0));
        device.scanned(links, addresses);
        device.scanned(links, addresses);
        device.linkChanged(link(2, "eth0", UP));
        device.settle();
        assertThat(reported).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, '', false, eth0", // in the network
        "10.0.0.5, '', false, -", // this host itself
        "10.0.0.0, '', false, -", // the network's address
        "10.0.0.255, '', false, -", // broadcast
        "10.0.0.129, '', false, eth1", // the longer network
        "10.7.7.2, '', false, ptp0", // the other end
        "10.7.7.3, '', false, -",
        "192.0.2.1, '', false, -",
        "192.0.2.1, eth0, true, eth0", // onlink
        "192.0.2.1, down0, true, -",
        "10.6.6.6, '', false, -" // its interface is down
    })
    void findsTheInterfaceOfANeighbor(String neighbor, String wanted, boolean onlink, String expected) {
        device.scanned(
                List.of(link(2, "eth0", UP), link(3, "eth1", UP), link(4, "ptp0", UP), link(5, "down0", DOWN)),
                List.of(
                        address(2, "10.0.0.5/24", 0),
                        address(3, "10.0.0.130/25", 0),
                        new KernelAddress(4, ip("10.7.7.1"), ip("10.7.7.2"), 32, null, 0, 0),
                        address(5, "10.6.6.1/24", 0)));
        NetworkInterface where = device.interfaces().byName(wanted).orElse(null);
        assertThat(device.interfaces()
                        .neighbor(ip(neighbor), where, onlink)
                        .map(NetworkInterface::name)
                        .orElse("-"))
                .isEqualTo(expected);
    }

    /** BIRD: dormant, for the loopback network leads to nobody. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.9, '', false, -, true",
        "127.0.0.9, lo, false, -, true",
        "127.0.0.9, eth0, true, -, true",
        "127.0.0.1, '', false, -, true",
        "10.8.8.1, '', false, -, true", // an address of lo
        "0.0.0.0, '', false, -, true",
        "0.0.0.0, eth0, true, -, true",
        "224.0.0.5, eth0, true, -, true",
        "255.255.255.255, eth0, true, -, true",
        "::, '', false, -, true",
        "ff02::5, eth0, true, -, true",
        "10.8.8.9, '', false, lo, false",
        "10.0.0.5, '', false, -, true",
        "10.0.0.9, '', false, eth0, false"
    })
    void staticRoutesLeadToOthersOnly(String gateway, String device, boolean onlink, String expected, boolean unfit) {
        this.device.scanned(
                List.of(link(1, "lo", UP), link(2, "eth0", UP)),
                List.of(address(1, "127.0.0.1/8", 0), address(1, "10.8.8.1/24", 0), address(2, "10.0.0.5/24", 0)));
        StaticRoute.NextHop hop = via(gateway, device, onlink).nextHops().getFirst();
        assertThat(StaticProtocol.interfaceOf(this.device.interfaces(), hop)
                        .map(NetworkInterface::name)
                        .orElse("-"))
                .isEqualTo(expected);
        assertThat(!StaticProtocol.unfit(this.device.interfaces(), address(gateway))
                        .isEmpty())
                .isEqualTo(unfit);
    }

    /** The first words are BIRD's. */
    @Test
    void gatewaysThatLeadNowhereAreNamedOnce() {
        device.scanned(List.of(link(2, "eth0", UP)), List.of(address(2, "10.0.0.5/24", 0)));
        StaticProtocol routes = new StaticProtocol(
                statics(
                        route("10.1.0.0/16", via("127.0.0.9", "", false)),
                        route("10.2.0.0/16", via("224.0.0.5", "eth0", true)),
                        route("10.3.0.0/16", via("0.0.0.0", "", false)),
                        route("10.4.0.0/16", via("10.0.0.5", "", false)),
                        route("10.5.0.0/16", via("10.0.0.9", "", false)),
                        route("10.6.0.0/16", via("10.9.9.1", "", false))),
                (route, family, blob) -> {},
                feed,
                GatewayWatch.NONE,
                log());
        device.addListener(routes);
        routes.start(device.interfaces());
        assertThat(takeWarnings())
                .containsExactly(
                        "static1: Invalid next hop 127.0.0.9 of static route 10.1.0.0/16: it is an address of this host",
                        "static1: Invalid next hop 224.0.0.5 of static route 10.2.0.0/16: it is not the address of a single host",
                        "static1: Invalid next hop 0.0.0.0 of static route 10.3.0.0/16: it is no address",
                        "static1: Invalid next hop 10.0.0.5 of static route 10.4.0.0/16: it is an address of this host");
        assertThat(feed.take()).singleElement().asString().startsWith("+ 10.5.0.0/16");
        device.scanned(
                List.of(link(2, "eth0", UP)), List.of(address(2, "10.0.0.5/24", 0), address(2, "10.9.9.1/24", 0)));
        assertThat(takeWarnings())
                .containsExactly(
                        "static1: Invalid next hop 10.9.9.1 of static route 10.6.0.0/16: it is an address of this host");
    }

    /** Though what it announces has nothing to do with interfaces. */
    @Test
    void aRecursiveGatewayThatBecomesOursIsNamed() {
        StaticProtocol routes = new StaticProtocol(
                statics(route("10.1.0.0/16", new StaticRoute.Recursive(address("192.0.2.9")))),
                (route, family, blob) -> {},
                feed,
                GatewayWatch.NONE,
                log());
        device.addListener(routes);
        routes.start(device.interfaces());
        assertThat(takeWarnings()).isEmpty();
        device.scanned(List.of(link(2, "eth0", UP)), List.of(address(2, "192.0.2.9/24", 0)));
        assertThat(takeWarnings())
                .containsExactly(
                        "static1: Invalid next hop 192.0.2.9 of static route 10.1.0.0/16: it is an address of this host");
        assertThat(feed.take()).containsExactly("+ 10.1.0.0/16 next-hop=c0000209");
    }

    private List<String> takeWarnings() {
        List<String> taken = List.copyOf(warnings);
        warnings.clear();
        return taken;
    }

    private ProtocolLog log() {
        return new ProtocolLog() {
            @Override
            public void info(String protocol, String message) {}

            @Override
            public void warning(String protocol, String message) {
                warnings.add(protocol + ": " + message);
            }
        };
    }

    /** BIRD: a way with {@code bfd} is one only while its session is up. */
    @Test
    void watchedGatewaysCountWhileTheyAnswer() {
        device.scanned(List.of(link(2, "eth0", UP)), List.of(address(2, "10.0.0.5/24", 0)));
        List<java.util.Set<GatewayWatch.Gateway>> asked = new ArrayList<>();
        StaticRoute.NextHop watched =
                new StaticRoute.NextHop(Optional.of(address("10.0.0.9")), Optional.empty(), 1, false, true);
        StaticProtocol routes = new StaticProtocol(
                statics(route("10.1.0.0/16", watched), route("10.2.0.0/16", via("10.0.0.9", "", false))),
                (route, family, blob) -> {},
                feed,
                asked::add,
                log());
        routes.start(device.interfaces());
        GatewayWatch.Gateway gateway = new GatewayWatch.Gateway(new KernelIp(Family.IPV4, 0, 0x0A000009), 2);
        assertThat(asked).containsExactly(java.util.Set.of(gateway));
        assertThat(feed.take()).hasSize(1).allMatch(line -> line.contains("10.2.0.0/16"));
        routes.answering(java.util.Set.of(gateway));
        assertThat(feed.take()).hasSize(1).allMatch(line -> line.contains("10.1.0.0/16"));
        routes.answering(java.util.Set.of());
        assertThat(feed.take()).hasSize(1).allMatch(line -> line.contains("10.1.0.0/16"));
        routes.stop();
        assertThat(asked).last().isEqualTo(java.util.Set.of());
    }

    @Test
    void staticRoutesFollowTheirNextHops() {
        StaticProtocol routes = new StaticProtocol(
                statics(
                        route("10.1.0.0/16", via("10.0.0.9", "", false)),
                        route("10.2.0.0/16", new StaticRoute.Blackhole()),
                        route(
                                "10.3.0.0/16",
                                via("10.0.0.9", "", false).nextHops().getFirst(),
                                weighted("10.5.5.9", 4)),
                        route("10.4.0.0/16", new StaticRoute.Recursive(address("192.0.2.9"))),
                        route("10.6.0.0/16", via("", "eth1", false)),
                        route("10.7.0.0/16", via("198.51.100.1", "eth1", true)),
                        route("10.2.0.0/16", new StaticRoute.Prohibit())),
                (route, family, blob) -> {},
                feed,
                GatewayWatch.NONE,
                log());
        device.addListener(routes);
        routes.start(device.interfaces());
        assertThat(feed.take())
                .containsExactly("+ 10.2.0.0/16 dest=02", "+ 10.4.0.0/16 next-hop=c0000209", "+ 10.2.0.0/16#1 dest=04");
        device.scanned(
                List.of(link(2, "eth0", UP), link(3, "eth1", UP)),
                List.of(address(2, "10.0.0.5/24", 0), address(3, "10.5.5.1/24", 0)));
        assertThat(feed.take())
                .containsExactly(
                        "+ 10.1.0.0/16 dest=01 via=000000020000040a000009",
                        "+ 10.3.0.0/16 dest=01 via=000000030300040a050509000000020000040a000009",
                        "+ 10.6.0.0/16 dest=01 via=00000003000000",
                        "+ 10.7.0.0/16 dest=01 via=00000003000104c6336401");
        device.linkChanged(link(2, "eth0", DOWN));
        device.settle();
        assertThat(feed.take()).containsExactly("- 10.1.0.0/16", "+ 10.3.0.0/16 dest=01 via=000000030300040a050509");
        routes.reconfigure(statics(route("10.2.0.0/16", new StaticRoute.Blackhole())));
        assertThat(feed.take())
                .containsExactlyInAnyOrder(
                        "- 10.2.0.0/16#1", "- 10.4.0.0/16", "- 10.3.0.0/16", "- 10.6.0.0/16", "- 10.7.0.0/16");
        routes.stop();
        assertThat(feed.take()).containsExactly("- 10.2.0.0/16");
    }

    @Test
    void announcesAgainWhatIsChosen() {
        RouteChoice under10Dot2 = (family, hi, lo, length, blob, offset, size) -> lo >>> 16 == 0x0A02 && size > 0;
        DirectProtocol direct = new DirectProtocol(direct(false), feed);
        StaticProtocol routes = new StaticProtocol(
                statics(
                        route("10.1.0.0/16", new StaticRoute.Blackhole()),
                        route("10.2.0.0/16", new StaticRoute.Blackhole()),
                        route("10.2.0.0/16", new StaticRoute.Prohibit())),
                (route, family, blob) -> {},
                feed,
                GatewayWatch.NONE,
                log());
        device.scanned(
                List.of(link(2, "eth0", UP)), List.of(address(2, "10.2.0.5/24", 0), address(2, "10.3.0.5/24", 0)));
        direct.start(device.interfaces());
        routes.start(device.interfaces());
        assertThat(feed.take()).hasSize(5);
        direct.announceAgain(under10Dot2);
        assertThat(feed.take()).containsExactly("+ 10.2.0.0/24#2 dest=01 via=00000002000000");
        routes.announceAgain(under10Dot2);
        assertThat(feed.take()).containsExactly("+ 10.2.0.0/16 dest=02", "+ 10.2.0.0/16#1 dest=04");
        direct.announceAgain(RouteChoice.ALL);
        routes.announceAgain(RouteChoice.ALL);
        assertThat(feed.take()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, HOST",
        "0.0.0.0, UNDEFINED",
        "224.0.0.5, UNDEFINED",
        "255.255.255.255, UNDEFINED",
        "169.254.1.1, UNIVERSE",
        "10.1.1.1, SITE",
        "172.31.0.1, SITE",
        "172.32.0.1, UNIVERSE",
        "192.168.1.1, SITE",
        "240.0.0.1, UNIVERSE",
        "8.8.8.8, UNIVERSE"
    })
    void classifiesIpv4Addresses(String address, Scope scope) {
        assertThat(AddressScope.of(ip(address))).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, UNDEFINED",
        "0, 1, HOST",
        "fe80000000000000, 1, LINK",
        "fd00000000000000, 1, SITE",
        "ff02000000000000, 1, UNDEFINED",
        "20010db800000000, 1, UNIVERSE"
    })
    void classifiesIpv6Addresses(String hi, String lo, Scope scope) {
        KernelIp address = new KernelIp(Family.IPV6, Long.parseUnsignedLong(hi, 16), Long.parseUnsignedLong(lo, 16));
        assertThat(AddressScope.of(address)).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "cali*,cali12,true",
        "cali*,eth0,false",
        "*,x,true",
        "e?h0,eth0,true",
        "e?h0,eh0,false",
        "*0*1,a0b01,true",
        "a*b,acb2,false"
    })
    void matchesShellPatterns(String pattern, String name, boolean fits) {
        assertThat(InterfaceMatcher.glob(pattern, name)).isEqualTo(fits);
    }

    private static KernelLink link(int index, String name, int flags) {
        return new KernelLink(index, name, "", 1500, flags, 0, 0);
    }

    private static KernelAddress address(int ifindex, String cidr, int flags) {
        int slash = cidr.indexOf('/');
        KernelIp local = ip(cidr.substring(0, slash));
        return new KernelAddress(ifindex, local, local, Integer.parseInt(cidr.substring(slash + 1)), null, 0, flags);
    }

    private static org.jbgp.config.base.IpAddress address(String text) {
        return org.jbgp.config.base.IpAddress.parse(text).orElseThrow();
    }

    private static KernelIp ip(String text) {
        return new KernelIp(Family.IPV4, 0, address(text).lo());
    }

    private static DirectConfig direct(boolean checkLink, String... patterns) {
        List<InterfacePattern> list = new ArrayList<>();
        for (String pattern : patterns) {
            boolean accept = !pattern.startsWith("-");
            list.add(new InterfacePattern(
                    accept, Optional.of(accept ? pattern : pattern.substring(1)), Optional.empty()));
        }
        ChannelConfig channel = new ChannelConfig(
                "ipv4",
                IpFamily.IPV4,
                "master4",
                new ChannelConfig.Filters(new FilterRef.All(), new FilterRef.None(), false, true),
                OptionalInt.empty(),
                ChannelConfig.Limits.NONE,
                Set.of(),
                Optional.empty());
        return new DirectConfig(PlainProtocol.named("direct1"), List.of(channel), list, checkLink);
    }

    private static StaticConfig statics(StaticRoute... routes) {
        return new StaticConfig(
                PlainProtocol.named("static1"),
                List.of(),
                List.of(routes),
                List.of(),
                List.of(),
                false,
                IgpTables.NONE);
    }

    private static StaticRoute route(String prefix, StaticRoute.Destination destination) {
        return new StaticRoute(IpPrefix.parse(prefix).orElseThrow(), destination, Optional.empty());
    }

    private static StaticRoute route(String prefix, StaticRoute.NextHop... nextHops) {
        return route(prefix, new StaticRoute.Via(List.of(nextHops)));
    }

    private static StaticRoute.Via via(String gateway, String device, boolean onlink) {
        return new StaticRoute.Via(List.of(new StaticRoute.NextHop(
                gateway.isEmpty() ? Optional.empty() : Optional.of(address(gateway)),
                device.isEmpty() ? Optional.empty() : Optional.of(device),
                1,
                onlink,
                false)));
    }

    private static StaticRoute.NextHop weighted(String gateway, int weight) {
        return new StaticRoute.NextHop(Optional.of(address(gateway)), Optional.empty(), weight, false, false);
    }
}
