package org.jbgp.daemon.memory;

import java.util.Arrays;

/**
 * A growable array of ints in fixed chunks: growing never copies what is there, so a table of a million entries leaves
 * no garbage behind, and a chunk whose entries are all 0 again is given back, but for one that is kept for the next
 * time. Entries are 0 until set. Confined to the owner's thread.
 */
public final class IntSlab {
    private static final int SHIFT = 13;
    private static final int[] ABSENT = new int[0];

    private final int shift;
    private final int mask;
    private int[][] chunks = new int[16][];
    /** Entries of each chunk that are not 0. */
    private int[] used = new int[16];
    /** The chunk that emptied last, all 0: one entry that comes and goes allocates nothing. */
    private int[] spare = ABSENT;

    private int capacity;

    /** Chunks of 32 KiB, for what most prefixes have. */
    public IntSlab() {
        this(SHIFT);
    }

    /** @param shift binary logarithm of the entries in a chunk; small for what there are many of with little in each */
    public IntSlab(int shift) {
        this.shift = shift;
        this.mask = (1 << shift) - 1;
        Arrays.fill(chunks, ABSENT);
    }

    /** The entry at {@code index} (0 or more), 0 if it was never set. */
    public int get(int index) {
        int chunk = index >>> shift;
        if (chunk >= chunks.length || chunks[chunk].length == 0) {
            return 0;
        }
        return chunks[chunk][index & mask];
    }

    /** Sets the entry at {@code index}. */
    public void set(int index, int value) {
        int chunk = index >>> shift;
        if (chunk >= chunks.length || chunks[chunk].length == 0) {
            if (value == 0) {
                return;
            }
            grow(chunk);
        }
        int[] entries = chunks[chunk];
        int at = index & mask;
        int former = entries[at];
        entries[at] = value;
        if (former == 0) {
            used[chunk] += value == 0 ? 0 : 1;
        } else if (value == 0 && --used[chunk] == 0) {
            capacity -= spare.length;
            spare = entries;
            chunks[chunk] = ABSENT;
        }
    }

    /** Adds to the entry at {@code index} and returns the sum. */
    public int add(int index, int delta) {
        int value = get(index) + delta;
        set(index, value);
        return value;
    }

    /** Entries there is memory for. */
    public int capacity() {
        return capacity;
    }

    private void grow(int chunk) {
        if (chunk >= chunks.length) {
            int old = chunks.length;
            chunks = Arrays.copyOf(chunks, Math.max(chunk + 1, old * 2));
            used = Arrays.copyOf(used, chunks.length);
            Arrays.fill(chunks, old, chunks.length, ABSENT);
        }
        if (spare.length == 0) {
            capacity += mask + 1;
        }
        chunks[chunk] = spare.length > 0 ? spare : new int[mask + 1];
        spare = ABSENT;
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        chunks = new int[16][];
        used = new int[16];
        spare = ABSENT;
        capacity = 0;
        Arrays.fill(chunks, ABSENT);
    }
}
