package org.jbgp.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Random;
import org.jbgp.config.FuzzInputs;
import org.junit.jupiter.api.Test;

/** A seeded run of {@link DiscoveryFuzz}: noise, and messages that are nearly sound. */
class DiscoveryFuzzTest {
    private static final int INPUTS = Integer.getInteger("jbgp.fuzz.rounds", 300) * 100;
    private static final long SEED = Long.getLong("jbgp.fuzz.seed", 1);

    @Test
    void noMessageThrows() {
        Random random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = new byte[1 + random.nextInt(600)];
            random.nextBytes(input);
            if (i % 4 != 0) {
                nearlySound(input, random);
            }
            assertThatCode(() -> DiscoveryFuzz.fuzzerTestOneInput(input))
                    .as(() -> Arrays.toString(input))
                    .doesNotThrowAnyException();
        }
    }

    /** What fuzzing has kept ({@code bench/fuzz-corpus}). */
    @Test
    void whatWasKept() {
        FuzzInputs.again("discovery", DiscoveryFuzz::fuzzerTestOneInput);
    }

    private static void nearlySound(byte[] input, Random random) {
        for (int at = 1; at + 4 < input.length; at += 4 + (input[at + 3] & 0xFF)) {
            int length = 16 + 8 * random.nextInt(3);
            input[at] &= 0x0F;
            input[at + 3] = (byte) length;
            if (at + 4 + length < input.length) {
                input[at + 4] = (byte) (random.nextInt(4) == 0 ? 133 : 134);
                input[at + 5] = 0;
                for (int option = at + 4 + 8; option < at + 4 + length; option += 8) {
                    input[option + 1] = random.nextInt(10) == 0 ? input[option + 1] : 1;
                }
            }
        }
    }
}
