package org.jbgp.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityOrderTest {
    /**
     * Lists of each kind of element, short and long ones; first bytes on both sides of 0x80, and some elements twice.
     */
    @ParameterizedTest
    @CsvSource({"4, 0", "4, 1", "4, 2", "4, 7", "4, 48", "4, 60", "8, 5", "8, 60", "12, 5", "12, 60"})
    void ascendingAsUnsignedNumbers(int width, int count) {
        Random random = new Random(width * 100L + count);
        for (int round = 0; round < 50; round++) {
            byte[] list = new byte[2 + count * width + 2];
            random.nextBytes(list);
            if (count > 1) {
                System.arraycopy(list, 2, list, 2 + (count - 1) * width, width);
            }
            byte[] before = list.clone();
            List<String> expected = elements(list, width, count);
            expected.sort(null);
            CommunityOrder.sort(list, 2, count * width, width);
            assertThat(elements(list, width, count)).isEqualTo(expected);
            assertThat(Arrays.copyOf(list, 2)).isEqualTo(Arrays.copyOf(before, 2));
            assertThat(Arrays.copyOfRange(list, 2 + count * width, list.length))
                    .isEqualTo(Arrays.copyOfRange(before, 2 + count * width, before.length));
        }
    }

    private static List<String> elements(byte[] list, int width, int count) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(HexFormat.of().formatHex(list, 2 + i * width, 2 + (i + 1) * width));
        }
        return elements;
    }
}
