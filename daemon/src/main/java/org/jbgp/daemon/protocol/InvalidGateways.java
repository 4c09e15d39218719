package org.jbgp.daemon.protocol;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.StaticRoute;

/**
 * Gateways of static routes to which no packet can ever be sent: named in the log, once each. Owned by the kernel
 * thread.
 */
final class InvalidGateways {
    private static final int LINES = 20;

    private final ProtocolLog log;
    private final Set<Fault> known = new HashSet<>();

    private record Fault(IpPrefix prefix, IpAddress gateway, String reason) {}

    InvalidGateways(ProtocolLog log) {
        this.log = log;
    }

    /** Looks at these routes; what is as before is not said again. */
    void check(String protocol, List<StaticRoute> routes, InterfaceTable interfaces) {
        Set<Fault> present = new HashSet<>();
        // Many routes share few gateways.
        Map<IpAddress, String> reasons = new HashMap<>();
        int lines = 0;
        for (StaticRoute route : routes) {
            for (IpAddress gateway : gateways(route.destination())) {
                String reason = reasons.computeIfAbsent(gateway, each -> StaticProtocol.unfit(interfaces, each));
                if (reason.isEmpty()) {
                    continue;
                }
                Fault fault = new Fault(route.prefix(), gateway, reason);
                if (present.add(fault) && !known.contains(fault) && lines++ < LINES) {
                    log.warning(
                            protocol,
                            "Invalid next hop " + fault.gateway + " of static route " + fault.prefix + ": it is "
                                    + reason);
                }
            }
        }
        if (lines > LINES) {
            log.warning(protocol, "Invalid next hops of " + (lines - LINES) + " more static routes");
        }
        known.clear();
        known.addAll(present);
    }

    /** Also what is looked up in a table: an address of this host leads nowhere there either. */
    private static List<IpAddress> gateways(StaticRoute.Destination destination) {
        return switch (destination) {
            case StaticRoute.Via via ->
                via.nextHops().stream().flatMap(hop -> hop.gateway().stream()).toList();
            case StaticRoute.Recursive recursive -> List.of(recursive.gateway());
            case StaticRoute.Blackhole _, StaticRoute.Unreachable _, StaticRoute.Prohibit _ -> List.of();
        };
    }
}
