package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelRoute;

/** Routes of one table and family: by prefix and metric, and the longest match of an address. One thread. */
final class KernelRoutes {
    private final Family family;
    private final List<Map<KernelIp, TreeMap<Integer, Entry>>> byLength = new ArrayList<>();

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
        TreeMap<Integer, Entry> routes = byLength.get(length).get(destination);
        return routes == null ? null : routes.get(key(metric));
    }

    void put(Entry entry) {
        KernelRoute route = entry.route;
        longest = Math.max(longest, route.prefixLength());
        byLength.get(route.prefixLength())
                .computeIfAbsent(route.destination(), destination -> new TreeMap<>())
                .put(key(route.metric()), entry);
    }

    boolean remove(KernelIp destination, int length, int metric) {
        Map<KernelIp, TreeMap<Integer, Entry>> routes = byLength.get(length);
        TreeMap<Integer, Entry> some = routes.get(destination);
        boolean there = some != null && some.remove(key(metric)) != null;
        if (there && some.isEmpty()) {
            routes.remove(destination);
        }
        return there;
    }

    /** For IPv6 the kernel reads 0 as 1024. */
    private int key(int metric) {
        return metric == 0 && family == Family.IPV6 ? 1024 : metric;
    }

    /** All routes, the shorter prefixes first. */
    List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        byLength.forEach(routes -> routes.values().forEach(some -> all.addAll(some.values())));
        return all;
    }

    /** The best one of exactly this prefix, null if there is none. */
    Entry best(KernelIp destination, int length) {
        TreeMap<Integer, Entry> some = byLength.get(length).get(destination);
        return some == null || some.isEmpty() ? null : some.firstEntry().getValue();
    }

    /** The routes to an address, the best one first: longest prefix, then lowest metric. */
    Entry longest(KernelIp address, Predicate<Entry> usable) {
        for (int length = longest; length >= 0; length--) {
            Map<KernelIp, TreeMap<Integer, Entry>> routes = byLength.get(length);
            TreeMap<Integer, Entry> some = routes.isEmpty() ? null : routes.get(Ip.network(address, length));
            if (some != null) {
                for (Entry entry : some.values()) {
                    if (usable.test(entry)) {
                        return entry;
                    }
                }
            }
        }
        return null;
    }
}
