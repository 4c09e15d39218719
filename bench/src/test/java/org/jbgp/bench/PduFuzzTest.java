package org.jbgp.bench;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fuzz target over damaged messages, a little on every build. A number of rounds: system property
 * {@code jbgp.fuzz.rounds}.
 */
class PduFuzzTest {
    private static final int ROUNDS = Integer.getInteger("jbgp.fuzz.rounds", 4_000) * 10;

    /** Answers of caches, each in another version, with all types. */
    private static final List<byte[]> SEEDS = List.of(
            hex("0003000700000008" + "00040000000000140108100" + "00a0000000000fde9" + "000700070000000c00000001"),
            hex("0103000700000008" + "0106000000000020012030002" + "0010db80000000000000000000000000000fde9"
                    + "01090100000000240102030405060708090a0b0c0d0e0f10111213140000fde930590000"
                    + "010700070000001800000001" + "00000e100000025800001c20"),
            hex("0203000700000008" + "020b0100000000140000fde90000fdea0000fdeb" + "020b00000000000c0000fde9"
                    + "020a00040000001a" + "000000080202000000000008" + "000000026869"),
            hex("010000070000000c00000009" + "0108000000000008" + "010a000200000010" + "0000000000000000"));

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void damagedMessages(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = damaged(SEEDS.get(random.nextInt(SEEDS.size())), random);
            assertThatCode(() -> PduFuzz.fuzzerTestOneInput(input))
                    .as(HexFormat.of().formatHex(input))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] damaged(byte[] seed, Random random) {
        byte[] input =
                random.nextInt(10) == 0 ? java.util.Arrays.copyOf(seed, random.nextInt(seed.length)) : seed.clone();
        for (int times = random.nextInt(5); times > 0 && input.length > 0; times--) {
            input[random.nextInt(input.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt(40) : random.nextInt(256));
        }
        return input;
    }
}
