package org.jbgp.daemon.simulate;

import java.util.HashMap;
import java.util.Map;
import org.jbgp.daemon.simulation.Port;
import org.jbgp.daemon.simulation.Segment;

/** Which spots links join: packets never leave their island, unless a route leads from one VRF into another. */
final class Islands {
    private final Map<String, String> next = new HashMap<>();

    Islands(Simulation simulation) {
        for (Segment segment : simulation.world().links()) {
            for (Port port : segment.ports()) {
                next.put(of(label(port)), of(label(segment.ports().getFirst())));
            }
        }
    }

    /** The spot of whoever sends by an interface. */
    private static String label(Port port) {
        return Spot.label(port.host(), port.vrf());
    }

    /** The name of a spot's island. */
    String of(String label) {
        String at = label;
        while (!next.getOrDefault(at, at).equals(at)) {
            at = next.get(at);
        }
        return at;
    }
}
