package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;

/** A machine of the simulated network: interfaces and a kernel. One thread. */
public final class Host {
    private final String name;
    private final Network network;
    private final SimulatedKernel kernel;
    /** By index. */
    private final Map<Integer, Port> ports = new TreeMap<>();

    private int lastIndex;
    private final List<SimulatedListener> listeners = new ArrayList<>();
    private final SimulatedBfd bfd;
    private boolean on = true;
    private int nextPort = 40_000;

    Host(String name, Network network) {
        this.name = name;
        this.network = network;
        this.kernel = new SimulatedKernel(this, network);
        this.bfd = new SimulatedBfd(this);
        port("lo");
    }

    public String name() {
        return name;
    }

    public SimulatedKernel kernel() {
        return kernel;
    }

    /** The processes of its BFD protocols. */
    SimulatedBfd bfd() {
        return bfd;
    }

    Network network() {
        return network;
    }

    /** Its interfaces; the first one is {@code lo}. */
    public List<Port> ports() {
        return List.copyOf(ports.values());
    }

    /** The interface of that name, made if there is none. */
    public Port port(String wanted) {
        return named(wanted).orElseGet(() -> add(new Port(this, ++lastIndex, wanted, 0)));
    }

    /** The VRF of that name, made with this table if there is none. */
    public Port vrf(String wanted, int table) {
        return named(wanted).orElseGet(() -> add(new Port(this, ++lastIndex, wanted, table)));
    }

    private Port add(Port made) {
        ports.put(made.index(), made);
        kernel.linkChanged(made);
        return made;
    }

    /** The interface of that name, empty if there is none. */
    public Optional<Port> named(String wanted) {
        return ports.values().stream()
                .filter(port -> port.name().equals(wanted))
                .findFirst();
    }

    /** A VRF's device is deleted: its interfaces are in the default VRF. */
    public void delete(Port vrf) {
        ports().stream().filter(port -> port.master() == vrf).forEach(port -> port.enslave(null));
        ports.remove(vrf.index());
        kernel.linkRemoved(vrf);
    }

    /** The interface with this index, empty if there is none. */
    public Optional<Port> port(int index) {
        return Optional.ofNullable(ports.get(index));
    }

    /** Whether it has power. */
    public boolean isOn() {
        return on;
    }

    /** The power goes, with all that was in its kernel, or comes back. */
    void power(boolean there) {
        on = there;
        if (!there) {
            kernel.forget();
            bfd.powerIsGone();
        }
        for (Port port : ports.values()) {
            if (port.segment() != null) {
                port.segment().look();
            }
        }
        network.changed();
    }

    /** The address it sends from to another one in a VRF, null if it has none of that family. */
    KernelIp sourceFor(int vrf, KernelIp remote, int ifindex) {
        for (Port port : ports.values()) {
            if (port.vrf() != vrf || (ifindex != 0 && port.index() != ifindex)) {
                continue;
            }
            for (KernelAddress address : port.addresses()) {
                if (fits(address, remote)) {
                    return address.local();
                }
            }
        }
        return ifindex == 0 || Ip.isLinkLocal(remote) ? null : sourceFor(vrf, remote, 0);
    }

    private static boolean fits(KernelAddress address, KernelIp remote) {
        Family family = remote.family();
        return address.family() == family && Ip.isLinkLocal(address.local()) == Ip.isLinkLocal(remote);
    }

    int ephemeralPort() {
        nextPort = nextPort == 60_999 ? 40_000 : nextPort + 1;
        return nextPort;
    }

    List<SimulatedListener> listeners() {
        return listeners;
    }

    @Override
    public String toString() {
        return name;
    }
}
