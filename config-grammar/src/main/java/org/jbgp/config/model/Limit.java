package org.jbgp.config.model;

/**
 * A limit on the number of routes of a channel.
 *
 * @param routes the largest number allowed, 0 to 4294967295
 * @param action what happens when one more comes
 */
public record Limit(long routes, Action action) {

    /** What happens at the limit. */
    public enum Action {
        /** Log it and go on. */
        WARN,
        /** Ignore new routes. */
        BLOCK,
        /** Stop and start the protocol. */
        RESTART,
        /** Stop the protocol until it is enabled by command. */
        DISABLE
    }
}
