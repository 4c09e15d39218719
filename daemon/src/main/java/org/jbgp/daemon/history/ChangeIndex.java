package org.jbgp.daemon.history;

import java.util.Arrays;
import java.util.List;
import org.jbgp.daemon.memory.SlotTable;

/**
 * Prefixes of the changes in some segments, each once, with the place of its first and its last change and their
 * number; a million of them take some tens of bytes each and no objects. One thread.
 */
final class ChangeIndex {
    private static final int BITS = 16;

    private final List<ChangeSegment> segments;
    /** Numbers of prefixes, plus 1. */
    private final SlotTable slots = new SlotTable(number -> hash(segmentOf(number - 1), indexOf(number - 1)));

    private long[] first = new long[512];
    private long[] last = new long[512];
    private int[] counts = new int[512];
    private int size;

    /** @param segments of one family, at most 2^16 changes each */
    ChangeIndex(List<ChangeSegment> segments) {
        this.segments = segments;
    }

    int size() {
        return size;
    }

    /** Adds a change, later than those before; returns the number of its prefix, from 0. */
    int add(int segment, int i) {
        long place = (long) segment << BITS | i;
        int known = number(segment, i);
        if (known >= 0) {
            last[known] = place;
            counts[known]++;
            return known;
        }
        if (size == first.length) {
            first = Arrays.copyOf(first, size * 2);
            last = Arrays.copyOf(last, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        first[size] = place;
        last[size] = place;
        counts[size] = 1;
        size++;
        slots.add(size);
        return size - 1;
    }

    /** The number of a change's prefix, -1 if it was not added. */
    int number(int segment, int i) {
        ChangeSegment of = segments.get(segment);
        int found = slots.first(hash(segment, i));
        while (found != 0) {
            int number = found - 1;
            if (segments.get(segmentOf(number)).is(indexOf(number), of.hi(i), of.lo(i), of.length(i), of.table(i))) {
                return number;
            }
            found = slots.next();
        }
        return -1;
    }

    private int hash(int segment, int i) {
        ChangeSegment of = segments.get(segment);
        long key = (of.hi(i) * 31 + of.lo(i)) * 0x9E3779B97F4A7C15L + of.length(i) * 131L + of.table(i);
        key *= 0xFF51AFD7ED558CCDL;
        return (int) (key >>> 32);
    }

    /** Segment of the first change of a prefix. */
    int segmentOf(int number) {
        return (int) (first[number] >>> BITS);
    }

    /** Its place in that segment. */
    int indexOf(int number) {
        return (int) first[number] & 0xFFFF;
    }

    /** Segment of the last change of a prefix. */
    int lastSegmentOf(int number) {
        return (int) (last[number] >>> BITS);
    }

    /** Its place in that segment. */
    int lastIndexOf(int number) {
        return (int) last[number] & 0xFFFF;
    }

    /** How many changes a prefix has. */
    int count(int number) {
        return counts[number];
    }
}
