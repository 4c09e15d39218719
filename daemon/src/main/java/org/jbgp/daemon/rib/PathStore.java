package org.jbgp.daemon.rib;

import java.util.Arrays;
import org.jbgp.daemon.memory.IntSlab;

/**
 * Slab of paths: {@value #STRIDE} ints each, and one more in those parts of the slab where paths have identifiers; linked into one chain per prefix and table with the best path first.
 * Paths are numbered from 1; 0 ends a chain. Confined to the owning shard.
 */
final class PathStore {
    private static final int STRIDE = 4;
    private static final int ATTRIBUTES = 0;
    private static final int CHANNEL_FLAGS = 1;
    private static final int NEXT = 2;
    private static final int CHANGED = 3;
    private static final int CHUNK_SHIFT = 11;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final int FLAG_SHIFT = 24;
    private static final int CHANNEL_MASK = (1 << FLAG_SHIFT) - 1;

    /** The neighbour restarts or refreshes, and has not sent this path again yet (RFC 4724, RFC 7313). */
    static final int STALE = 1;

    private int[][] chunks = new int[8][];
    private final IntSlab pathIds = new IntSlab();
    private int limit = 1;
    private int freeHead;
    private int size;

    int allocate(int attributes, int channel, int pathId, int changed) {
        int path;
        if (freeHead != 0) {
            path = freeHead;
            freeHead = next(path);
        } else {
            path = limit++;
            int chunk = path >>> CHUNK_SHIFT;
            if (chunk >= chunks.length) {
                chunks = Arrays.copyOf(chunks, chunk * 2);
            }
            if (chunks[chunk] == null) {
                chunks[chunk] = new int[STRIDE << CHUNK_SHIFT];
            }
        }
        size++;
        int[] record = chunks[path >>> CHUNK_SHIFT];
        int at = (path & CHUNK_MASK) * STRIDE;
        record[at + ATTRIBUTES] = attributes;
        record[at + CHANNEL_FLAGS] = channel;
        record[at + NEXT] = 0;
        record[at + CHANGED] = changed;
        pathIds.set(path, pathId);
        return path;
    }

    void free(int path) {
        if (--size == 0) {
            chunks = new int[8][];
            pathIds.clear();
            limit = 1;
            freeHead = 0;
            return;
        }
        setNext(path, freeHead);
        freeHead = path;
    }

    /** All paths have numbers below this one. */
    int limit() {
        return limit;
    }

    int size() {
        return size;
    }

    int attributes(int path) {
        return chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + ATTRIBUTES];
    }

    void setAttributes(int path, int attributes, int changed) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        int at = (path & CHUNK_MASK) * STRIDE;
        record[at + ATTRIBUTES] = attributes;
        record[at + CHANGED] = changed;
    }

    int channel(int path) {
        return chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + CHANNEL_FLAGS] & CHANNEL_MASK;
    }

    boolean stale(int path) {
        return (chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + CHANNEL_FLAGS] >>> FLAG_SHIFT & STALE) != 0;
    }

    void setStale(int path, boolean stale) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        int at = (path & CHUNK_MASK) * STRIDE + CHANNEL_FLAGS;
        record[at] = stale ? record[at] | STALE << FLAG_SHIFT : record[at] & ~(STALE << FLAG_SHIFT);
    }

    int next(int path) {
        return chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + NEXT];
    }

    void setNext(int path, int next) {
        chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + NEXT] = next;
    }

    int pathId(int path) {
        return pathIds.get(path);
    }

    /** When the path last changed, in seconds of the router's clock. */
    int changed(int path) {
        return chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + CHANGED];
    }
}
