package org.jbgp.daemon.rpki;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jbgp.config.FuzzInputs;
import org.junit.jupiter.api.Test;

/** A seeded run of {@link CacheFuzz}: answers that are nearly sound, in pieces, and what happens to connections. */
class CacheFuzzTest {
    private static final int INPUTS = Integer.getInteger("jbgp.fuzz.rounds", 300) * 40;
    private static final long SEED = Long.getLong("jbgp.fuzz.seed", 1);

    /** All sorts, each in the version at their beginning. */
    private static final List<String> MESSAGES = List.of(
            "00 03 0007 00000008",
            "00 04 0000 00000014 01081000 0a000000 0000fde9",
            "00 04 0000 00000014 00081000 0a000000 0000fde9",
            "00 06 0000 00000020 01203000 20010db8000000000000000000000000 0000fde9",
            "00 0b 0100 00000014 0000fde9 0000fdea 0000fdeb",
            "00 0b 0000 0000000c 0000fde9",
            "00 09 0100 00000024 0102030405060708090a0b0c0d0e0f1011121314 0000fde9 30590000",
            "00 07 0007 00000018 00000001 00000e10 00000258 00001c20",
            "00 07 0007 0000000c 00000001",
            "00 00 0007 0000000c 00000009",
            "00 08 0000 00000008",
            "00 0a 0002 00000010 00000000 00000000",
            "00 0a 0004 0000001a 00000008 0202000000000008 00000002 6869");

    @Test
    void noCacheThrows() {
        Random random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = i % 8 == 0 ? noise(random) : nearlySound(random);
            assertThatCode(() -> CacheFuzz.fuzzerTestOneInput(input))
                    .as(() -> HexFormat.of().formatHex(input))
                    .doesNotThrowAnyException();
        }
    }

    /** What fuzzing has kept ({@code bench/fuzz-corpus}). */
    @Test
    void whatWasKept() {
        FuzzInputs.again("cache", CacheFuzz::fuzzerTestOneInput);
    }

    private static byte[] noise(Random random) {
        byte[] input = new byte[1 + random.nextInt(400)];
        random.nextBytes(input);
        return input;
    }

    private static byte[] nearlySound(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(random.nextInt(9));
        int version = random.nextInt(3);
        for (int times = 1 + random.nextInt(40); times > 0; times--) {
            if (random.nextInt(12) == 0) {
                out.write(random.nextInt(5));
                out.write(random.nextInt(256));
                continue;
            }
            ByteArrayOutputStream messages = new ByteArrayOutputStream();
            for (int count = random.nextInt(6); count >= 0; count--) {
                byte[] message = HexFormat.of()
                        .parseHex(MESSAGES.get(count == 5 ? 0 : random.nextInt(MESSAGES.size()))
                                .replace(" ", ""));
                message[0] = (byte) version;
                if (random.nextInt(20) == 0) {
                    message[random.nextInt(message.length)] = (byte) random.nextInt(256);
                }
                messages.writeBytes(message);
            }
            byte[] bytes = messages.toByteArray();
            int cut = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : 0;
            piece(out, bytes, 0, cut);
            piece(out, bytes, cut, bytes.length);
        }
        return out.toByteArray();
    }

    private static void piece(ByteArrayOutputStream out, byte[] bytes, int from, int to) {
        if (to > from) {
            out.write(9);
            out.write(to - from);
            out.write(bytes, from, to - from);
        }
    }
}
