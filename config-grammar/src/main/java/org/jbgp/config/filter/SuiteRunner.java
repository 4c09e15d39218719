package org.jbgp.config.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.FilterTrace;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.run.RouteAccess;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.tree.TestSuite;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.WireBytes;

/** Runs the test suites written in a configuration and reports what failed. One thread. */
public final class SuiteRunner {

    private final FilterEnvironment tables;
    private final FilterTrace trace;
    private final Consumer<String> out;
    private int passed;
    private int failed;

    /**
     * A runner.
     *
     * @param tables answers {@code roa_check} and {@code aspa_check}
     * @param trace hears of what is run, may be null
     * @param out takes one line at a time: what {@code print} writes, each assertion that failed, and the summary
     */
    public SuiteRunner(FilterEnvironment tables, FilterTrace trace, Consumer<String> out) {
        this.tables = tables;
        this.trace = trace;
        this.out = out;
    }

    public SuiteRunner(FilterEnvironment tables, Consumer<String> out) {
        this(tables, null, out);
    }

    /** The same, and nothing is said before the last line. */
    public boolean run(FilterLanguage language) {
        return run(language, () -> {});
    }

    /**
     * Runs every suite in the order of the file; the last line is {@code N passed, N failed}.
     *
     * @param beforeSummary runs when all suites have
     * @return true if none failed
     */
    public boolean run(FilterLanguage language, Runnable beforeSummary) {
        for (TestSuite suite : language.tests()) {
            List<String> failures = switch (suite) {
                case TestSuite.Run run -> run(run);
                case TestSuite.Same same -> same(same);
                case TestSuite.Broken broken ->
                    List.of(broken.position() + " " + broken.function() + " was not run: it has errors");
            };
            failures.forEach(out);
            if (failures.isEmpty()) {
                passed++;
            } else {
                failed++;
            }
        }
        beforeSummary.run();
        out.accept(passed + " passed, " + failed + " failed");
        return failed == 0;
    }

    private static List<String> same(TestSuite.Same suite) {
        if (suite.holds()) {
            return List.of();
        }
        String names = suite.one().name() + " and " + suite.other().name();
        return List.of(suite.position() + " " + names + (suite.expected() ? " are not the same" : " are the same"));
    }

    private List<String> run(TestSuite.Run suite) {
        List<String> failures = new ArrayList<>();
        Interpreter interpreter = new Interpreter();
        interpreter.trace(trace);
        try {
            if (!interpreter.runSuite(suite.function(), RouteAccess.NONE, new Recorder(failures))) {
                failures.add(suite.position() + " " + suite.function().name() + " returned false");
            }
        } catch (FilterException e) {
            failures.add(interpreter.position() + " " + e.getMessage());
        }
        return failures;
    }

    private final class Recorder implements FilterEnvironment {
        private final List<String> failures;

        Recorder(List<String> failures) {
            this.failures = failures;
        }

        @Override
        public void print(String line) {
            out.accept(line);
        }

        @Override
        public void asserted(Statement.Assert assertion, boolean assertionPassed, String values) {
            if (!assertionPassed) {
                failures.add(assertion.position() + " failed: " + assertion.text()
                        + (values.isEmpty() ? "" : ", that is " + values));
            }
        }

        @Override
        public int roaCheck(String table, Net prefix, long asn) {
            return tables.roaCheck(table, prefix, asn);
        }

        @Override
        public int aspaCheck(String table, WireBytes path, boolean upstream) {
            return tables.aspaCheck(table, path, upstream);
        }
    }
}
