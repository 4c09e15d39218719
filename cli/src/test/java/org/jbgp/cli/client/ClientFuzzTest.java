package org.jbgp.cli.client;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A seeded run of {@link ClientFuzz} over lines that a daemon says, damaged. */
class ClientFuzzTest {
    private static final List<byte[]> LINES = List.of(
                    "0001 BIRD 2.0.12 ready.",
                    "1007-10.0.0.0/8          unicast [up1 12:00:00.000] * (100) [AS65001i]\n \tvia 10.0.0.2 on eth0\n0000 ",
                    "+debug up1 < interface eth0",
                    "1007 {\"table\":\"master4\",\"network\":\"10.0.0.0/8\",\"best\":true,\"attributes\":{\"med\":-1.5e3,\"path\":[1,2,[3]]}}",
                    "{\"text\":\"a \\u0007 b \\n \\\\ \\\"\",\"none\":null,\"no\":false}",
                    "9001 syntax error, unexpected \u001b[31m, expecting end of file",
                    "8003 No protocols match")
            .stream()
            .map(line -> line.getBytes(StandardCharsets.UTF_8))
            .toList();

    private static final int ROUNDS = 4 * Integer.getInteger("jbgp.fuzz.rounds", 4_000);

    @Test
    void everyLineIsTakenApart() {
        Random random = new Random(Long.getLong("jbgp.fuzz.seed", 1));
        for (int i = 0; i < ROUNDS; i++) {
            byte[] input = damaged(random);
            assertThatCode(() -> ClientFuzz.fuzzerTestOneInput(input))
                    .as(() -> new String(input, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }

    /** What fuzzing has kept ({@code bench/fuzz-corpus}). */
    @Test
    void whatWasKept() throws IOException {
        try (InputStream lines = ClientFuzz.class.getResourceAsStream("/fuzz/client.hex")) {
            new String(lines.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(HexFormat.of()::parseHex)
                    .forEach(input -> assertThatCode(() -> ClientFuzz.fuzzerTestOneInput(input))
                            .as(() -> HexFormat.of().formatHex(input))
                            .doesNotThrowAnyException());
        }
    }

    /** One line with some bytes changed, cut off, or with the end of another. */
    private static byte[] damaged(Random random) {
        byte[] line = LINES.get(random.nextInt(LINES.size())).clone();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            line[random.nextInt(line.length)] = (byte) random.nextInt(256);
        }
        byte[] other = LINES.get(random.nextInt(LINES.size()));
        int end = random.nextInt(line.length + 1);
        int from = random.nextInt(other.length + 1);
        byte[] both = Arrays.copyOf(line, end + other.length - from);
        System.arraycopy(other, from, both, end, other.length - from);
        return both;
    }
}
