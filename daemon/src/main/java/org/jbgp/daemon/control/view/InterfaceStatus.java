package org.jbgp.daemon.control.view;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * One network interface.
 *
 * @param name kernel's name
 * @param index kernel's index
 * @param up true when it can carry traffic
 * @param master name of the bridge, bond or VRF it belongs to, or null
 * @param flags what it is and can do
 * @param mtu bytes
 * @param addresses its addresses
 */
public record InterfaceStatus(
        String name, int index, boolean up, String master, Set<Flag> flags, int mtu, List<Address> addresses) {

    public InterfaceStatus {
        flags = Set.copyOf(flags);
        addresses = List.copyOf(addresses);
    }

    /** What an interface is and can do. */
    public enum Flag {
        MULTI_ACCESS,
        BROADCAST,
        MULTICAST,
        ADMIN_UP,
        LINK_UP,
        LOOPBACK,
        IGNORED
    }

    /**
     * One address of an interface.
     *
     * @param address the address
     * @param length prefix length
     * @param rank whether it is the one chosen for its family
     * @param opposite the other end of a point-to-point link, or null
     * @param scope {@code host}, {@code link}, {@code site} or {@code univ}
     */
    public record Address(InetAddress address, int length, Rank rank, InetAddress opposite, String scope) {}

    /** Standing of an address among those of its family and prefix. */
    public enum Rank {
        PREFERRED,
        NONE,
        SECONDARY
    }
}
