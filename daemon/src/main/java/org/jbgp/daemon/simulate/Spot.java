package org.jbgp.daemon.simulate;

import org.jbgp.daemon.simulation.Host;
import org.jbgp.daemon.simulation.SimulatedRouter;

/**
 * Where packets start: a router in one of its VRFs.
 *
 * @param label the router's name; in a VRF {@code router:vrf}
 * @param vrf index of the VRF's device, 0 for the default one
 * @param table of the kernel
 */
record Spot(String label, SimulatedRouter router, int vrf, int table) {
    /** The label of the spot on a host in a VRF. */
    static String label(Host host, int vrf) {
        return host.port(vrf).map(device -> host.name() + ":" + device.name()).orElse(host.name());
    }
}
