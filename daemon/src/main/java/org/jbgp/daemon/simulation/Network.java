package org.jbgp.daemon.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;

/** Machines, what they are plugged into, and the ways of packets. One thread. */
public final class Network {
    private static final int MOST_HOPS = 64;

    private final VirtualTime time;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private long links;
    private long routes;
    private int datagrams;

    Network(VirtualTime time) {
        this.time = time;
    }

    VirtualTime time() {
        return time;
    }

    Host host(String name) {
        return hosts.computeIfAbsent(name, wanted -> new Host(wanted, this));
    }

    List<Segment> segments() {
        return Collections.unmodifiableList(segments);
    }

    Segment segment(String name, Duration delay) {
        Segment made = new Segment(this, name, delay);
        segments.add(made);
        return made;
    }

    /** A link, an interface or an address has changed. */
    void changed() {
        links++;
        time.touch();
        followers.forEach(Follower::order);
    }

    /** Has a task done so long after each change of links; once for those that come meanwhile. */
    public void afterEachChange(Duration delay, Runnable task) {
        followers.add(new Follower(delay, task));
    }

    /** Has a task done after a while. */
    public void after(Duration delay, Runnable task) {
        time.after(delay.toNanos(), this, task);
    }

    private final class Follower {
        private final Duration delay;
        private final Runnable task;
        private boolean ordered;

        private Follower(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        private void order() {
            if (!ordered) {
                ordered = true;
                after(delay, () -> {
                    ordered = false;
                    task.run();
                });
            }
        }
    }

    /** A route of a kernel has changed. */
    void routesChanged() {
        routes++;
        time.touch();
    }

    /** Has a datagram arrive after so many nanoseconds. */
    void datagram(long delay, Runnable arrives) {
        datagrams++;
        time.after(delay, this, () -> {
            datagrams--;
            arrives.run();
        });
    }

    /** Datagrams that have been sent and have not arrived yet. */
    int datagrams() {
        return datagrams;
    }

    /** Grows with every change of links, interfaces and addresses. */
    public long linkVersion() {
        return links;
    }

    /** Grows with every change of routes. */
    long routeVersion() {
        return routes;
    }

    /**
     * Where packets get that somebody sends.
     *
     * @param hosts those they pass, the sender first
     * @param delay how long the way takes
     * @param arrived the interface they come in by; null if they do not arrive
     * @param direct only links were asked, and no routes
     * @param trouble why they do not arrive; empty if they do
     */
    public record Way(List<Host> hosts, Duration delay, Port arrived, boolean direct, String trouble) {
        boolean arrives() {
            return arrived != null;
        }

        /** By how much the TTL is lowered. */
        int routersBetween() {
            return hosts.size() - 2;
        }
    }

    /**
     * The way of packets, by the first next hop where there are several.
     *
     * @param vrf of the sender, 0 for the default one
     * @param ifindex the sender's interface by which they leave, 0 for any; a link-local address needs one
     */
    public Way way(Host from, int vrf, KernelIp to, int ifindex) {
        List<Host> passed = new ArrayList<>();
        passed.add(from);
        Duration delay = Duration.ZERO;
        Host at = from;
        Port in = null;
        int within = vrf;
        if (Ip.isLinkLocal(to)) {
            Port here = from.port(ifindex).orElse(null);
            Port there = here == null ? null : opposite(here, to);
            return there == null
                    ? new Way(passed, delay, null, true, "nobody answers for " + to)
                    : new Way(List.of(from, there.host()), there.segment().delay(), there, true, "");
        }
        boolean direct = true;
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            switch (at.kernel().lookup(within, to, hop == 0 ? ifindex : 0)) {
                case SimulatedKernel.Decision.Local(Port port) -> {
                    return new Way(passed, delay, in == null ? port : in, direct, "");
                }
                case SimulatedKernel.Decision.NoRoute() -> {
                    return new Way(passed, delay, null, false, at + " has no route to " + to);
                }
                case SimulatedKernel.Decision.Dropped(var route) -> {
                    return new Way(passed, delay, null, false, at + " drops it by " + route.prefix());
                }
                case SimulatedKernel.Decision.Out(List<KernelNextHop> ways, var route) -> {
                    KernelNextHop first = ways.getFirst();
                    direct &= first.gateway() == null;
                    KernelIp target = first.gateway() == null ? to : first.gateway();
                    Port next = at.port(first.ifindex())
                            .map(out -> opposite(out, target))
                            .orElse(null);
                    if (next == null) {
                        return new Way(passed, delay, null, direct, "nobody answers " + at + " for " + target);
                    }
                    delay = delay.plus(next.segment().delay());
                    at = next.host();
                    within = next.vrf();
                    in = next;
                    passed.add(at);
                }
            }
        }
        return new Way(passed, delay, null, false, "it goes in a circle");
    }

    /** The interface with an address on the other side of what an interface is plugged into, null if none answers. */
    public Port opposite(Port out, KernelIp address) {
        Segment segment = out.segment();
        if (segment == null) {
            return null;
        }
        for (Port port : segment.ports()) {
            if (port != out && segment.carries(out.host(), port.host())) {
                // A machine answers for all addresses it has in a VRF; a link-local one belongs to its interface.
                Port owner = Ip.isLinkLocal(address)
                        ? port.has(address) ? port : null
                        : port.host().kernel().owner(port.vrf(), address);
                if (owner != null) {
                    return port;
                }
            }
        }
        return null;
    }
}
