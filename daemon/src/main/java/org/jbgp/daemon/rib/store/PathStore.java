package org.jbgp.daemon.rib.store;

import java.util.Arrays;
import org.jbgp.daemon.memory.FreeNumbers;
import org.jbgp.daemon.memory.IntSlab;

/**
 * Slab of paths: {@value #STRIDE} ints each, and one more in those parts of the slab where paths have identifiers;
 * linked into one chain per prefix and table with the best path first. Paths are numbered from 1; 0 ends a chain.
 * Confined to the owning shard.
 */
public final class PathStore {
    private static final int STRIDE = 4;
    private static final int ATTRIBUTES = 0;
    private static final int CHANNEL_FLAGS = 1;
    private static final int NEXT = 2;
    private static final int CHANGED = 3;
    private static final int CHUNK_SHIFT = 11;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final int FLAG_SHIFT = 24;
    private static final int CHANNEL_MASK = (1 << FLAG_SHIFT) - 1;

    /** The neighbor restarts or refreshes, and has not sent this path again yet (RFC 4724, RFC 7313). */
    static final int STALE = 1;

    /** A pipe brought the path here from another table: its sender is not its channel. */
    private static final int CARRIED = 2;

    /** New, or with other attributes, since it was passed on to the targets that want all paths. */
    private static final int FRESH = 4;

    /** Met while a pipe goes over the paths of a prefix. */
    private static final int MET = 8;

    private int[][] chunks = new int[8][];
    private final IntSlab pathIds = new IntSlab();
    /** Channels of the pipes that carried paths; nothing where there are none. */
    private final IntSlab senders = new IntSlab();

    /** Paths in each chunk: one without any is given back, but for the one that emptied last. */
    private int[] used = new int[8];

    private int[] spare;
    private int chunkCount;
    private final FreeNumbers numbers = new FreeNumbers();
    private int size;

    /** @param sender the channel that put it here: {@code channel} itself, or that of a pipe */
    public int allocate(int attributes, int channel, int sender, int pathId, int changed) {
        int path = numbers.take();
        int chunk = path >>> CHUNK_SHIFT;
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
            used = Arrays.copyOf(used, chunk * 2);
        }
        if (used[chunk]++ == 0) {
            chunks[chunk] = spare != null ? spare : new int[STRIDE << CHUNK_SHIFT];
            spare = null;
            chunkCount++;
        }
        size++;
        int[] record = chunks[chunk];
        int at = (path & CHUNK_MASK) * STRIDE;
        record[at + ATTRIBUTES] = attributes;
        boolean carried = sender != channel;
        record[at + CHANNEL_FLAGS] = channel | (carried ? FRESH | CARRIED : FRESH) << FLAG_SHIFT;
        if (carried) {
            senders.set(path, sender);
        }
        record[at + NEXT] = 0;
        record[at + CHANGED] = changed;
        pathIds.set(path, pathId);
        return path;
    }

    public void free(int path) {
        if (--size == 0) {
            chunks = new int[8][];
            used = new int[8];
            spare = null;
            chunkCount = 0;
            pathIds.clear();
            senders.clear();
            numbers.clear();
            return;
        }
        pathIds.set(path, 0);
        if (carried(path)) {
            senders.set(path, 0);
        }
        numbers.give(path);
        int chunk = path >>> CHUNK_SHIFT;
        chunks[chunk][(path & CHUNK_MASK) * STRIDE + CHANNEL_FLAGS] = 0;
        if (--used[chunk] == 0) {
            spare = chunks[chunk];
            chunks[chunk] = null;
            chunkCount--;
        }
    }

    /** Bytes of the chunks there are, without those of identifiers. Any thread. */
    public long heldBytes() {
        return ((long) chunkCount * STRIDE * 4) << CHUNK_SHIFT;
    }

    /** Bytes there is memory for. */
    public long capacityBytes() {
        long bytes = 4L * (pathIds.capacity() + senders.capacity());
        for (int[] chunk : chunks) {
            bytes += chunk == null ? 0 : 4L * chunk.length;
        }
        return bytes;
    }

    /** All paths have numbers below this one. */
    public int limit() {
        return numbers.limit();
    }

    public int size() {
        return size;
    }

    public int attributes(int path) {
        return chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + ATTRIBUTES];
    }

    public void setAttributes(int path, int attributes, int changed) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        int at = (path & CHUNK_MASK) * STRIDE;
        record[at + ATTRIBUTES] = attributes;
        record[at + CHANGED] = changed;
        record[at + CHANNEL_FLAGS] |= FRESH << FLAG_SHIFT;
    }

    /** Whether a path has that number. */
    public boolean inUse(int path) {
        return chunks[path >>> CHUNK_SHIFT] != null && channel(path) != 0;
    }

    public int channel(int path) {
        return chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + CHANNEL_FLAGS] & CHANNEL_MASK;
    }

    /** The channel that put the path here: its own, or that of the pipe which carried it. */
    public int sender(int path) {
        return flag(path, CARRIED) ? senders.get(path) : channel(path);
    }

    public boolean carried(int path) {
        return flag(path, CARRIED);
    }

    public boolean stale(int path) {
        return flag(path, STALE);
    }

    public void setStale(int path, boolean stale) {
        setFlag(path, STALE, stale);
    }

    public boolean fresh(int path) {
        return flag(path, FRESH);
    }

    public void setPassedOn(int path) {
        setFlag(path, FRESH, false);
    }

    public boolean met(int path) {
        return flag(path, MET);
    }

    public void setMet(int path, boolean met) {
        setFlag(path, MET, met);
    }

    private boolean flag(int path, int flag) {
        return (chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + CHANNEL_FLAGS] >>> FLAG_SHIFT & flag) != 0;
    }

    private void setFlag(int path, int flag, boolean on) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        int at = (path & CHUNK_MASK) * STRIDE + CHANNEL_FLAGS;
        record[at] = on ? record[at] | flag << FLAG_SHIFT : record[at] & ~(flag << FLAG_SHIFT);
    }

    public int next(int path) {
        return chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + NEXT];
    }

    void setNext(int path, int next) {
        chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + NEXT] = next;
    }

    public int pathId(int path) {
        return pathIds.get(path);
    }

    /** When the path last changed, in seconds of the router's clock. */
    public int changed(int path) {
        return chunks[path >>> CHUNK_SHIFT][(path & CHUNK_MASK) * STRIDE + CHANGED];
    }
}
