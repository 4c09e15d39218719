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
    private static final int IFF_MULTICAST = 0x1000;
    private static final int IFF_LOWER_UP = 0x10000;
    private static final int MTU = 1500;

    private final Host host;
    private final int index;
    private final String name;
    private final List<KernelAddress> addresses = new ArrayList<>();
    private boolean carrier;
    private Segment segment;

    Port(Host host, int index, String name) {
        this.host = host;
        this.index = index;
        this.name = name;
        this.carrier = isLoopback();
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

    boolean isLoopback() {
        return name.equals("lo");
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
        host.kernel().addressAdded(added);
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
        int flags =
                IFF_UP | (isLoopback() ? IFF_LOOPBACK : IFF_BROADCAST | IFF_MULTICAST) | (carrier ? IFF_LOWER_UP : 0);
        return new KernelLink(index, name, isLoopback() ? "" : "veth", MTU, flags, 0, 0);
    }

    @Override
    public String toString() {
        return host.name() + " " + name;
    }
}
