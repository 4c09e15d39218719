package org.jbgp.config.base;

import java.time.Duration;

/**
 * How long a table of authorizations is left to settle before routes are sent through filters that ask it.
 *
 * @param shortest since the last change
 * @param longest since the first change
 */
public record SettleTime(Duration shortest, Duration longest) {
    /** Unless the file says otherwise. */
    public static final SettleTime USUAL = new SettleTime(Duration.ofSeconds(1), Duration.ofSeconds(20));
}
