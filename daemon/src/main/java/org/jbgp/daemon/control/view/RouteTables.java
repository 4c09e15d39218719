package org.jbgp.daemon.control.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.daemon.wire.AddressFamily;

/** The router's tables, for reading. Every method may be called from any thread. */
public interface RouteTables {

    /** All tables in order of definition. */
    List<Table> tables();

    /**
     * Starts a walk over one table. The walk holds no lock between slices; routes that change meanwhile are seen in
     * their old or their new state, each prefix consistently.
     */
    RouteWalk walk(RouteQuery query);

    /** The longest prefix with a route that covers this one, or is it; empty if there is none. */
    default Optional<RouteQuery.Prefix> longestMatch(String table, RouteQuery.Prefix prefix, RouteQuery.Rib rib) {
        List<RouteQuery.Prefix> found = new ArrayList<>();
        RouteQuery query = new RouteQuery(table, new RouteQuery.Covering(prefix), null, false, rib, null, null, false);
        try (RouteWalk walk = walk(query)) {
            walk.next(1, route -> found.add(route.prefix()));
        }
        return found.stream().findFirst();
    }

    /** The longest prefix that covers this one, or is it, of the routes that {@link #rejected} remembers. */
    Optional<RouteQuery.Prefix> longestRemembered(String table, RouteQuery.Prefix prefix);

    /**
     * Explains what became of a prefix.
     *
     * @param tables names of the tables to look in, all of the prefix's family
     * @param protocol only what concerns this protocol, null for all
     */
    List<RouteExplanation> explain(List<String> tables, RouteQuery.Prefix prefix, String protocol);

    /**
     * Routes that import filters rejected not long ago, as far as they are remembered; those that {@code import keep
     * filtered} keeps are not among them.
     *
     * @param protocol only of this one, null for all
     * @param prefix only of this one, null for all
     */
    List<RejectedRoute> rejected(String protocol, RouteQuery.Prefix prefix);

    /**
     * A table.
     *
     * @param name e.g. {@code master4}
     * @param family family of its prefixes
     * @param standard true for the family's default table, which commands use when none is named
     * @param contents what is in it
     */
    record Table(String name, AddressFamily family, boolean standard, Contents contents) {
        /** What is in a table. */
        public enum Contents {
            ROUTES,
            /** ROAs or ASPAs. */
            AUTHORISATIONS,
            /** Routers that were found. */
            NEIGHBORS
        }

        /** Whether it holds routes, and its family says something. */
        public boolean holdsRoutes() {
            return contents == Contents.ROUTES;
        }

        /** A table of routes. */
        public static Table ofRoutes(String name, AddressFamily family, boolean standard) {
            return new Table(name, family, standard, Contents.ROUTES);
        }
    }
}
