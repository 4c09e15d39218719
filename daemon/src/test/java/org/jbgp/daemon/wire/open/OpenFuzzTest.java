package org.jbgp.daemon.wire.open;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jbgp.config.FuzzInputs;
import org.jbgp.daemon.wire.Vectors;
import org.junit.jupiter.api.Test;

/** A seeded run of {@link OpenFuzz} over all OPENs of the vectors and the other messages, damaged. */
class OpenFuzzTest {
    private static final List<String> OTHERS = List.of(
            "0015" + "03" + "0602",
            "0020" + "03" + "0602" + "0a" + "476f6f642d627965" + "2e2e",
            "0017" + "05" + "00010001",
            "0013" + "04");

    private static List<byte[]> messages() {
        Stream<String> opens = Vectors.of("open-messages.csv")
                .map(row -> row.get(1).replace(" ", ""))
                .map(body -> HexFormat.of().toHexDigits(19 + body.length() / 2, 4) + "01" + body);
        return Stream.concat(opens, OTHERS.stream()).map(OpenFuzzTest::message).toList();
    }

    private static byte[] message(String behindTheMarker) {
        return HexFormat.of().parseHex("ff".repeat(16) + behindTheMarker);
    }

    @Test
    void everyMessageGetsAVerdict() {
        Random random = new Random(FuzzInputs.SEED);
        List<byte[]> messages = messages();
        for (int i = 0; i < 4 * FuzzInputs.ROUNDS; i++) {
            byte[] input = FuzzInputs.damaged(messages, random);
            // Most would fail by marker or length alone.
            if (input.length > 18 && random.nextInt(10) > 0) {
                for (int at = 0; at < 16; at++) {
                    input[at] = -1;
                }
                input[16] = (byte) (input.length >> 8);
                input[17] = (byte) input.length;
            }
            FuzzInputs.run(OpenFuzz::fuzzerTestOneInput, input);
        }
    }

    @Test
    void whatWasKept() {
        FuzzInputs.again("open", OpenFuzz::fuzzerTestOneInput);
    }
}
