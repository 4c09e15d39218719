package org.jbgp.daemon.memory;

import java.util.Arrays;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * Gives every prefix of one address family in one shard a dense number, counted from 1, that all tables and all
 * Adj-RIB-Outs of the shard use as their array index.
 *
 * <p>Numbers of removed prefixes are used again. Confined to the shard that owns it.
 */
public final class PrefixIndex {
    private static final int KEY_SHIFT = 12;
    private static final int KEY_SIZE = 1 << KEY_SHIFT;
    private static final int KEY_MASK = KEY_SIZE - 1;

    private final boolean wide;
    private final SlotTable slots = new SlotTable(this::hashOf);
    /**
     * IPv4 only: the address with a one after its last bit, as {@link #narrowKey}; 0 for no prefix, or for 0.0.0.0/32.
     */
    private int[][] narrow = new int[4][];
    /** IPv4 only, a bit each: the prefix is a /32, whose address leaves no place for that one. */
    private final IntSlab hosts = new IntSlab(7);
    /** IPv6 only: the low 64 bits. */
    private long[][] low = new long[4][];
    /** IPv6 only: the high 64 bits. */
    private long[][] high = new long[4][];
    /** IPv6 only: length + 1. */
    private byte[][] lengths = new byte[4][];

    /** Prefixes in each chunk: one without any is given back. */
    private int[] used = new int[4];

    private final FreeNumbers numbers = new FreeNumbers();
    /** Sum of what {@link #lookAhead} read: the compiler leaves out a read of which nothing remains. */
    @SuppressWarnings("UnusedVariable")
    private int readAhead;

    private int size;

    public PrefixIndex(AddressFamily family) {
        this.wide = family == AddressFamily.IPV6_UNICAST;
    }

    /** Number of prefixes present. */
    public int size() {
        return size;
    }

    /** All numbers in use are below this one. */
    public int limit() {
        return numbers.limit();
    }

    /** The prefix's number, or 0 if it is not present. Host bits must be zero, here and in {@link #findOrAdd}. */
    public int find(long hi, long lo, int length) {
        int id = slots.first(hash(hi, lo, length));
        while (id != 0 && !is(id, hi, lo, length)) {
            id = slots.next();
        }
        return id;
    }

    /**
     * Reads what {@link #find} will read first, so that it is in the processor's caches then: to be called for many
     * prefixes in a row, whose reads wait for memory together. With a million prefixes this wait is a third of a
     * shard's time.
     */
    public void lookAhead(long hi, long lo, int length) {
        int id = slots.firstLook(hash(hi, lo, length));
        if (id != 0) {
            readAhead += wide ? (int) low[id >>> KEY_SHIFT][id & KEY_MASK] : narrow[id >>> KEY_SHIFT][id & KEY_MASK];
        }
    }

    /** As {@link #lookAhead(long, long, int)}, before {@link #remove}. */
    public void lookAhead(int id) {
        if (present(id)) {
            readAhead += slots.firstLook(hashOf(id));
        }
    }

    /** The prefix's number, given to it now if it had none. */
    public int findOrAdd(long hi, long lo, int length) {
        int found = find(hi, lo, length);
        if (found != 0) {
            return found;
        }
        int id = numbers.take();
        store(id, hi, lo, length);
        used[id >>> KEY_SHIFT]++;
        slots.add(id);
        size++;
        return id;
    }

    /** Takes a prefix out; its number may be given to another one. */
    public void remove(int id) {
        slots.remove(hashOf(id), id);
        size--;
        if (size == 0) {
            reset();
            return;
        }
        store(id, 0, 0, -1);
        numbers.give(id);
        int chunk = id >>> KEY_SHIFT;
        if (--used[chunk] == 0) {
            if (wide) {
                low[chunk] = null;
                high[chunk] = null;
                lengths[chunk] = null;
            } else {
                narrow[chunk] = null;
            }
        }
    }

    /** True if the number belongs to a prefix at present. */
    public boolean present(int id) {
        return id < numbers.limit() && used[id >>> KEY_SHIFT] > 0 && length(id) >= 0;
    }

    /** High 64 bits of an IPv6 prefix, 0 for IPv4. */
    public long hi(int id) {
        return wide ? high[id >>> KEY_SHIFT][id & KEY_MASK] : 0;
    }

    /** Low 64 bits of an IPv6 prefix, or the IPv4 address as an unsigned 32-bit number. */
    public long lo(int id) {
        if (wide) {
            return low[id >>> KEY_SHIFT][id & KEY_MASK];
        }
        int key = narrow[id >>> KEY_SHIFT][id & KEY_MASK];
        return (isHost(id) ? key : key & (key - 1)) & 0xFFFF_FFFFL;
    }

    /** Prefix length in bits, negative for a number without a prefix. */
    public int length(int id) {
        if (wide) {
            return (lengths[id >>> KEY_SHIFT][id & KEY_MASK] & 0xFF) - 1;
        }
        return isHost(id) ? 32 : 31 - Integer.numberOfTrailingZeros(narrow[id >>> KEY_SHIFT][id & KEY_MASK]);
    }

    private static int narrowKey(long lo, int length) {
        return length == 32 ? (int) lo : (int) lo | 1 << (31 - length);
    }

    private boolean isHost(int id) {
        return (hosts.get(id >>> 5) & 1 << (id & 31)) != 0;
    }

    private void reset() {
        slots.clear();
        narrow = new int[4][];
        hosts.clear();
        low = new long[4][];
        high = new long[4][];
        lengths = new byte[4][];
        used = new int[4];
        numbers.clear();
    }

    private boolean is(int id, long hi, long lo, int length) {
        int chunk = id >>> KEY_SHIFT;
        int at = id & KEY_MASK;
        return wide
                ? low[chunk][at] == lo && high[chunk][at] == hi && (lengths[chunk][at] & 0xFF) == length + 1
                : narrow[chunk][at] == narrowKey(lo, length) && isHost(id) == (length == 32);
    }

    private void store(int id, long hi, long lo, int length) {
        if (wide) {
            storeWide(id, hi, lo, length);
        } else {
            storeNarrow(id, length < 0 ? 0 : narrowKey(lo, length), length == 32);
        }
    }

    private void storeNarrow(int id, int key, boolean host) {
        int chunk = id >>> KEY_SHIFT;
        if (chunk >= narrow.length) {
            narrow = Arrays.copyOf(narrow, chunk * 2);
            used = Arrays.copyOf(used, chunk * 2);
        }
        if (narrow[chunk] == null) {
            narrow[chunk] = new int[KEY_SIZE];
        }
        narrow[chunk][id & KEY_MASK] = key;
        int word = hosts.get(id >>> 5);
        int bit = 1 << (id & 31);
        hosts.set(id >>> 5, host ? word | bit : word & ~bit);
    }

    private void storeWide(int id, long hi, long lo, int length) {
        int chunk = id >>> KEY_SHIFT;
        int at = id & KEY_MASK;
        if (chunk >= low.length) {
            used = Arrays.copyOf(used, chunk * 2);
            low = Arrays.copyOf(low, chunk * 2);
            high = Arrays.copyOf(high, chunk * 2);
            lengths = Arrays.copyOf(lengths, chunk * 2);
        }
        if (low[chunk] == null) {
            low[chunk] = new long[KEY_SIZE];
            high[chunk] = new long[KEY_SIZE];
            lengths[chunk] = new byte[KEY_SIZE];
        }
        low[chunk][at] = lo;
        high[chunk][at] = hi;
        lengths[chunk][at] = (byte) (length + 1);
    }

    private int hashOf(int id) {
        return hash(hi(id), lo(id), length(id));
    }

    private static int hash(long hi, long lo, int length) {
        long mixed = (lo ^ Long.rotateLeft(hi, 29) ^ ((long) length << 40)) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 29;
        mixed *= 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 32);
    }

    /** Which of {@code shards} slices a prefix belongs to; all tables are cut the same way. */
    public static int shardOf(long hi, long lo, int length, int shards) {
        return shards == 1 ? 0 : Integer.remainderUnsigned((hash(lo, hi, length) * 0x85EBCA6B) >>> 7, shards);
    }
}
