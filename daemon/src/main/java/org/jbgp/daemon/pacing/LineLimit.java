package org.jbgp.daemon.pacing;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Lets so many log lines through in a time and counts the rest: for events that are worth a line each while they are
 * few. The first line of a kind passes although others have used up the limit. One thread at a time.
 */
public final class LineLimit {
    private final int lines;
    private final Window window;
    /** Made with the first line: most of a router's limits never see one. */
    private Set<String> kinds = Set.of();

    private final LeftOut leftOut = new LeftOut();
    private int written;

    /**
     * @param lines in a window; as many more if each is the first of its kind
     * @param windowNanos length of the window, which begins with a line
     * @param nanoTime such as {@link System#nanoTime}
     */
    public LineLimit(int lines, long windowNanos, LongSupplier nanoTime) {
        this.lines = lines;
        this.window = new Window(windowNanos, nanoTime);
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
        if (window.begins()) {
            written = 0;
            kinds = new HashSet<>();
        }
        if (written == 2 * lines || (written >= lines && kinds.contains(kind))) {
            leftOut.add();
            return false;
        }
        kinds.add(kind);
        written++;
        return true;
    }

    /** How many were left out; counts anew afterwards. */
    public long takeLeftOut() {
        return leftOut.take();
    }

    /** For the end of a permitted line: empty, or how many were left out before it; counts anew afterwards. */
    public String leftOut() {
        return leftOut.takeText();
    }
}
