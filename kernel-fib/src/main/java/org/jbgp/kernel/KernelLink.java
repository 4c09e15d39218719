package org.jbgp.kernel;

import static java.util.Objects.requireNonNull;

/**
 * A network interface as the kernel describes it (RTM_NEWLINK).
 *
 * @param index the interface index, at least 1
 * @param name the name, such as {@code eth0}
 * @param kind the driver's kind, such as {@code veth}, {@code dummy}, {@code vrf}, {@code ipip}; empty if none
 * @param mtu bytes
 * @param flags IFF_* of {@code <linux/if.h>}
 * @param master index of the bridge, bond or VRF that holds it; 0 if none
 * @param vrfTable number of the routing table of a VRF device; 0 for any other
 */
public record KernelLink(int index, String name, String kind, int mtu, int flags, int master, int vrfTable) {
    static final String VRF = "vrf";

    private static final int IFF_UP = 0x1;
    private static final int IFF_BROADCAST = 0x2;
    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_POINTOPOINT = 0x10;
    private static final int IFF_MULTICAST = 0x1000;
    private static final int IFF_LOWER_UP = 0x10000;

    /** Names and kinds are never null. */
    public KernelLink {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
    }

    /** Written by hand, as {@link #hashCode}: linking what Java generates for a record takes each start 8 ms. */
    @Override
    public boolean equals(Object other) {
        return other instanceof KernelLink that
                && index == that.index
                && mtu == that.mtu
                && flags == that.flags
                && master == that.master
                && vrfTable == that.vrfTable
                && name.equals(that.name)
                && kind.equals(that.kind);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * index + flags) + mtu) + name.hashCode();
    }

    /** Set up by the administrator. */
    public boolean adminUp() {
        return (flags & IFF_UP) != 0;
    }

    /** The carrier is there: the cable is plugged, the veth's other end is up. */
    public boolean carrier() {
        return (flags & IFF_LOWER_UP) != 0;
    }

    /** The loopback interface. */
    public boolean loopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }

    /** A point-to-point link such as a tunnel. */
    public boolean pointToPoint() {
        return (flags & IFF_POINTOPOINT) != 0;
    }

    /** Has a broadcast address. */
    public boolean broadcast() {
        return (flags & IFF_BROADCAST) != 0;
    }

    /** Carries multicast. */
    public boolean multicast() {
        return (flags & IFF_MULTICAST) != 0;
    }

    /** A VRF device: addresses and routes of its slaves live in its own table. */
    public boolean vrf() {
        return kind.equals(VRF);
    }
}
