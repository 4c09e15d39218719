package org.jbgp.daemon.protocol;

import java.util.List;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;

/**
 * An interface with its addresses. Immutable.
 *
 * @param link what the kernel says of it
 * @param addresses in the kernel's order
 */
public record NetworkInterface(KernelLink link, List<InterfaceAddress> addresses) {
    /** Copies the list. */
    public NetworkInterface {
        addresses = List.copyOf(addresses);
    }

    // As in IpAddress: these run at every start.
    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof NetworkInterface that
                        && link.equals(that.link)
                        && addresses.equals(that.addresses));
    }

    @Override
    public int hashCode() {
        return 31 * link.hashCode() + addresses.hashCode();
    }

    /** The kernel's index, at least 1. */
    public int index() {
        return link.index();
    }

    /** The kernel's name. */
    public String name() {
        return link.name();
    }

    /** Usable for routes: set up by the administrator (BIRD: IF_UP). */
    public boolean up() {
        return link.adminUp();
    }

    /** Up, and the carrier is there: what {@code check link} asks for. */
    public boolean upWithLink() {
        return link.adminUp() && link.carrier();
    }

    /** What {@link #connected} answers for an address of this very host. */
    static final int OWN = 129;

    /**
     * How an address is connected to this interface: {@link #OWN} if it is the host's own, the length of the network it
     * lies in, or -1 if it is not. Network and broadcast addresses of IPv4 networks are not. Only own addresses count
     * on a downed interface.
     */
    int connected(KernelIp address) {
        for (InterfaceAddress own : addresses) {
            if (own.address().equals(address)) {
                return OWN;
            }
        }
        return up() ? networkOf(address) : -1;
    }

    /** The length of the network of this interface that an address lies in, up or down; -1 if there is none. */
    int networkOf(KernelIp address) {
        int longest = -1;
        for (InterfaceAddress own : addresses) {
            if (own.address().family() == address.family() && own.reaches(address)) {
                if (own.isNetworkOrBroadcast(address)) {
                    return -1;
                }
                longest = Math.max(longest, own.prefixLength());
            }
        }
        return longest;
    }
}
