package org.jbgp.daemon.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.protocol.StaticProtocol;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Why configured routes of a static protocol are not in its table: one sentence for each next hop that cannot be used.
 * Any thread.
 */
final class DormantRoutes {
    private DormantRoutes() {}

    /**
     * @param covering also routes to a larger network that holds the prefix
     * @return empty if the protocol has no such route
     */
    static List<String> explain(
            StaticConfig config, RouteQuery.Prefix wanted, boolean covering, InterfaceTable interfaces) {
        List<String> lines = new ArrayList<>();
        for (StaticRoute route : config.routes()) {
            if (isAbout(route.prefix(), wanted, covering)) {
                explain(
                        route,
                        config.checkLink(),
                        interfaces.within(config.common().vrf()),
                        lines);
            }
        }
        return lines;
    }

    private static boolean isAbout(IpPrefix prefix, RouteQuery.Prefix wanted, boolean covering) {
        IpAddress first = wanted.family() == AddressFamily.IPV4_UNICAST
                ? IpAddress.ipv4((int) wanted.lo())
                : IpAddress.ipv6(wanted.hi(), wanted.lo());
        return prefix.contains(first)
                && (covering ? prefix.length() <= wanted.length() : prefix.length() == wanted.length());
    }

    private static void explain(StaticRoute route, boolean checkLink, InterfaceTable interfaces, List<String> lines) {
        List<String> obstacles = new ArrayList<>();
        if (route.destination() instanceof StaticRoute.Via via) {
            for (StaticRoute.NextHop hop : via.nextHops()) {
                String obstacle = obstacle(hop, checkLink, interfaces);
                if (obstacle.isEmpty()) {
                    obstacles.clear();
                    break;
                }
                obstacles.add("route " + route.prefix() + " waits: " + obstacle);
            }
        }
        if (obstacles.isEmpty()) {
            lines.add("route " + route.prefix() + " is configured, and rejected by the import filter");
        }
        lines.addAll(obstacles);
    }

    private static String obstacle(StaticRoute.NextHop hop, boolean checkLink, InterfaceTable interfaces) {
        Optional<NetworkInterface> found = StaticProtocol.interfaceOf(interfaces, hop);
        if (found.isPresent()) {
            return checkLink && !found.get().upWithLink()
                    ? "interface " + found.get().name() + " has no link (check link)"
                    : "";
        }
        Optional<NetworkInterface> named = hop.interfaceName().flatMap(interfaces::byName);
        if (hop.interfaceName().isPresent() && !named.map(NetworkInterface::up).orElse(false)) {
            return (named.isPresent() ? "interface %s is down" : "there is no interface %s")
                    .formatted(hop.interfaceName().get());
        }
        String gateway = hop.gateway().map(IpAddress::toString).orElse("");
        String unfit = hop.gateway()
                .map(address -> StaticProtocol.unfit(interfaces, address))
                .orElse("");
        if (!unfit.isEmpty()) {
            return gateway + " is " + unfit;
        }
        return "no network of "
                + hop.interfaceName().map(name -> "interface " + name).orElse("an interface that is up") + " holds "
                + gateway + " (`recursive " + gateway + "` would ask the routing table)";
    }
}
