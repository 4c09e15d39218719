package org.jbgp.config.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.run.RouteAccess;
import org.junit.jupiter.api.Test;

/**
 * BIRD's own filter tests, {@code filter/test.conf}, run from a copy outside the project: system property {@code bird.test.conf} or
 * {@code ../ref/bird/filter/test.conf} beside the repository.
 */
class BirdTestConfTest {

    /** Suites about addresses jbgpd does not carry, or that need tables of a running daemon. */
    private static final List<String> LEFT_OUT = List.of(
            "t_net_vpn",
            "t_net_flowspec",
            "t_net_sadr",
            "t_net_eth",
            "t_net_aspa",
            "t_net_evpn",
            "t_net_nbr",
            "vpn_filter");

    /** Need ROA and ASPA tables. */
    private static final List<String> NEED_TABLES = List.of("t_roa_check", "t_aspa_check", "t_aspa_check_official");

    @Test
    void everySuitePasses() throws IOException {
        String property = System.getProperty("bird.test.conf");
        Path file = property == null ? Path.of("/work/ref/bird/filter/test.conf") : Path.of(property);
        assumeTrue(Files.exists(file), "BIRD's filter/test.conf is not at " + file + " (set -Dbird.test.conf)");
        String text = Files.readString(file).replace("include \"test.conf.inc\";", "i = 42;");
        for (String name : LEFT_OUT) {
            text = Pattern.compile("^(function|filter) " + name + "\\b.*?^}", Pattern.MULTILINE | Pattern.DOTALL)
                    .matcher(text)
                    .replaceFirst("");
            text = text.replaceAll("(?m)^bt_test_suite\\(" + name + ",.*$", "");
        }
        text = Pattern.compile("^protocol static\\s*\\{.*?^}", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text)
                .replaceAll("");

        FilterSource source = FilterSource.of(text);

        assertThat(source.errors()).isEmpty();
        List<String> failures = new ArrayList<>();
        for (TestSuite suite : source.language().tests()) {
            switch (suite) {
                case TestSuite.Same same -> {
                    if (!same.holds()) {
                        failures.add(same.one().name() + " and " + same.other().name());
                    }
                }
                case TestSuite.Run run -> {
                    if (!NEED_TABLES.contains(run.function().name())) {
                        run(run, failures);
                    }
                }
            }
        }
        assertThat(source.language().tests()).hasSizeGreaterThan(40);
        assertThat(failures).isEmpty();
    }

    private static void run(TestSuite.Run suite, List<String> failures) {
        Interpreter interpreter = new Interpreter();
        FilterEnvironment environment = new FilterEnvironment() {
            @Override
            public void print(String line) {}

            @Override
            public void asserted(Statement.Assert assertion, boolean passed, String values) {
                // BIRD prints the inner form of its trie; jbgpd prints prefix sets as they were written.
                boolean trie = assertion.text().matches("format\\((pxs|\\[ .*/.*)\\) = .*");
                if (!passed && !trie) {
                    failures.add(assertion.position() + " " + assertion.text() + " : " + values);
                }
            }
        };
        try {
            if (!interpreter.runSuite(suite.function(), RouteAccess.NONE, environment)) {
                failures.add(suite.function().name() + " returned false");
            }
        } catch (FilterException e) {
            failures.add(interpreter.position() + " " + e.getMessage());
        }
    }
}
