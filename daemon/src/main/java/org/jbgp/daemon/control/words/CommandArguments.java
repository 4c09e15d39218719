package org.jbgp.daemon.control.words;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;

/**
 * Reads the arguments of commands, each from the words behind its name. The grammar is BIRD's; {@code show route} has a
 * parser of its own.
 */
public final class CommandArguments {

    private static final int DEFAULT_ECHO_BYTES = 4096;
    /** Seconds after which the short format gives the day instead of the time. */
    private static final int SHORT_FORMAT = 20 * 3600;

    private static final Duration DEFAULT_UNDO = Duration.ofMinutes(5);
    private static final String SELECTOR = "protocol name, \"pattern\" or all";

    private CommandArguments() {}

    public static ControlCommand.ShowRoa roa(Words words) throws CommandException {
        RouteQuery.Range range = new RouteQuery.Everything();
        long origin = -1;
        String table = null;
        while (!words.atEnd()) {
            if (words.atWord() && ShowRouteParser.isAddress(words.peek())) {
                range = only(range, new RouteQuery.Exactly(ShowRouteParser.prefix(words.take("prefix"), false)));
                continue;
            }
            switch (words.keyword(List.of("in", "for", "as", "table"))) {
                case "in" ->
                    range = only(range, new RouteQuery.Within(ShowRouteParser.prefix(words.take("prefix"), false)));
                case "for" ->
                    range = only(range, new RouteQuery.Covering(ShowRouteParser.prefix(words.take("prefix"), true)));
                case "as" -> {
                    if (origin >= 0) {
                        throw CommandException.syntax("AS specified twice");
                    }
                    origin = Integer.toUnsignedLong(asNumber(words));
                }
                default -> table = once("Table", table, words.take("table name"));
            }
        }
        return new ControlCommand.ShowRoa(range, origin, table);
    }

    /** What is said, which was not said before. */
    public static String once(String what, String former, String name) throws CommandException {
        if (former != null) {
            throw CommandException.syntax(what + " specified twice: " + former + " and " + name);
        }
        return name;
    }

    private static RouteQuery.Range only(RouteQuery.Range former, RouteQuery.Range range) throws CommandException {
        if (!(former instanceof RouteQuery.Everything)) {
            throw CommandException.syntax("Only one prefix expected");
        }
        return range;
    }

    private static int asNumber(Words words) throws CommandException {
        String text = words.take("AS number");
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw CommandException.syntax("syntax error, unexpected " + text + ", expecting AS number");
        }
    }

    public static ControlCommand.ExplainRoute explain(Words words) throws CommandException {
        String target = words.take("prefix or address");
        RouteQuery.Prefix prefix = ShowRouteParser.prefix(target, true);
        String protocol = null;
        String table = null;
        while (!words.atEnd()) {
            if (words.takeExactly("table")) {
                table = once("Table", table, words.take("table name"));
            } else {
                words.takeExactly("protocol");
                protocol = once("Protocol", protocol, words.take("protocol name"));
            }
        }
        return new ControlCommand.ExplainRoute(prefix, target.indexOf('/') < 0, protocol, table);
    }

    public static ControlCommand.ShowInterfaces interfaces(Words words) throws CommandException {
        boolean summary = !words.atEnd();
        if (summary) {
            words.keyword(List.of("summary"));
        }
        return new ControlCommand.ShowInterfaces(summary);
    }

    public static ControlCommand.OfProtocols ofProtocols(Words words) throws CommandException {
        return new ControlCommand.OfProtocols(words.atEnd() ? new ControlCommand.Matching("*") : selector(words));
    }

    public static ControlCommand.Evaluate evaluate(Words words) throws CommandException {
        return new ControlCommand.Evaluate(words.phrase(words.language()::expression));
    }

    public static ControlCommand.ShowProtocols protocols(Words words) throws CommandException {
        ControlCommand.Selector selector = null;
        // `all` comes first in BIRD, and birdc completes it; a protocol whose name begins like it must still be found.
        boolean all = words.takeExactly("all") || (words.isFollowed("all") && words.takeKeyword("all"));
        if (!words.atEnd()) {
            selector = words.atString()
                    ? new ControlCommand.Matching(words.take(SELECTOR))
                    : new ControlCommand.Named(words.take("protocol name or \"pattern\""));
        }
        if (!all && words.takeKeyword("all")) {
            all = true;
        }
        return new ControlCommand.ShowProtocols(selector == null ? new ControlCommand.Matching("*") : selector, all);
    }

    public static ControlCommand.ShowSymbols symbols(Words words) throws CommandException {
        return new ControlCommand.ShowSymbols(words.atEnd() ? null : words.take("name or kind of symbol"));
    }

    public static ControlCommand.Configure configure(Words words) throws CommandException {
        return configure(words, ConfigureRequest.Mode.APPLY);
    }

    public static ControlCommand.Configure configureSoft(Words words) throws CommandException {
        return configure(words, ConfigureRequest.Mode.SOFT);
    }

    private static ControlCommand.Configure configure(Words words, ConfigureRequest.Mode mode) throws CommandException {
        String file = file(words);
        Duration undo = words.takeKeyword("timeout") ? seconds(words) : null;
        return new ControlCommand.Configure(new ConfigureRequest(file, mode, undo));
    }

    public static ControlCommand.Configure configureCheck(Words words) throws CommandException {
        return new ControlCommand.Configure(new ConfigureRequest(file(words), ConfigureRequest.Mode.CHECK, null));
    }

    public static ControlCommand.Configure configureTimeout(Words words) throws CommandException {
        return new ControlCommand.Configure(new ConfigureRequest(null, ConfigureRequest.Mode.APPLY, seconds(words)));
    }

    public static ControlCommand.ConfigureApply configureApply(Words words) throws CommandException {
        String plan = words.take("plan");
        return new ControlCommand.ConfigureApply(plan, words.takeKeyword("timeout") ? seconds(words) : null);
    }

    public static ControlCommand.ConfigurePlan configurePlan(Words words) throws CommandException {
        String file = file(words);
        boolean routes = words.takeKeyword("routes");
        return new ControlCommand.ConfigurePlan(
                file, routes, routes && !words.atEnd() ? words.take("protocol name") : null);
    }

    /** A file's name in quotes, null if there is none. */
    public static String file(Words words) throws CommandException {
        return words.atString() ? words.take("file") : null;
    }

    private static Duration seconds(Words words) throws CommandException {
        return words.atEnd() ? DEFAULT_UNDO : Duration.ofSeconds(number(words, 1, Integer.MAX_VALUE, "seconds"));
    }

    private static int number(Words words, int least, int most, String what) throws CommandException {
        String text = words.take(what);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw CommandException.syntax("syntax error, unexpected " + text + ", expecting " + what);
        }
        throw CommandException.syntax("Invalid " + what + " " + text + ", must be " + least + ".." + most);
    }

    public static ControlCommand.ChangeProtocols change(Words words, ControlCommand.Change change)
            throws CommandException {
        ControlCommand.Selector selector = selector(words);
        String message = words.atString() ? words.take("message") : null;
        return new ControlCommand.ChangeProtocols(change, selector, message);
    }

    public static ControlCommand.Drain drain(Words words, boolean begins) throws CommandException {
        return new ControlCommand.Drain(selector(words), begins);
    }

    public static ControlCommand.Reload reload(Words words) throws CommandException {
        // What BIRD 3 says in front; a protocol may be called so.
        if (words.isFollowed("") && !words.takeExactly("filters")) {
            words.takeExactly("bgp");
        }
        RouterCommands.Direction direction = words.takeExactly("in")
                ? RouterCommands.Direction.IN
                : words.takeExactly("out") ? RouterCommands.Direction.OUT : RouterCommands.Direction.BOTH;
        return new ControlCommand.Reload(direction, selector(words));
    }

    public static ControlCommand.Selector selector(Words words) throws CommandException {
        if (words.atString()) {
            return new ControlCommand.Matching(words.take(SELECTOR));
        }
        String name = words.take(SELECTOR);
        return name.equals("all") ? new ControlCommand.Matching("*") : new ControlCommand.Named(name);
    }

    public static ControlCommand.Debug debug(Words words) throws CommandException {
        ControlCommand.Selector selector = selector(words);
        Set<DebugFlag> flags = EnumSet.noneOf(DebugFlag.class);
        if (words.takeMark('{')) {
            do {
                flags.add(debugFlag(words.take("what to report")));
            } while (words.takeMark(','));
            if (!words.takeMark('}')) {
                throw words.unexpected("}");
            }
        } else if (words.keyword(List.of("all", "off")).equals("all")) {
            flags = EnumSet.allOf(DebugFlag.class);
        }
        return new ControlCommand.Debug(selector, flags);
    }

    private static DebugFlag debugFlag(String word) throws CommandException {
        for (DebugFlag each : DebugFlag.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw CommandException.syntax("syntax error, unexpected " + word
                + ", expecting states, routes, filters, interfaces, events or packets");
    }

    public static ControlCommand.Echo echo(Words words) throws CommandException {
        Set<LogClass> classes = EnumSet.noneOf(LogClass.class);
        if (words.takeMark('{')) {
            do {
                classes.add(logClass(words.take("log class")));
            } while (words.takeMark(','));
            if (!words.takeMark('}')) {
                throw words.unexpected("}");
            }
        } else if (words.keyword(List.of("all", "off")).equals("all")) {
            classes = EnumSet.allOf(LogClass.class);
        }
        int size = words.atEnd() ? DEFAULT_ECHO_BYTES : number(words, 256, 65536, "log buffer size");
        return new ControlCommand.Echo(classes, size);
    }

    public static ControlCommand.SetTimeFormat timeFormat(Words words) throws CommandException {
        return new ControlCommand.SetTimeFormat(format(words));
    }

    private static TimeFormat format(Words words) throws CommandException {
        if (words.atString()) {
            String recent = words.take("format");
            if (words.atEnd()) {
                return new TimeFormat(recent, 0, Optional.empty());
            }
            int limit = number(words, 1, Integer.MAX_VALUE, "seconds");
            return new TimeFormat(recent, limit, Optional.of(words.take("format")));
        }
        words.require("iso");
        boolean isShort = words.keyword(List.of("short", "long")).equals("short");
        String fraction = "";
        if (!words.atEnd()) {
            fraction = words.keyword(List.of("ms", "us")).equals("ms") ? ".%3f" : ".%6f";
        }
        return isShort
                ? new TimeFormat("%T" + fraction, SHORT_FORMAT, Optional.of("%F"))
                : new TimeFormat("%F %T" + fraction, 0, Optional.empty());
    }

    private static LogClass logClass(String word) throws CommandException {
        for (LogClass each : LogClass.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw CommandException.syntax("syntax error, unexpected " + word
                + ", expecting debug, trace, info, remote, warning, error, auth, fatal or bug");
    }

    public static ControlCommand.Help help(Words words) throws CommandException {
        StringBuilder topic = new StringBuilder();
        while (!words.atEnd()) {
            topic.append(topic.isEmpty() ? "" : " ").append(words.take("command"));
        }
        return new ControlCommand.Help(topic.toString());
    }
}
