package org.jbgp.daemon.pacing;

/** Lines that were due and not written. One thread at a time. */
final class LeftOut {
    private long lines;

    void add() {
        lines++;
    }

    /** How many there were; counts anew afterwards. */
    long take() {
        long number = lines;
        lines = 0;
        return number;
    }

    /** For the end of a line: empty, or how many were left out before it; counts anew afterwards. */
    String takeText() {
        long number = take();
        return number == 0 ? "" : " (and " + number + " more since the last such line)";
    }
}
