package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;

/** A machine of the simulated network: interfaces and a kernel. One thread. */
public final class Host {
    private final String name;
    private final Network network;
    private final SimulatedKernel kernel;
    private final List<Port> ports = new ArrayList<>();
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
        return Collections.unmodifiableList(ports);
    }

    /** The interface of that name, made if there is none. */
    public Port port(String wanted) {
        return ports.stream()
                .filter(port -> port.name().equals(wanted))
                .findFirst()
                .orElseGet(() -> {
                    Port made = new Port(this, ports.size() + 1, wanted);
                    ports.add(made);
                    kernel.linkChanged(made);
                    return made;
                });
    }

    Optional<Port> port(int index) {
        return index >= 1 && index <= ports.size() ? Optional.of(ports.get(index - 1)) : Optional.empty();
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
        for (Port port : ports) {
            if (port.segment() != null) {
                port.segment().look();
            }
        }
        network.changed();
    }

    /** The address it sends from to another one, null if it has none of that family. */
    KernelIp sourceFor(KernelIp remote, int ifindex) {
        for (Port port : ports) {
            if (ifindex != 0 && port.index() != ifindex) {
                continue;
            }
            for (KernelAddress address : port.addresses()) {
                if (fits(address, remote)) {
                    return address.local();
                }
            }
        }
        return ifindex == 0 || Ip.isLinkLocal(remote) ? null : sourceFor(remote, 0);
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
