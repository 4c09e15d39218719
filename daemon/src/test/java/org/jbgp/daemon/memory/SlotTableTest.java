package org.jbgp.daemon.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlotTableTest {
    /** Numbers stand for keys; few hashes, so that runs grow long, wrap around and pass the saturated distance. */
    @Property(tries = 200)
    void findsWhatIsThereAndNothingElse(
            @ForAll @Size(max = 600) List<@IntRange(min = 1, max = 300) Integer> operations,
            @ForAll @IntRange(min = 1, max = 40) int hashes) {
        Map<Integer, Boolean> model = new HashMap<>();
        SlotTable table = new SlotTable(number -> hash(number, hashes));
        for (int number : operations) {
            if (model.remove(number) != null) {
                table.remove(hash(number, hashes), number);
            } else {
                assertThat(find(table, number, hashes)).isFalse();
                table.add(number);
                model.put(number, true);
            }
        }
        for (int number = 1; number <= 300; number++) {
            assertThat(find(table, number, hashes)).isEqualTo(model.containsKey(number));
        }
    }

    @Test
    void growsAndShrinks() {
        int count = 200_000;
        int[] hashes = RandomGenerator.of("SplittableRandom").ints(count + 1).toArray();
        SlotTable table = new SlotTable(number -> hashes[number]);
        for (int number = 1; number <= count; number++) {
            int candidate = table.first(hashes[number]);
            while (candidate != 0) {
                candidate = table.next();
            }
            table.add(number);
        }
        for (int number = 1; number <= count; number += 2) {
            table.remove(hashes[number], number);
        }
        for (int number = 1; number <= count; number++) {
            int candidate = table.first(hashes[number]);
            while (candidate != 0 && candidate != number) {
                candidate = table.next();
            }
            assertThat(candidate).isEqualTo(number % 2 == 0 ? number : 0);
        }
        for (int number = 2; number <= count; number += 2) {
            table.remove(hashes[number], number);
        }
        assertThat(table.capacity()).isZero();
    }

    private static boolean find(SlotTable table, int number, int hashes) {
        int candidate = table.first(hash(number, hashes));
        while (candidate != 0 && candidate != number) {
            candidate = table.next();
        }
        return candidate != 0;
    }

    private static int hash(int number, int hashes) {
        int kind = number % hashes;
        return kind == 0 ? 15 : kind * 0x9E3779B9 & 0x00F0_000F;
    }
}
