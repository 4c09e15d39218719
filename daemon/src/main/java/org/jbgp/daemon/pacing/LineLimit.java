package org.jbgp.daemon.pacing;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Lets so many log lines through in a time and counts the rest: for events that are worth a line each while they are
 * few. The first line of a kind passes although others have used up the limit. One thread at a time.
 */
public final class LineLimit extends PacedLines {
    private final int lines;
    /** A set that grows only from the second kind on: most of a router's limits see none or one. */
    private Set<String> kinds = Set.of();

    private int written;

    /**
     * @param lines in a window; as many more if each is the first of its kind
     * @param windowNanos length of the window, which begins with a line
     * @param nanoTime such as {@link System#nanoTime}
     */
    public LineLimit(int lines, long windowNanos, LongSupplier nanoTime) {
        super(windowNanos, nanoTime);
        this.lines = lines;
    }

    /** Whether the line that is due now may be written, if all are of one kind; if not, it counts as left out. */
    public boolean permits() {
        return permits("");
    }

    /**
     * Whether the line that is due now may be written; if not, it counts as left out.
     *
     * @param kind what it has in common with others that say the same
     */
    public boolean permits(String kind) {
        if (begins()) {
            written = 0;
            kinds = Set.of();
        }
        if (written == 2 * lines || (written >= lines && kinds.contains(kind))) {
            leaveOut();
            return false;
        }
        note(kind);
        written++;
        return true;
    }

    private void note(String kind) {
        if (kinds.isEmpty()) {
            kinds = Set.of(kind);
        } else if (!kinds.contains(kind)) {
            kinds = kinds.size() == 1 ? new HashSet<>(kinds) : kinds;
            kinds.add(kind);
        }
    }
}
