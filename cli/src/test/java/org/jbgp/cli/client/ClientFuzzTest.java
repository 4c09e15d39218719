package org.jbgp.cli.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jbgp.config.FuzzInputs;
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

    @Test
    void everyLineIsTakenApart() {
        Random random = new Random(FuzzInputs.SEED);
        for (int i = 0; i < 4 * FuzzInputs.ROUNDS; i++) {
            FuzzInputs.run(ClientFuzz::fuzzerTestOneInput, FuzzInputs.damaged(LINES, random));
        }
    }

    /** What fuzzing has kept ({@code bench/fuzz-corpus}). */
    @Test
    void whatWasKept() {
        FuzzInputs.again("client", ClientFuzz::fuzzerTestOneInput);
    }
}
