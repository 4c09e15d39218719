package org.jbgp.daemon.memory;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The open-addressing part of an index: finds the numbers stored under a hash. Only the owner knows what the numbers
 * stand for, and so whether a candidate is the right one.
 *
 * <p>Linear probing over {@value #SEGMENTS} separately growing segments, so that growth copies a small part at a time.
 * They grow by half and begin with different sizes: while some are half full others are three quarters full, and the
 * table takes 6.5 bytes an entry whatever their number. A slot holds, beside the number, how far it lies from home and
 * four bits of its hash: a number found under another hash is passed over without a look at its key, which stands
 * elsewhere in memory. With a million prefixes that look was a third of the shard's time in a cold load (JFR: {@code
 * PrefixIndex.findOrAdd} and {@code remove}).
 *
 * <p>To look up: {@link #first}, then {@link #next} until it answers 0; then {@link #add} puts a number there. Owned by
 * one thread.
 */
public final class SlotTable {
    /** Numbers are 1 to this one. */
    public static final int MAXIMUM = (1 << 25) - 1;

    private static final int SEGMENTS = 256;
    private static final int SEGMENT_SHIFT = 24;
    private static final long WITHIN_SEGMENT = (1 << SEGMENT_SHIFT) - 1;
    /** Slots of the first segment at first; the last one's are half as many again. */
    private static final int FIRST_CAPACITY = 16;

    private static final int DISTANCE_SHIFT = 25;
    /** This distance from home or more. */
    private static final int FAR = 7;

    private final IntUnaryOperator hashOf;
    private final int[][] segments = new int[SEGMENTS][];
    private final int[] used = new int[SEGMENTS];
    private int hash;
    private int[] segment = new int[0];
    private int at;
    private int distance;

    /**
     * @param hashOf hash of the number's key, as given to {@link #first} when it was added
     */
    public SlotTable(IntUnaryOperator hashOf) {
        this.hashOf = hashOf;
    }

    /** The first number that may be the one stored under this hash, or 0. */
    public int first(int wanted) {
        hash = wanted;
        segment = segments[wanted >>> SEGMENT_SHIFT];
        if (segment == null) {
            return 0;
        }
        return seek(home(wanted, segment.length), 0);
    }

    /** The next number that may be the one, or 0. */
    public int next() {
        return seek(after(at, segment.length), distance + 1);
    }

    /**
     * The number in the slot at which a search under this hash begins, whatever it stands for; 0 if there is none. A
     * search waits for memory there; calls of this one, which need nothing of each other, wait together.
     */
    public int firstLook(int wanted) {
        int[] slots = segments[wanted >>> SEGMENT_SHIFT];
        return slots == null ? 0 : slots[home(wanted, slots.length)] & MAXIMUM;
    }

    private int seek(int from, int fromDistance) {
        int[] slots = segment;
        int tag = tag(hash);
        int slot = from;
        int steps = fromDistance;
        int entry;
        while ((entry = slots[slot]) != 0 && entry >>> DISTANCE_SHIFT != (tag | Math.min(steps, FAR))) {
            slot = after(slot, slots.length);
            steps++;
        }
        at = slot;
        distance = steps;
        return entry & MAXIMUM;
    }

    /** Adds a number under the hash for which {@link #first} and {@link #next} have just answered 0. */
    public void add(int number) {
        if (number > MAXIMUM) {
            throw new IllegalStateException("more than " + MAXIMUM + " entries in one shard; more shards are needed");
        }
        int part = hash >>> SEGMENT_SHIFT;
        if (segment == null) {
            segments[part] = new int[firstCapacity(part)];
            put(segments[part], hash, number);
        } else if (used[part] * 4 >= segment.length * 3) {
            put(resize(part, segment.length + segment.length / 2), hash, number);
        } else {
            segment[at] = entry(number, hash, distance);
        }
        used[part]++;
    }

    /** Takes out the number stored under this hash; it must be there. */
    public void remove(int hashed, int number) {
        int part = hashed >>> SEGMENT_SHIFT;
        int[] slots = segments[part];
        int capacity = slots.length;
        int gap = home(hashed, capacity);
        while ((slots[gap] & MAXIMUM) != number) {
            gap = after(gap, capacity);
        }
        // Knuth 6.4 R: close the gap instead of leaving a tombstone.
        for (int next = after(gap, capacity); slots[next] != 0; next = after(next, capacity)) {
            int entry = slots[next];
            int far = entry >>> DISTANCE_SHIFT & FAR;
            int move = distance(gap, next, capacity);
            if (far == FAR) {
                far = distance(home(hashOf.applyAsInt(entry & MAXIMUM), capacity), next, capacity);
            }
            if (far >= move) {
                slots[gap] = (entry & ~(FAR << DISTANCE_SHIFT)) | Math.min(far - move, FAR) << DISTANCE_SHIFT;
                gap = next;
            }
        }
        slots[gap] = 0;
        if (--used[part] == 0) {
            segments[part] = null;
        } else if (capacity > firstCapacity(part) && used[part] * 8 < capacity) {
            resize(part, Math.max(firstCapacity(part), capacity / 2));
        }
    }

    /** Slots there is memory for. */
    public int capacity() {
        int sum = 0;
        for (int[] present : segments) {
            sum += present == null ? 0 : present.length;
        }
        return sum;
    }

    /** Forgets everything and gives the memory back. */
    public void clear() {
        Arrays.fill(segments, null);
        Arrays.fill(used, 0);
    }

    private int[] resize(int part, int capacity) {
        int[] fresh = new int[capacity];
        for (int entry : segments[part]) {
            if (entry != 0) {
                int number = entry & MAXIMUM;
                put(fresh, hashOf.applyAsInt(number), number);
            }
        }
        segments[part] = fresh;
        return fresh;
    }

    private static void put(int[] slots, int hashed, int number) {
        int slot = home(hashed, slots.length);
        int steps = 0;
        while (slots[slot] != 0) {
            slot = after(slot, slots.length);
            steps++;
        }
        slots[slot] = entry(number, hashed, steps);
    }

    private static int entry(int number, int hashed, int steps) {
        return number | (tag(hashed) | Math.min(steps, FAR)) << DISTANCE_SHIFT;
    }

    /**
     * Hash bits that neither choose the segment nor, in one of usual size, the home slot; above the three of the
     * distance.
     */
    private static int tag(int hashed) {
        return (hashed & 0xF) << 3;
    }

    private static int firstCapacity(int part) {
        return FIRST_CAPACITY + part * (FIRST_CAPACITY / 2) / SEGMENTS;
    }

    /** The slot at which a segment of that many slots looks first. */
    private static int home(int hashed, int capacity) {
        return (int) (((hashed & WITHIN_SEGMENT) * capacity) >>> SEGMENT_SHIFT);
    }

    private static int after(int slot, int capacity) {
        return slot + 1 == capacity ? 0 : slot + 1;
    }

    private static int distance(int from, int to, int capacity) {
        return to >= from ? to - from : to - from + capacity;
    }
}
