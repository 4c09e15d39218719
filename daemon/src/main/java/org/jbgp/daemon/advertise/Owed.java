package org.jbgp.daemon.advertise;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Prefixes that single members of a group must hear about in another way than the others. Confined to the shard. */
final class Owed {
    private final Map<Member, Prefixes> byMember = new HashMap<>();

    /** Prefix numbers in the order they were added. */
    private static final class Prefixes {
        private int[] numbers = new int[16];
        private int count;
    }

    /** A member and its prefixes, each once if each was added once. */
    interface Visitor {
        void owed(Member member, int[] prefixes, int count);
    }

    void add(Member member, int prefix) {
        Prefixes owing = byMember.computeIfAbsent(member, key -> new Prefixes());
        if (owing.count == owing.numbers.length) {
            owing.numbers = Arrays.copyOf(owing.numbers, 2 * owing.count);
        }
        owing.numbers[owing.count++] = prefix;
    }

    /** Calls for each member and forgets everything. */
    void settle(Visitor visitor) {
        byMember.forEach((member, owing) -> visitor.owed(member, owing.numbers, owing.count));
        byMember.clear();
    }
}
