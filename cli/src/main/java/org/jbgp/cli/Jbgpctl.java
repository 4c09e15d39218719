package org.jbgp.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jbgp.cli.client.CommandText;
import org.jbgp.cli.client.ControlClient;
import org.jbgp.cli.progress.ProgressLine;
import org.jbgp.cli.prompt.Console;
import org.jbgp.cli.table.RouteTable;
import org.jbgp.cli.top.Top;
import org.jbgp.cli.words.CommandGrammar;
import picocli.CommandLine;

/** The command line client. Exit code 0 when every command succeeded, 1 otherwise, 2 for a wrong command line. */
@CommandLine.Command(
        name = "jbgpctl",
        description = "Shows what a running jbgpd does, and controls it.",
        mixinStandardHelpOptions = true,
        versionProvider = Jbgpctl.Version.class,
        sortOptions = false,
        customSynopsis = {
            "jbgpctl [-jrv] [-s SOCKET] [COMMAND...]",
            "jbgpctl [-s SOCKET] top",
            "jbgpctl [-s SOCKET] apply FILE [--confirm SECONDS] [--yes]",
            "jbgpctl generate-completion [bash|zsh|fish]"
        })
public final class Jbgpctl implements Callable<Integer> {

    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private static final String DEFAULT_SOCKET = "/run/jbgpd/jbgpd.ctl";

    @CommandLine.Option(
            names = {"-s", "--socket"},
            paramLabel = "SOCKET",
            description = "Control socket of the daemon (default: $JBGPD_SOCKET, else " + DEFAULT_SOCKET + ").")
    private String socket;

    @CommandLine.Option(
            names = {"-r", "--restricted"},
            description = "Refuse commands that change anything.")
    private boolean restricted;

    @CommandLine.Option(
            names = {"-v", "--verbose"},
            description = "Print replies with their codes.")
    private boolean verbose;

    @CommandLine.Option(
            names = {"-j", "--json"},
            description = "Answer in JSON, one object a line; commands marked * below with keys of their own.")
    private boolean json;

    @CommandLine.Option(names = "--plain", description = "BIRD's form of routes also at a terminal.")
    private boolean plain;

    @CommandLine.Option(
            names = "--no-color",
            description = "No colours at a terminal; so does NO_COLOR in the environment.")
    private boolean noColor;

    @CommandLine.Option(
            names = "--as-bird",
            hidden = true,
            description = "As BIRD's clients: all to standard output, the greeting too, and exit code 0.")
    private boolean asBird;

    @CommandLine.Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            hidden = true,
            description = "A control command as words.")
    private List<String> command = new ArrayList<>();

    private final PrintStream out;
    private final PrintStream errors;

    Jbgpctl(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /** Runs and exits. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 32 * 1024),
                false,
                StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = run(out, errors, arguments);
        out.flush();
        System.exit(code);
    }

    static int run(PrintStream out, PrintStream errors, String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("generate-completion")) {
            return printCompletion(out, errors, arguments.length == 1 ? "bash" : arguments[1]);
        }
        if (arguments.length > 1 && arguments[0].equals("complete") && arguments[1].equals("--")) {
            ShellCompletion.print(
                    out, List.of(arguments).subList(2, arguments.length), new Jbgpctl(out, errors).socketPath());
            return 0;
        }
        Jbgpctl jbgpctl = new Jbgpctl(out, errors);
        if (jbgpctl.takesPlain(arguments)) {
            return jbgpctl.call();
        }
        CommandLine line = new CommandLine(jbgpctl);
        line.getCommandSpec().usageMessage().footer(footer());
        return line.setStopAtPositional(true)
                .setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new java.io.PrintWriter(errors, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    /** The scripts that packages install, so that both do the same. */
    private static int printCompletion(PrintStream out, PrintStream errors, String shell) {
        if (!SHELLS.contains(shell)) {
            errors.println("jbgpctl: there is completion for " + String.join(", ", SHELLS) + ", not for " + shell);
            return 2;
        }
        byte[] script = resource("completion." + shell);
        out.write(script, 0, script.length);
        return 0;
    }

    private static String[] footer() {
        List<String> lines = new ArrayList<>(List.of("", "Commands; `jbgpctl help` shows their arguments:"));
        new String(resource("commands.txt"), StandardCharsets.UTF_8).lines().forEach(lines::add);
        lines.addAll(List.of(
                "",
                "top: neighbors, their routes and what they cost, live.",
                "apply: shows what a file would do, puts it in force, keeps it or takes it back.",
                "Without COMMAND: a prompt on a terminal, else one command a line from standard input.",
                "Completion: source <(jbgpctl generate-completion bash), and so in zsh;",
                "in fish: jbgpctl generate-completion fish | source"));
        return lines.toArray(String[]::new);
    }

    private static byte[] resource(String name) {
        try (InputStream resource = Jbgpctl.class.getResourceAsStream(name)) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is not in this program", e);
        }
    }

    /**
     * Reads the everyday form {@code [-j] [-r] [-v] [-s SOCKET] COMMAND...} without picocli, whose reflection takes
     * longer than the rest of the program. Anything else is left to it.
     */
    private boolean takesPlain(String[] arguments) {
        String path = null;
        boolean noChanges = false;
        boolean raw = false;
        boolean objects = false;
        boolean bird = false;
        boolean colorless = false;
        boolean asIs = false;
        int at = 0;
        while (at < arguments.length && arguments[at].startsWith("-")) {
            switch (arguments[at]) {
                case "-s" -> {
                    if (++at == arguments.length) {
                        return false;
                    }
                    path = arguments[at];
                }
                case "-r" -> noChanges = true;
                case "-v" -> raw = true;
                case "-j", "--json" -> objects = true;
                case "--no-color" -> colorless = true;
                case "--plain" -> asIs = true;
                case "--as-bird" -> bird = true;
                default -> {
                    return false;
                }
            }
            at++;
        }
        socket = path;
        restricted = noChanges;
        verbose = raw;
        json = objects;
        asBird = bird;
        noColor = colorless;
        plain = asIs;
        command = List.of(arguments).subList(at, arguments.length);
        return true;
    }

    @Override
    public Integer call() {
        Path path = Path.of(socketPath());
        if (command.equals(List.of("top"))) {
            return top(path);
        }
        if (command.isEmpty() && Terminals.isTerminal(0) && Terminals.isTerminal(1)) {
            return prompt(path);
        }
        try (ControlClient client = ControlClient.connect(path);
                ProgressLine progress = progress(path)) {
            ReplyPrinter printer = new ReplyPrinter(client, out, asBird ? out : errors, verbose, progress);
            printer.greeting(asBird);
            if (restricted) {
                if (asBird) {
                    printer.ask("restrict");
                } else {
                    client.send("restrict");
                    printer.silently();
                }
            }
            if (!command.isEmpty() && command.getFirst().equals("apply")) {
                return new Apply(client, out, errors, input(), progress).run(command.subList(1, command.size()));
            }
            if (!command.isEmpty()) {
                ask(printer, CommandText.join(command));
            } else {
                piped(printer, input());
            }
            return printer.failed() && !asBird ? 1 : 0;
        } catch (ReplyPrinter.NobodyReads e) {
            return 1;
        } catch (IOException e) {
            out.flush();
            errors.println("jbgpctl: " + explain(path, e));
            return 1;
        }
    }

    /**
     * The line that shows how far it is what a command waits for: on standard error, where that is a terminal that
     * shows nothing of somebody else, such as a pager that reads the output.
     */
    private ProgressLine progress(Path path) {
        boolean wanted = !json && !verbose && !asBird && Terminals.isTerminal(2);
        if (!wanted
                || !ProgressLine.suits(System.getenv("TERM"))
                || !(Terminals.isTerminal(1) || Terminals.isFile(1))) {
            return ProgressLine.NONE;
        }
        return new ProgressLine(path, Terminals::width, text -> {
            // What was printed before it stands above it.
            out.flush();
            errors.print(text);
            errors.flush();
        });
    }

    /** Talks with a person; the classes of the prompt are loaded here. */
    private int prompt(Path path) {
        try {
            String prefix = asBird ? "bird> " : "jbgp> ";
            Console.run(new Console.Settings(
                    path, prefix, asBird, restricted, verbose, plain || asBird, !noColor && Terminals.colors()));
            return 0;
        } catch (IOException e) {
            errors.println("jbgpctl: " + explain(path, e));
            return 1;
        }
    }

    private void ask(ReplyPrinter printer, String text) throws IOException {
        if (!json && !verbose && !plain && !asBird && Terminals.isTerminal(1)) {
            List<String> words = List.of(text.split("[ \t]+", -1));
            if (words.size() > 1
                    && RouteTable.shows(CommandGrammar.load(), words)
                    && printer.table(text, new RouteTable(Terminals.width()))) {
                return;
            }
        }
        printer.ask((json ? "json " : "") + text);
    }

    /** The live view, or one table where no terminal is. */
    private int top(Path path) {
        try {
            if (Terminals.isTerminal(0) && Terminals.isTerminal(1)) {
                Top.run(path, !noColor && Terminals.colors());
            } else {
                Top.once(path, out);
            }
            return 0;
        } catch (IOException e) {
            errors.println("jbgpctl: " + explain(path, e));
            return 1;
        }
    }

    private String socketPath() {
        if (socket != null) {
            return socket;
        }
        String variable = System.getenv("JBGPD_SOCKET");
        return variable == null || variable.isEmpty() ? DEFAULT_SOCKET : variable;
    }

    private static void piped(ReplyPrinter printer, BufferedReader input) throws IOException {
        String line = input.readLine();
        while (line != null && !CommandText.isQuit(line)) {
            if (!line.isBlank()) {
                printer.ask(line.strip());
            }
            line = input.readLine();
        }
    }

    private static BufferedReader input() {
        return new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    }

    private static String explain(Path path, IOException e) {
        String reason = e.getMessage() == null ? "connection closed" : e.getMessage();
        if (e instanceof java.io.EOFException) {
            return "connection to " + path + " lost: " + reason;
        }
        if (reason.contains("ermission denied")) {
            return "no access to " + path + ": run it as root or as a member of the socket's group";
        }
        return "no daemon answers on " + path + " (" + reason
                + "); start it (systemctl start jbgpd), or name its socket with -s or JBGPD_SOCKET";
    }

    /** What the launcher says, which has it from the build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"jbgpctl " + System.getProperty("jbgpd.version", "development")};
        }
    }
}
