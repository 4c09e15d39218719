package org.jbgp.bench;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fuzz target over damaged UPDATEs, a little on every build. A number of rounds: system property {@code
 * jbgp.fuzz.rounds}.
 */
class UpdateFuzzTest {
    private static final int ROUNDS = Integer.getInteger("jbgp.fuzz.rounds", 4_000);
    private static final int SESSIONS = 9;

    /** Each with everything the decoder reads: all attributes, both kinds of NLRI. */
    private static final List<byte[]> SEEDS = List.of(
            hex("0002080a00454001010040020a02020000fde9000a0001400304c00002018004040000000140050400000064400600c0"
                    + "07080000fde9c0000201c00808fde80001fde80002c06303010203180a0000100a0120c0000201"),
            hex("0000005e4001010040020602010000fde9800e1e0002011020010db8000000000000000000000001004020010db80000"
                    + "000180090401010101800a0402020202c010080002fde800000001c0200c000000010000000200000003800f05000201"
                    + "0820"),
            hex("00000037400101024002080203fde95ba05ba0400304c0000201c007065ba0c0000201c0110a0202000a0001000a0002"
                    + "c01208000a0001c0000202080a"),
            hex("0000001d4001010040020c03010000fdea02010000fde9400304c0000201400600180a0000"));

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    static IntStream sessions() {
        return IntStream.range(0, SESSIONS);
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void damagedUpdates(int session) {
        Random random = new Random(session);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = damaged(SEEDS.get(random.nextInt(SEEDS.size())), random);
            input[0] = (byte) session;
            assertThatCode(() -> UpdateFuzz.fuzzerTestOneInput(input))
                    .as(HexFormat.of().formatHex(input))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] damaged(byte[] seed, Random random) {
        int length = random.nextInt(10) == 0 ? random.nextInt(seed.length) : seed.length;
        byte[] input = new byte[1 + length];
        System.arraycopy(seed, 0, input, 1, length);
        for (int times = random.nextInt(5); times > 0 && length > 0; times--) {
            int at = 1 + random.nextInt(length);
            input[at] = (byte) (random.nextBoolean() ? random.nextInt(40) : random.nextInt(256));
        }
        return input;
    }
}
