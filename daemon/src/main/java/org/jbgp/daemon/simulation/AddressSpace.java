package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelNextHop;
import org.jbgp.kernel.KernelRoute;
import org.jbgp.kernel.RouteExtras;
import org.jbgp.kernel.RouteType;

/** Addresses of one VRF of a simulated host, and the networks of its interfaces. One thread. */
final class AddressSpace {
    private static final int LOCAL_WEIGHT = 1;

    /** By address, with the interfaces that have it, of which the first one counts. */
    private final Map<KernelIp, List<Port>> own = new HashMap<>();

    private final Map<Family, KernelRoutes> connected = new EnumMap<>(Family.class);

    AddressSpace() {
        for (Family family : Family.values()) {
            connected.put(family, new KernelRoutes(family));
        }
    }

    /** The interface that has an address, null if none has. */
    Port owner(KernelIp address) {
        List<Port> ports = own.get(address);
        return ports == null ? null : ports.getFirst();
    }

    /** Routes to the networks of its interfaces. */
    KernelRoutes connected(Family family) {
        return connected.get(family);
    }

    void add(Port port, KernelAddress address) {
        own.computeIfAbsent(address.local(), any -> new ArrayList<>(1)).add(port);
        if (address.prefixLength() == address.family().maxPrefixLength()) {
            return;
        }
        KernelRoute.Key key = new KernelRoute.Key(
                Ip.network(address.local(), address.prefixLength()),
                address.prefixLength(),
                KernelRoute.TABLE_MAIN,
                port.index());
        connected(address.family())
                .put(new KernelRoutes.Entry(
                        new KernelRoute(
                                key,
                                KernelRoute.PROTOCOL_KERNEL,
                                RouteType.UNICAST,
                                KernelRoute.SCOPE_LINK,
                                RouteExtras.NONE,
                                List.of(new KernelNextHop(null, port.index(), LOCAL_WEIGHT, 0))),
                        0));
    }

    void remove(Port port, KernelAddress address) {
        own.computeIfPresent(address.local(), (any, ports) -> {
            ports.remove(port);
            return ports.isEmpty() ? null : ports;
        });
        connected(address.family())
                .remove(Ip.network(address.local(), address.prefixLength()), address.prefixLength(), port.index());
    }
}
