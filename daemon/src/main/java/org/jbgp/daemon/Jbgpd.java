package org.jbgp.daemon;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadMemory;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.ControlServer;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.Version;
import org.jbgp.kernel.netlink.KernelException;

/** The daemon's main class: reads the command line and the configuration while the {@link Daemon} is made beside. */
public final class Jbgpd {
    private final CommandLine options;
    /** Reloads read what changed. */
    private final LoadMemory memory = new LoadMemory();

    private Jbgpd(CommandLine options) {
        this.options = options;
    }

    /**
     * Runs the daemon until it is ordered to stop; the exit code is 0 after an orderly stop, 1 if it could not start.
     */
    public static void main(String[] arguments) {
        String program = System.getProperty("jbgpd.program", "jbgpd");
        switch (CommandLine.parse(program, Version.running(), arguments)) {
            case CommandLine.Outcome.Print(String text, int code) -> {
                error().print(text);
                error().flush();
                System.exit(code);
            }
            case CommandLine.Outcome.Run(CommandLine options) -> System.exit(new Jbgpd(options).run());
        }
    }

    /** Where BIRD says what keeps it from starting. */
    private static PrintStream error() {
        return System.err;
    }

    /** Where the outcome of {@code --test} goes: it is what was asked for, not a message. */
    private static PrintStream report() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }

    private int run() {
        boolean stays = !options.test() && !options.parseOnly();
        FutureTask<Daemon> daemon = new FutureTask<>(() -> make(0, daemonLog()));
        if (stays) {
            Thread.ofPlatform().name("start").daemon().start(daemon);
        }
        // Before the file is read: a SIGHUP from here on means that it may have changed since.
        Signals signals = stays ? Signals.install(Jbgpd::endEarly) : null;
        try {
            LoadResult loaded = load(options.configuration());
            loaded.warnings()
                    .forEach(warning -> error().println(warning.position() + " warning: " + warning.message()));
            loaded.errors().forEach(problem -> error().println(problem));
            if (options.test()) {
                return SuiteCommand.run(loaded, report());
            }
            if (loaded.configuration().isEmpty()) {
                return 1;
            }
            if (options.parseOnly()) {
                return 0;
            }
            Optional<String> wrongUser = Privileges.problem(options);
            if (wrongUser.isPresent()) {
                error().println(wrongUser.get());
                return 1;
            }
            LogPlan logs = LogPlan.of(options);
            Optional<String> noLog = logs.obstacle(loaded.configuration().get());
            if (noLog.isPresent()) {
                error().println(noLog.get());
                return 1;
            }
            logs.notice(loaded.configuration().get())
                    .ifPresent(text -> error().println(options.program() + ": " + text));
            ControlServer.refuseSecondDaemon(options.controlSocket());
            withThreads(daemon.get(), loaded.configuration().get().router().threads())
                    .serve(loaded.configuration().get(), signals);
            return 0;
        } catch (IOException e) {
            error().println(options.program() + ": " + reason(e));
            return 1;
        } catch (ExecutionException e) {
            error().println(options.program() + ": " + reason(e.getCause()));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private Daemon make(int threads, DaemonLog daemonLog) throws IOException, KernelException, InterruptedException {
        return new Daemon(options, Version.running(), this::load, threads, daemonLog);
    }

    private DaemonLog daemonLog() {
        return DaemonLog.install(options.program(), options.staysInForeground());
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

    /** Files that cannot be used are named; other messages say by themselves what they are about. */
    private static String reason(Throwable problem) {
        return problem instanceof FileSystemException file && file.getFile() != null
                ? file.getFile() + ": " + SystemWords.of(file)
                : SystemWords.of(problem);
    }

    /** An order to end while there is nothing yet to take down; the code is that of a process without a handler. */
    private static void endEarly(String signal) {
        Runtime.getRuntime().halt(128 + (signal.equals("INT") ? 2 : 15));
    }

    private LoadResult load(Path file) {
        Optional<Dialect> dialect = switch (options.program()) {
            case "bird" -> Optional.of(Dialect.BIRD_1_6_IPV4);
            case "bird6" -> Optional.of(Dialect.BIRD_1_6_IPV6);
            default -> Optional.empty();
        };
        return ConfigurationLoader.load(file, dialect, memory);
    }
}
