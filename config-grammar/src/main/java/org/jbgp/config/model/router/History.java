package org.jbgp.config.model.router;

/**
 * What the router remembers of changes: {@code history} in the file.
 *
 * @param on whether changes are recorded
 * @param memory bytes it may take
 * @param age for so many seconds changes are kept, if they fit
 */
public record History(boolean on, long memory, int age) {
    /** Nothing. */
    public static final History OFF = new History(false, 32L << 20, 24 * 3600);
}
