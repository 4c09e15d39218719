package org.jbgp.daemon.pacing;

import java.util.function.LongSupplier;

/** Lines of a log, and how many were due and not written. One thread at a time. */
public abstract class PacedLines extends Window {
    private long leftOut;

    PacedLines(long nanos, LongSupplier nanoTime) {
        super(nanos, nanoTime);
    }

    final void leaveOut() {
        leftOut++;
    }

    /** How many were left out; counts anew afterwards. */
    public final long takeLeftOut() {
        long number = leftOut;
        leftOut = 0;
        return number;
    }

    /** For the end of a permitted line: empty, or how many were left out before it; counts anew afterwards. */
    public final String leftOut() {
        long number = takeLeftOut();
        return number == 0 ? "" : " (and " + number + " more since the last such line)";
    }
}
