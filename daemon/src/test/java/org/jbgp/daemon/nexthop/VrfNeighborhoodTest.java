package org.jbgp.daemon.nexthop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.Vrf;
import org.jbgp.config.model.bgp.HopLimit;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.protocol.InterfaceAddress;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.session.settings.NeighborSettingsBuilder;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One address on interfaces of two VRFs and of none. */
class VrfNeighborhoodTest {
    /** IFF_UP and IFF_LOWER_UP. */
    private static final int UP = 0x1 | 0x10000;

    private static final InterfaceTable INTERFACES = new InterfaceTable(List.of(
            link(1, "plain0", "", 0),
            link(2, "red", "vrf", 0),
            link(3, "red0", "", 2),
            link(4, "blue", "vrf", 0),
            link(5, "blue0", "", 4),
            link(6, "bridge0", "bridge", 0),
            link(7, "port0", "", 6)));

    private static NetworkInterface link(int index, String name, String kind, int master) {
        KernelIp own = Conversions.kernelAddress(Address.of(InetAddress.ofLiteral("10.0.0.1")));
        boolean hasAddress = name.endsWith("0") && !name.equals("bridge0");
        return new NetworkInterface(
                new KernelLink(index, name, kind, 1500, UP, master, kind.equals("vrf") ? index * 10 : 0),
                hasAddress
                        ? List.of(InterfaceAddress.of(new KernelAddress(index, own, own, 24, null, 0, 0)))
                        : List.of());
    }

    private static Optional<Vrf> vrf(String name) {
        return switch (name) {
            case "any" -> Optional.empty();
            case "default" -> Optional.of(Vrf.DEFAULT);
            default -> Optional.of(Vrf.of(name));
        };
    }

    /** As BIRD's {@code if_in_vrf}: a port of a bridge is in no VRF. */
    @ParameterizedTest
    @CsvSource({
        "any, plain0 red red0 blue blue0 bridge0 port0",
        "default, plain0 bridge0",
        "red, red red0",
        "blue, blue blue0",
        "green, ''",
        "plain0, ''"
    })
    void interfacesOf(String vrf, String expected) {
        List<String> names = INTERFACES.within(vrf(vrf)).all().stream()
                .map(NetworkInterface::name)
                .toList();

        assertThat(String.join(" ", names)).isEqualTo(expected);
        assertThat(INTERFACES.within(vrf(vrf))).isSameAs(INTERFACES.within(vrf(vrf)));
    }

    @ParameterizedTest
    @CsvSource({
        "red, 3, true",
        "red, 2, true",
        "red, 5, false",
        "red, 1, false",
        "default, 1, true",
        "default, 3, false",
        "green, 3, false"
    })
    void isWithin(String vrf, int index, boolean expected) {
        assertThat(INTERFACES.isWithin(index, vrf(vrf).orElseThrow())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"any, plain0", "default, plain0", "red, red0", "blue, blue0", "green, -"})
    void nextHopsInTheVrf(String vrf, String through) {
        var way = Neighborhood.connected(
                INTERFACES.within(vrf(vrf)), Address.of(InetAddress.ofLiteral("10.0.0.2")), 0, false);

        assertThat(way.reachable() ? way.legs().getFirst().interfaceName() : "-")
                .isEqualTo(through);
    }

    private static NeighborSettingsBuilder to(String address) {
        return new NeighborSettingsBuilder("p")
                .localAs(65000)
                .remoteAs(65001)
                .routerId(1)
                .families(AddressFamily.IPV4_UNICAST)
                .remoteAddress(InetAddress.ofLiteral(address));
    }

    private static NeighborSettings neighbor(String vrf, String interfaceName) {
        return to("10.0.0.2").interfaceName(interfaceName).vrf(vrf(vrf)).build();
    }

    @ParameterizedTest
    @CsvSource({
        "any, '', ''",
        "default, '', ''",
        "red, '', ''",
        "red, red0, ''",
        "red, blue0, Interface blue0 is not in VRF red",
        "default, red0, Interface red0 is not in VRF default",
        "red, gone0, No interface gone0",
        "green, '', No VRF green",
        "bridge0, '', bridge0 is no VRF"
    })
    void whatIsInTheWay(String vrf, String interfaceName, String expected) {
        assertThat(Neighborhood.obstacle(INTERFACES, neighbor(vrf, interfaceName))
                        .standing()
                        .text())
                .isEqualTo(expected);
    }

    /** Also if routers are between, so that no interface matters: the sockets need the VRF. */
    @Test
    void distantNeighborsNeedTheirVrfToo() {
        NeighborSettings distant =
                to("192.0.2.1").hops(new HopLimit(5, false)).vrf(vrf("green")).build();

        assertThat(Neighborhood.obstacle(INTERFACES, distant).standing().text()).isEqualTo("No VRF green");
    }
}
