package org.jbgp.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadMemory;
import org.jbgp.config.LoadProgress;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.socket.ControlServer;
import org.jbgp.daemon.control.view.Version;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.ProgressText;
import org.jbgp.daemon.progress.TerminalLine;
import org.jbgp.daemon.progress.Work;
import org.jbgp.kernel.netlink.KernelException;

/**
 * A router from its command line to its end: reads the configuration while the {@link Daemon} is made beside. With
 * {@code -p} and {@code --test} there is no router, only the reading. Used once.
 */
final class RouterRun {
    private final CommandLine options;
    private final Starter starter;
    private final PrintStream report;
    /** Reloads read what changed. */
    private final LoadMemory memory = new LoadMemory();

    private final LongWork longWork = new LongWork(System::nanoTime);

    private final Object ending = new Object();
    private Daemon serving;
    private boolean abandoned;

    /**
     * @param starter who waits for it
     * @param report where the outcome of {@code --test} goes
     */
    RouterRun(CommandLine options, Starter starter, PrintStream report) {
        this.options = options;
        this.starter = starter;
        this.report = report;
    }

    /**
     * Runs it; returns when the router was ordered to stop, and has.
     *
     * @param log its log; asked for on a thread beside, and not at all where there is no router
     * @param signals what it is ordered; asked for before the configuration is read
     * @return the exit code
     */
    int run(Supplier<DaemonLog> log, Supplier<Signals> signals) {
        if (options.test() || options.parseOnly()) {
            return check();
        }
        FutureTask<Daemon> daemon = new FutureTask<>(() -> make(0, log.get()));
        Thread.ofPlatform().name("start").daemon().start(daemon);
        // Before the file is read: a SIGHUP from here on means that it may have changed since.
        Signals ordered = signals.get();
        boolean serves = false;
        try {
            Optional<Configuration> configuration = checked(loadAtTerminal(options.configuration()));
            if (configuration.isEmpty() || !isStartable(configuration.get())) {
                return 1;
            }
            ControlServer.refuseSecondDaemon(options.controlSocket());
            Daemon made = withThreads(daemon.get(), configuration.get().router().threads());
            serves = true;
            serve(made, configuration.get(), ordered);
            return 0;
        } catch (IOException e) {
            starter.messages().println(options.program() + ": " + reason(e));
            return 1;
        } catch (ExecutionException e) {
            starter.messages().println(options.program() + ": " + reason(e.getCause()));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            if (!serves) {
                discard(daemon);
            }
        }
    }

    /** As if its process had been killed: see {@link Daemon#abandon}. Any thread. */
    void abandon() {
        synchronized (ending) {
            abandoned = true;
            if (serving != null) {
                serving.abandon();
            }
        }
    }

    private void serve(Daemon daemon, Configuration configuration, Signals signals)
            throws IOException, InterruptedException {
        synchronized (ending) {
            serving = daemon;
            if (abandoned) {
                daemon.abandon();
            }
        }
        daemon.serve(configuration, signals);
    }

    private int check() {
        LoadResult loaded = loadAtTerminal(options.configuration());
        Optional<Configuration> configuration = checked(loaded);
        if (options.test()) {
            return SuiteCommand.run(loaded, options.table(), report, starter.messages());
        }
        // The file may be for another machine.
        configuration
                .map(KernelNeeds.OF_THIS_MACHINE::missing)
                .orElse(List.of())
                .forEach(need -> starter.messages().println(need.position() + " warning: " + need.message()));
        return configuration.isPresent() ? 0 : 1;
    }

    /** Says what is wrong with it; empty if it is of no use. */
    private Optional<Configuration> checked(LoadResult loaded) {
        PrintStream errors = starter.messages();
        loaded.warnings().forEach(warning -> errors.println(warning.position() + " warning: " + warning.message()));
        loaded.errors().forEach(errors::println);
        return loaded.configuration();
    }

    private boolean isStartable(Configuration configuration) throws IOException {
        List<Problem> missing = KernelNeeds.OF_THIS_MACHINE.missing(configuration);
        if (!missing.isEmpty()) {
            missing.forEach(starter.messages()::println);
            return false;
        }
        LogPlan logs = LogPlan.of(options, starter);
        Optional<String> obstacle = Privileges.problem(options).or(() -> logs.obstacle(configuration));
        if (obstacle.isPresent()) {
            starter.messages().println(obstacle.get());
            return false;
        }
        logs.notice(configuration).ifPresent(text -> starter.messages().println(options.program() + ": " + text));
        return true;
    }

    private Daemon make(int threads, DaemonLog daemonLog) throws IOException, KernelException, InterruptedException {
        return new Daemon(options, starter, Version.running(), this::load, threads, daemonLog, longWork);
    }

    /** The number of threads is known when the file has been read; then most of the daemon is made already. */
    private Daemon withThreads(Daemon made, int threads) throws IOException, InterruptedException {
        if (threads == 0) {
            return made;
        }
        made.discard();
        try {
            return make(threads, made.daemonLog());
        } catch (KernelException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A process that ends has nothing to clear; one with other routers goes on. */
    private void discard(FutureTask<Daemon> daemon) {
        if (!starter.goesOn()) {
            return;
        }
        try {
            daemon.get().discard();
        } catch (IOException | ExecutionException e) {
            LogManager.getLogger(RouterRun.class).debug("a router that could not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Files that cannot be used are named; other messages say by themselves what they are about. */
    private static String reason(Throwable problem) {
        return problem instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + SystemWords.of(file)
                : SystemWords.of(problem);
    }

    private LoadResult load(Path file) {
        LoadProgress progress = new LoadProgress();
        try (Work work = longWork.begin(Progress.Kind.READING, file.toString(), ProgressText.BYTES)) {
            work.countBy(progress::done, progress::total);
            return switch (options.program()) {
                case "bird" -> ConfigurationLoader.loadUnderOldName(file, Dialect.BIRD_1_6_IPV4, memory, progress);
                case "bird6" -> ConfigurationLoader.loadUnderOldName(file, Dialect.BIRD_1_6_IPV6, memory, progress);
                default -> ConfigurationLoader.load(file, Optional.empty(), memory, progress);
            };
        }
    }

    /** The first load, which no command can be asked about: how far it is stands at the terminal. */
    private LoadResult loadAtTerminal(Path file) {
        // With -d the log is there.
        if (options.debug() || starter.goesOn()) {
            return load(file);
        }
        try (var _ = TerminalLine.of(longWork, starter.messages())) {
            return load(file);
        }
    }
}
