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
     * @param members AS numbers of the confederation's members it passed, the nearest first
     * @param path AS numbers, the nearest first
     * @param originator number of the router that originated it
     * @param clusters reflectors it passed
     */
    record Route(
            Link session,
            int preference,
            List<Integer> members,
            List<Integer> path,
            int originator,
            Set<Integer> clusters) {
        /** One outside of all confederations. */
        private static Route outside(int preference, List<Integer> path, int originator) {
            return new Route(null, preference, List.of(), path, originator, Set.of());
        }
    }

    /** For each router, twice if it has two tables, and for each prefix all routes, the best one first. */
    private final List<List<Map<Integer, List<Route>>>> tables = new ArrayList<>();

    private final RandomNetwork network;

    Fixpoint(RandomNetwork network) {
        this.network = network;
        for (Node ignored : network.nodes) {
            tables.add(List.of(new TreeMap<>(), new TreeMap<>()));
        }
        int rounds = 0;
        while (round()) {
            rounds++;
            if (rounds > 4 * network.nodes.size() + 8) {
                throw new IllegalStateException("there is no fixpoint");
            }
        }
    }

    /** By prefix; the first table or the second one, which is empty where there is none. */
    Map<Integer, List<Route>> table(int router, int table) {
        return tables.get(router).get(table);
    }

    private boolean round() {
        List<List<Map<Integer, List<Route>>>> next = new ArrayList<>();
        for (Node node : network.nodes) {
            next.add(node.up ? routes(node) : List.of(new TreeMap<>(), new TreeMap<>()));
        }
        boolean changed = !next.equals(tables);
        tables.clear();
        tables.addAll(next);
        return changed;
    }

    private List<Map<Integer, List<Route>>> routes(Node node) {
        List<Map<Integer, List<Route>>> both = List.of(new TreeMap<>(), new TreeMap<>());
        for (int prefix = 0; prefix < network.prefixes; prefix++) {
            for (int table = 0; table < (node.piped ? 2 : 1); table++) {
                List<Route> found = direct(node, prefix, table);
                if (node.piped && RandomNetwork.passes(prefix, table)) {
                    found.addAll(direct(node, prefix, 1 - table));
                }
                if (!found.isEmpty()) {
                    found.sort(order(node));
                    both.get(table).put(prefix, found);
                }
            }
        }
        return both;
    }

    /** Routes that come into a table by no pipe. */
    private List<Route> direct(Node node, int prefix, int table) {
        List<Route> found = new ArrayList<>();
        if (table == 0 && node.prefixes.contains(prefix)) {
            found.add(Route.outside(0, List.of(), node.number));
        }
        for (Link link : network.linksOf(node)) {
            if (link.tableAt(node.number) == table && network.isUp(link)) {
                for (Route route : advertised(link, network.nodes.get(link.other(node.number)), prefix)) {
                    Route received = received(node, link, route);
                    if (received != null) {
                        found.add(received);
                    }
                }
            }
        }
        return found;
    }

    /** What a router sends over a link. */
    List<Route> advertised(Link link, Node from, int prefix) {
        List<Route> known = table(from.number, link.tableAt(from.number)).getOrDefault(prefix, List.of());
        boolean all = network.addPath && link.relation == Relation.CLIENT && from.number == link.a;
        List<Route> sent = new ArrayList<>();
        for (Route route : all ? known : known.subList(0, Math.min(1, known.size()))) {
            if (route.session != link && mayPass(link, from, route)) {
                sent.add(changed(link, from, route));
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
            // RFC 4271 §9.2: what came from within the AS stays there
            case CONFEDERATION -> own || !network.isInternal(link) || !network.isInternal(route.session);
        };
    }

    private static boolean isClient(Link link, Node reflector) {
        return link.relation == Relation.CLIENT && link.a == reflector.number;
    }

    private Route changed(Link link, Node from, Route route) {
        boolean own = route.session == null;
        if (network.sort == Sort.REFLECTORS) {
            Set<Integer> clusters = new TreeSet<>(route.clusters);
            if (!own) {
                clusters.add(from.number);
            }
            int preference = own ? from.preference : route.preference;
            return new Route(null, preference, List.of(), route.path, route.originator, clusters);
        }
        if (network.isInterior(link)) {
            return inside(link, from, route);
        }
        if (network.sort == Sort.ROUTE_SERVER && from.number == 0) {
            return Route.outside(100, route.path, route.originator);
        }
        // RFC 5065 §4: outside, the confederation is one AS, and its members are not seen.
        int as = network.isInterior(from.number) ? RandomNetwork.CONFEDERATION_AS : from.as;
        List<Integer> path = new ArrayList<>();
        for (int i = 0; i < from.prepend; i++) {
            path.add(as);
        }
        path.addAll(route.path);
        return Route.outside(100, path, route.originator);
    }

    /** RFC 5065 §4: between members the path grows by the member, within one it stays; LOCAL_PREF goes along. */
    private Route inside(Link link, Node from, Route route) {
        List<Integer> members = new ArrayList<>(route.members);
        if (!network.isInternal(link)) {
            members.addFirst(from.as);
        }
        int preference = route.session == null ? RandomNetwork.CONFEDERATION_PREFERENCE : route.preference;
        return new Route(null, preference, members, route.path, route.originator, Set.of());
    }

    /** Null for a loop. */
    private Route received(Node at, Link link, Route route) {
        return isLoop(at, route)
                ? null
                : new Route(
                        link, preference(at, link, route), route.members, route.path, route.originator, route.clusters);
    }

    private boolean isLoop(Node at, Route route) {
        if (network.sort == Sort.REFLECTORS) {
            return route.originator == at.number || route.clusters.contains(at.number);
        }
        if (network.isInterior(at.number)) {
            return route.members.contains(at.as) || route.path.contains(RandomNetwork.CONFEDERATION_AS);
        }
        return route.path.contains(at.as);
    }

    /** What the import filter makes of it. */
    private int preference(Node at, Link link, Route route) {
        return switch (network.sort) {
            case BUSINESS -> RandomNetwork.preference(RandomNetwork.relation(link, at.number));
            case CONFEDERATION ->
                network.isInterior(link)
                        ? route.preference - 1
                        : RandomNetwork.CONFEDERATION_PREFERENCE - RandomNetwork.AS_COST * route.path.size();
            case SHORTEST, REFLECTORS, ROUTE_SERVER -> route.preference;
        };
    }

    /** RFC 4271 §9.1.2.2, RFC 4456 §9, RFC 5065 §5.3: members neither lengthen a path nor are they external. */
    private Comparator<Route> order(Node at) {
        return Comparator.comparing((Route route) -> route.session != null)
                .thenComparing(Route::preference, Comparator.reverseOrder())
                .thenComparingInt(route -> route.path.size())
                .thenComparing(route -> route.session != null && network.isInterior(route.session))
                .thenComparingInt(route -> identifier(at, route))
                .thenComparingInt(route -> route.clusters.size())
                .thenComparingInt(route -> neighborAddress(at, route));
    }

    /** In the order of the neighbors' addresses; cables in different VRFs may have one network. */
    private static int neighborAddress(Node at, Route route) {
        Link link = route.session;
        return link == null ? 0 : 2 * link.addresses + (link.a == at.number ? 1 : 0);
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
        for (Link link : network.linksOf(network.nodes.get(router))) {
            if (network.isUp(link)) {
                names.add(link.name());
            }
        }
        return names;
    }
}
