package org.jbgp.daemon.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What interfaces are plugged into: a cable between two, or a switch of several. One thread. */
public final class Segment {
    private final String name;
    private final Network network;
    private final List<Port> ports = new ArrayList<>();
    private final Set<Direction> silent = new HashSet<>();
    private Duration delay;
    private boolean cut;
    private boolean deaf;

    Segment(Network network, String name, Duration delay) {
        this.network = network;
        this.name = name;
        this.delay = delay;
    }

    public String name() {
        return name;
    }

    /** The interfaces on it. */
    public List<Port> ports() {
        return Collections.unmodifiableList(ports);
    }

    /** Plugs an interface in. */
    public void plug(Port port) {
        ports.add(port);
        port.plug(this);
        look();
        network.changed();
    }

    /** How long anything takes from one interface to another. */
    public Duration delay() {
        return delay;
    }

    /** From now on it takes so long, on connections that stand too. */
    public void delay(Duration next) {
        delay = next;
        network.changed();
    }

    /** The cable is cut, or mended; the interfaces on it see that at once. */
    public void cut(boolean broken) {
        cut = broken;
        look();
        network.changed();
    }

    /** Nothing gets through it, or does again; the interfaces on it see no change, as when a switch has failed. */
    public void deafen(boolean broken) {
        deaf = broken;
        network.changed();
    }

    /** The two ends of a cable see each other; a switch is always there. */
    void look() {
        boolean dark = cut
                || (ports.size() == 2
                        && ports.stream().anyMatch(port -> !port.host().isOn()));
        ports.forEach(port -> port.carrier(!dark && port.host().isOn()));
    }

    private record Direction(Host from, Host to) {}

    /** Two hosts on it hear nothing of each other, or hear each other again; their interfaces see no change. */
    public void part(Host a, Host b, boolean broken) {
        silence(a, b, broken);
        silence(b, a, broken);
    }

    /** What one host sends on it does not reach the other one, or does again; their interfaces see no change. */
    public void silence(Host from, Host to, boolean broken) {
        if (broken) {
            silent.add(new Direction(from, to));
        } else {
            silent.remove(new Direction(from, to));
        }
        network.changed();
    }

    /** Whether something that a host sends on it reaches another one. */
    boolean carries(Host from, Host to) {
        return !cut
                && !deaf
                && from.isOn()
                && to.isOn()
                && (silent.isEmpty() || !silent.contains(new Direction(from, to)));
    }

    /** Whether two hosts hear each other on it. */
    public boolean carriesBothWays(Host a, Host b) {
        return carries(a, b) && carries(b, a);
    }

    @Override
    public String toString() {
        return name;
    }
}
