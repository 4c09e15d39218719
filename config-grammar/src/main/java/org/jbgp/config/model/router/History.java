package org.jbgp.config.model.router;

import java.util.Optional;

/**
 * What the router remembers of changes: {@code history} in the file.
 *
 * @param on whether changes are recorded
 * @param memory bytes it may take
 * @param age for so many seconds changes are kept, if they fit
 * @param rejected so many routes that import filters rejected last are remembered of each channel, also when off
 * @param journal file that changes are written to, so that they survive a restart; empty: none
 */
public record History(boolean on, long memory, int age, int rejected, Optional<String> journal) {
    /** Nothing but a few rejected routes. */
    public static final History OFF = new History(false, 32L << 20, 24 * 3600, 64, Optional.empty());
}
