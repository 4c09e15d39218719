package org.jbgp.daemon.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jbgp.daemon.simulation.RandomNetwork.Link;
import org.jbgp.daemon.simulation.RandomNetwork.Node;
import org.jbgp.daemon.simulation.RandomNetwork.Relation;
import org.jbgp.daemon.simulation.RandomNetwork.Sort;

/**
 * What every router of a {@link RandomNetwork} must hold in the end, worked out round by round from the rules of BGP
 * alone: all routers look at what their neighbors chose in the round before, until nothing changes.
 */
final class Fixpoint {
    /**
     * A route as a router holds it.
     *
     * @param session where it came in, null for its own
     * @param preference LOCAL_PREF
     * @param path AS numbers, the nearest first
     * @param originator number of the router that originated it
     * @param clusters reflectors it passed
     */
    record Route(Link session, int preference, List<Integer> path, int originator, Set<Integer> clusters) {}

    /** For each router and prefix all routes, the best one first. */
    private final List<Map<Integer, List<Route>>> tables = new ArrayList<>();

    private final RandomNetwork network;

    Fixpoint(RandomNetwork network) {
        this.network = network;
        for (Node ignored : network.nodes) {
            tables.add(new TreeMap<>());
        }
        int rounds = 0;
        while (round()) {
            rounds++;
            if (rounds > 4 * network.nodes.size() + 8) {
                throw new IllegalStateException("there is no fixpoint");
            }
        }
    }

    /** By prefix. */
    Map<Integer, List<Route>> table(int router) {
        return tables.get(router);
    }

    private boolean round() {
        List<Map<Integer, List<Route>>> next = new ArrayList<>();
        for (Node node : network.nodes) {
            next.add(node.up ? routes(node) : new TreeMap<>());
        }
        boolean changed = !next.equals(tables);
        tables.clear();
        tables.addAll(next);
        return changed;
    }

    private Map<Integer, List<Route>> routes(Node node) {
        Map<Integer, List<Route>> routes = new TreeMap<>();
        for (int prefix = 0; prefix < network.prefixes; prefix++) {
            List<Route> found = new ArrayList<>();
            if (node.prefixes.contains(prefix)) {
                found.add(new Route(null, 0, List.of(), node.number, Set.of()));
            }
            for (Link link : network.links) {
                if ((link.a == node.number || link.b == node.number) && network.isUp(link)) {
                    for (Route route : advertised(link, network.nodes.get(link.other(node.number)), prefix)) {
                        Route received = received(node, link, route);
                        if (received != null) {
                            found.add(received);
                        }
                    }
                }
            }
            if (!found.isEmpty()) {
                found.sort(order(node));
                routes.put(prefix, found);
            }
        }
        return routes;
    }

    /** What a router sends over a link. */
    List<Route> advertised(Link link, Node from, int prefix) {
        List<Route> known = tables.get(from.number).getOrDefault(prefix, List.of());
        boolean all = network.addPath && link.relation == Relation.CLIENT && from.number == link.a;
        List<Route> sent = new ArrayList<>();
        for (Route route : all ? known : known.subList(0, Math.min(1, known.size()))) {
            if (route.session != link && mayPass(link, from, route)) {
                sent.add(changed(from, route));
            }
        }
        return sent;
    }

    private boolean mayPass(Link link, Node from, Route route) {
        boolean own = route.session == null;
        return switch (network.sort) {
            case SHORTEST, ROUTE_SERVER -> true;
            case BUSINESS ->
                own
                        || RandomNetwork.relation(link, from.number) == Relation.CUSTOMER
                        || RandomNetwork.relation(route.session, from.number) == Relation.CUSTOMER;
            // RFC 4456 §6: from clients to all, from others to clients
            case REFLECTORS ->
                own || (network.isReflector(from.number) && (isClient(link, from) || isClient(route.session, from)));
        };
    }

    private static boolean isClient(Link link, Node reflector) {
        return link.relation == Relation.CLIENT && link.a == reflector.number;
    }

    private Route changed(Node from, Route route) {
        boolean own = route.session == null;
        if (network.sort == Sort.REFLECTORS) {
            Set<Integer> clusters = new TreeSet<>(route.clusters);
            if (!own) {
                clusters.add(from.number);
            }
            int preference = own ? from.preference : route.preference;
            return new Route(null, preference, route.path, route.originator, clusters);
        }
        if (network.sort == Sort.ROUTE_SERVER && from.number == 0) {
            return new Route(null, 100, route.path, route.originator, Set.of());
        }
        List<Integer> path = new ArrayList<>();
        for (int i = 0; i < from.prepend; i++) {
            path.add(from.as);
        }
        path.addAll(route.path);
        return new Route(null, 100, path, route.originator, Set.of());
    }

    /** Null for a loop. */
    private Route received(Node at, Link link, Route route) {
        boolean loop = network.sort == Sort.REFLECTORS
                ? route.originator == at.number || route.clusters.contains(at.number)
                : route.path.contains(at.as);
        if (loop) {
            return null;
        }
        int preference = network.sort == Sort.BUSINESS
                ? RandomNetwork.preference(RandomNetwork.relation(link, at.number))
                : route.preference;
        return new Route(link, preference, route.path, route.originator, route.clusters);
    }

    /** RFC 4271 §9.1.2.2, RFC 4456 §9. */
    private Comparator<Route> order(Node at) {
        return Comparator.comparing((Route route) -> route.session != null)
                .thenComparing(Route::preference, Comparator.reverseOrder())
                .thenComparingInt(route -> route.path.size())
                .thenComparingInt(route -> identifier(at, route))
                .thenComparingInt(route -> route.clusters.size())
                .thenComparingInt(route -> route.session == null ? 0 : route.session.number);
    }

    /** ORIGINATOR_ID within the AS, else the neighbor. */
    private int identifier(Node at, Route route) {
        if (network.sort == Sort.REFLECTORS || route.session == null) {
            return route.originator;
        }
        return route.session.other(at.number);
    }

    /** Which sessions there are. */
    Set<String> sessions(int router) {
        Set<String> names = new HashSet<>();
        for (Link link : network.links) {
            if ((link.a == router || link.b == router) && network.isUp(link)) {
                names.add(link.name());
            }
        }
        return names;
    }
}
