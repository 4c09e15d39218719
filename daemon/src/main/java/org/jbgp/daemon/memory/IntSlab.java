package org.jbgp.daemon.memory;

import java.util.Arrays;

/**
 * A growable array of ints in fixed chunks: growing never copies what is there, so a table of a million entries leaves
 * no garbage behind. Entries are 0 until set. Confined to the shard that owns it.
 */
public final class IntSlab {
    private static final int SHIFT = 13;
    private static final int[] ABSENT = new int[0];

    private final int shift;
    private final int mask;
    private int[][] chunks = new int[16][];

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
        chunks[chunk][index & mask] = value;
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
        chunks[chunk] = new int[mask + 1];
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        chunks = new int[16][];
        Arrays.fill(chunks, ABSENT);
    }
}
