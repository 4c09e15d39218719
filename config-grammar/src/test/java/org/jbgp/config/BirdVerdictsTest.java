package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jbgp.config.base.Dialect;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Small configurations, right and wrong ones, for the productions of BIRD's grammars and the checks behind them, with
 * BIRD's verdict ({@code bird -p} of 2.19, or of 1.6.8 for its dialect) and ours. {@code + -} in front is what BIRD
 * accepts and jbgpd refuses by name; {@code - +} what jbgpd takes beyond BIRD of that version.
 */
class BirdVerdictsTest {
    private static final String TABLE = "/org/jbgp/config/verdicts.txt";
    private static final int COLUMNS = 4;

    private record Row(Dialect dialect, boolean bird, boolean ours, String text) {
        private static Row of(String line) {
            String[] parts = line.split(" ", COLUMNS);
            Dialect dialect = parts[0].equals("1.6") ? Dialect.BIRD_1_6_IPV4 : Dialect.BIRD_2;
            return new Row(dialect, parts[1].equals("+"), parts[2].equals("+"), parts[3]);
        }

        private LoadResult load() {
            return ConfigurationLoader.loadText("t", text, Optional.of(dialect));
        }
    }

    private static List<Row> rows() throws IOException {
        try (InputStream stream = BirdVerdictsTest.class.getResourceAsStream(TABLE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .map(Row::of)
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> verdicts() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.text(), () -> {
                    LoadResult result = row.load();
                    assertThat(result.errors().isEmpty())
                            .as(result.errors().toString())
                            .isEqualTo(row.ours());
                }));
    }

    @Test
    void nearlyAllAreBirdsVerdicts() throws IOException {
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThan(1000);
        assertThat(rows.stream().filter(row -> row.bird() != row.ours()).count())
                .isLessThan(rows.size() / 10);
    }
}
