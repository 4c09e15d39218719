package org.jbgp.daemon.advertise;

import java.util.Arrays;

/**
 * Changes of an Adj-RIB-Out on their way into UPDATEs, sorted so that those with one attribute set stand together. One serves
 * all groups of a shard, one after the other. Confined to the shard.
 */
final class Changes {
    /** Most changes at once. */
    static final int LIMIT = 1 << 16;

    private static final int INDEX_BITS = 16;
    private static final int HANDLE_BITS = 28;
    private static final int KEPT = 1 << 15;

    /** {@code excluded << 44 | handle << 16 | index}, index counting from {@link #from}. */
    private long[] order = new long[256];

    private int[] oldSources = new int[256];
    private int[] prefixes = new int[0];
    private int from;
    private int count;

    /** Starts anew: changes of {@code prefixes[first .. first + size)}, at most {@link #LIMIT}. */
    void begin(int[] changed, int first, int size) {
        prefixes = changed;
        from = first;
        count = 0;
        if (order.length < size) {
            order = new long[Math.max(size, order.length * 2)];
            oldSources = new int[order.length];
        }
    }

    /**
     * Adds a change.
     *
     * @param index which of the prefixes
     * @param excluded number of the member that must not hear of it, counted from 1; 0 for none
     * @param handle new attribute set, 0 for none
     * @param oldSource channel the prefix was announced from before, 0 for none
     */
    void add(int index, int excluded, int handle, int oldSource) {
        oldSources[index] = oldSource;
        order[count++] = (long) excluded << (INDEX_BITS + HANDLE_BITS) | (long) handle << INDEX_BITS | index;
    }

    /** Sorts by excluded member, withdrawals first, then by attribute set. */
    void sort() {
        Arrays.sort(order, 0, count);
    }

    /** Forgets the prefixes, and gives back what only a burst needs. */
    void end() {
        prefixes = new int[0];
        if (order.length > KEPT) {
            order = new long[256];
            oldSources = new int[256];
        }
    }

    int count() {
        return count;
    }

    int excluded(int at) {
        return (int) (order[at] >>> (INDEX_BITS + HANDLE_BITS));
    }

    int handle(int at) {
        return (int) (order[at] >>> INDEX_BITS) & ((1 << HANDLE_BITS) - 1);
    }

    int prefix(int at) {
        return prefixes[from + index(at)];
    }

    int oldSource(int at) {
        return oldSources[index(at)];
    }

    /** Where the withdrawals end that begin at {@code start}. */
    int withdrawEnd(int start, int end) {
        int at = start;
        while (at < end && handle(at) == 0) {
            at++;
        }
        return at;
    }

    private int index(int at) {
        return (int) order[at] & (LIMIT - 1);
    }
}
