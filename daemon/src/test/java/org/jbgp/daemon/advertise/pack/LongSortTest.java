package org.jbgp.daemon.advertise.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LongSortTest {
    private final LongSort sorting = new LongSort();

    @Property(tries = 200)
    void sortsStablyByTheUpperBits(
            @ForAll long seed, @ForAll @IntRange(max = 300) int count, @ForAll @IntRange(max = 62) int lowest) {
        Random random = new Random(seed);
        int spread = 1 + random.nextInt(63);
        long[] numbers =
                random.longs(count + 5).map(number -> number >>> spread).toArray();
        long[] expected = LongStream.of(numbers)
                .limit(count)
                .boxed()
                .sorted(Comparator.comparingLong(number -> number >>> lowest))
                .mapToLong(Long::longValue)
                .toArray();
        long[] sorted = sorting.sort(numbers, count, lowest);
        assertThat(Arrays.copyOf(sorted, count)).isEqualTo(expected);
        assertThat(sorted).hasSameSizeAs(numbers);
    }
}
