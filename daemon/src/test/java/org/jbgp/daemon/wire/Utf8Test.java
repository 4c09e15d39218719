package org.jbgp.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
    @ParameterizedTest
    @CsvSource({
        "abc, 3, abc",
        "abc, 2, ab",
        "abc, 0, ''",
        "'', 4, ''",
        "aé, 2, a",
        "aé, 3, aé",
        "aé€, 5, aé",
        "aé€𝄞, 9, aé€",
        "aé€𝄞, 10, aé€𝄞",
        "𝄞, 3, ''"
    })
    void noCharacterIsCutInTwo(String text, int most, String kept) {
        assertThat(new String(Utf8.atMost(text, most), StandardCharsets.UTF_8)).isEqualTo(kept);
    }
}
