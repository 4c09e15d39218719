package org.jbgp.daemon.bfd.helper;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Random;
import org.jbgp.config.FuzzInputs;
import org.junit.jupiter.api.Test;

/** A seeded run of {@link BfdFuzz}: noise, and packets that are nearly sound. */
class BfdFuzzTest {
    private static final int INPUTS = Integer.getInteger("jbgp.fuzz.rounds", 300) * 100;
    private static final long SEED = Long.getLong("jbgp.fuzz.seed", 1);

    @Test
    void noPacketThrows() {
        Random random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = new byte[2 + random.nextInt(400)];
            random.nextBytes(input);
            if (i % 4 != 0) {
                nearlySound(input, random);
            }
            assertThatCode(() -> BfdFuzz.fuzzerTestOneInput(input))
                    .as(() -> Arrays.toString(input))
                    .doesNotThrowAnyException();
        }
    }

    /** What fuzzing has kept ({@code bench/fuzz-corpus}). */
    @Test
    void whatWasKept() {
        FuzzInputs.again("bfd", BfdFuzz::fuzzerTestOneInput);
    }

    private static void nearlySound(byte[] input, Random random) {
        for (int at = 2; at + 2 < input.length; at += 2 + (input[at + 1] & 0xFF)) {
            int length = 24 + (random.nextInt(3) == 0 ? random.nextInt(40) : 0);
            input[at + 1] = (byte) length;
            if (at + 6 < input.length && random.nextInt(8) != 0) {
                input[at + 2] = 0x20;
                input[at + 3] &= (byte) (length == 24 ? 0xFA : 0xFE);
                input[at + 4] |= 1;
                input[at + 5] = (byte) length;
            }
        }
    }
}
