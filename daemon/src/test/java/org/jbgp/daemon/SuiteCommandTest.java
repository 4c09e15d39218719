package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jbgpd --test}: our own suites, those of the example, and BIRD's. */
class SuiteCommandTest {

    /** What one run says and its exit code. */
    private record Outcome(List<String> lines, int exitCode) {}

    private static Outcome run(LoadResult loaded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int code = SuiteCommand.run(
                loaded, Optional.empty(), new PrintStream(bytes, true, StandardCharsets.UTF_8), System.err);
        return new Outcome(bytes.toString(StandardCharsets.UTF_8).lines().toList(), code);
    }

    private static LoadResult text(String text) {
        return ConfigurationLoader.loadText("test.conf", "protocol device { }\n" + text, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"numbers", "addresses", "communities", "paths", "strings", "control", "authorisations"})
    void languageSuitesPass(String name) throws IOException {
        try (var in = SuiteCommandTest.class.getResourceAsStream("/suites/" + name + ".conf")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            LoadResult loaded = ConfigurationLoader.loadText(name + ".conf", text, Optional.empty());
            assertThat(loaded.errors()).isEmpty();

            Outcome outcome = run(loaded);

            assertThat(outcome.lines().stream().filter(line -> !line.startsWith("coverage: ")))
                    .singleElement()
                    .asString()
                    .matches("[1-9][0-9]* passed, 0 failed");
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @Test
    void examplePasses() {
        Outcome outcome = run(ConfigurationLoader.load(Path.of("../examples/filter-tests/bird.cfg")));

        assertThat(outcome.lines())
                .containsExactly(
                        "coverage: function is_bogon 1 of 1 lines",
                        "coverage: function preference_of 3 of 3 lines",
                        "coverage: function valid_customer_path 1 of 1 lines",
                        "coverage: filter from_customer 0 of 4 lines, not run: ../examples/filter-tests/bird.cfg:29,30,31,32",
                        "3 passed, 0 failed");
        assertThat(outcome.exitCode()).isZero();
    }

    /** A dump (RFC 6396 §4.3) of a peer in AS 65010 with these prefixes of 24 bits. */
    private static byte[] dump(String... prefixes) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        java.util.HexFormat hex = java.util.HexFormat.of();
        record(file, 1, hex.parseHex("0a000001" + "0000" + "0001" + "02" + "0a000002" + "0a000002" + "0000fdf2"));
        for (String prefix : prefixes) {
            String attributes = "40010100" + "4002060201" + "0000fdf2" + "4003040a000002";
            record(
                    file,
                    2,
                    hex.parseHex("00000000" + "18" + prefix + "0001" + "0000" + "00000000"
                            + String.format("%04x", attributes.length() / 2) + attributes));
        }
        return file.toByteArray();
    }

    private static void record(ByteArrayOutputStream file, int subtype, byte[] body) throws IOException {
        java.io.DataOutputStream out = new java.io.DataOutputStream(file);
        out.writeInt(0);
        out.writeShort(13);
        out.writeShort(subtype);
        out.writeInt(body.length);
        out.write(body);
    }

    @Test
    void filtersSeeARecordedTable(@org.junit.jupiter.api.io.TempDir Path directory) throws IOException {
        Path table = directory.resolve("rib.mrt");
        java.nio.file.Files.write(table, dump("140000", "140001", "0a0000"));
        LoadResult loaded = text("""
                filter wanted {
                  if net ~ [ 10.0.0.0/8+ ] then reject;
                  if bgp_path.first = 65010 then bgp_local_pref = 200;
                  if bgp_med = 5 then
                    reject;
                  accept;
                }
                """);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int code = SuiteCommand.run(
                loaded, Optional.of(table), new PrintStream(bytes, true, StandardCharsets.UTF_8), System.err);
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        table + ": 3 routes",
                        "filter wanted: 2 accepted, 1 rejected",
                        "  test.conf:3 1 rejected",
                        "  test.conf:7 2 accepted",
                        "coverage: filter wanted 4 of 5 lines, not run: test.conf:6",
                        "0 passed, 0 failed");
        assertThat(code).isZero();
    }

    @Test
    void whatIsNoTableIsNamed(@org.junit.jupiter.api.io.TempDir Path directory) throws IOException {
        Path table = directory.resolve("rib.mrt");
        java.nio.file.Files.writeString(table, "this is no table at all, but text");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int code = SuiteCommand.run(
                text(""), Optional.of(table), new PrintStream(bytes, true, StandardCharsets.UTF_8), System.err);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith(table + ": a record of ");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void failuresTellPositionAndBothValues() {
        Outcome outcome = run(text("""
                function bad() {
                  bgppath p = prepend(+empty+, 5);
                  bt_assert(p.len + 1 = 3);
                  bt_assert(format(10.0.0.0/8) = "11.0.0.0/8");
                  bt_assert(7 ~ p);
                }
                bt_test_suite(bad, "Bad");
                """));

        assertThat(outcome.lines())
                .containsExactly(
                        "test.conf:4:3 failed: p.len + 1 = 3, that is 2 = 3",
                        "test.conf:5:3 failed: format(10.0.0.0/8) = \"11.0.0.0/8\", that is 10.0.0.0/8 = 11.0.0.0/8",
                        "test.conf:6:3 failed: 7 ~ p, that is 7 ~ (path 5)",
                        "0 passed, 1 failed");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void noSuiteRunsForLongOrTakesAllMemory() {
        Outcome outcome = run(text("""
                function twice(int n) -> int { if n = 0 then return 1; return twice(n - 1) + twice(n - 1); }
                function exponential() { bt_assert(twice(100) = 0); }
                bt_test_suite(exponential, "Exponential");
                function endless(int n) -> int { return endless(n + 1); }
                function recursion() { bt_assert(endless(0) = 0); }
                bt_test_suite(recursion, "Endless");
                function doubling(string s; int n) -> string { if n = 0 then return s; return doubling(s ++ s, n - 1); }
                function memory() { bt_assert(doubling("ab", 40) = ""); }
                bt_test_suite(memory, "Memory");
                """));

        assertThat(outcome.lines())
                .containsExactly(
                        "test.conf:2:63 More than 100000 calls and rounds of loops",
                        "test.conf:5:41 Functions call each other more than 512 deep",
                        "test.conf:8:90 a string of 65536 bytes is too long",
                        "0 passed, 3 failed");
    }

    @Test
    void aFileWithErrorsRunsWhatItCan() {
        Outcome outcome = run(text("""
                function broken() { bt_assert(nothing = 1); }
                function caller() { broken(); }
                function good() { bt_assert(true); }
                bt_test_suite(broken, "Broken");
                bt_test_suite(caller, "Calls what is broken");
                bt_test_suite(absent, "Not there");
                bt_test_suite(good, "Good");
                """));

        assertThat(outcome.lines())
                .containsExactly(
                        "test.conf:5:1 broken was not run: it has errors",
                        "test.conf:6:1 caller was not run: it has errors",
                        "test.conf:7:1 absent was not run: it has errors",
                        "1 passed, 3 failed");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    static List<Path> suitesOfBird() {
        String named = System.getProperty("bird.test.conf", "");
        return named.isEmpty() ? List.of() : List.of(Path.of(named));
    }

    /**
     * BIRD's own {@code filter/test.conf} (2.19), beside our suites, for those who have a copy: the system property
     * {@code bird.test.conf} names it. The suites that fail are those of docs/filters.md.
     */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("suitesOfBird")
    void suitesOfBirdPass(Path file) {
        Outcome outcome = run(ConfigurationLoader.load(file));

        List<String> expected = new ArrayList<>();
        for (String suite : List.of("vpn", "flowspec", "sadr", "eth", "aspa", "evpn", "nbr")) {
            expected.add("t_net_" + suite + " was not run: it has errors");
        }
        expected.add("45 passed, 7 failed");
        // Some suites print; what they print begins with no position.
        assertThat(outcome.lines().stream()
                        .map(line -> line.replaceFirst("^\\S+:\\d+:\\d+ ", ""))
                        .filter(line -> line.contains("failed") || line.contains("was not run")))
                .containsExactlyElementsOf(expected);
    }
}
