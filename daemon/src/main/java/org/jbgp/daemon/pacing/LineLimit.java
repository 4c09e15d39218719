package org.jbgp.daemon.pacing;

import java.util.function.LongSupplier;

/**
 * Lets so many log lines through in a time and counts the rest: for events that are worth a line each while they are
 * few. One thread at a time.
 */
public final class LineLimit {
    private final int lines;
    private final long window;
    private final LongSupplier nanoTime;
    private long began;
    private int written;
    private long leftOut;

    /**
     * @param lines in a window
     * @param windowNanos length of the window, which begins with a line
     * @param nanoTime such as {@link System#nanoTime}
     */
    public LineLimit(int lines, long windowNanos, LongSupplier nanoTime) {
        this.lines = lines;
        this.window = windowNanos;
        this.nanoTime = nanoTime;
    }

    /** Whether the line that is due now may be written; if not, it counts as left out. */
    public boolean permits() {
        long now = nanoTime.getAsLong();
        if (written == 0 || now - began >= window) {
            began = now;
            written = 0;
        }
        if (written == lines) {
            leftOut++;
            return false;
        }
        written++;
        return true;
    }

    /** For the end of a permitted line: empty, or how many were left out before it; counts anew afterwards. */
    public String leftOut() {
        String text = leftOut == 0 ? "" : " (and " + leftOut + " more since the last such line)";
        leftOut = 0;
        return text;
    }
}
