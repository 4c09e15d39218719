package org.jbgp.daemon.control.view;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What another configuration would do to routes.
 *
 * @param channels of protocols whose routes would change on their way in or out
 * @param tables whose best paths would change
 * @param notes what cannot be known, as sentences
 * @param prefixes how many were looked at
 * @param took how long that lasted
 */
public record RoutePlan(List<Channel> channels, List<Table> tables, List<String> notes, long prefixes, Duration took) {
    public RoutePlan {
        channels = List.copyOf(channels);
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    /** The same numbers, without a single route. */
    public RoutePlan numbers() {
        return new RoutePlan(
                channels.stream()
                        .map(each -> new Channel(
                                each.protocol(),
                                each.channel(),
                                each.direction(),
                                each.counts(),
                                each.attributes(),
                                List.of()))
                        .toList(),
                tables.stream()
                        .map(each -> new Table(
                                each.table(),
                                each.moved(),
                                each.counts(),
                                each.undecided(),
                                each.attributes(),
                                List.of()))
                        .toList(),
                notes,
                prefixes,
                took);
    }

    /** Where routes go. */
    public enum Direction {
        /** From the protocol into its table: routes would be accepted, rejected or changed. */
        IMPORT("import", "accepted", "rejected"),
        /** From the table to a neighbor: they would be announced, withdrawn or changed. */
        EXPORT("export", "announced", "withdrawn"),
        /** Into the kernel: they would be added, removed or changed. */
        KERNEL("kernel", "added", "removed");

        private final String word;
        private final String added;
        private final String removed;

        Direction(String word, String added, String removed) {
            this.word = word;
            this.added = added;
            this.removed = removed;
        }

        /** In one word. */
        public String word() {
            return word;
        }

        /** What becomes of a route that is not there now. */
        public String added() {
            return added;
        }

        /** What becomes of a route that would not be there. */
        public String removed() {
            return removed;
        }
    }

    /**
     * Routes of a channel in one direction.
     *
     * @param protocol its name
     * @param channel its name
     * @param direction the way of the routes
     * @param counts how many would change
     * @param attributes how many would have another value of each attribute
     * @param routes some of them, or all
     */
    public record Channel(
            String protocol,
            String channel,
            Direction direction,
            Counts counts,
            Map<String, Long> attributes,
            List<Route> routes) {
        public Channel {
            routes = List.copyOf(routes);
        }
    }

    /**
     * How many would change in which way.
     *
     * @param added there are none of them now, and would be
     * @param removed there are now, and would be none
     * @param changed there would be with other attributes
     */
    public record Counts(long added, long removed, long changed) {
        public long sum() {
            return added + removed + changed;
        }
    }

    /**
     * Best paths of a table.
     *
     * @param table its name
     * @param moved prefixes whose best path would be another protocol's
     * @param counts those that would become reachable, or cease to be, or whose best path has other attributes
     * @param undecided those whose best path would have a next hop that could not be looked up in time
     * @param attributes how many would have another value of each attribute
     * @param routes some of them, or all
     */
    public record Table(
            String table, long moved, Counts counts, long undecided, Map<String, Long> attributes, List<Route> routes) {
        public Table {
            routes = List.copyOf(routes);
        }
    }

    /**
     * One route.
     *
     * @param prefix of the route
     * @param change {@code added}, {@code removed}, {@code changed} or {@code moved}
     * @param attributes names of those that would be others
     * @param way of best paths: the protocol, or from which to which
     * @param sets its attribute sets
     */
    public record Route(RouteQuery.Prefix prefix, String change, List<String> attributes, String way, Sets sets) {
        public Route {
            attributes = List.copyOf(attributes);
        }
    }

    /** Attribute sets of a route. */
    public static final class Sets {
        private final byte[] before;
        private final byte[] after;

        /** Either is null if it is not kept, or the route not there. */
        public Sets(byte[] before, byte[] after) {
            this.before = before;
            this.after = after;
        }

        /** The set of now, null if not kept. */
        public byte[] before() {
            return before;
        }

        /** The set as it would be, likewise. */
        public byte[] after() {
            return after;
        }
    }
}
