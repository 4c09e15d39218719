package org.jbgp.daemon.rib;

import java.util.Arrays;

/**
 * A growable array of ints in fixed chunks: growing never copies what is there, so a table of a million entries leaves
 * no garbage behind. Entries are 0 until set. Confined to the shard that owns it.
 */
public final class IntSlab {
    private static final int SHIFT = 13;
    private static final int SIZE = 1 << SHIFT;
    private static final int MASK = SIZE - 1;
    private static final int[] ABSENT = new int[0];

    private int[][] chunks = new int[16][];

    public IntSlab() {
        Arrays.fill(chunks, ABSENT);
    }

    /** The entry at {@code index} (0 or more), 0 if it was never set. */
    public int get(int index) {
        int chunk = index >>> SHIFT;
        if (chunk >= chunks.length || chunks[chunk].length == 0) {
            return 0;
        }
        return chunks[chunk][index & MASK];
    }

    /** Sets the entry at {@code index}. */
    public void set(int index, int value) {
        int chunk = index >>> SHIFT;
        if (chunk >= chunks.length || chunks[chunk].length == 0) {
            if (value == 0) {
                return;
            }
            grow(chunk);
        }
        chunks[chunk][index & MASK] = value;
    }

    /** Adds to the entry at {@code index} and returns the sum. */
    public int add(int index, int delta) {
        int value = get(index) + delta;
        set(index, value);
        return value;
    }

    private void grow(int chunk) {
        if (chunk >= chunks.length) {
            int old = chunks.length;
            chunks = Arrays.copyOf(chunks, Math.max(chunk + 1, old * 2));
            Arrays.fill(chunks, old, chunks.length, ABSENT);
        }
        chunks[chunk] = new int[SIZE];
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        chunks = new int[16][];
        Arrays.fill(chunks, ABSENT);
    }
}
