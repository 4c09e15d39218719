package org.jbgp.daemon.pacing;

import java.util.function.LongSupplier;

/**
 * Notices when something that is nothing unusual happens too often: once in each time in which it does. One thread at a
 * time.
 */
public final class Excess extends Window {
    private final int limit;
    private int seen;

    /**
     * @param limit how often it must happen within a window to be worth a word
     * @param windowNanos length of the window, which begins when it happens
     * @param nanoTime such as {@link System#nanoTime}
     */
    public Excess(int limit, long windowNanos, LongSupplier nanoTime) {
        super(windowNanos, nanoTime);
        this.limit = limit;
    }

    /** It has happened; true when that was once too often, and not said yet. */
    public boolean reached() {
        if (begins()) {
            seen = 0;
        }
        if (seen < limit) {
            seen++;
            return seen == limit;
        }
        return false;
    }
}
