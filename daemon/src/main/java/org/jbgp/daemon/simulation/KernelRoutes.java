package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelRoute;

/** Routes of one table and family: by prefix and metric, and the longest match of an address. One thread. */
final class KernelRoutes {
    private final Family family;
    /** By length and prefix, with the lowest metric first. */
    private final List<Map<KernelIp, List<Entry>>> byLength = new ArrayList<>();

    /** No prefix is or was longer. */
    private int longest;

    /**
     * A route.
     *
     * @param nextHopObject id of the object it goes by, 0 for none
     */
    record Entry(KernelRoute route, int nextHopObject) {}

    KernelRoutes(Family family) {
        this.family = family;
        for (int length = 0; length <= family.maxPrefixLength(); length++) {
            byLength.add(new HashMap<>(0));
        }
    }

    Entry get(KernelIp destination, int length, int metric) {
        List<Entry> routes = byLength.get(length).get(destination);
        int at = routes == null ? -1 : place(routes, metric);
        return at < 0 ? null : routes.get(at);
    }

    void put(Entry entry) {
        KernelRoute route = entry.route;
        longest = Math.max(longest, route.prefixLength());
        Map<KernelIp, List<Entry>> alike = byLength.get(route.prefixLength());
        List<Entry> routes = alike.get(route.destination());
        if (routes == null) {
            routes = new ArrayList<>(1);
            alike.put(route.destination(), routes);
        }
        int at = place(routes, route.metric());
        if (at >= 0) {
            routes.set(at, entry);
        } else {
            routes.add(-1 - at, entry);
        }
    }

    /** Where the route with that metric is; if it is not there, -1 less the place where it belongs. */
    private int place(List<Entry> routes, int metric) {
        long wanted = key(metric);
        int at = 0;
        while (at < routes.size() && key(routes.get(at).route.metric()) < wanted) {
            at++;
        }
        return at < routes.size() && key(routes.get(at).route.metric()) == wanted ? at : -1 - at;
    }

    boolean remove(KernelIp destination, int length, int metric) {
        List<Entry> some = byLength.get(length).get(destination);
        int at = some == null ? -1 : place(some, metric);
        if (at < 0) {
            return false;
        }
        some.remove(at);
        if (some.isEmpty()) {
            byLength.get(length).remove(destination);
        }
        return true;
    }

    /** For IPv6 the kernel reads 0 as 1024. */
    private int key(int metric) {
        return metric == 0 && family == Family.IPV6 ? 1024 : metric;
    }

    /** All routes, the shorter prefixes first. */
    List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        byLength.forEach(routes -> routes.values().forEach(all::addAll));
        return all;
    }

    /** The best one of exactly this prefix, null if there is none. */
    Entry best(KernelIp destination, int length) {
        List<Entry> some = byLength.get(length).get(destination);
        return some == null ? null : some.getFirst();
    }

    /** The routes to an address, the best one first: longest prefix, then lowest metric. */
    Entry longest(KernelIp address, Predicate<Entry> usable) {
        for (int length = longest; length >= 0; length--) {
            Map<KernelIp, List<Entry>> routes = byLength.get(length);
            List<Entry> some = routes.isEmpty() ? null : routes.get(Ip.network(address, length));
            if (some != null) {
                for (Entry entry : some) {
                    if (usable.test(entry)) {
                        return entry;
                    }
                }
            }
        }
        return null;
    }
}
