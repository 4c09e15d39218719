package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A short seeded run of {@link ConfigurationFuzz} over mutated suites and examples; more with {@code
 * -Djbgp.fuzz.rounds=N}.
 */
class ConfigurationFuzzTest {
    private static final int INPUTS = Integer.getInteger("jbgp.fuzz.rounds", 1500);
    private static final long SEED = Long.getLong("jbgp.fuzz.seed", 1);

    private static List<String> corpus() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String folder : List.of("../daemon/src/test/resources/suites", "../examples/filter-tests")) {
            try (var files = Files.list(Path.of(folder))) {
                for (Path file : files.sorted().toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }

    @Test
    void nothingIsThrown() throws IOException {
        List<String> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThan(7);
        Random random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutated(corpus, random);
            try {
                ConfigurationFuzz.fuzzerTestOneInput(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input " + i + ":\n" + new String(input, StandardCharsets.ISO_8859_1), e);
            }
        }
    }

    /** Some lines of one text with pieces of lines deleted, doubled, moved, or taken from another text. */
    private static byte[] mutated(List<String> corpus, Random random) {
        String text = corpus.get(random.nextInt(corpus.size()));
        int start = random.nextInt(text.length());
        StringBuilder mutated = new StringBuilder("x");
        mutated.setCharAt(0, (char) random.nextInt(3));
        mutated.append("protocol device { }\n");
        int from = mutated.length();
        int begin = Math.max(0, text.lastIndexOf("\nfunction", start));
        mutated.append(text, begin, Math.min(text.length(), begin + 600 + random.nextInt(1500)));
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = from + random.nextInt(mutated.length() - from);
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(12));
            String other = corpus.get(random.nextInt(corpus.size()));
            int piece = random.nextInt(other.length());
            String inserted = other.substring(piece, Math.min(other.length(), piece + 1 + random.nextInt(12)));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, mutated.substring(at, end));
                case 2 -> mutated.insert(at, inserted);
                default -> mutated.replace(at, end, inserted);
            }
        }
        return mutated.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
