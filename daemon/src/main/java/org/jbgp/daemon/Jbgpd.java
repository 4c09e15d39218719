package org.jbgp.daemon;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.Dialect;
import org.jbgp.daemon.control.log.DaemonLog;
import org.jbgp.daemon.control.view.Version;
import org.jbgp.daemon.simulate.SimulateCommand;

/** The daemon's main class: one router by the command line, or a process for the routers of several names. */
public final class Jbgpd {
    /** What {@code bird} and {@code bird6} of the distribution call; nobody else does. */
    private static final String SHARED = "--shared";

    private Jbgpd() {}

    /**
     * Runs the daemon until it is ordered to stop; the exit code is 0 after an orderly stop, 1 if it could not start.
     */
    public static void main(String[] arguments) {
        if (arguments.length == 2 && arguments[0].equals(SHARED)) {
            System.exit(SharedProcess.run(Path.of(arguments[1])));
        }
        String program = System.getProperty("jbgpd.program", "jbgpd");
        CommandLine.Outcome outcome = CommandLine.parse(program, Version.running(), arguments);
        if (outcome instanceof CommandLine.Outcome.Run(CommandLine options)) {
            int code = new RouterRun(options, Starter.ofProcess(), report())
                    .run(
                            () -> DaemonLog.install(options.program(), options.staysInForeground()),
                            () -> Signals.install(Jbgpd::endEarly));
            if (options.parseOnly() || options.test()) {
                // Nothing runs that wants to know of the end; to look for that takes System.exit some milliseconds.
                Runtime.getRuntime().halt(code);
            }
            System.exit(code);
        }
        if (outcome instanceof CommandLine.Outcome.Split(Path file, Path directory)) {
            System.exit(new SplitCommand(
                            file, directory, report(), Starter.ofProcess().messages())
                    .run(dialect(program)));
        }
        if (outcome instanceof CommandLine.Outcome.Edit) {
            System.exit(EditorCommand.run());
        }
        if (outcome instanceof CommandLine.Outcome.Simulate(List<String> words)) {
            DaemonLog.errorsOnly();
            int code = new SimulateCommand(report(), Starter.ofProcess().messages()).run(words);
            Runtime.getRuntime().halt(code);
        }
        if (outcome instanceof CommandLine.Outcome.Print(String text, int code)) {
            PrintStream errors = Starter.ofProcess().messages();
            errors.print(text);
            errors.flush();
            System.exit(code);
        }
    }

    /** Where the outcome of {@code --test} goes: it is what was asked for, not a message. */
    private static PrintStream report() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }

    /** An order to end while there is nothing yet to take down; the code is that of a process without a handler. */
    private static void endEarly(String signal) {
        Runtime.getRuntime().halt(Signals.exitCode(signal));
    }

    /** The language that a name to be started by asks for. */
    private static Optional<Dialect> dialect(String program) {
        return switch (program) {
            case "bird" -> Optional.of(Dialect.BIRD_1_6_IPV4);
            case "bird6" -> Optional.of(Dialect.BIRD_1_6_IPV6);
            default -> Optional.empty();
        };
    }
}
