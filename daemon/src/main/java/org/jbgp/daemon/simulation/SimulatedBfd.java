package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jbgp.daemon.bfd.helper.BfdHelper;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.BfdSession;
import org.jbgp.kernel.KernelIp;

/** The BFD processes of a simulated host, by protocol. They may outlive a router that is killed. One thread. */
final class SimulatedBfd {
    private final Host host;
    private final Map<String, SimulatedHelper> helpers = new HashMap<>();

    SimulatedBfd(Host host) {
        this.host = host;
    }

    Host host() {
        return host;
    }

    VirtualTime time() {
        return host.network().time();
    }

    /** For one life of a router: a process that waits for one is taken over. */
    BfdHelper.Maker maker(RandomGenerator random) {
        return (name, listen, listener) -> {
            SimulatedHelper helper = helpers.compute(
                    name,
                    (any, there) -> there == null || there.isEnding() ? new SimulatedHelper(this, random) : there);
            return helper.meets(listener);
        };
    }

    void routerIsGone() {
        List.copyOf(helpers.values()).forEach(SimulatedHelper::routerIsGone);
    }

    void powerIsGone() {
        List.copyOf(helpers.values()).forEach(SimulatedHelper::powerIsGone);
        helpers.clear();
    }

    /** A process has ended. */
    void gone(SimulatedHelper helper) {
        helpers.values().remove(helper);
    }

    /** A packet has come. */
    void receive(byte[] packet, KernelIp source, int link) {
        for (SimulatedHelper helper : List.copyOf(helpers.values())) {
            if (helper.receive(packet, source, link)) {
                return;
            }
        }
    }

    /** State of the session with a neighbor, null if there is none. */
    BfdState state(KernelIp neighbor) {
        for (BfdSession session : sessions()) {
            if (session.address().remote().equals(neighbor)) {
                return session.state();
            }
        }
        return null;
    }

    /** All sessions, also such as say good-bye. */
    List<BfdSession> sessions() {
        List<BfdSession> all = new ArrayList<>();
        helpers.values().forEach(helper -> all.addAll(helper.sessions()));
        return all;
    }
}
