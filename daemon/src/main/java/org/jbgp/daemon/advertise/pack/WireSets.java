package org.jbgp.daemon.advertise.pack;

import java.util.Arrays;
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * Attribute sets as they will go out, each with the runs of changes that carry it. Sets that differ in the table may be
 * equal on the wire (LOCAL_PREF, communities that a filter removes, next hops set to ourselves): they share UPDATEs.
 * With the filters of {@code bench/sut policy} this saves 28,000 of 211,000 UPDATEs. One serves all groups of a shard.
 * Confined to it.
 */
public final class WireSets {
    private static final int KEPT_BYTES = 1 << 20;
    private static final int SET = 5;
    private static final int OFFSET = 0;
    private static final int LENGTH = 1;
    private static final int HASH = 2;
    private static final int FIRST = 3;
    private static final int LAST = 4;
    private static final int RUN = 3;
    private static final int START = 0;
    private static final int END = 1;
    private static final int NEXT = 2;

    private byte[] bytes = new byte[4096];
    private int[] sets = new int[SET * 64];
    private int[] runs = new int[RUN * 64];
    private int[] slots = new int[128];
    private int byteCount;
    private int setCount;
    private int runCount;

    /** Forgets everything. */
    public void clear() {
        int mask = slots.length - 1;
        for (int set = 0; set < setCount; set++) {
            for (int slot = sets[set * SET + HASH] & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
                slots[slot] = 0;
            }
        }
        byteCount = 0;
        setCount = 0;
        runCount = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[4096];
        }
    }

    /** Adds the changes {@code start..end}, which go out with this attribute set. */
    public void add(byte[] blob, int length, int start, int end) {
        int set = find(blob, length);
        if ((runCount + 1) * RUN > runs.length) {
            runs = Arrays.copyOf(runs, runs.length * 2);
        }
        int run = runCount++;
        runs[run * RUN + START] = start;
        runs[run * RUN + END] = end;
        runs[run * RUN + NEXT] = -1;
        int last = sets[set * SET + LAST];
        if (last < 0) {
            sets[set * SET + FIRST] = run;
        } else {
            runs[last * RUN + NEXT] = run;
        }
        sets[set * SET + LAST] = run;
    }

    private int find(byte[] blob, int length) {
        int hash = AttributeStore.hash(blob, 0, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask) {
            int set = slots[slot] - 1;
            int at = offset(set);
            if (sets[set * SET + HASH] == hash && Arrays.equals(bytes, at, at + length(set), blob, 0, length)) {
                return set;
            }
        }
        int set = setCount++;
        slots[slot] = setCount;
        store(set, hash, blob, length);
        if (setCount * 2 > slots.length) {
            rehash();
        }
        return set;
    }

    private void store(int set, int hash, byte[] blob, int length) {
        if (bytes.length - byteCount < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, byteCount + length));
        }
        System.arraycopy(blob, 0, bytes, byteCount, length);
        if ((set + 1) * SET > sets.length) {
            sets = Arrays.copyOf(sets, sets.length * 2);
        }
        sets[set * SET + OFFSET] = byteCount;
        sets[set * SET + LENGTH] = length;
        sets[set * SET + HASH] = hash;
        sets[set * SET + LAST] = -1;
        byteCount += length;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int set = 0; set < setCount; set++) {
            int slot = sets[set * SET + HASH] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = set + 1;
        }
    }

    /** Number of different sets; they are numbered from 0 in the order of arrival. */
    public int size() {
        return setCount;
    }

    /** The array in which all sets lie. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset(int set) {
        return sets[set * SET + OFFSET];
    }

    public int length(int set) {
        return sets[set * SET + LENGTH];
    }

    /** The set's first run. */
    public int firstRun(int set) {
        return sets[set * SET + FIRST];
    }

    /** The run of the same set after this one, -1 after the last. */
    public int nextRun(int run) {
        return runs[run * RUN + NEXT];
    }

    /** The first change of a run. */
    public int start(int run) {
        return runs[run * RUN + START];
    }

    /** Where a run ends, exclusive. */
    public int end(int run) {
        return runs[run * RUN + END];
    }
}
