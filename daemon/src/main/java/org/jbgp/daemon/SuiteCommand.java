package org.jbgp.daemon;

import java.io.PrintStream;
import org.jbgp.config.LoadResult;
import org.jbgp.config.filter.SuiteRunner;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.policy.compile.ConfiguredValidity;
import org.jbgp.daemon.policy.compile.Policies;

/** {@code --test}: runs the test suites of a configuration, without starting a router. */
final class SuiteCommand {

    private SuiteCommand() {}

    /**
     * Runs them. A file with errors has its suites run as far as they can be; those whose functions have errors fail.
     *
     * @param loaded the configuration; its problems have been reported
     * @param out takes what failed, what the suites print, and at the end {@code N passed, N failed}
     * @return the exit code: 0 if the file has no error and no suite failed
     */
    static int run(LoadResult loaded, PrintStream out) {
        if (loaded.understood().isEmpty()) {
            return 1;
        }
        Configuration understood = loaded.understood().get();
        SuiteRunner runner = new SuiteRunner(Policies.environment(new ConfiguredValidity(understood)), out::println);
        boolean passed = runner.run(understood.filters());
        out.flush();
        return passed && loaded.errors().isEmpty() ? 0 : 1;
    }
}
