package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jbgp.daemon.bfd.helper.BfdHelper;
import org.jbgp.daemon.bfd.helper.Helper;
import org.jbgp.daemon.bfd.helper.Order;
import org.jbgp.daemon.bfd.helper.Report;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.BfdSession;
import org.jbgp.kernel.KernelIp;

/** The BFD processes of a simulated host, by protocol. They may outlive a router that is killed. One thread. */
final class SimulatedBfd {
    private final Host host;
    private final Map<String, SimulatedHelper> helpers = new TreeMap<>();
    /** Null where sessions are ordered by a router. */
    private Answers answers;

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
                    (any, there) -> there == null || there.isEnding()
                            ? new SimulatedHelper(this, listen.vrf(), random)
                            : there);
            return helper.meets(listener);
        };
    }

    /**
     * Without a router: from now on it has a session with whoever watches it, of the same settings.
     *
     * @param lost hears who was up and cannot be reached any more
     */
    void answer(RandomGenerator random, Consumer<KernelIp> lost) {
        answers = new Answers(random, lost);
    }

    private final class Answers implements Helper.Listener {
        private final Map<Integer, KernelIp> neighbors = new HashMap<>();
        private final Consumer<KernelIp> lost;
        private final BfdHelper router;

        private Answers(RandomGenerator random, Consumer<KernelIp> lost) {
            this.lost = lost;
            SimulatedHelper helper = new SimulatedHelper(SimulatedBfd.this, "", random);
            this.router = helper.meets(this);
            helpers.put("", helper);
        }

        private boolean knows(SimulatedHelper.Datagram packet) {
            return helpers.get("").sessions().stream()
                    .anyMatch(session -> session.address().equals(packet.back()));
        }

        private void watch(SimulatedHelper.Datagram packet) {
            int number = neighbors.size() + 1;
            neighbors.put(number, packet.source());
            router.order(new Order.Add(number, packet.back(), packet.settings()));
        }

        @Override
        public void report(Report report) {
            if (report instanceof Report.Changed changed
                    && changed.before() == BfdState.UP
                    && changed.now() == BfdState.DOWN
                    && changed.remote() != BfdState.ADMIN_DOWN) {
                lost.accept(neighbors.get(changed.number()));
            }
        }

        @Override
        public void tookOver(long processId) {
            // No process is left over.
        }

        @Override
        public void lost(String why) {
            // A model does not die by itself.
        }
    }

    void routerIsGone() {
        answers = null;
        List.copyOf(helpers.values()).forEach(SimulatedHelper::routerIsGone);
    }

    void powerIsGone() {
        answers = null;
        List.copyOf(helpers.values()).forEach(SimulatedHelper::powerIsGone);
        helpers.clear();
    }

    /** A process has ended. */
    void gone(SimulatedHelper helper) {
        helpers.values().remove(helper);
    }

    /** A packet has come. */
    void receive(SimulatedHelper.Datagram packet) {
        boolean taken = take(packet);
        if (!taken && answers != null && !answers.knows(packet)) {
            answers.watch(packet);
            take(packet);
        }
    }

    private boolean take(SimulatedHelper.Datagram packet) {
        for (SimulatedHelper helper : List.copyOf(helpers.values())) {
            if (helper.receive(packet)) {
                return true;
            }
        }
        return false;
    }

    /** State of the session with a neighbor on an interface, null if there is none. */
    BfdState state(KernelIp neighbor, String interfaceName) {
        for (BfdSession session : sessions()) {
            if (session.address().remote().equals(neighbor)
                    && session.address().linkName().equals(interfaceName)) {
                return session.state();
            }
        }
        return null;
    }

    /** Sessions by the names of their protocols, without such as say good-bye. */
    Map<String, List<BfdSession>> standing() {
        Map<String, List<BfdSession>> standing = new TreeMap<>();
        helpers.forEach((protocol, helper) -> standing.put(
                protocol,
                helper.sessions().stream()
                        .filter(session -> session.state() != BfdState.ADMIN_DOWN)
                        .toList()));
        return standing;
    }

    /** All sessions, also such as say good-bye. */
    List<BfdSession> sessions() {
        List<BfdSession> all = new ArrayList<>();
        helpers.values().forEach(helper -> all.addAll(helper.sessions()));
        return all;
    }
}
