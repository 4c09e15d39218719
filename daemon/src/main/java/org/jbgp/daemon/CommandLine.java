package org.jbgp.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jbgp.daemon.control.view.Version;

/**
 * What the daemon was asked on its command line; the options are BIRD's, with BIRD's meaning. Immutable.
 *
 * <p>Read by hand rather than with picocli, which costs the start about 0.3 s and 11 MB
 * ({@code docs/decisions/001-dependencies.md}).
 *
 * @param program the name it was started under ({@code jbgpd}, {@code bird}, {@code bird6}); the last two choose BIRD
 *     1.6's layouts, and {@code bird6} the IPv6 flat dialect
 * @param files files it reads and writes
 * @param terminal whether it stays, and what it says there
 * @param parseOnly {@code -p}: check the configuration and end
 * @param test {@code --test}: run the configuration's test suites and end; BIRD has no such option
 * @param table {@code --table}: a recorded table whose routes the filters see then
 * @param recover {@code -R}: the start is a restart, recover gracefully (RFC 4724)
 * @param account who it runs as
 */
public record CommandLine(
        String program,
        Files files,
        Terminal terminal,
        boolean parseOnly,
        boolean test,
        Optional<Path> table,
        boolean recover,
        Account account) {
    /**
     * Files it reads and writes.
     *
     * @param configuration {@code -c}: the configuration file
     * @param controlSocket {@code -s}: where to listen for commands
     * @param pidFile {@code -P}: where to write the process id
     * @param debugFile {@code -D}: debug messages go to this file
     */
    public record Files(Path configuration, Path controlSocket, Optional<Path> pidFile, Optional<Path> debugFile) {}

    /**
     * Whether it stays, and what it says there.
     *
     * @param debug {@code -d}: debug messages go to standard error (implies {@code foreground})
     * @param foreground {@code -f}: stay in the foreground
     */
    public record Terminal(boolean debug, boolean foreground) {}

    /**
     * Who it runs as.
     *
     * @param user {@code -u}: run as this user
     * @param group {@code -g}: run as this group
     */
    public record Account(Optional<String> user, Optional<String> group) {}

    /** See {@link Files#configuration}. */
    public Path configuration() {
        return files.configuration();
    }

    /** See {@link Files#controlSocket}. */
    public Path controlSocket() {
        return files.controlSocket();
    }

    /** See {@link Files#pidFile}. */
    public Optional<Path> pidFile() {
        return files.pidFile();
    }

    /** See {@link Files#debugFile}. */
    public Optional<Path> debugFile() {
        return files.debugFile();
    }

    /** See {@link Terminal#debug}. */
    public boolean debug() {
        return terminal.debug();
    }

    /** See {@link Terminal#foreground}. */
    public boolean foreground() {
        return terminal.foreground();
    }

    /** See {@link Account#user}. */
    public Optional<String> user() {
        return account.user();
    }

    /** See {@link Account#group}. */
    public Optional<String> group() {
        return account.group();
    }

    /** True under the names of BIRD's daemons: tools around BIRD expect its own words, sockets and layouts. */
    public boolean isBird() {
        return isBird(program);
    }

    private static final String HELP = """

            Options:
              -c <config-file>     Read this configuration instead of $configuration
              -d                   Log to standard error, debug messages included, and stay in the foreground
              -D <debug-file>      Log debug messages to this file
              -f                   Stay in the foreground
              -g <group>           Run as this group
              -h, --help           Show this text and end
              -l                   Take configuration and control socket from the current directory
              -p                   Check the configuration and end
              -P <pid-file>        Write the process id to this file
              -R                   Recover gracefully: this start is a restart
              -s <control-socket>  Listen here for commands instead of $socket
              -u <user>            Run as this user
              --lsp                Serve an editor on standard input and output (Language Server Protocol)
              --split <file> <dir> Split a configuration with OSPF, RIP or Babel: write into the
                                   directory BIRD's part and jbgpd's, say what joins them, and end
              --simulate <files>   Simulate a network of these configurations and end; see --simulate --help
              --test               Run the test suites in the configuration and end
              --table FILE         With --test: show what filters make of a recorded table (MRT)
              --version            Show the version and end
            """;

    /** What to do about a command line. */
    public sealed interface Outcome {
        /** Start the daemon. */
        record Run(CommandLine commandLine) implements Outcome {}

        /** Split {@code file}: write BIRD's part and jbgpd's into {@code directory} and end. */
        record Split(Path file, Path directory) implements Outcome {}

        /** Serve an editor on standard input and output. */
        record Edit() implements Outcome {}

        /** Simulate a network; {@code words} is what follows {@code --simulate}. */
        record Simulate(List<String> words) implements Outcome {}

        /** Print {@code text} on standard error and end with this exit code (0 or 1). */
        record Print(String text, int exitCode) implements Outcome {}
    }

    /**
     * Reads the arguments as POSIX {@code getopt} does: options may be joined ({@code -fp}), an option's value may
     * follow at once ({@code -sSOCKET}) or as the next argument, {@code --} ends the options. Any thread.
     *
     * @param program name it was started under
     * @param version version to name on {@code --version}
     */
    public static Outcome parse(String program, Version version, String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            return new Outcome.Print((isBird(program) ? version.line() : program + " " + version.own()) + "\n", 0);
        }
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            return help(program);
        }
        if (arguments.length > 0 && arguments[0].equals("--lsp")) {
            // Editors say --stdio to servers that know other ways too.
            return arguments.length == 1 || (arguments.length == 2 && arguments[1].equals("--stdio"))
                    ? new Outcome.Edit()
                    : new Parser(program).wrong("--lsp stands alone: it takes standard input and output, and no file");
        }
        if (arguments.length > 0 && arguments[0].equals("--split")) {
            return arguments.length == 3
                    ? new Outcome.Split(Path.of(arguments[1]), Path.of(arguments[2]))
                    : new Parser(program).wrong("--split needs a file, a directory, and nothing else");
        }
        if (arguments.length > 0 && arguments[0].equals("--simulate")) {
            return new Outcome.Simulate(List.of(arguments).subList(1, arguments.length));
        }
        return new Parser(program).parse(arguments);
    }

    private static boolean isBird(String program) {
        return program.equals("bird") || program.equals("bird6");
    }

    /** True when several options ask for it: {@code -f}, or {@code -d}, which implies it. */
    public boolean staysInForeground() {
        return terminal.foreground() || terminal.debug();
    }

    private static Outcome help(String program) {
        String options = HELP.replace(
                        "$configuration", DefaultFiles.configuration(program).toString())
                .replace("$socket", DefaultFiles.controlSocket(program).toString());
        return new Outcome.Print(usage(program) + options, 0);
    }

    private static String usage(String program) {
        return "Usage: " + program + " [--version] [--help] [-c <config-file>] [OPTIONS]\n";
    }

    /** One pass over the arguments. */
    private static final class Parser {
        private final String program;
        private Optional<Path> configuration = Optional.empty();
        private Optional<Path> controlSocket = Optional.empty();
        private Optional<Path> pidFile = Optional.empty();
        private Optional<Path> debugFile = Optional.empty();
        private Optional<String> user = Optional.empty();
        private Optional<String> group = Optional.empty();
        private boolean debug;
        private boolean foreground;
        private boolean parseOnly;
        private boolean test;
        private Optional<Path> table = Optional.empty();
        private boolean recover;
        private boolean currentDirectory;

        Parser(String program) {
            this.program = program;
        }

        Outcome parse(String... arguments) {
            for (int i = 0; i < arguments.length; i++) {
                String argument = arguments[i];
                if (argument.equals("--") && i == arguments.length - 1) {
                    break;
                }
                if (argument.equals("--test")) {
                    test = true;
                    continue;
                }
                if (argument.equals("--table")) {
                    if (++i == arguments.length) {
                        return wrong("option --table needs a value");
                    }
                    table = Optional.of(Path.of(arguments[i]));
                    continue;
                }
                if (argument.length() < 2 || argument.charAt(0) != '-' || argument.equals("--")) {
                    return wrong("unexpected argument '" + argument + "'");
                }
                for (int at = 1; at < argument.length(); at++) {
                    char option = argument.charAt(at);
                    if (flag(option)) {
                        continue;
                    }
                    if (option == 'h') {
                        return help(program);
                    }
                    if ("cDPsug".indexOf(option) < 0) {
                        return wrong("unknown option -" + option);
                    }
                    boolean joined = at + 1 < argument.length();
                    if (!joined && i + 1 == arguments.length) {
                        return wrong("option -" + option + " needs a value");
                    }
                    value(option, joined ? argument.substring(at + 1) : arguments[++i]);
                    break;
                }
            }
            if (table.isPresent() && !test) {
                return wrong("option --table needs --test");
            }
            return new Outcome.Run(new CommandLine(
                    program,
                    new CommandLine.Files(
                            configuration.orElseGet(() -> currentDirectory
                                    ? Path.of(DefaultFiles.fileName(program))
                                    : DefaultFiles.configuration(program)),
                            controlSocket.orElseGet(() -> inDirectory(DefaultFiles.controlSocket(program))),
                            pidFile,
                            debugFile),
                    new CommandLine.Terminal(debug, foreground),
                    parseOnly,
                    test,
                    table,
                    recover,
                    new CommandLine.Account(user, group)));
        }

        private boolean flag(char option) {
            switch (option) {
                case 'd' -> debug = true;
                case 'f' -> foreground = true;
                case 'p' -> parseOnly = true;
                case 'R' -> recover = true;
                case 'l' -> currentDirectory = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void value(char option, String value) {
            switch (option) {
                case 'c' -> configuration = Optional.of(Path.of(value));
                case 's' -> controlSocket = Optional.of(Path.of(value));
                case 'P' -> pidFile = Optional.of(Path.of(value));
                case 'D' -> debugFile = Optional.of(Path.of(value));
                case 'u' -> user = Optional.of(value);
                case 'g' -> group = Optional.of(value);
                default -> throw new IllegalArgumentException("not an option with a value: " + option);
            }
        }

        private Path inDirectory(Path path) {
            return currentDirectory ? Path.of("").resolve(path.getFileName()) : path;
        }

        private Outcome wrong(String what) {
            return new Outcome.Print(program + ": " + what + "\n\n" + usage(program), 1);
        }
    }
}
