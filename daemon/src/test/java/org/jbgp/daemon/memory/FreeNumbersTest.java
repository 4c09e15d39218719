package org.jbgp.daemon.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The lowest free number is given out, whatever was given back, and the limit follows the highest in use. */
class FreeNumbersTest {
    @Test
    void theLowestFreeNumberIsTaken() {
        FreeNumbers numbers = new FreeNumbers();
        TreeSet<Integer> used = new TreeSet<>();
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            boolean grows = round % 2 == 0;
            for (int i = 0; i < 2_000; i++) {
                if (used.isEmpty() || random.nextInt(10) < (grows ? 8 : 2)) {
                    int taken = numbers.take();
                    assertThat(used.add(taken)).as("given out twice: %d", taken).isTrue();
                    assertThat(used.headSet(taken)).as("all below %d", taken).hasSize(taken - 1);
                } else {
                    Integer any = used.ceiling(1 + random.nextInt(used.last()));
                    used.remove(any);
                    numbers.give(any);
                }
                assertThat(numbers.limit()).isEqualTo(used.isEmpty() ? 1 : used.last() + 1);
            }
        }
        numbers.clear();
        assertThat(numbers.take()).isEqualTo(1);
    }
}
