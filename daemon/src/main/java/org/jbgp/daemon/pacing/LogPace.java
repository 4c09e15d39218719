package org.jbgp.daemon.pacing;

import java.util.function.LongSupplier;

/**
 * Keeps a neighbor from filling the log: one line in an interval, with the number of those left out before it. One
 * thread at a time.
 */
public final class LogPace {
    private final long interval;
    private final LongSupplier nanoTime;
    private boolean used;
    private long last;
    private long leftOut;

    /**
     * @param intervalNanos between two lines
     * @param nanoTime such as {@link System#nanoTime}
     */
    public LogPace(long intervalNanos, LongSupplier nanoTime) {
        this.interval = intervalNanos;
        this.nanoTime = nanoTime;
    }

    /** Whether the line that is due now may be written; if not, it counts as left out. */
    public boolean permits() {
        long now = nanoTime.getAsLong();
        if (used && now - last < interval) {
            leftOut++;
            return false;
        }
        used = true;
        last = now;
        return true;
    }

    /** For the end of a permitted line: empty, or how many were left out before it; counts anew afterwards. */
    public String leftOut() {
        String text = leftOut == 0 ? "" : " (and " + leftOut + " more since the last such line)";
        leftOut = 0;
        return text;
    }
}
