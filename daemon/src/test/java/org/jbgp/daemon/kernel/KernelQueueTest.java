package org.jbgp.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelQueueTest {
    private final PrefixIndex index = new PrefixIndex(AddressFamily.IPV4_UNICAST);
    private final KernelQueue queue = new KernelQueue(index, AddressFamily.IPV4_UNICAST);

    @Test
    void aFewComeInTheOrderOfTheirNumbers() {
        fill(queue, index, 3);
        queue.add(2);

        assertThat(drain(queue)).containsExactly(1, 2, 3);
        assertThat(queue.size()).isZero();
        assertThat(queue.poll()).isZero();
    }

    @Test
    void aCrowdStartsWithWhatIsFarApart() {
        fill(queue, index, 65_536);

        List<Integer> order = drain(queue);

        // Third bytes: 256 times 0, then 128, 64, 192, 32 and so on.
        assertThat(order).hasSize(65_536).doesNotHaveDuplicates();
        assertThat(thirdByte(order.getFirst())).isZero();
        assertThat(thirdByte(order.get(255))).isZero();
        assertThat(thirdByte(order.get(256))).isEqualTo(128);
        assertThat(thirdByte(order.get(512))).isEqualTo(64);
        assertThat(thirdByte(order.get(768))).isEqualTo(192);
        assertThat(thirdByte(order.getLast())).isEqualTo(255);
    }

    @ParameterizedTest
    @EnumSource(AddressFamily.class)
    void eachIsTakenOnceHoweverTheyCome(AddressFamily family) {
        PrefixIndex ours = new PrefixIndex(family);
        KernelQueue asked = new KernelQueue(ours, family);
        Set<Integer> taken = new HashSet<>();
        for (int round = 0; round < 20; round++) {
            fill(asked, ours, 40_000);
            for (int i = 0; i < 5_000; i++) {
                int prefix = asked.poll();
                assertThat(asked.contains(prefix)).isFalse();
                taken.add(prefix);
            }
        }
        taken.addAll(drain(asked));

        assertThat(taken).hasSize(ours.size()).doesNotContain(0);
    }

    /** Adds the first networks of 10.0.0.0/8, each a /24. */
    private static void fill(KernelQueue queue, PrefixIndex index, int count) {
        for (int i = 0; i < count; i++) {
            queue.add(index.findOrAdd(0, 10L << 24 | (long) i << 8, 24));
        }
    }

    private static List<Integer> drain(KernelQueue queue) {
        List<Integer> order = new ArrayList<>();
        while (queue.size() > 0) {
            order.add(queue.poll());
        }
        return order;
    }

    private long thirdByte(int prefix) {
        return index.lo(prefix) >>> 8 & 0xFF;
    }
}
