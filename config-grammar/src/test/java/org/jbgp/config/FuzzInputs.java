package org.jbgp.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Inputs for the fuzz targets of all modules, as a build runs them: sound ones with pieces changed, cut out, doubled or
 * taken from others. The same seed gives the same inputs.
 */
public final class FuzzInputs {
    /** How many inputs each target gets: {@code -Djbgp.fuzz.rounds}. */
    public static final int ROUNDS = Integer.getInteger("jbgp.fuzz.rounds", 4_000);

    /** {@code -Djbgp.fuzz.seed}. */
    public static final long SEED = Long.getLong("jbgp.fuzz.seed", 1);

    private static final int LONGEST = 8_192;

    private FuzzInputs() {}

    /** Tries again what fuzzing has kept for a target. */
    public static void again(String target, Consumer<byte[]> with) {
        kept(target).forEach(input -> run(with, input));
    }

    /** The inputs that fuzzing has kept for a target ({@code bench/fuzz-corpus}); empty if it has none yet. */
    public static List<byte[]> kept(String target) {
        try (InputStream lines = FuzzInputs.class.getResourceAsStream("/fuzz/" + target + ".hex")) {
            return lines == null
                    ? List.of()
                    : new String(lines.readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .map(HexFormat.of()::parseHex)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the inputs, damaged in one to four places. */
    public static byte[] damaged(List<byte[]> sound, Random random) {
        byte[] input = sound.get(random.nextInt(sound.size())).clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && input.length > 0; changes--) {
            int at = random.nextInt(input.length);
            int length = Math.min(input.length - at, 1 + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> input[at] = (byte) random.nextInt(256);
                case 1 -> input[at] = (byte) (input[at] + (random.nextBoolean() ? 1 : -1));
                case 2 -> input = spliced(input, at, length, new byte[0]);
                case 3 -> input = spliced(input, at, 0, piece(input, at, length));
                default -> {
                    byte[] other = sound.get(random.nextInt(sound.size()));
                    int from = random.nextInt(other.length + 1);
                    input = spliced(input, at, 0, piece(other, from, Math.min(other.length - from, 40)));
                }
            }
        }
        return input.length <= LONGEST ? input : piece(input, 0, LONGEST);
    }

    private static byte[] piece(byte[] of, int at, int length) {
        byte[] piece = new byte[length];
        System.arraycopy(of, at, piece, 0, length);
        return piece;
    }

    private static byte[] spliced(byte[] input, int at, int without, byte[] with) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, at);
        out.writeBytes(with);
        out.write(input, at + without, input.length - at - without);
        return out.toByteArray();
    }

    /** With a byte before it that chooses something. */
    public static byte[] headed(int head, byte[] rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        out.writeBytes(rest);
        return out.toByteArray();
    }

    /** Runs a target; what it throws comes with the input, so that it can become a test. */
    public static void run(Consumer<byte[]> target, byte[] input) {
        try {
            target.accept(input);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "input " + HexFormat.of().formatHex(input) + " = " + new String(input, StandardCharsets.ISO_8859_1),
                    e);
        }
    }
}
