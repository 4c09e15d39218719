package org.jbgp.daemon.nexthop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.protocol.InterfaceAddress;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelLink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What next hops of directly connected neighbors come down to, and which addresses we give as next hops. */
class NeighborhoodTest {
    /** IFF_UP and IFF_LOWER_UP. */
    private static final int UP = 0x1 | 0x10000;
    /** IFA_F_SECONDARY. */
    private static final int SECONDARY = 1;

    private static final InterfaceTable INTERFACES = new InterfaceTable(List.of(
            link(1, "eth0", own(1, "10.0.0.9", 24, SECONDARY), own(1, "10.0.0.1", 24, 0), own(1, "fe80::1", 64, 0)),
            link(2, "eth1", own(2, "10.0.1.1", 24, 0), own(2, "2001:db8::1", 64, 0))));

    private static NetworkInterface link(int index, String name, InterfaceAddress... addresses) {
        return new NetworkInterface(new KernelLink(index, name, "", 1500, UP, 0, 0), List.of(addresses));
    }

    private static InterfaceAddress own(int index, String text, int length, int flags) {
        var address = Conversions.kernelAddress(address(text));
        return InterfaceAddress.of(new KernelAddress(index, address, address, length, null, 0, flags));
    }

    private static Address address(String text) {
        try {
            return Address.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7,   false, REACHABLE, eth0",
        "10.0.1.7,   false, REACHABLE, eth1",
        "10.0.0.1,   false, OWN,       -",
        "10.0.1.1,   true,  OWN,       -",
        "10.9.9.9,   false, INVALID,   -",
        "10.9.9.9,   true,  REACHABLE, eth0",
        "10.0.1.7,   true,  REACHABLE, eth0",
        "2001:db9::1, false, INVALID,  -",
        "fe80::7,    false, REACHABLE, eth0"
    })
    void nextHopsOfANeighborOnEth0(String nextHop, boolean onlink, ResolvedNextHop.State state, String through) {
        ResolvedNextHop way = Neighborhood.connected(INTERFACES, address(nextHop), 1, onlink);
        assertThat(way.state()).isEqualTo(state);
        if (state == ResolvedNextHop.State.REACHABLE) {
            assertThat(way.legs().getFirst().interfaceName()).isEqualTo(through);
            assertThat(way.onlink()).isEqualTo(onlink);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, IPV4_UNICAST, 10.0.0.1",
        "1, IPV6_UNICAST, none",
        "2, IPV6_UNICAST, 2001:db8::1",
        "3, IPV4_UNICAST, none"
    })
    void ownNextHops(int index, AddressFamily family, String expected) {
        assertThat(Neighborhood.addressOf(INTERFACES, index, family)).hasToString(expected);
    }
}
