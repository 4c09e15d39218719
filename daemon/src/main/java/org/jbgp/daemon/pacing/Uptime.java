package org.jbgp.daemon.pacing;

/**
 * The system's monotonic clock, counted from the start of this process. {@link System#nanoTime} may begin anywhere,
 * below zero too, so that only differences of its values mean something; moments of this clock may be compared, and a
 * moment that never comes is {@link Long#MAX_VALUE}. Any thread.
 */
public final class Uptime {
    /** A second before, so that no moment is 0, which may stand for none. */
    private static final long BEGAN = System.nanoTime() - 1_000_000_000;

    private Uptime() {}

    /** Nanoseconds, above 0. */
    public static long nanos() {
        return System.nanoTime() - BEGAN;
    }

    /** Milliseconds, above 0. */
    public static long millis() {
        return nanos() / 1_000_000;
    }
}
