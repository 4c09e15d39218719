package org.jbgp.daemon.aggregate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.config.model.AggregatorConfig;

/** The prefixes of one aggregator, by number in the order of the file. Immutable, any thread. */
final class AggregateSet {
    private final List<AggregatorConfig.Aggregate> aggregates;
    private final Map<Key, Integer> numbers = new HashMap<>();
    /** Lengths that occur, the shortest first. */
    private final int[] lengths;

    private final int bits;
    private final boolean summarizes;

    private record Key(long hi, long lo, int length) {}

    /** @param bits of an address of the family */
    AggregateSet(List<AggregatorConfig.Aggregate> aggregates, int bits) {
        this.aggregates = List.copyOf(aggregates);
        this.bits = bits;
        for (int i = 0; i < aggregates.size(); i++) {
            AggregatorConfig.Aggregate aggregate = aggregates.get(i);
            numbers.put(
                    new Key(
                            aggregate.prefix().hi(),
                            aggregate.prefix().lo(),
                            aggregate.prefix().length()),
                    i);
        }
        lengths = aggregates.stream()
                .mapToInt(aggregate -> aggregate.prefix().length())
                .sorted()
                .distinct()
                .toArray();
        summarizes = aggregates.stream().anyMatch(AggregatorConfig.Aggregate::summaryOnly);
    }

    int size() {
        return aggregates.size();
    }

    AggregatorConfig.Aggregate get(int number) {
        return aggregates.get(number);
    }

    List<AggregatorConfig.Aggregate> all() {
        return aggregates;
    }

    /** True if some of them have {@code summary only}. */
    boolean summarizes() {
        return summarizes;
    }

    /** The number of this very prefix, -1 if it is none of them. */
    int find(long hi, long lo, int length) {
        return numbers.getOrDefault(new Key(hi, lo, length), -1);
    }

    /** What is done with each one that covers a prefix and is shorter. */
    interface Action {
        /** Returns false to end. */
        boolean on(int number);
    }

    /** Calls back for each one that covers the prefix and is shorter than it, the shortest first. */
    void covering(long hi, long lo, int length, Action action) {
        for (int shorter : lengths) {
            if (shorter >= length) {
                return;
            }
            int number = find(high(hi, shorter), low(lo, shorter), shorter);
            if (number >= 0 && !action.on(number)) {
                return;
            }
        }
    }

    /** True if one of them covers the prefix and is shorter than it. */
    boolean covers(long hi, long lo, int length) {
        boolean[] found = {false};
        covering(hi, lo, length, number -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    private long high(long hi, int length) {
        return bits == 32 || length == 0 ? 0 : length >= 64 ? hi : hi & -1L << (64 - length);
    }

    private long low(long lo, int length) {
        if (bits == 32) {
            return length == 0 ? 0 : lo & (0xFFFF_FFFFL << (32 - length) & 0xFFFF_FFFFL);
        }
        return length <= 64 ? 0 : length == 128 ? lo : lo & -1L << (128 - length);
    }

    @Override
    public String toString() {
        return aggregates + Arrays.toString(lengths);
    }
}
