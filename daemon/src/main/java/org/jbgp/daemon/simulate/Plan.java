package org.jbgp.daemon.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.kernel.KernelIp;

/**
 * A network as it will be built.
 *
 * @param segments what interfaces are plugged into
 * @param loopbacks addresses that are on no link, by router
 * @param notes what is not sure
 */
record Plan(List<Wiring> segments, Map<String, List<KernelIp>> loopbacks, List<String> notes) {

    /** A link. */
    record Wiring(List<Plug> plugs) {
        /** The name of the link: its routers, joined. */
        String name() {
            return String.join("-", plugs.stream().map(Plug::router).distinct().toList());
        }
    }

    /** An interface on a link, with its addresses. */
    record Plug(String router, String interfaceName, List<Address> addresses) {}

    /** An address with its network. */
    record Address(KernelIp address, int length) {}

    static Plan empty() {
        return new Plan(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    }
}
