package org.jbgp.daemon.advertise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jbgp.daemon.rib.store.AttributeStore;

/**
 * Who of a family group gets another result than the others, as numbers: each combination is kept once, however many
 * prefixes have it, with a reference to each attribute set. Confined to the shard.
 */
final class Exceptions {
    /** Number of the combination without exceptions. */
    static final int NONE = 0;

    private final AttributeStore attributes;
    private final Map<Combination, Integer> numbers = new HashMap<>();
    private final List<Combination> byNumber = new ArrayList<>(List.of(new Combination(false, new int[0], new int[0])));
    private int[] references = new int[16];
    private final List<Integer> free = new ArrayList<>();
    private final Map<Integer, Member> bySerial = new HashMap<>();
    private int nextSerial = 1;

    Exceptions(AttributeStore attributes) {
        this.attributes = attributes;
    }

    /** A member joins, and gets a serial number. */
    void enter(Member member) {
        member.serial(nextSerial++);
        bySerial.put(member.serial(), member);
    }

    void left(Member member) {
        bySerial.remove(member.serial());
    }

    /** The member with a serial number, null if it left. */
    Member member(int serial) {
        return bySerial.get(serial);
    }

    /** Where those of a combination that are still there stand in their group. */
    int[] places(Combination combination, Withheld withheld) {
        if (combination.members.length == 0) {
            return combination.members;
        }
        return Arrays.stream(combination.members)
                .mapToObj(bySerial::get)
                .filter(Objects::nonNull)
                .mapToInt(member -> withheld.memberOf(member.channel()))
                .toArray();
    }

    /**
     * A combination.
     *
     * @param othersRefused those who are no exception are not sent the route
     * @param members serial numbers in ascending order; members that left may be among them
     * @param sets what each is sent, 0 for nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content below; made once for each combination
    record Combination(boolean othersRefused, int[] members, int[] sets) {
        /** The attribute set a member is sent, 0 for none, where those who are no exception are sent {@code common}. */
        int setOf(int member, int common) {
            int at = Arrays.binarySearch(members, member);
            return at >= 0 ? sets[at] : othersRefused ? 0 : common;
        }

        /** The same, with one more member that is not sent the route, if it is no exception yet. */
        Combination without(int member) {
            int at = -1 - Arrays.binarySearch(members, member);
            if (at < 0) {
                return this;
            }
            int[] who = new int[members.length + 1];
            int[] what = new int[sets.length + 1];
            System.arraycopy(members, 0, who, 0, at);
            System.arraycopy(sets, 0, what, 0, at);
            who[at] = member;
            System.arraycopy(members, at, who, at + 1, members.length - at);
            System.arraycopy(sets, at, what, at + 1, sets.length - at);
            return new Combination(othersRefused, who, what);
        }

        boolean names(int member) {
            return Arrays.binarySearch(members, member) >= 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Combination(var refused, var who, var what)
                    && refused == othersRefused
                    && Arrays.equals(who, members)
                    && Arrays.equals(what, sets);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(members) * 31 + Arrays.hashCode(sets) + (othersRefused ? 1 : 0);
        }
    }

    /** The number of a combination, with a reference that the caller owns; those to the attribute sets pass. */
    int number(Combination combination) {
        Integer known = numbers.get(combination);
        if (known != null) {
            references[known]++;
            releaseSets(combination);
            return known;
        }
        int number = free.isEmpty() ? byNumber.size() : free.removeLast();
        if (number == byNumber.size()) {
            byNumber.add(combination);
        } else {
            byNumber.set(number, combination);
        }
        if (number >= references.length) {
            references = Arrays.copyOf(references, 2 * number);
        }
        references[number] = 1;
        numbers.put(combination, number);
        return number;
    }

    Combination get(int number) {
        return byNumber.get(number);
    }

    void release(int number) {
        if (number != NONE && --references[number] == 0) {
            Combination combination = byNumber.get(number);
            numbers.remove(combination);
            byNumber.set(number, byNumber.getFirst());
            free.add(number);
            releaseSets(combination);
        }
    }

    private void releaseSets(Combination combination) {
        for (int set : combination.sets) {
            if (set != 0) {
                attributes.release(set);
            }
        }
    }
}
