package org.jbgp.cli.prompt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jbgp.cli.client.CommandText;
import org.jbgp.cli.client.Conversation;
import org.jbgp.cli.client.ReplyLine;
import org.jbgp.cli.progress.ProgressLine;
import org.jbgp.cli.table.RouteTable;
import org.jbgp.cli.words.CommandGrammar;
import org.jbgp.cli.words.Completion;
import org.jbgp.cli.words.DaemonNames;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** A session at a terminal: one command after the other, and log messages whenever they come. */
public final class Console implements Conversation.Listener {

    /** Code of what a daemon does not understand, as one that knows no JSON. */
    private static final int NOT_UNDERSTOOD = 9001;

    /**
     * How it shall be.
     *
     * @param socket of the daemon
     * @param prompt what stands before each command
     * @param greets whether the daemon's greeting is shown, as BIRD's clients do
     * @param restricted whether commands that change anything are refused
     * @param verbose whether replies are shown as received
     * @param plain whether routes are shown as BIRD does
     * @param colors whether there are colours, where the terminal has some
     */
    public record Settings(
            Path socket,
            String prompt,
            boolean greets,
            boolean restricted,
            boolean verbose,
            boolean plain,
            boolean colors) {}

    private final Settings settings;
    private final Terminal terminal;
    private final LineReader reader;
    private final Pager pager;
    private final ReplyColors colors;
    private final Conversation conversation;
    private final ProgressLine progress;
    private final CommandGrammar grammar = CommandGrammar.load();
    /** While routes are asked for. */
    private volatile RouteTable routes;
    /** False when no routes came for an answer. */
    private volatile boolean answered;

    private Console(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
        if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
            // A serial line, or a program at the other end of a pseudo terminal that says nothing.
            terminal.setSize(new Size(80, 24));
        }
        boolean plain = terminal.getType().startsWith(Terminal.TYPE_DUMB);
        colors = new ReplyColors(settings.colors() && !plain);
        conversation = new Conversation(settings.socket(), this);
        progress = plain || settings.verbose() || settings.greets()
                ? ProgressLine.NONE
                : new ProgressLine(settings.socket(), terminal::getWidth, text -> {
                    terminal.writer().print(text);
                    terminal.flush();
                });
        pager = new Pager(terminal, conversation::isAwaiting, conversation::giveUp);
        Completion completion = new Completion(grammar, new DaemonNames(settings.socket()));
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("jbgpctl")
                .parser(new DefaultParser()
                        .quoteChars(new char[] {'"'})
                        .escapeChars(null)
                        .eofOnUnclosedQuote(false))
                .completer(new CommandCompleter(completion))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false)
                .variable(LineReader.BELL_STYLE, "none")
                .variable(LineReader.COMPLETION_STYLE_STARTING, settings.colors() ? "fg:cyan" : "")
                .build();
        HistoryFile.find(System.getenv()).ifPresent(file -> file.attachTo(reader));
        HelpKey help = new HelpKey(reader, completion, colors);
        reader.getWidgets().put("help-next", help);
        bindKeys(reader.getKeyMaps().get(LineReader.MAIN));
    }

    private static void bindKeys(KeyMap<Binding> keys) {
        keys.bind(new Reference("help-next"), "?");
        // What arrow keys send where the terminal does not follow its description, as serial consoles.
        keys.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), "\u001b[A");
        keys.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), "\u001b[B");
        keys.bind(new Reference(LineReader.FORWARD_CHAR), "\u001b[C");
        keys.bind(new Reference(LineReader.BACKWARD_CHAR), "\u001b[D");
        keys.bind(new Reference(LineReader.BEGINNING_OF_LINE), "\u001b[H");
        keys.bind(new Reference(LineReader.END_OF_LINE), "\u001b[F");
    }

    /**
     * Talks until the person leaves.
     *
     * @param settings how
     * @throws IOException if no daemon answers at first, or the terminal fails
     */
    public static void run(Settings settings) throws IOException {
        try (Terminal terminal = TerminalBuilder.builder()
                .name("jbgpctl")
                .system(true)
                .dumb(true)
                .nativeSignals(true)
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .build()) {
            new Console(settings, terminal).talk();
        }
    }

    private void talk() throws IOException {
        if (settings.restricted()) {
            conversation.beginWith("restrict");
        }
        terminal.handle(Terminal.Signal.INT, signal -> conversation.giveUp());
        String greeting;
        progress.begins(null);
        try {
            greeting = conversation.connect();
        } finally {
            progress.ends();
        }
        terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN);
        if (settings.greets()) {
            terminal.writer().println(greeting);
        }
        try (conversation;
                progress) {
            String prompt = prompt();
            while (true) {
                String line = read(prompt);
                if (line == null || CommandText.isQuit(line)) {
                    return;
                }
                if (!line.isBlank()) {
                    run(line.strip());
                }
            }
        }
    }

    private String prompt() {
        return colors.on()
                ? new AttributedString(settings.prompt(), AttributedStyle.DEFAULT.bold()).toAnsi(terminal)
                : settings.prompt();
    }

    /** The next line, empty when it was given up, null at the end of the input. */
    private String read(String prompt) {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException e) {
            return "";
        } catch (EndOfFileException e) {
            return null;
        }
    }

    private void run(String line) {
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> conversation.giveUp());
        pager.begin();
        try {
            if (!CommandText.isLive(line)) {
                progress.begins(line);
            }
            if (isSetting(line)) {
                conversation.keep(line);
            } else if (!showsTable(line)) {
                conversation.ask(line);
            }
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "connection closed" : e.getMessage();
            progress.ends();
            print(colors.problem(settings.socket() + ": " + reason));
        } finally {
            progress.ends();
            terminal.handle(Terminal.Signal.INT, before);
            terminal.flush();
        }
    }

    /** Asks for routes as a table; false if this is another command, or the daemon has no such answer. */
    private boolean showsTable(String line) throws IOException {
        List<String> words = List.of(line.split("[ \t]+", -1));
        if (settings.plain() || settings.verbose() || words.size() < 2 || !RouteTable.shows(grammar, words)) {
            return false;
        }
        answered = true;
        routes = new RouteTable(terminal.getWidth());
        try {
            conversation.ask("json " + line);
            return answered;
        } finally {
            routes = null;
        }
    }

    /** True for what holds for a session, and would be lost with its connection. */
    private static boolean isSetting(String line) {
        String word = line.split("[ \t]", 2)[0];
        return List.of("restrict", "echo", "timeformat").stream()
                .anyMatch(each -> each.startsWith(word)
                        && word.length()
                                >= Map.of("restrict", 5, "echo", 2, "timeformat", 1)
                                        .get(each));
    }

    @Override
    public void reply(ReplyLine line) {
        progress.heard();
        show(line);
        progress.waits();
    }

    private void show(ReplyLine line) {
        RouteTable table = routes;
        if (table != null
                && conversation.isAwaiting()
                && (line.code() == RouteTable.JSON || line.code() == NOT_UNDERSTOOD)) {
            List<String> lines = answered && line.code() == RouteTable.JSON ? table.add(line.text()) : null;
            answered &= lines != null;
            if (lines != null) {
                lines.forEach(each -> pager.print(colors.routeLine(each)));
            }
        } else if (conversation.isAwaiting() && (settings.verbose() || line.code() != 0)) {
            pager.print(settings.verbose() ? new AttributedString(line.raw()) : colors.reply(line));
        }
    }

    @Override
    public void spontaneous(ReplyLine line) {
        progress.heard();
        print(colors.spontaneous(line));
        progress.waits();
    }

    @Override
    public void lost() {
        print(colors.problem("the daemon closed the connection; the next command looks for it again"));
    }

    private void print(AttributedString line) {
        if (reader.isReading()) {
            reader.printAbove(line);
        } else {
            terminal.writer().println(line.toAnsi(terminal));
            terminal.flush();
        }
    }
}
