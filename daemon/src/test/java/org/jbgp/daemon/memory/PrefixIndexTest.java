package org.jbgp.daemon.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;

class PrefixIndexTest {
    private record Key(long hi, long lo, int length) {}

    @Property(tries = 100)
    void behavesLikeAMap(@ForAll @Size(max = 400) List<@IntRange(min = 0, max = 499) Integer> operations) {
        for (AddressFamily family : AddressFamily.values()) {
            PrefixIndex index = new PrefixIndex(family);
            Map<Key, Integer> model = new HashMap<>();
            for (int operation : operations) {
                int number = operation / 2;
                Key key = key(family, number);
                // Reads only, whatever is there.
                index.lookAhead(key.hi(), key.lo(), key.length());
                index.lookAhead(1 + number);
                if (operation % 2 == 0) {
                    model.put(key, index.findOrAdd(key.hi(), key.lo(), key.length()));
                } else if (model.containsKey(key)) {
                    index.remove(model.remove(key));
                }
                assertThat(index.size()).isEqualTo(model.size());
            }
            model.forEach((key, id) -> {
                assertThat(index.find(key.hi(), key.lo(), key.length())).isEqualTo(id);
                assertThat(index.hi(id)).isEqualTo(key.hi());
                assertThat(index.lo(id)).isEqualTo(key.lo());
                assertThat(index.length(id)).isEqualTo(key.length());
            });
            assertThat(model.values()).doesNotHaveDuplicates();
        }
    }

    /** Few addresses with many lengths each, /0 and hosts among them; host bits are zero. */
    private static Key key(AddressFamily family, int number) {
        boolean wide = family == AddressFamily.IPV6_UNICAST;
        int length = number % 33;
        long address = wide ? number * 256L : (number % 5) * 0x3333_3333L;
        return new Key(wide ? number % 7 : 0, wide ? address : address & (0xFFFF_FFFFL << (32 - length)), length);
    }

    @Test
    void tellsPrefixesOfOneAddressApart() {
        PrefixIndex index = new PrefixIndex(AddressFamily.IPV4_UNICAST);
        int[] ids = new int[33];
        for (int length = 0; length <= 32; length++) {
            ids[length] = index.findOrAdd(0, 0, length);
        }
        int last = index.findOrAdd(0, 0xFFFF_FFFFL, 32);
        int neighbor = index.findOrAdd(0, 0xFFFF_FFFEL, 31);
        for (int length = 0; length <= 32; length++) {
            assertThat(index.find(0, 0, length)).isEqualTo(ids[length]);
            assertThat(index.length(ids[length])).isEqualTo(length);
            assertThat(index.lo(ids[length])).isZero();
        }
        assertThat(index.lo(last)).isEqualTo(0xFFFF_FFFFL);
        assertThat(index.length(last)).isEqualTo(32);
        assertThat(index.lo(neighbor)).isEqualTo(0xFFFF_FFFEL);
        assertThat(index.length(neighbor)).isEqualTo(31);
        index.remove(ids[32]);
        assertThat(index.present(ids[32])).isFalse();
        assertThat(index.findOrAdd(0, 0x0A000000L, 8)).isEqualTo(ids[32]);
        assertThat(index.length(ids[32])).isEqualTo(8);
    }

    @Test
    void holdsAFullTableAndForgetsIt() {
        PrefixIndex index = new PrefixIndex(AddressFamily.IPV4_UNICAST);
        for (int i = 0; i < 300_000; i++) {
            assertThat(index.findOrAdd(0, (long) i << 8, 24)).isEqualTo(i + 1);
        }
        for (int i = 0; i < 300_000; i++) {
            index.remove(index.find(0, (long) i << 8, 24));
            index.lookAhead(i);
        }
        assertThat(index.size()).isZero();
        assertThat(index.limit()).isEqualTo(1);
    }

    @Test
    void findsNothingThatIsNotThere() {
        PrefixIndex index = new PrefixIndex(AddressFamily.IPV4_UNICAST);
        int id = index.findOrAdd(0, 0x0A000000L, 8);
        assertThat(index.find(0, 0x0A000000L, 16)).isZero();
        assertThat(index.find(0, 0x0B000000L, 8)).isZero();
        assertThat(index.find(0, 0x0A000000L, 8)).isEqualTo(id);
    }
}
