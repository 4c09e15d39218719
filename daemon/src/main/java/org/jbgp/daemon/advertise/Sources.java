package org.jbgp.daemon.advertise;

import java.util.Arrays;

/**
 * The channel each announced prefix came from. Where a run of prefixes all came from one channel, as with a single
 * upstream, that number is all that is kept of the run. Confined to the shard.
 */
final class Sources {
    private static final int SHIFT = 12;
    private static final int MASK = (1 << SHIFT) - 1;

    /**
     * The channel of a run's prefixes if it is only one, 0 if none was set; meaningless where {@link #each} has the
     * run.
     */
    private int[] common = new int[16];

    /** Runs with more than one channel; null for the others. */
    private int[][] each = new int[16][];

    /** Prefixes of each run that have a channel. */
    private int[] counts = new int[16];

    /** The channel of a prefix that was set, anything for another one. */
    int get(int prefix) {
        int run = prefix >>> SHIFT;
        return each[run] == null ? common[run] : each[run][prefix & MASK];
    }

    /** A prefix that was set has no channel any more. */
    void remove(int prefix) {
        int run = prefix >>> SHIFT;
        if (--counts[run] == 0) {
            common[run] = 0;
            each[run] = null;
        }
    }

    /**
     * Sets the channel, positive, of a prefix.
     *
     * @param fresh the prefix had none
     */
    void set(int prefix, int channel, boolean fresh) {
        int run = prefix >>> SHIFT;
        if (run >= common.length) {
            int length = Math.max(run + 1, common.length * 2);
            common = Arrays.copyOf(common, length);
            each = Arrays.copyOf(each, length);
            counts = Arrays.copyOf(counts, length);
        }
        counts[run] += fresh ? 1 : 0;
        if (each[run] == null) {
            if (common[run] == 0 || common[run] == channel) {
                common[run] = channel;
                return;
            }
            each[run] = new int[MASK + 1];
            Arrays.fill(each[run], common[run]);
        }
        each[run][prefix & MASK] = channel;
    }

    /** Forgets everything and gives the memory back. */
    void clear() {
        common = new int[16];
        each = new int[16][];
        counts = new int[16];
    }
}
