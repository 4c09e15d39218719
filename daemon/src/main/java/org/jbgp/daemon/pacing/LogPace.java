package org.jbgp.daemon.pacing;

import java.util.function.LongSupplier;

/**
 * Keeps a neighbor from filling the log: one line in an interval, with the number of those left out before it. One
 * thread at a time.
 */
public final class LogPace {
    private final Window interval;
    private final LeftOut leftOut = new LeftOut();

    /**
     * @param intervalNanos between two lines
     * @param nanoTime such as {@link System#nanoTime}
     */
    public LogPace(long intervalNanos, LongSupplier nanoTime) {
        this.interval = new Window(intervalNanos, nanoTime);
    }

    /** Whether the line that is due now may be written; if not, it counts as left out. */
    public boolean permits() {
        boolean permitted = interval.begins();
        if (!permitted) {
            leftOut.add();
        }
        return permitted;
    }

    /** For the end of a permitted line: empty, or how many were left out before it; counts anew afterwards. */
    public String leftOut() {
        return leftOut.takeText();
    }
}
