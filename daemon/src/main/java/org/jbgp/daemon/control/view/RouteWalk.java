package org.jbgp.daemon.control.view;

/**
 * A walk over one table in bounded slices. Used by one thread at a time. A slice runs on the threads that own the
 * table, so its size bounds how long they are held up.
 */
public interface RouteWalk extends AutoCloseable {

    /**
     * Visits up to {@code networks} further prefixes that the query selects; the routes of one prefix come one after
     * the other, best first.
     *
     * @param networks how many prefixes at most, at least 1
     * @param sink gets the routes, on the calling thread
     * @return true when there may be more
     */
    boolean next(int networks, RouteSink sink);

    /** What was visited so far. */
    Counts counts();

    /** What went wrong in the query's filter, null if nothing did. */
    FilterFault fault();

    /**
     * Run-time errors of a query's filter, which leave routes out.
     *
     * @param routes how many
     * @param first the first one: position and reason
     */
    record FilterFault(long routes, String first) {}

    /** Ends the walk early or after its end; idempotent. */
    @Override
    void close();

    /** Receives routes. */
    @FunctionalInterface
    interface RouteSink {

        /** Takes one route. */
        void route(RouteEntry route);
    }

    /**
     * Counters of a walk.
     *
     * @param shown routes that passed all conditions of the query
     * @param routes routes of the visited prefixes
     * @param networks visited prefixes that have routes
     */
    record Counts(long shown, long routes, long networks) {}
}
