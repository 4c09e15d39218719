package org.jbgp.daemon.rib.channel;

import org.jbgp.daemon.wire.AddressFamily;

/**
 * Reports what becomes of single routes on their way through a channel, for operators who look for one. Where nobody
 * looks there is none, and nothing is spent on it. Called on shards.
 */
public interface RouteTrace {
    /** What became of a route from the protocol. */
    void in(Event event, AddressFamily family, long hi, long lo, int length);

    /** What became of a route to the protocol. */
    void out(Event event, AddressFamily family, long hi, long lo, int length);

    /** What can become of a route, in BIRD's words. */
    enum Event {
        ADDED("added", true),
        ADDED_BEST("added [best]", true),
        REPLACED("replaced", true),
        UPDATED("updated", true),
        UPDATED_BEST("updated [best]", true),
        REMOVED("removed", true),
        IGNORED("ignored", true),
        FILTERED("filtered out", false),
        /** By BGP's own rules. */
        REJECTED("rejected by protocol", false),
        LIMITED("ignored [limit]", false),
        /** No table takes the prefix. */
        INVALID("invalid", false);

        private final String words;
        private final boolean ofRoutes;

        Event(String words, boolean ofRoutes) {
            this.words = words;
            this.ofRoutes = ofRoutes;
        }

        /** For the log. */
        public String words() {
            return words;
        }

        /** True if the route went through, false if a filter, rule or limit kept it. */
        public boolean ofRoutes() {
            return ofRoutes;
        }
    }
}
