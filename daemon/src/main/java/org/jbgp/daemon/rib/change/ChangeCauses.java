package org.jbgp.daemon.rib.change;

import java.util.Arrays;

/** Why each prefix of a table's list of changes stands there, while somebody asks. Confined to the shard. */
final class ChangeCauses {
    private static final int KEPT = 1 << 16;

    private int[] noted = new int[256];
    private int[] passed = new int[256];

    /** The prefix at this place of the list stands there for this cause. */
    void note(int at, int cause) {
        if (at >= noted.length) {
            noted = Arrays.copyOf(noted, Math.max(at + 1, noted.length * 2));
        }
        noted[at] = cause;
    }

    /** The prefix at one place of the list is passed on at another. */
    void pass(int from, int to) {
        if (to >= passed.length) {
            passed = Arrays.copyOf(passed, Math.max(to + 1, passed.length * 2));
        }
        // A prefix that was there before anybody asked has no cause.
        passed[to] = from < noted.length ? noted[from] : 0;
    }

    /** Why the prefix that is passed on at this place changed. */
    int of(int at) {
        return passed[at];
    }

    /** Gives the buffers of a burst back. */
    void trim() {
        if (passed.length > KEPT) {
            passed = new int[256];
        }
        if (noted.length > KEPT) {
            noted = new int[256];
        }
    }
}
