package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.source.Problem;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The table of (input, exact messages) in {@code messages.txt}. Run with {@code -Djbgp.rewrite=true} to write what the
 * loader says now into the table, and read the difference before committing it.
 */
class MessageTableTest {
    private static final String TABLE = "messages.txt";
    private static final Path SOURCE = Path.of("src/test/resources/org/jbgp/config", TABLE);

    /** What stands around a row's text, so that a row can be one line; the text begins on line 2. */
    private static final Map<String, Wrapping> WRAPPINGS = Map.ofEntries(
            Map.entry("2.x", new Wrapping(Dialect.BIRD_2, "", "")),
            Map.entry("1.6", new Wrapping(Dialect.BIRD_1_6_IPV4, "", "")),
            Map.entry("1.6 ipv6", new Wrapping(Dialect.BIRD_1_6_IPV6, "", "")),
            Map.entry("top", new Wrapping(Dialect.BIRD_2, "protocol device {}\n", "")),
            Map.entry("top 1.6", new Wrapping(Dialect.BIRD_1_6_IPV4, "protocol device {}\n", "")),
            Map.entry("bgp", bgp(2, "")),
            Map.entry("bgp internal", bgp(1, "")),
            Map.entry("channel", bgp(2, "ipv4 {")),
            Map.entry(
                    "bgp 1.6",
                    new Wrapping(
                            Dialect.BIRD_1_6_IPV4, "protocol bgp p { local as 1; neighbor 10.0.0.1 as 2;\n", "\n}")),
            Map.entry("static", new Wrapping(Dialect.BIRD_2, "protocol static p { ipv4;\n", "\n}")),
            Map.entry("static 1.6", new Wrapping(Dialect.BIRD_1_6_IPV4, "protocol static p {\n", "\n}")),
            Map.entry("kernel", new Wrapping(Dialect.BIRD_2, "protocol kernel p { ipv4;\n", "\n}")),
            Map.entry("kernel 1.6", new Wrapping(Dialect.BIRD_1_6_IPV4, "protocol kernel p {\n", "\n}")),
            Map.entry("device", new Wrapping(Dialect.BIRD_2, "protocol device p {\n", "\n}")),
            Map.entry("direct", new Wrapping(Dialect.BIRD_2, "protocol direct p { ipv4;\n", "\n}")),
            Map.entry("pipe", new Wrapping(Dialect.BIRD_2, "ipv4 table t; ipv6 table t6; protocol pipe p {\n", "\n}")),
            Map.entry("bfd", new Wrapping(Dialect.BIRD_2, "protocol bfd p {\n", "\n}")),
            Map.entry("bfd 1.6", new Wrapping(Dialect.BIRD_1_6_IPV4, "protocol bfd p {\n", "\n}")),
            Map.entry(
                    "bfd interface", new Wrapping(Dialect.BIRD_2, "protocol bfd p { interface \"eth0\" {\n", "\n}; }")),
            Map.entry(
                    "rpki",
                    new Wrapping(Dialect.BIRD_2, "roa4 table r4; protocol rpki p { roa4 { table r4; };\n", "\n}")),
            Map.entry("bmp", new Wrapping(Dialect.BIRD_2, "protocol bmp p {\n", "\n}")),
            Map.entry("mrt", new Wrapping(Dialect.BIRD_2, "protocol mrt p {\n", "\n}")),
            Map.entry(
                    "aggregator",
                    new Wrapping(Dialect.BIRD_2, "ipv4 table t; ipv6 table t6; protocol aggregator p {\n", "\n}")),
            Map.entry("filter", new Wrapping(Dialect.BIRD_2, "protocol device {} filter f {\n", "\n}")));

    private record Wrapping(Dialect dialect, String before, String after) {}

    private static Wrapping bgp(int neighborAs, String channel) {
        return new Wrapping(
                Dialect.BIRD_2,
                "protocol bgp p { local as 1; neighbor 10.0.0.1 as " + neighborAs + "; "
                        + (channel.isEmpty()
                                ? "ipv4 { import all; export all; };"
                                : channel + " import all; export all;")
                        + "\n",
                channel.isEmpty() ? "\n}" : "\n}; }");
    }

    private record Row(String kind, String input, List<String> messages) {
        List<String> actual() {
            Wrapping wrapping = WRAPPINGS.get(kind);
            LoadResult result = ConfigurationLoader.loadText(
                    "t", wrapping.before() + input + wrapping.after(), Optional.of(wrapping.dialect()));
            List<String> messages = new ArrayList<>();
            result.errors().forEach(problem -> messages.add("error " + text(problem)));
            result.warnings().forEach(problem -> messages.add("warning " + text(problem)));
            assertThat(result.configuration().isPresent())
                    .isEqualTo(result.errors().isEmpty());
            return messages;
        }

        private static String text(Problem problem) {
            return problem.position().line() + ":" + problem.position().column() + " " + problem.message();
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String kind = "";
        List<String> input = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        try (InputStream stream = MessageTableTest.class.getResourceAsStream(TABLE)) {
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith(">>> ")) {
                    if (!input.isEmpty()) {
                        rows.add(new Row(kind, String.join("\n", input), List.copyOf(messages)));
                    }
                    kind = line.substring(4);
                    input.clear();
                    messages.clear();
                } else if (line.startsWith("    error ") || line.startsWith("    warning ")) {
                    messages.add(line.strip());
                } else if (!line.isEmpty()) {
                    input.add(line);
                }
            }
        }
        rows.add(new Row(kind, String.join("\n", input), List.copyOf(messages)));
        return rows;
    }

    @TestFactory
    Stream<DynamicTest> messages() throws IOException {
        if (Boolean.getBoolean("jbgp.rewrite")) {
            rewrite();
            return Stream.empty();
        }
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.kind() + ": " + row.input().replace('\n', ' '),
                        () -> assertThat(row.actual()).isEqualTo(row.messages())));
    }

    @Test
    void tableIsLongEnough() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(150);
        assertThat(rows().stream().map(row -> row.kind() + row.input())).doesNotHaveDuplicates();
    }

    private static void rewrite() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Row row : rows()) {
            text.append(">>> ")
                    .append(row.kind())
                    .append('\n')
                    .append(row.input())
                    .append('\n');
            row.actual().forEach(message -> text.append("    ").append(message).append('\n'));
            text.append('\n');
        }
        Files.writeString(SOURCE, text.toString().stripTrailing() + "\n");
    }
}
