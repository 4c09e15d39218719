package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;
import org.jbgp.kernel.KernelRoute;

/** An interface of a simulated host. One thread. */
public final class Port {
    private static final int IFF_UP = 0x1;
    private static final int IFF_BROADCAST = 0x2;
    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_NOARP = 0x80;
    private static final int IFF_MASTER = 0x400;
    private static final int IFF_MULTICAST = 0x1000;
    private static final int IFF_LOWER_UP = 0x10000;
    private static final int MTU = 1500;

    private final Host host;
    private final int index;
    private final String name;
    /** Of a VRF; 0 for any other interface. */
    private final int vrfTable;

    private final List<KernelAddress> addresses = new ArrayList<>();
    private boolean carrier;
    private boolean up = true;
    /** The VRF it is in, null for the default one. */
    private Port master;

    private Segment segment;

    /** @param vrfTable table of a VRF, 0 for any other interface */
    Port(Host host, int index, String name, int vrfTable) {
        this.host = host;
        this.index = index;
        this.name = name;
        this.vrfTable = vrfTable;
        this.carrier = isLoopback() || vrfTable != 0;
    }

    public Host host() {
        return host;
    }

    public int index() {
        return index;
    }

    public String name() {
        return name;
    }

    public boolean isLoopback() {
        return name.equals("lo");
    }

    /** Whether it is the device of a VRF. */
    public boolean isVrf() {
        return vrfTable != 0;
    }

    /** Table of a VRF, 0 for any other interface. */
    int vrfTable() {
        return vrfTable;
    }

    /** Index of the VRF it is in or is, 0 for the default one. */
    public int vrf() {
        return vrfTable != 0 ? index : master == null ? 0 : master.index;
    }

    /** The VRF it is in, null for the default one. */
    public Port master() {
        return master;
    }

    boolean isUp() {
        return up;
    }

    /**
     * Puts it into a VRF, null for the default one, as {@code ip link set master} does: it goes down and up again, and
     * is given its addresses of IPv6 again, which Linux takes away.
     */
    public void enslave(Port vrf) {
        if (vrf == master) {
            return;
        }
        SimulatedKernel kernel = host.kernel();
        List<KernelAddress> all = List.copyOf(addresses);
        all.forEach(address -> kernel.leaves(this, address));
        master = vrf;
        kernel.linkChanged(this);
        up = false;
        kernel.losesRoutes(this);
        kernel.linkChanged(this);
        up = true;
        all.forEach(address -> kernel.joins(this, address));
        kernel.linkChanged(this);
    }

    /** What it is plugged into, null for nothing. */
    public Segment segment() {
        return segment;
    }

    void plug(Segment wire) {
        segment = wire;
    }

    /** Whether something is at the other end of the cable. */
    public boolean carrier() {
        return carrier;
    }

    /** The cable is plugged in or pulled. */
    public void carrier(boolean there) {
        if (carrier != there) {
            carrier = there;
            host.kernel().linkChanged(this);
        }
    }

    /** Gives it an address. */
    public Port address(KernelIp address, int prefixLength) {
        KernelAddress added = new KernelAddress(
                index,
                address,
                address,
                prefixLength,
                null,
                Ip.isLinkLocal(address) ? KernelRoute.SCOPE_LINK : KernelRoute.SCOPE_UNIVERSE,
                0);
        addresses.add(added);
        host.kernel().addressAdded(this, added);
        return this;
    }

    /** Its addresses with their networks. */
    public List<KernelAddress> addresses() {
        return Collections.unmodifiableList(addresses);
    }

    boolean has(KernelIp address) {
        return addresses.stream().anyMatch(own -> own.local().equals(address));
    }

    /** The kernel's words for it. */
    KernelLink link() {
        int flags = (up ? IFF_UP : 0) | (up && carrier ? IFF_LOWER_UP : 0);
        if (vrfTable != 0) {
            return new KernelLink(index, name, "vrf", MTU, flags | IFF_NOARP | IFF_MASTER, 0, vrfTable);
        }
        return new KernelLink(
                index,
                name,
                isLoopback() ? "" : "veth",
                MTU,
                flags | (isLoopback() ? IFF_LOOPBACK : IFF_BROADCAST | IFF_MULTICAST),
                master == null ? 0 : master.index,
                0);
    }

    @Override
    public String toString() {
        return host.name() + " " + name;
    }
}
