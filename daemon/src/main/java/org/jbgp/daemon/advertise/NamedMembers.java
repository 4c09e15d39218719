package org.jbgp.daemon.advertise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.filter.tree.FilterFamily;
import org.jbgp.config.filter.tree.FilterFamily.Place;
import org.jbgp.config.filter.tree.FilterFamily.Sought;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Bytes;

/**
 * Which members of a group an attribute set names: their filters, of one {@link FilterFamily}, look for a value that is
 * in it, at a place where others look for another one. All that are not named get the same result. Confined to the
 * shard.
 */
final class NamedMembers {
    /** Bits by which most values are known to name nobody. */
    private static final int BITS = 1 << 14;

    private final long[] possible = new long[BITS / 64];
    private final Map<Long, int[]> byValue = new HashMap<>();
    /** Members that are named by every route, since the filters put in themselves what these look for. */
    private int[] always = {};

    private boolean[] varying = {};
    private boolean[] marked = {};
    private int[] found = {};
    private int count;

    /** The group has these members now. */
    void renumber(List<Member> members) {
        List<FilterFamily> families =
                members.stream().map(member -> member.policy().family()).toList();
        int places = families.isEmpty() ? 0 : families.getFirst().sought().size();
        varying = varying.length == places ? varying : new boolean[places];
        byValue.clear();
        Arrays.fill(possible, 0);
        marked = new boolean[members.size()];
        found = new int[members.size()];
        count = 0;
        Map<Long, List<Integer>> lookers = new HashMap<>();
        boolean[] named = new boolean[members.size()];
        for (int place = 0; place < places; place++) {
            varying[place] |= differ(families, place);
            for (int i = 0; varying[place] && i < families.size(); i++) {
                Sought sought = families.get(i).sought().get(place);
                Set<Value> added = families.get(i).added(sought.place());
                for (Value value : sought.values()) {
                    lookers.computeIfAbsent(key(sought.place(), value), key -> new ArrayList<>())
                            .add(i);
                    named[i] |= added.contains(value);
                }
            }
        }
        lookers.forEach((key, who) -> {
            byValue.put(key, who.stream().mapToInt(Integer::intValue).toArray());
            possible[bit(key) >>> 6] |= 1L << bit(key);
        });
        always = java.util.stream.IntStream.range(0, named.length)
                .filter(i -> named[i])
                .toArray();
    }

    private static boolean differ(List<FilterFamily> families, int place) {
        Sought first = families.getFirst().sought().get(place);
        return families.stream()
                .anyMatch(family -> !family.sought().get(place).values().equals(first.values()));
    }

    /** Finds the members that a canonical attribute set names, in no order; {@link #found} has them. */
    int find(byte[] blob, int offset, int length) {
        for (int i = 0; i < count; i++) {
            marked[found[i]] = false;
        }
        count = 0;
        mark(always);
        if (byValue.isEmpty()) {
            return count;
        }
        for (int at = offset; at < offset + length; at = AttributeBlob.next(blob, at)) {
            if (AttributeBlob.space(blob, at) != AttributeBlob.BGP) {
                break;
            }
            int value = AttributeBlob.value(at);
            int end = value + AttributeBlob.valueLength(blob, at);
            switch (AttributeBlob.code(blob, at)) {
                case AttributeBlob.AS_PATH -> path(blob, value, end);
                case AttributeBlob.COMMUNITY -> {
                    for (int i = value; i < end; i += 4) {
                        lookUp(key(Place.COMMUNITY, 0, Bytes.u32(blob, i)));
                    }
                }
                case AttributeBlob.EXTENDED_COMMUNITIES -> {
                    for (int i = value; i < end; i += 8) {
                        lookUp(key(Place.EXTENDED_COMMUNITY, 0, Bytes.u32(blob, i) << 32 | Bytes.u32(blob, i + 4)));
                    }
                }
                case AttributeBlob.LARGE_COMMUNITY -> {
                    for (int i = value; i < end; i += 12) {
                        lookUp(key(
                                Place.LARGE_COMMUNITY,
                                Bytes.u32(blob, i),
                                Bytes.u32(blob, i + 4) << 32 | Bytes.u32(blob, i + 8)));
                    }
                }
                default -> {}
            }
        }
        return count;
    }

    /** A member that was found, by its place in the group. */
    int found(int index) {
        return found[index];
    }

    /** Whether the member at this place in the group was found. */
    boolean isFound(int member) {
        return marked[member];
    }

    private void path(byte[] blob, int from, int end) {
        int at = from;
        while (at < end) {
            int numbers = blob[at + 1] & 0xff;
            for (int i = 0; i < numbers; i++) {
                lookUp(key(Place.AS_PATH, 0, Bytes.u32(blob, at + 2 + 4 * i)));
            }
            at += 2 + 4 * numbers;
        }
    }

    private void lookUp(long key) {
        if ((possible[bit(key) >>> 6] >>> bit(key) & 1) != 0) {
            int[] who = byValue.get(key);
            if (who != null) {
                mark(who);
            }
        }
    }

    private void mark(int[] who) {
        for (int member : who) {
            if (!marked[member]) {
                marked[member] = true;
                found[count++] = member;
            }
        }
    }

    private static int bit(long key) {
        return (int) (key >>> 40) & (BITS - 1);
    }

    private static long key(Place place, Value value) {
        return switch (value) {
            case Num number -> key(place, 0, number.bits());
            case Wide wide -> key(place, wide.hi(), wide.lo());
            default -> throw new IllegalArgumentException(value.type() + " is in no list");
        };
    }

    /** Two values may have one key: then somebody is named in vain, and gets the same result as the others. */
    private static long key(Place place, long hi, long lo) {
        long mixed = (lo ^ hi * 0x9E37_79B9_7F4A_7C15L) + place.code();
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
        return mixed ^ mixed >>> 29;
    }
}
