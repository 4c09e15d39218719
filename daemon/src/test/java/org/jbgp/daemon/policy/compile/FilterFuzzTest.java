package org.jbgp.daemon.policy.compile;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A short seeded run of {@link FilterFuzz} over random decisions, and what it once found. */
class FilterFuzzTest {
    private static final int INPUTS = Integer.getInteger("jbgp.fuzz.rounds", 300);
    private static final long SEED = Long.getLong("jbgp.fuzz.seed", 1);

    @Test
    void bothWaysTheSame() {
        Random random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = new byte[64 + random.nextInt(512)];
            random.nextBytes(input);
            input[0] = 3;
            assertThatCode(() -> FilterFuzz.fuzzerTestOneInput(input))
                    .as(() -> Arrays.toString(input))
                    .doesNotThrowAnyException();
        }
    }
}
