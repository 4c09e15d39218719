package org.jbgp.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jbgp.config.LoadResult;
import org.jbgp.config.filter.Coverage;
import org.jbgp.config.filter.SuiteRunner;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.tree.TestSuite;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.daemon.mrt.RecordedTable;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.compile.ConfiguredValidity;
import org.jbgp.daemon.policy.compile.Policies;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.ProgressText;
import org.jbgp.daemon.progress.TerminalLine;
import org.jbgp.daemon.progress.Work;

/** {@code --test}: runs the test suites of a configuration, and its filters over a recorded table, without a router. */
final class SuiteCommand {
    private static final int STACK = 8 << 20;

    private final Configuration understood;
    private final PrintStream out;
    private final Coverage coverage = new Coverage();
    private final ConfiguredValidity validity;

    private SuiteCommand(Configuration understood, PrintStream out) {
        this.understood = understood;
        this.out = out;
        this.validity = new ConfiguredValidity(understood);
    }

    /**
     * Runs them. A file with errors has its suites run as far as they can be; those whose functions have errors fail.
     *
     * @param loaded the configuration; its problems have been reported
     * @param table an MRT file whose routes the filters see, if any
     * @param out takes what failed, what the suites print, what became of the table's routes, which lines were run, and
     *     at the end {@code N passed, N failed}
     * @param errors where it stands how far the table is read, if that is a terminal
     * @return the exit code: 0 if the file has no error, no suite failed and the table could be read
     */
    static int run(LoadResult loaded, Optional<Path> table, PrintStream out, PrintStream errors) {
        if (loaded.understood().isEmpty()) {
            return 1;
        }
        SuiteCommand command = new SuiteCommand(loaded.understood().get(), out);
        boolean read = table.map(file -> command.table(file, errors)).orElse(true);
        SuiteRunner runner = new SuiteRunner(Policies.environment(command.validity), command.coverage, out::println);
        boolean passed = command.suites(runner);
        out.flush();
        return passed && read && loaded.errors().isEmpty() ? 0 : 1;
    }

    /** On a thread that has room for as many calls within calls as the language allows. */
    private boolean suites(SuiteRunner runner) {
        FutureTask<Boolean> task = new FutureTask<>(() -> runner.run(understood.filters(), this::lines));
        Thread.ofPlatform().name("suites").stackSize(STACK).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What was run of filters, and of functions that are no tests themselves. */
    private void lines() {
        Set<String> tests = new TreeSet<>();
        for (TestSuite suite : understood.filters().tests()) {
            switch (suite) {
                case TestSuite.Run run -> tests.add(run.function().name());
                case TestSuite.Same same ->
                    tests.addAll(List.of(same.one().name(), same.other().name()));
                case TestSuite.Broken broken -> tests.add(broken.function());
            }
        }
        Map<String, Statement> bodies = new LinkedHashMap<>();
        understood.filters().functions().forEach((name, function) -> {
            if (!tests.contains(name) && function.body() != null) {
                bodies.put("function " + name, function.body());
            }
        });
        filters().forEach((name, filter) -> bodies.put("filter " + name, filter.body()));
        if (!understood.filters().filters().isEmpty()) {
            coverage.report(bodies, out::println);
        }
    }

    /** Named filters, and those that are written in place where neighbors' routes come in. */
    private Map<String, Filter> filters() {
        Map<String, Filter> filters = new LinkedHashMap<>(understood.filters().filters());
        understood.protocols().stream()
                .filter(BgpConfig.class::isInstance)
                .forEach(protocol -> protocol.channels().forEach(channel -> {
                    if (channel.importFilter() instanceof FilterRef.Inline inline) {
                        filters.put("import of " + protocol.name() + "." + channel.name(), inline.filter());
                    }
                }));
        return filters;
    }

    private boolean table(Path file, PrintStream errors) {
        Policies policies = new Policies(validity);
        Map<String, Policy> ready = new LinkedHashMap<>();
        filters().forEach((name, filter) -> ready.put(name, policies.interpreted(filter)));
        Map<String, long[]> counts = new LinkedHashMap<>();
        Map<String, Coverage> verdicts = new LinkedHashMap<>();
        ready.keySet().forEach(name -> {
            counts.put(name, new long[2]);
            verdicts.put(name, new Coverage());
        });
        long[] routes = new long[1];
        RouteView view = new RouteView(LinkView.NONE);
        LongWork longWork = new LongWork(System::nanoTime);
        RecordedTable.Outcome outcome;
        try (Work work = longWork.begin(Progress.Kind.RECORDED, file.toString(), ProgressText.BYTES);
                var _ = TerminalLine.of(longWork, errors)) {
            outcome = RecordedTable.read(file, work, (from, family, pathId, hi, lo, length, array, size) -> {
                routes[0]++;
                ready.forEach((name, policy) -> {
                    view.load(family, hi, lo, length, from, array, 0, size, null);
                    boolean accepts = policy.trace(view, PolicyLog.SILENT, verdicts.get(name));
                    counts.get(name)[accepts ? 0 : 1]++;
                });
            });
        } catch (IOException e) {
            out.println(file + ": " + e.getMessage());
            return false;
        }
        if (!outcome.cut().isEmpty()) {
            out.println(file + ": " + outcome.cut());
        }
        out.println(file + ": " + routes[0] + " routes"
                + (outcome.malformed() > 0 ? ", " + outcome.malformed() + " malformed ones left out" : ""));
        counts.forEach((name, count) -> {
            out.println("filter " + name + ": " + count[0] + " accepted, " + count[1] + " rejected");
            verdicts.get(name).verdicts(out::println);
            coverage.add(verdicts.get(name));
        });
        return true;
    }
}
