package org.jbgp.daemon.session.settings;

/**
 * What the log is told of a neighbor besides what concerns everybody (BIRD: {@code debug}).
 *
 * @param events changes of state and what caused them
 * @param packets messages
 */
public record Reports(boolean events, boolean packets) {
    /** Nothing. */
    public static final Reports NONE = new Reports(false, false);
}
