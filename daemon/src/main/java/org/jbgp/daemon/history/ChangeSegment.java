package org.jbgp.daemon.history;

import java.util.Arrays;
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * Some thousand changes of best paths of one family, one after the other, with the attribute sets they speak of. Only
 * appended to: what {@link #frozen} gives away is read by other threads while the shard writes on. Written by the
 * shard.
 */
final class ChangeSegment {
    /** Changes in a full segment. */
    static final int MOST = 4096;

    /** Times are counted in ints. */
    private static final long MOST_MILLIS = 20L * 24 * 3600 * 1000;

    private static final int FIRST = 128;
    private static final int NONE = 0;

    /** Where a set would stand that is too large to be kept. */
    private static final int TOO_LARGE = -1;

    private static final int LARGEST_SET = 0xFFFF;

    private final boolean wide;
    private final long base;
    private int count;
    private int[] times;
    private long[] highs;
    private long[] lows;
    private int[] shorts;
    private byte[] lengths;
    private char[] tables;
    private char[] before;
    private char[] after;
    private int[] causes;
    /** Where in {@link #sets} the set before the change stands, 0 for none. */
    private int[] attributes;

    private byte[] sets = new byte[1024];
    private int setsEnd = 1;
    /** Positions of sets by hash, while the segment is open. */
    private int[] slots = new int[256];

    private int slotsUsed;

    /**
     * @param wide for IPv6
     * @param base the time that others are counted from
     * @param busy it will be full soon
     */
    ChangeSegment(boolean wide, long base, boolean busy) {
        this.wide = wide;
        this.base = base;
        int room = busy ? MOST : FIRST;
        if (wide) {
            highs = new long[room];
            lows = new long[room];
        } else {
            shorts = new int[room];
        }
        times = new int[room];
        lengths = new byte[room];
        tables = new char[room];
        before = new char[room];
        after = new char[room];
        causes = new int[room];
        attributes = new int[room];
    }

    private ChangeSegment(ChangeSegment other) {
        wide = other.wide;
        base = other.base;
        count = other.count;
        times = other.times;
        highs = other.highs;
        lows = other.lows;
        shorts = other.shorts;
        lengths = other.lengths;
        tables = other.tables;
        before = other.before;
        after = other.after;
        causes = other.causes;
        attributes = other.attributes;
        sets = other.sets;
        setsEnd = other.setsEnd;
        slots = null;
    }

    /** What is in it now, for any thread; on the shard. */
    ChangeSegment frozen() {
        return new ChangeSegment(this);
    }

    /** No more changes follow: gives back what only writing needs. */
    void seal() {
        slots = null;
        if (setsEnd < sets.length - sets.length / 8) {
            sets = Arrays.copyOf(sets, setsEnd);
        }
        if (count < times.length) {
            resize(count);
        }
    }

    boolean wide() {
        return wide;
    }

    int count() {
        return count;
    }

    /** Bytes of its arrays. */
    long bytes() {
        int each = 4 + 1 + 2 + 2 + 2 + 4 + 4 + (wide ? 16 : 4);
        return (long) times.length * each + sets.length + (slots == null ? 0 : slots.length * 4L) + 200;
    }

    /** True if a time is too far from its first one to be added. */
    boolean isOld(long now) {
        return now - base > MOST_MILLIS;
    }

    /** Bytes of the attribute sets in it. */
    int setBytes() {
        return setsEnd;
    }

    /**
     * Adds a change.
     *
     * @param before, after numbers of {@link Origins}, 0 for nobody
     * @param set where {@link #place} has put the attributes before it; 0 if there was nothing
     */
    void add(long time, long hi, long lo, int length, int table, int before, int after, int cause, int set) {
        if (count == times.length) {
            resize(Math.min(MOST, count * 2));
        }
        times[count] = (int) (time - base);
        if (wide) {
            highs[count] = hi;
            lows[count] = lo;
        } else {
            shorts[count] = (int) lo;
        }
        lengths[count] = (byte) length;
        tables[count] = (char) table;
        this.before[count] = (char) before;
        this.after[count] = (char) after;
        causes[count] = cause;
        attributes[count] = set;
        count++;
    }

    /** Where an attribute set stands, put there if it does not yet; for {@link #add}. */
    int place(byte[] set, int offset, int size) {
        return size > LARGEST_SET ? TOO_LARGE : intern(set, offset, size);
    }

    private void resize(int length) {
        times = Arrays.copyOf(times, length);
        if (wide) {
            highs = Arrays.copyOf(highs, length);
            lows = Arrays.copyOf(lows, length);
        } else {
            shorts = Arrays.copyOf(shorts, length);
        }
        lengths = Arrays.copyOf(lengths, length);
        tables = Arrays.copyOf(tables, length);
        before = Arrays.copyOf(before, length);
        after = Arrays.copyOf(after, length);
        causes = Arrays.copyOf(causes, length);
        attributes = Arrays.copyOf(attributes, length);
    }

    /** Where the set stands, put there if it does not yet. */
    private int intern(byte[] set, int offset, int size) {
        int mask = slots.length - 1;
        int slot = AttributeStore.hash(set, offset, size) & mask;
        while (slots[slot] != 0) {
            int at = slots[slot];
            if (sizeAt(at) == size && Arrays.equals(sets, at + 2, at + 2 + size, set, offset, offset + size)) {
                return at;
            }
            slot = (slot + 1) & mask;
        }
        int at = setsEnd;
        if (at + 2 + size > sets.length) {
            sets = Arrays.copyOf(sets, Math.max(at + 2 + size, sets.length + (sets.length >> 1)));
        }
        sets[at] = (byte) (size >>> 8);
        sets[at + 1] = (byte) size;
        System.arraycopy(set, offset, sets, at + 2, size);
        setsEnd = at + 2 + size;
        slots[slot] = at;
        if (++slotsUsed * 2 > slots.length) {
            rehash();
        }
        return at;
    }

    private void rehash() {
        int[] former = slots;
        slots = new int[former.length * 2];
        for (int at : former) {
            if (at != 0) {
                int slot = AttributeStore.hash(sets, at + 2, sizeAt(at)) & slots.length - 1;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & slots.length - 1;
                }
                slots[slot] = at;
            }
        }
    }

    private int sizeAt(int at) {
        return (sets[at] & 0xFF) << 8 | (sets[at + 1] & 0xFF);
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    long time(int i) {
        return base + times[i];
    }

    long hi(int i) {
        return wide ? highs[i] : 0;
    }

    long lo(int i) {
        return wide ? lows[i] : shorts[i] & 0xFFFF_FFFFL;
    }

    int length(int i) {
        return lengths[i] & 0xFF;
    }

    int table(int i) {
        return tables[i];
    }

    int before(int i) {
        return before[i];
    }

    int after(int i) {
        return after[i];
    }

    int cause(int i) {
        return causes[i];
    }

    /** A copy of the attributes before a change; null if there was no route, empty if they were too many to keep. */
    byte[] set(int i) {
        int at = attributes[i];
        return at == NONE
                ? null
                : at == TOO_LARGE ? new byte[0] : Arrays.copyOfRange(sets, at + 2, at + 2 + sizeAt(at));
    }

    /** True if the attributes before a change are these. */
    boolean isSet(int i, byte[] set, int offset, int size) {
        int at = attributes[i];
        return at > 0 && sizeAt(at) == size && Arrays.equals(sets, at + 2, at + 2 + size, set, offset, offset + size);
    }

    /** True if a change is one of this prefix and table. */
    boolean is(int i, long hi, long lo, int length, int table) {
        return (wide ? lows[i] == lo && highs[i] == hi : shorts[i] == (int) lo)
                && (lengths[i] & 0xFF) == length
                && tables[i] == table;
    }
}
