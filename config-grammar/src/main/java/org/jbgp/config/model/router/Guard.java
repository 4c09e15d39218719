package org.jbgp.config.model.router;

import java.util.List;
import java.util.Optional;

/**
 * What an unconfirmed configuration must keep: {@code guard} in the file.
 *
 * @param bounds all of which must hold
 * @param patience for so many seconds a bound may be broken before the configuration is taken back
 */
public record Guard(List<Bound> bounds, int patience) {
    /** Nothing must be kept. */
    public static final Guard NONE = new Guard(List.of(), 10);

    public Guard {
        bounds = List.copyOf(bounds);
    }

    /** What is counted. */
    public enum Subject {
        /** Established BGP sessions. */
        SESSIONS("sessions"),
        /** Routes that a protocol has brought into its tables. */
        ROUTES_FROM("routes from"),
        /** Routes that are exported to a protocol. */
        ROUTES_TO("routes to");

        private final String words;

        Subject(String words) {
            this.words = words;
        }

        /** As it is written in the file. */
        public String words() {
            return words;
        }
    }

    /**
     * One bound.
     *
     * @param subject what is counted
     * @param protocol of which protocol; empty for sessions
     * @param atLeast the number is the least, else the greatest
     * @param number the bound itself
     */
    public record Bound(Subject subject, Optional<String> protocol, boolean atLeast, long number) {
        /** Whether a count is within. */
        public boolean holds(long count) {
            return atLeast ? count >= number : count <= number;
        }

        /** As it is written in the file. */
        @Override
        public String toString() {
            return subject.words() + protocol.map(name -> " " + name).orElse("") + (atLeast ? " >= " : " <= ") + number;
        }
    }
}
