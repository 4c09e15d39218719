package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jbgp.config.source.MemoryFiles;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with many mistakes, or with one that brings down all the rest. */
class ManyProblemsTest {
    private static LoadResult load(String text) {
        return ConfigurationLoader.loadText("t", text, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo%d bar;",
                "define A%d = B%1$d;",
                "protocol bgp p%d from t { foo; }",
                "router id \"x%d;",
                "filter f%d { g%1$d(); }",
                "protocol device { } scan%d time 5;",
                "protocol bgp p%d { local as 1; neighbor 10.0.0.1 as 2; ipv4 { import filter f%1$d; }; }"
            })
    void theFirstAreToldAndTheRestCounted(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append(String.format(java.util.Locale.ROOT, line, i)).append('\n');
        }

        var errors = load(text.toString()).errors();

        assertThat(errors).hasSize(Problems.MOST_REPORTED + 1);
        assertThat(errors.getLast().message()).matches("and [0-9]+ more errors from here on");
        assertThat(errors.getLast().position().line()).isGreaterThan(10);
    }

    @Test
    void garbage() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append((char) (1 + random.nextInt(126)));
        }

        assertThat(load(text.toString()).errors()).hasSize(Problems.MOST_REPORTED + 1);
    }

    @Test
    void warningsToo() {
        StringBuilder text = new StringBuilder("protocol device {}\n");
        for (int i = 0; i < 200; i++) {
            text.append("log fixed \"f").append(i).append("\" 16384 all;\n");
        }

        assertThat(load(text.toString()).warnings())
                .hasSize(Problems.MOST_REPORTED + 1)
                .last()
                .hasToString("t:52:1 and 150 more warnings from here on");
    }

    @Test
    void aLongTokenIsCut() {
        assertThat(load("protocol device {}\n" + "x".repeat(100_000) + ";").errors())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).hasSizeLessThan(500));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                local as 65001{                   | 17 | unexpected '{' after 'local as 65001': expected ';'
                local as 65001; hold time 90 {    | 32 | unexpected '{' after 'hold time 90': expected ';'
                neighbor 10.0.0.1 as 65002 {      | 30 | unexpected '{' after 'neighbor 10.0.0.1 as 65002': expected ';'
                ipv4 { import all; next hop self {| 36 | unexpected '{' after 'next hop self': expected ';'
                password "x" {                    | 16 | unexpected '{' after 'password "…"': expected ';'
                """)
    void aBraceWhereNoneCanBe(String statement, int column, String message) {
        LoadResult result = load("""
                protocol device {}
                protocol bgp p {
                  %s
                  description "x";
                  ipv4 { import all; export all; };
                }
                protocol static s { ipv4; }
                """.formatted(statement));

        assertThat(result.errors()).extracting(Problem::toString).containsExactly("t:3:" + column + " " + message);
    }

    @Test
    void aPatternThatFitsItsOwnFile() {
        LoadResult result = ConfigurationLoader.load(
                "etc/bird.conf",
                new MemoryFiles(Map.of(
                        "etc/bird.conf", "include \"*.conf\";\nprotocol device {}",
                        "etc/a.conf", "protocol static a { ipv4; }",
                        "etc/b.conf", "protocol static b { ipv4; }")),
                Optional.empty());

        assertThat(result.errors())
                .extracting(Problem::toString)
                .containsExactly("etc/bird.conf:1:9 'etc/bird.conf' includes itself");
    }

    @Test
    void filesThatAllIncludeEachOther(@TempDir Path directory) throws IOException {
        for (int i = 0; i < 30; i++) {
            Files.writeString(
                    directory.resolve(i + ".conf"), "include \"./*.conf\";\nprotocol static s" + i + " { ipv4; }\n");
        }

        assertThat(ConfigurationLoader.load(directory.resolve("0.conf")).errors())
                .isNotEmpty()
                .hasSize(30)
                .allSatisfy(problem -> assertThat(problem.message()).contains("includes itself"));
    }
}
