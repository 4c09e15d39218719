package org.jbgp.daemon.simulate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.simulation.SimulatedRouter;
import org.jbgp.daemon.wire.AddressFamily;

/** The tables of all routers that run, read once: there may be a million routes. One thread. */
final class Tables {
    private final Map<String, Map<RouteTables.Table, List<RouteEntry>>> all = new LinkedHashMap<>();

    Tables(Simulation simulation) {
        for (SimulatedRouter router : simulation.routers()) {
            Map<RouteTables.Table, List<RouteEntry>> own = new LinkedHashMap<>();
            if (router.runs()) {
                router.tables().tables().stream()
                        .filter(RouteTables.Table::holdsRoutes)
                        .forEach(table -> own.put(table, router.locRib(table.name())));
            }
            all.put(router.name(), own);
        }
    }

    /** The routes of a router by table, sorted by prefix. */
    Map<RouteTables.Table, List<RouteEntry>> of(String router) {
        return all.get(router);
    }

    /** Whether routes of a family go into kernels. */
    static boolean isUnicast(AddressFamily family) {
        return family == AddressFamily.IPV4_UNICAST || family == AddressFamily.IPV6_UNICAST;
    }
}
