package org.jbgp.daemon.simulate;

import java.util.HashMap;
import java.util.Map;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.simulation.Port;
import org.jbgp.daemon.simulation.SimulatedMachine;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.kernel.KernelIp;

/** Who is at the other end of a session. One thread. */
final class SessionEnds {
    private final Simulation simulation;
    private final Map<KernelIp, Host> owners = new HashMap<>();

    SessionEnds(Simulation simulation) {
        this.simulation = simulation;
        for (SimulatedMachine machine : simulation.machines()) {
            machine.host()
                    .ports()
                    .forEach(port ->
                            port.addresses().forEach(address -> owners.putIfAbsent(address.local(), machine.host())));
        }
    }

    /** The machine at the other end, null if it is none of those given. */
    Host opposite(SimulatedRouter router, BgpStatus bgp) {
        return opposite(router, Ip.of(bgp.neighborAddress()), bgp.neighborInterface());
    }

    /** The same for an address, which is one of many without its interface if it is link-local. */
    Host opposite(SimulatedRouter router, KernelIp address, String interfaceName) {
        if (!Ip.isLinkLocal(address)) {
            return owners.get(address);
        }
        return router.host()
                .named(interfaceName)
                .map(port -> simulation.world().network().opposite(port, address))
                .map(Port::host)
                .orElse(null);
    }
}
