package org.jbgp.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fuzz target over damaged files, a little on every build. A number of rounds: system property
 * {@code jbgp.fuzz.rounds}.
 */
class MrtFuzzTest {
    private static final int ROUNDS = Integer.getInteger("jbgp.fuzz.rounds", 4_000) * 5;

    /** An UPDATE of a neighbor with 4-byte AS numbers, one with times in microseconds, and a table's index. */
    private static final byte[] SEED = HexFormat.of()
            .parseHex("5f000000" + "00100004" + "00000043" + "0000fde90000fdea" + "00000001" + "0a0000020a000001"
                    + "ffffffffffffffffffffffffffffffff" + "002f02" + "0000" + "0014"
                    + "40010100" + "4002060201" + "0000fde9" + "4003040a000002" + "180a0100"
                    + "5f000001" + "00110001" + "0000002b" + "00000007" + "fde9fdea" + "00000001" + "0a0000020a000001"
                    + "ffffffffffffffffffffffffffffffff" + "001702" + "00000000"
                    + "5f000002" + "000d0001" + "00000008" + "0a00000100000000");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void damagedFiles(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = random.nextInt(10) == 0 ? Arrays.copyOf(SEED, random.nextInt(SEED.length)) : SEED.clone();
            for (int times = random.nextInt(5); times > 0 && input.length > 0; times--) {
                input[random.nextInt(input.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(40) : random.nextInt(256));
            }
            assertThatCode(() -> MrtFuzz.fuzzerTestOneInput(input))
                    .as(HexFormat.of().formatHex(input))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5f, the file ends in the header of a record",
        "5f00000000100004ffffffff, 'a record of 4294967295 bytes: this is no MRT file'",
        "5f000000001000040000000400, the file ends in a record of 4 bytes after 1",
        "5f0000000010000400000001ff, the record of a session is cut in its addresses",
        "5f000000001000040000000c0000fde90000fdea00000001, the record of a session is cut in its addresses",
        "5f00000000100004000000140000fde90000fdea000000010a0000020a000001, the record of a session is cut in the message's header",
    })
    void saysWhatIsWrong(String file, String message) {
        byte[] input = HexFormat.of().parseHex(file);
        assertThatThrownBy(() -> MrtFile.read(new ByteArrayInputStream(input)))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }
}
