package org.jbgp.daemon;

/**
 * How long the daemon waits between two looks at its memory and threads: half a second while there is work, a second
 * while there is next to none, and five once nothing has happened for a while. What is allocated then wakes it at the
 * next collection of the heap ({@link NextCollection}). Each look wakes most threads of the router, so looks are half
 * of what a quiet router costs.
 *
 * <p>Not thread-safe.
 */
final class LookPace {
    private static final long RESTING_MILLIS = 5_000;

    private static final long BUSY_MILLIS = 500;
    private static final long QUIET_MILLIS = 1_000;
    /** So many quiet looks in a row, and it rests. */
    private static final int SETTLED = 10;

    private int quiet;

    /** After a look that found next to nothing allocated, or not: milliseconds to the next one. */
    long after(boolean wasQuiet) {
        quiet = wasQuiet ? quiet + 1 : 0;
        return rests() ? RESTING_MILLIS : wasQuiet ? QUIET_MILLIS : BUSY_MILLIS;
    }

    /** Whether somebody must say when there is something to look at. */
    boolean rests() {
        return quiet >= SETTLED;
    }

    /** Something happens again. */
    void stir() {
        quiet = 0;
    }
}
