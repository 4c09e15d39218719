package org.jbgp.config.options.row;

/** What a changed option asks of the protocol that runs. */
public enum Effect {
    /** Nothing but that the running protocol takes it over. */
    LIVE,
    /** Received routes go through the import filter again. */
    IMPORT,
    /** Routes go through the export filter again. */
    EXPORT,
    /** Both. */
    BOTH,
    /** A new session with the neighbor, whose routes may stay meanwhile. */
    SESSION,
    /** The protocol stopped and started. */
    RESTART,
    /** {@code disabled}: the protocol stops, or starts. */
    DISABLED
}
