package org.jbgp.daemon.control.view;

import java.time.Instant;

/**
 * Something that happened to the router, beside changes of routes.
 *
 * @param at when
 * @param kind what sort of event
 * @param protocol whom it is about, empty if the router
 * @param text one line for people
 */
public record PastEvent(Instant at, Kind kind, String protocol, String text) {
    /** True if it happened to this protocol, or to the router; null stands for any protocol. */
    public boolean concerns(String wanted) {
        return wanted == null || protocol.isEmpty() || protocol.equals(wanted);
    }

    /** Sorts of events. */
    public enum Kind {
        /** History begins: the router started, or history was turned on. */
        BEGIN,
        /** Another configuration came into force. */
        RELOAD,
        /** A BGP session was established. */
        SESSION_UP,
        /** A BGP session ended. */
        SESSION_DOWN,
        /** The kernel refused routes. */
        KERNEL
    }
}
