package org.jbgp.daemon.rib.store;

import java.util.Arrays;

/**
 * Memory for byte sequences of 1..65,535 bytes, handed out in multiples of 4 from fixed chunks and taken back into free
 * lists by size. A position is an int that counts 4-byte units. A chunk whose last sequence is released is dropped, so
 * memory returns after a mass withdrawal. Confined to the shard that owns it.
 */
final class ByteArena {
    private static final int UNIT_SHIFT = 2;
    private static final int CHUNK_SHIFT = 18;
    private static final int CHUNK_BYTES = 1 << CHUNK_SHIFT;
    private static final int UNITS_SHIFT = CHUNK_SHIFT - UNIT_SHIFT;
    private static final int CLASSES = (1 << 16 >>> UNIT_SHIFT) + 1;

    private byte[][] chunks = new byte[4][];
    private int[] live = new int[4];
    private int chunkCount;
    private int current = -1;
    private int currentUsed = CHUNK_BYTES;
    private final int[][] freeLists = new int[CLASSES][];
    private final int[] freeCounts = new int[CLASSES];
    private int[] emptyChunks = new int[4];
    private int emptyCount;
    private long liveBytes;

    /** Copies the bytes in and returns their position. */
    int store(byte[] source, int offset, int length) {
        int units = units(length);
        int position = take(units);
        byte[] chunk = chunk(position);
        System.arraycopy(source, offset, chunk, offset(position), length);
        live[position >>> UNITS_SHIFT] += units;
        liveBytes += (long) units << UNIT_SHIFT;
        return position;
    }

    /** Gives back what {@link #store} returned for that length. */
    void release(int position, int length) {
        int units = units(length);
        int chunk = position >>> UNITS_SHIFT;
        live[chunk] -= units;
        liveBytes -= (long) units << UNIT_SHIFT;
        if (live[chunk] == 0 && chunk != current) {
            drop(chunk);
            return;
        }
        int[] list = freeLists[units];
        if (list == null) {
            list = freeLists[units] = new int[8];
        } else if (freeCounts[units] == list.length) {
            list = freeLists[units] = Arrays.copyOf(list, list.length * 2);
        }
        list[freeCounts[units]++] = position;
    }

    /** The array that holds the sequence at {@code position}; read-only for the caller. */
    byte[] chunk(int position) {
        return chunks[position >>> UNITS_SHIFT];
    }

    /** Where in {@link #chunk} the sequence starts. */
    int offset(int position) {
        return (position & ((1 << UNITS_SHIFT) - 1)) << UNIT_SHIFT;
    }

    /** Bytes handed out at present. */
    long liveBytes() {
        return liveBytes;
    }

    /** Bytes of all chunks there are. */
    long capacityBytes() {
        return (long) (chunkCount - emptyCount) << CHUNK_SHIFT;
    }

    private static int units(int length) {
        return Math.max(1, (length + 3) >>> UNIT_SHIFT);
    }

    private int take(int units) {
        int[] list = freeLists[units];
        while (list != null && freeCounts[units] > 0) {
            int position = list[--freeCounts[units]];
            // Positions in a dropped chunk are purged when the chunk is dropped, so this one is good.
            return position;
        }
        int bytes = units << UNIT_SHIFT;
        if (currentUsed + bytes > CHUNK_BYTES) {
            nextChunk();
        }
        int position = (current << UNITS_SHIFT) + (currentUsed >>> UNIT_SHIFT);
        currentUsed += bytes;
        return position;
    }

    private void nextChunk() {
        int previous = current;
        if (emptyCount > 0) {
            current = emptyChunks[--emptyCount];
        } else {
            if (chunkCount == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunkCount * 2);
                live = Arrays.copyOf(live, chunkCount * 2);
            }
            current = chunkCount++;
        }
        chunks[current] = new byte[CHUNK_BYTES];
        currentUsed = 0;
        if (previous >= 0 && live[previous] == 0) {
            drop(previous);
        }
    }

    private void drop(int chunk) {
        for (int units = 1; units < CLASSES; units++) {
            int[] list = freeLists[units];
            if (list == null) {
                continue;
            }
            int kept = 0;
            for (int i = 0; i < freeCounts[units]; i++) {
                if (list[i] >>> UNITS_SHIFT != chunk) {
                    list[kept++] = list[i];
                }
            }
            freeCounts[units] = kept;
            if (kept == 0) {
                freeLists[units] = null;
            }
        }
        chunks[chunk] = null;
        if (emptyCount == emptyChunks.length) {
            emptyChunks = Arrays.copyOf(emptyChunks, emptyCount * 2);
        }
        emptyChunks[emptyCount++] = chunk;
    }
}
