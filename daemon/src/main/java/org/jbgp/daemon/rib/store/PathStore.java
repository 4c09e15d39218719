package org.jbgp.daemon.rib.store;

import java.util.Arrays;
import org.jbgp.daemon.memory.FreeNumbers;
import org.jbgp.daemon.memory.IntSlab;

/**
 * Slab of paths, linked into one chain per prefix and table with the best path first. Paths are numbered from 1; 0 ends
 * a chain. Confined to the owning shard.
 *
 * <p>Where all paths of a chunk are of one channel and none has another behind it, as in a table that one neighbor
 * sends, a path takes two ints: it is narrow. The first path that does not fit makes the chunk wide, with four ints a
 * path; it is narrow again once it was empty. Identifiers take one int more, in those parts of the slab that have any.
 */
public final class PathStore {
    private static final int ATTRIBUTES = 0;
    /** {@code (seconds + 1) << 4 | flags}, 0 for no path: 8 years. */
    private static final int CHANGED_FLAGS = 1;
    /** Only in wide chunks. */
    private static final int CHANNEL = 2;
    /** Only in wide chunks. */
    private static final int NEXT = 3;

    private static final int CHUNK_SHIFT = 11;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final int NARROW = 2;
    private static final int WIDE = 4;
    private static final int NARROW_LENGTH = NARROW << CHUNK_SHIFT;
    /** A chunk that follows a wide one is tried as a narrow one every so often: what made that wide may be over. */
    private static final int TRIED = 8;

    private static final int FLAG_BITS = 4;
    private static final int FLAGS = (1 << FLAG_BITS) - 1;

    /** The neighbor restarts or refreshes, and has not sent this path again yet (RFC 4724, RFC 7313). */
    static final int STALE = 1;

    /** A pipe brought the path here from another table: its sender is not its channel. */
    private static final int CARRIED = 2;

    /** New, or with other attributes, since it was passed on to the targets that want all paths. */
    private static final int FRESH = 4;

    /** Met while a pipe goes over the paths of a prefix. */
    private static final int MET = 8;

    private int[][] chunks = new int[8][];
    /** Of the paths of each narrow chunk. */
    private int[] channels = new int[8];

    private final IntSlab pathIds = new IntSlab();
    /** Channels of the pipes that carried paths; nothing where there are none. */
    private final IntSlab senders = new IntSlab();

    /** Paths in each chunk: one without any is given back, but for the one that emptied last. */
    private int[] used = new int[8];

    private int[] spare;
    /** Ints in all chunks. */
    private long held;

    private final FreeNumbers numbers = new FreeNumbers();
    private int size;

    /** @param sender the channel that put it here: {@code channel} itself, or that of a pipe */
    public int allocate(int attributes, int channel, int sender, int pathId, int changed) {
        int path = numbers.take();
        int[] record = chunkFor(path, channel);
        size++;
        int at = at(record, path);
        record[at + ATTRIBUTES] = attributes;
        boolean carried = sender != channel;
        record[at + CHANGED_FLAGS] = dated(changed, carried ? FRESH | CARRIED : FRESH);
        if (carried) {
            senders.set(path, sender);
        }
        if (isWide(record)) {
            record[at + CHANNEL] = channel;
            record[at + NEXT] = 0;
        }
        pathIds.set(path, pathId);
        return path;
    }

    /** The chunk that has room for the new path, and for its channel. */
    private int[] chunkFor(int path, int channel) {
        int chunk = path >>> CHUNK_SHIFT;
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
            channels = Arrays.copyOf(channels, chunk * 2);
            used = Arrays.copyOf(used, chunk * 2);
        }
        if (used[chunk]++ == 0) {
            chunks[chunk] = spare != null ? spare : new int[(startsWide(chunk) ? WIDE : NARROW) << CHUNK_SHIFT];
            spare = null;
            held += chunks[chunk].length;
            channels[chunk] = channel;
        }
        return isWide(chunks[chunk]) || channels[chunk] == channel ? chunks[chunk] : widen(chunk);
    }

    private boolean startsWide(int chunk) {
        return chunk % TRIED != 0 && chunks[chunk - 1] != null && isWide(chunks[chunk - 1]);
    }

    private int[] widen(int chunk) {
        int[] narrow = chunks[chunk];
        int[] wide = new int[WIDE << CHUNK_SHIFT];
        int channel = channels[chunk];
        for (int from = 0, to = 0; from < narrow.length; from += NARROW, to += WIDE) {
            wide[to + ATTRIBUTES] = narrow[from + ATTRIBUTES];
            wide[to + CHANGED_FLAGS] = narrow[from + CHANGED_FLAGS];
            wide[to + CHANNEL] = channel;
        }
        chunks[chunk] = wide;
        held += wide.length - narrow.length;
        return wide;
    }

    private static boolean isWide(int[] record) {
        return record.length != NARROW_LENGTH;
    }

    private static int at(int[] record, int path) {
        return (path & CHUNK_MASK) * (record.length >>> CHUNK_SHIFT);
    }

    private static int dated(int changed, int flags) {
        return ((changed + 1) << FLAG_BITS) | flags;
    }

    public void free(int path) {
        if (--size == 0) {
            chunks = new int[8][];
            channels = new int[8];
            used = new int[8];
            spare = null;
            held = 0;
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
        int[] record = chunks[chunk];
        record[at(record, path) + CHANGED_FLAGS] = 0;
        if (--used[chunk] == 0) {
            spare = record;
            chunks[chunk] = null;
            held -= record.length;
        }
    }

    /** Bytes of the chunks there are, without those of identifiers. Any thread. */
    public long heldBytes() {
        return held * 4;
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

    private int field(int path, int field) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        return record[at(record, path) + field];
    }

    public int attributes(int path) {
        return field(path, ATTRIBUTES);
    }

    public void setAttributes(int path, int attributes, int changed) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        int at = at(record, path);
        record[at + ATTRIBUTES] = attributes;
        record[at + CHANGED_FLAGS] = dated(changed, (record[at + CHANGED_FLAGS] & FLAGS) | FRESH);
    }

    /** Whether a path has that number. */
    public boolean inUse(int path) {
        return chunks[path >>> CHUNK_SHIFT] != null && field(path, CHANGED_FLAGS) != 0;
    }

    public int channel(int path) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        return isWide(record) ? record[at(record, path) + CHANNEL] : channels[path >>> CHUNK_SHIFT];
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
        return (field(path, CHANGED_FLAGS) & flag) != 0;
    }

    private void setFlag(int path, int flag, boolean on) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        int at = at(record, path) + CHANGED_FLAGS;
        record[at] = on ? record[at] | flag : record[at] & ~flag;
    }

    /** The path behind this one in its chain, 0 if it is the last. */
    public int next(int path) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        return isWide(record) ? record[at(record, path) + NEXT] : 0;
    }

    void setNext(int path, int next) {
        int[] record = chunks[path >>> CHUNK_SHIFT];
        if (!isWide(record)) {
            if (next == 0) {
                return;
            }
            record = widen(path >>> CHUNK_SHIFT);
        }
        record[at(record, path) + NEXT] = next;
    }

    public int pathId(int path) {
        return pathIds.get(path);
    }

    /** When the path last changed, in seconds of the router's clock. */
    public int changed(int path) {
        return (field(path, CHANGED_FLAGS) >>> FLAG_BITS) - 1;
    }
}
