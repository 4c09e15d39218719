package org.jbgp.daemon.protocol.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Own routes that another process changed, until they are put right: at once, but no more than ten times in a row and
 * then once a second, so that two daemons on one table do not keep the machine busy. What waits longer a scan puts
 * right. Owned by the kernel thread.
 */
final class Repairs {
    static final int IN_A_ROW = 10;
    static final long APART_MILLIS = 1_000;
    /** Beyond so many routes of another metric a scan finds the rest. */
    private static final int STRAYS = 1_000;

    private final BitSet slots = new BitSet();
    private final List<Stray> strays = new ArrayList<>();
    private int left = IN_A_ROW;
    private long counted = Long.MIN_VALUE / 2;

    /** The kernel has something else for this prefix than it shall have. */
    void wrong(int slot) {
        slots.set(slot);
    }

    /** Beside our route for a prefix there is another one in our name. */
    void stray(Stray stray) {
        if (strays.size() < STRAYS) {
            strays.add(stray);
        }
    }

    /** Whether something waits to be put right. */
    boolean waiting() {
        return !slots.isEmpty() || !strays.isEmpty();
    }

    /** A scan puts everything right. */
    void clear() {
        slots.clear();
        strays.clear();
    }

    /** When what waits may be put right, in milliseconds of the same clock. */
    long due(long now) {
        return left > 0 || now - counted >= APART_MILLIS ? now : counted + APART_MILLIS;
    }

    /** Now all that waits is put right: by the writer, at its next flush. */
    void handTo(KernelWriter writer, KernelModel model, long now) {
        long rest = (now - counted) / APART_MILLIS;
        left = (int) Math.min(IN_A_ROW, left + Math.min(rest, IN_A_ROW)) - 1;
        if (rest > 0) {
            counted = now;
        }
        slots.stream().filter(model::used).forEach(writer::mark);
        strays.forEach(writer::stray);
        clear();
    }
}
