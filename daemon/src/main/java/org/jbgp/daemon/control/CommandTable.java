package org.jbgp.daemon.control;

import static org.jbgp.daemon.control.CommandRow.Trait.EXACT;
import static org.jbgp.daemon.control.CommandRow.Trait.JSON;
import static org.jbgp.daemon.control.CommandRow.Trait.RESTRICTED;
import static org.jbgp.daemon.control.CommandRow.Trait.UNLISTED;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jbgp.config.CommandLanguage;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.words.CommandArguments;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.control.words.ControlCommand.Change;
import org.jbgp.daemon.control.words.ControlCommand.Plain;
import org.jbgp.daemon.control.words.MissingCommands;
import org.jbgp.daemon.control.words.PrefixOrProtocol;
import org.jbgp.daemon.control.words.ShowRouteParser;
import org.jbgp.daemon.control.words.Words;

/**
 * Every command, a row each, in the order of {@code help}. The list in {@code docs/commands.md}, the completion and the
 * {@code --help} of jbgpctl are made from it by {@code CommandListsTest}.
 */
final class CommandTable {
    private static final String PROTOCOLS = "(<protocol> | \"<pattern>\" | all)";

    private static final CommandRow<ControlCommand.Help> HELP = CommandRow.of(
            "help",
            "[<command>]",
            "Describe commands; so does `?`",
            CommandArguments::help,
            (session, help, reply) -> CommandRunner.help(help.topic(), reply));

    static final List<CommandRow<?>> ROWS = List.of(
            CommandRow.of(
                            "show status",
                            "",
                            "Show router status",
                            CommandTable::plain,
                            (session, show, reply) -> session.layout()
                                    .status(reply, session.ports().view().status()))
                    .with(JSON),
            CommandRow.of(
                            "show protocols",
                            "[all] [<protocol> | \"<pattern>\"]",
                            "Show routing protocols",
                            CommandArguments::protocols,
                            ProtocolCommands::show)
                    .with(JSON),
            CommandRow.of(
                            "show neighbors",
                            "[<protocol> | \"<pattern>\"]",
                            "Show BGP neighbors with their routes, a line each",
                            CommandArguments::ofProtocols,
                            ShowNeighbors::run)
                    .with(JSON),
            CommandRow.of(
                            "show load",
                            "",
                            "Show what each BGP neighbor costs, and what waits",
                            CommandTable::plain,
                            ShowLoad::run)
                    .with(JSON),
            CommandRow.of(
                            "show progress",
                            "",
                            "Show what takes long and is under way, and how far it is",
                            CommandTable::plain,
                            ShowProgress::run)
                    .with(JSON)
                    .with(EXACT),
            CommandRow.of(
                            "show route",
                            "[<prefix> | for <prefix>|<ip> | in <prefix>] [table <t>|all] [(import|export) table <p>.<c>]"
                                    + " [filter <f> | where <condition>] [protocol <p>] [all] [primary] [filtered]"
                                    + " [(export|exported|preexport|noexport) <p>] [stats|count] [at \"<time>\"]",
                            "Show routing table",
                            ShowRouteParser::parse,
                            CommandTable::showRoute)
                    .with(JSON),
            CommandRow.of(
                            "show changes",
                            "[<prefix>] [<protocol>] [since \"<time>\"] [all]",
                            "Show how best paths changed, and why",
                            HistoryCommands::parseChanges,
                            HistoryCommands::changes)
                    .with(JSON),
            CommandRow.of(
                            "show diff",
                            "\"<time>\" [\"<time>\"] [table <t>] [all]",
                            "Show what is different from what was at a time",
                            HistoryCommands::parseDiff,
                            HistoryCommands::difference)
                    .with(JSON),
            CommandRow.of(
                            "show flaps",
                            "[since \"<time>\"] [all]",
                            "Show the prefixes that changed most often",
                            HistoryCommands::parseFlaps,
                            HistoryCommands::flaps)
                    .with(JSON),
            CommandRow.of(
                            "show rejected",
                            "[<prefix>] [<protocol>]",
                            "Show the routes that import filters rejected last",
                            PrefixOrProtocol::parse,
                            ShowRejected::run)
                    .with(JSON)
                    .with(EXACT),
            CommandRow.of(
                            "show roa",
                            "[<prefix> | in <prefix> | for <prefix>|<ip>] [as <asn>] [table <t>]",
                            "Show route origin authorisations",
                            CommandArguments::roa,
                            (session, show, reply) -> new ShowRoas(session, reply).run(show))
                    .with(JSON)
                    .with(EXACT),
            CommandRow.of(
                            "show interfaces",
                            "[summary]",
                            "Show network interfaces",
                            CommandArguments::interfaces,
                            CommandRunner::interfaces)
                    .with(JSON),
            CommandRow.of("show memory", "", "Show memory usage", CommandTable::plain, CommandRunner::memory)
                    .with(JSON),
            CommandRow.of(
                            "show bfd sessions",
                            "[<protocol>] [address <ip>|<prefix>] [(interface|dev) \"<name>\"] [ipv4|ipv6]"
                                    + " [direct|multihop] [all]",
                            "Show information about BFD sessions",
                            ShowBfd::parse,
                            ShowBfd::run)
                    .with(JSON),
            CommandRow.of(
                            "show static",
                            "[<protocol> | \"<pattern>\"]",
                            "Show routes of static protocols",
                            CommandArguments::ofProtocols,
                            (session, show, reply) -> new ShowStatic(session, reply).run(show.selector()))
                    .with(JSON),
            CommandRow.of(
                            "show symbols",
                            "[table|filter|function|protocol|template|roa|<symbol>]",
                            "Show all known symbolic names",
                            CommandArguments::symbols,
                            ShowSymbols::run)
                    .with(JSON),
            CommandRow.of(
                            "configure",
                            "[soft] [\"<file>\"] [timeout [<sec>]]",
                            "Reload configuration",
                            CommandArguments::configure,
                            ConfigureCommands::configure)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "configure soft",
                            "[\"<file>\"] [timeout [<sec>]]",
                            "Reload configuration, and send no routes through changed filters",
                            CommandArguments::configureSoft,
                            ConfigureCommands::configure)
                    .with(JSON)
                    .with(RESTRICTED)
                    .with(UNLISTED),
            CommandRow.of(
                            "configure check",
                            "[\"<file>\"]",
                            "Parse configuration and check its validity",
                            CommandArguments::configureCheck,
                            ConfigureCommands::configure)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "configure plan",
                            "[\"<file>\"] [routes [<protocol>]]",
                            "Show what configure would do to protocols and routes",
                            CommandArguments::configurePlan,
                            ConfigurePlan::run)
                    .with(JSON),
            CommandRow.of(
                            "configure apply",
                            "<plan> [timeout [<sec>]]",
                            "Carry out a plan that was shown",
                            CommandArguments::configureApply,
                            ConfigureCommands::apply)
                    .with(JSON)
                    .with(RESTRICTED)
                    .with(EXACT),
            CommandRow.of(
                            "configure changes",
                            "",
                            "Show what the plan carried out last has changed",
                            CommandTable::plain,
                            ConfigureCommands::changes)
                    .with(JSON)
                    .with(EXACT),
            CommandRow.of(
                            "configure timeout",
                            "[<sec>]",
                            "Reload configuration, and undo it unless it is confirmed in time",
                            CommandArguments::configureTimeout,
                            ConfigureCommands::configure)
                    .with(JSON)
                    .with(RESTRICTED)
                    .with(UNLISTED),
            CommandRow.of(
                            "configure confirm",
                            "",
                            "Keep the configuration that a timeout would undo",
                            CommandTable::plain,
                            ConfigureCommands::confirm)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "configure undo",
                            "",
                            "Return to the configuration before the last one",
                            CommandTable::plain,
                            ConfigureCommands::undo)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "configure status",
                            "",
                            "Show configuration status",
                            CommandTable::plain,
                            ConfigureCommands::status)
                    .with(JSON),
            CommandRow.of(
                            "enable",
                            PROTOCOLS + " [\"<message>\"]",
                            "Enable protocol",
                            words -> CommandArguments.change(words, Change.ENABLE),
                            ProtocolCommands::change)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "disable",
                            PROTOCOLS + " [\"<message>\"]",
                            "Disable protocol",
                            words -> CommandArguments.change(words, Change.DISABLE),
                            ProtocolCommands::change)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "restart",
                            PROTOCOLS + " [\"<message>\"]",
                            "Restart protocol",
                            words -> CommandArguments.change(words, Change.RESTART),
                            ProtocolCommands::change)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "reload",
                            "[in|out] " + PROTOCOLS,
                            "Reload protocol",
                            CommandArguments::reload,
                            ProtocolCommands::reload)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "drain",
                            PROTOCOLS,
                            "Send routes with GRACEFUL_SHUTDOWN, then withdraw them",
                            words -> CommandArguments.drain(words, true),
                            ProtocolCommands::drain)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "undrain",
                            PROTOCOLS,
                            "Send a BGP neighbor its routes again",
                            words -> CommandArguments.drain(words, false),
                            ProtocolCommands::drain)
                    .with(JSON)
                    .with(RESTRICTED),
            CommandRow.of(
                            "debug",
                            PROTOCOLS + " (all | off | { states|routes|filters|interfaces|events|packets [, ...] })",
                            "Have protocols report to the log what they do",
                            CommandArguments::debug,
                            ProtocolCommands::debug)
                    .with(RESTRICTED),
            CommandRow.of(
                            "explain route",
                            "(<prefix> | <ip>) [<protocol>] [table <t>]",
                            "Explain why a route is missing, not best or not announced",
                            CommandArguments::explain,
                            CommandTable::explain)
                    .with(JSON),
            // Stock birdc passes on only what begins with a command of its own.
            CommandRow.of(
                            "show route explain",
                            "(<prefix> | <ip>) [<protocol>] [table <t>]",
                            "Explain why a route is missing, not best or not announced",
                            CommandArguments::explain,
                            CommandTable::explain)
                    .with(JSON)
                    .with(EXACT)
                    .with(UNLISTED),
            CommandRow.of(
                            "watch",
                            "[<prefix>] [<protocol>]",
                            "Show changes as they happen, as JSON, without end",
                            PrefixOrProtocol::parse,
                            WatchCommand::run)
                    .with(JSON),
            CommandRow.of(
                            "eval",
                            "<expression>",
                            "Evaluate an expression of the filter language",
                            CommandArguments::evaluate,
                            CommandRunner::evaluate)
                    .with(JSON),
            CommandRow.of("down", "", "Shut the daemon down", CommandTable::plain, CommandRunner::down)
                    .with(RESTRICTED),
            CommandRow.of(
                    "echo",
                    "(all | off | { debug, trace, info, remote, warning, error, auth }) [<buffer-size>]",
                    "Show log messages in this session",
                    CommandArguments::echo,
                    CommandRunner::echo),
            CommandRow.of(
                    "restrict",
                    "",
                    "Restrict this session to safe commands",
                    CommandTable::plain,
                    CommandRunner::restrict),
            CommandRow.of(
                    "timeformat",
                    "\"<format>\" [<sec> \"<format>\"] | iso (short | long) [ms | us]",
                    "Set the time format of this session",
                    CommandArguments::timeFormat,
                    CommandRunner::timeFormat),
            CommandRow.of(
                            "dump",
                            "(" + String.join(" | ", Dumps.WORDS) + ") [\"<file>\"]",
                            "Write what the router knows to a new file, or to the log",
                            Dumps::parse,
                            Dumps::run)
                    .with(RESTRICTED),
            CommandRow.of(
                            "mrt dump",
                            "table <t>|\"<pattern>\" to \"<file>\" [filter <f> | where <condition>]",
                            "Write a table into an MRT file",
                            MrtCommands::parse,
                            MrtCommands::dump)
                    .with(RESTRICTED),
            CommandRow.of(
                            "mrtdump",
                            PROTOCOLS + " (all | off | { states|messages [, ...] })",
                            "Have protocols write what they receive to the MRT dump file",
                            MrtCommands::parseUpdates,
                            MrtCommands::updates)
                    .with(RESTRICTED),
            CommandRow.of(
                            "graceful restart",
                            "",
                            "Shut the daemon down for graceful restart",
                            CommandTable::plain,
                            CommandRunner::gracefulRestart)
                    .with(RESTRICTED),
            HELP,
            CommandRow.of("quit", "", "Leave; so does `exit`", CommandTable::plain, CommandRunner::leave),
            CommandRow.of("exit", "", "Leave", CommandTable::plain, CommandRunner::leave)
                    .with(UNLISTED));

    private CommandTable() {}

    private static Plain plain(Words words) {
        return new Plain();
    }

    private static void showRoute(CommandRunner session, ControlCommand.ShowRoute show, Reply reply)
            throws CommandException, IOException {
        if (show.form().at() != null) {
            HistoryCommands.route(session, show, reply);
        } else {
            new ShowRoutes(session.ports(), session.layout(), show, reply).run();
        }
    }

    private static void explain(CommandRunner session, ControlCommand.ExplainRoute command, Reply reply)
            throws CommandException, IOException {
        new ExplainRoute(session, reply).run(command);
    }

    /** {@code ?} behind these words. */
    static CommandRow.Order<?> help(String topic) {
        return new CommandRow.Order<>(HELP, new ControlCommand.Help(topic));
    }

    /**
     * Turns a line into a command: its row, and the arguments that this reads.
     *
     * @param language the filter language of the running configuration; asked only by commands that need it
     */
    static CommandRow.Order<?> parse(String line, Supplier<CommandLanguage> language) throws CommandException {
        if (line.stripTrailing().endsWith("?") && line.indexOf('"') < 0) {
            return help(line.substring(0, line.lastIndexOf('?')).strip());
        }
        MissingCommands.refuse(line);
        Words words = new Words(line, language);
        if (words.atEnd()) {
            throw CommandException.syntax("syntax error, empty command");
        }
        return find(words).order(words);
    }

    /** The row a line asks for; its words are taken. */
    static CommandRow<?> find(Words line) throws CommandException {
        List<CommandRow<?>> candidates = ROWS;
        for (int depth = 0; ; depth++) {
            CommandRow<?> complete = null;
            Set<String> expected = new LinkedHashSet<>();
            String exact = null;
            for (CommandRow<?> row : candidates) {
                if (row.words().size() == depth) {
                    complete = row;
                } else if (!isExact(row, depth)) {
                    expected.add(row.words().get(depth));
                } else if (line.takeExactly(row.words().get(depth))) {
                    exact = row.words().get(depth);
                }
            }
            if (exact == null && complete != null && (expected.isEmpty() || !line.atWord())) {
                return complete;
            }
            String word = exact == null ? line.keyword(List.copyOf(expected)) : exact;
            int at = depth;
            candidates = candidates.stream()
                    .filter(row ->
                            row.words().size() > at && row.words().get(at).equals(word))
                    .toList();
        }
    }

    /** True if a row's word at this place is not abbreviated. */
    static boolean isExact(CommandRow<?> row, int depth) {
        return row.is(EXACT) && depth == row.words().size() - 1;
    }

    /** The rows that lists show. */
    static List<CommandRow<?>> listed() {
        return ROWS.stream().filter(row -> !row.is(UNLISTED)).toList();
    }

    /** One line for each command that begins with these words, abbreviated or not. */
    static List<String> about(String topic) {
        String[] wanted = topic.isEmpty() ? new String[0] : topic.split("[ \t]+");
        List<String> lines = new ArrayList<>();
        for (CommandRow<?> row : listed()) {
            if (begins(row.words(), wanted)) {
                lines.add(ReplyText.left(new StringBuilder(), row.usage(), 40)
                        .append("  ")
                        .append(row.meaning())
                        .toString());
            }
        }
        return lines;
    }

    private static boolean begins(List<String> command, String[] wanted) {
        for (int i = 0; i < Math.min(command.size(), wanted.length); i++) {
            if (!command.get(i).startsWith(wanted[i])) {
                return false;
            }
        }
        return true;
    }
}
