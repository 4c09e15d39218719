package org.jbgp.daemon.pacing;

import java.util.function.LongSupplier;

/**
 * Keeps a neighbor from filling the log: one line in an interval, with the number of those left out before it. One
 * thread at a time.
 */
public final class LogPace extends PacedLines {

    /**
     * @param intervalNanos between two lines
     * @param nanoTime such as {@link System#nanoTime}
     */
    public LogPace(long intervalNanos, LongSupplier nanoTime) {
        super(intervalNanos, nanoTime);
    }

    /** Whether the line that is due now may be written; if not, it counts as left out. */
    public boolean permits() {
        boolean permitted = begins();
        if (!permitted) {
            leaveOut();
        }
        return permitted;
    }
}
