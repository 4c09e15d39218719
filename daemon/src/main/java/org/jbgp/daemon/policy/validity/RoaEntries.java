package org.jbgp.daemon.policy.validity;

import java.util.Arrays;
import org.jbgp.config.filter.value.Net;

/**
 * Authorizations of one address family under dense numbers, found by prefix: some 26 bytes each for IPv4 and 38 for
 * IPv6. An entry keeps two sets of sources: those that hold it, and those that show it to filters. Guarded by
 * {@link RoaStore}, whose readers may see it while it changes: {@link #covering} then returns nonsense or throws, but
 * returns.
 */
final class RoaEntries {
    private static final int SHIFT = 12;
    private static final int CHUNK = 1 << SHIFT;
    private static final int MASK = CHUNK - 1;

    /** A reader that follows a chain while it changes could run in a circle. */
    private static final int MOST_STEPS = 1 << 22;

    private final boolean wide;
    private final int bits;
    private int[] heads = {};
    private int[][] next = {};
    private int[][] low = {};
    /** IPv6 only: bits 32 to 127. */
    private int[][] middle = {};

    private long[][] high = {};
    private int[][] asn = {};
    /** Length and maximal length of the prefix, a byte each. */
    private short[][] lengths = {};

    private int[][] held = {};
    private int[][] shown = {};
    /** Entries by length of the prefix. */
    private final int[] byLength = new int[129];

    private int limit = 1;
    private int free;
    private int size;

    RoaEntries(boolean ip4) {
        wide = !ip4;
        bits = ip4 ? 32 : 128;
    }

    int size() {
        return size;
    }

    /** All numbers are below this one. */
    int limit() {
        return limit;
    }

    /** The entry that says just this, 0 if there is none. */
    int find(long hi, long lo, int length, int maxLength, int origin) {
        if (heads.length == 0) {
            return 0;
        }
        int both = length << 8 | maxLength;
        for (int id = heads[hash(hi, lo, length) & heads.length - 1]; id != 0; id = next(id)) {
            if (asn(id) == origin && (lengths[id >>> SHIFT][id & MASK] & 0xFFFF) == both && isAt(id, hi, lo)) {
                return id;
            }
        }
        return 0;
    }

    /** Adds one that is not there, which nobody holds or shows yet. */
    int add(long hi, long lo, int length, int maxLength, int origin) {
        if (size >= heads.length) {
            rehash(Math.max(64, heads.length * 2));
        }
        int id = take();
        int chunk = id >>> SHIFT;
        int at = id & MASK;
        low[chunk][at] = (int) lo;
        if (wide) {
            middle[chunk][at] = (int) (lo >>> 32);
            high[chunk][at] = hi;
        }
        asn[chunk][at] = origin;
        lengths[chunk][at] = (short) (length << 8 | maxLength);
        link(id, hash(hi, lo, length));
        byLength[length]++;
        size++;
        return id;
    }

    /** Takes an entry out that nobody holds or shows. */
    void remove(int id) {
        int bucket = hash(hi(id), lo(id), length(id)) & heads.length - 1;
        if (heads[bucket] == id) {
            heads[bucket] = next(id);
        } else {
            int before = heads[bucket];
            while (next(before) != id) {
                before = next(before);
            }
            next[before >>> SHIFT][before & MASK] = next(id);
        }
        byLength[length(id)]--;
        size--;
        lengths[id >>> SHIFT][id & MASK] = -1;
        next[id >>> SHIFT][id & MASK] = free;
        free = id;
        if (size == 0) {
            reset();
        }
    }

    private void reset() {
        heads = new int[0];
        next = new int[0][];
        low = new int[0][];
        middle = new int[0][];
        high = new long[0][];
        asn = new int[0][];
        lengths = new short[0][];
        held = new int[0][];
        shown = new int[0][];
        limit = 1;
        free = 0;
    }

    private int take() {
        if (free != 0) {
            int id = free;
            free = next(id);
            return id;
        }
        int id = limit;
        int chunk = id >>> SHIFT;
        if (chunk >= next.length) {
            int chunks = Math.max(4, next.length * 2);
            next = Arrays.copyOf(next, chunks);
            low = Arrays.copyOf(low, chunks);
            asn = Arrays.copyOf(asn, chunks);
            lengths = Arrays.copyOf(lengths, chunks);
            held = Arrays.copyOf(held, chunks);
            shown = Arrays.copyOf(shown, chunks);
            if (wide) {
                middle = Arrays.copyOf(middle, chunks);
                high = Arrays.copyOf(high, chunks);
            }
        }
        if (next[chunk] == null) {
            next[chunk] = new int[CHUNK];
            low[chunk] = new int[CHUNK];
            asn[chunk] = new int[CHUNK];
            lengths[chunk] = new short[CHUNK];
            held[chunk] = new int[CHUNK];
            shown[chunk] = new int[CHUNK];
            if (wide) {
                middle[chunk] = new int[CHUNK];
                high[chunk] = new long[CHUNK];
            }
            Arrays.fill(lengths[chunk], (short) -1);
        }
        limit++;
        return id;
    }

    private void rehash(int buckets) {
        heads = new int[buckets];
        for (int id = 1; id < limit; id++) {
            if (present(id)) {
                link(id, hash(hi(id), lo(id), length(id)));
            }
        }
    }

    private void link(int id, int hash) {
        int bucket = hash & heads.length - 1;
        next[id >>> SHIFT][id & MASK] = heads[bucket];
        heads[bucket] = id;
    }

    private int next(int id) {
        return next[id >>> SHIFT][id & MASK];
    }

    /** True if the number belongs to an entry. */
    boolean present(int id) {
        return lengths[id >>> SHIFT][id & MASK] != -1;
    }

    long hi(int id) {
        return wide ? high[id >>> SHIFT][id & MASK] : 0;
    }

    long lo(int id) {
        long lower = low[id >>> SHIFT][id & MASK] & 0xFFFF_FFFFL;
        return wide ? lower | (long) middle[id >>> SHIFT][id & MASK] << 32 : lower;
    }

    int length(int id) {
        return lengths[id >>> SHIFT][id & MASK] >>> 8 & 0xFF;
    }

    int maxLength(int id) {
        return lengths[id >>> SHIFT][id & MASK] & 0xFF;
    }

    int asn(int id) {
        return asn[id >>> SHIFT][id & MASK];
    }

    /** Sources that hold the entry, a bit each. */
    int held(int id) {
        return held[id >>> SHIFT][id & MASK];
    }

    void held(int id, int sources) {
        held[id >>> SHIFT][id & MASK] = sources;
    }

    /** Sources that show the entry to filters, a bit each. */
    int shown(int id) {
        return shown[id >>> SHIFT][id & MASK];
    }

    void shown(int id, int sources) {
        shown[id >>> SHIFT][id & MASK] = sources;
    }

    private boolean isAt(int id, long hi, long lo) {
        return lo(id) == lo && hi(id) == hi;
    }

    /** Hears of entries. */
    interface Found {
        /** False: no more are wanted. */
        boolean entry(int id);
    }

    /** Calls back for each shown entry whose prefix covers this one, longest first. */
    void covering(long hi, long lo, int length, Found found) {
        if (heads.length == 0) {
            return;
        }
        int[] buckets = heads;
        int steps = 0;
        for (int covering = Math.min(length, bits); covering >= 0; covering--) {
            if (byLength[covering] == 0) {
                continue;
            }
            long keyHi = wide ? hi & Net.maskHi(covering) : 0;
            long keyLo = lo & (wide ? Net.maskLo(covering) : Net.mask4(covering));
            int id = buckets[hash(keyHi, keyLo, covering) & buckets.length - 1];
            while (id != 0 && ++steps < MOST_STEPS) {
                if (shown(id) != 0 && length(id) == covering && isAt(id, keyHi, keyLo) && !found.entry(id)) {
                    return;
                }
                id = next(id);
            }
        }
    }

    private static int hash(long hi, long lo, int length) {
        long mixed = (lo ^ Long.rotateLeft(hi, 29) ^ ((long) length << 40)) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 29;
        mixed *= 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 32);
    }
}
