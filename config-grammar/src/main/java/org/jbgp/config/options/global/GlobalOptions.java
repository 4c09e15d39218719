package org.jbgp.config.options.global;

import static org.jbgp.config.options.row.Option.option;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.model.router.ControlSocket;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.LogTarget;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options outside of protocols, but for tables. */
public final class GlobalOptions {
    /** After so many seconds BIRD's short format shows the date instead of the time. */
    private static final long SHORT_LIMIT = 20 * 3600;

    /** BIRD's smallest size of a log file with a limit. */
    private static final long LEAST_LOG_LIMIT = 16384;

    private static final int MOST_THREADS = 1024;

    public static final OptionTable<GlobalDraft> TABLE = new OptionTable<>(
            List.of(
                    option(
                            "router id",
                            "<number> | <IPv4 address>",
                            "the lowest IPv4 address of the machine",
                            "Number that no other router has; a dotted quad also for IPv6.",
                            (arguments, draft) -> draft.routerId = arguments.quad()),
                    option(
                            "router id from",
                            "[-] <pattern> [<prefix>], …",
                            "",
                            "Takes the router id from the lowest IPv4 address of these interfaces, which is looked for"
                                    + " again at each reload.",
                            (arguments, draft) -> draft.routerIdSources = CommonArguments.interfaces(arguments)),
                    Option.<GlobalDraft>option(
                                    "hostname",
                                    "<string>",
                                    "the machine's",
                                    "Host name shown by 'show status' and advertised to neighbors.",
                                    (arguments, draft) -> draft.hostname = arguments.text())
                            .onlyNew(),
                    Option.<GlobalDraft>option(
                                    "listen bgp",
                                    "[address <address>] [port <number>] [v6only | dual]",
                                    "all addresses, port 179",
                                    "Where incoming BGP sessions are accepted.",
                                    GlobalOptions::listen)
                            .onlyOld(),
                    Option.<GlobalDraft>option(
                                    "listen http",
                                    "[address <address>] [port <number>] [{ looking glass; birdwatcher; request rate <number>; }]",
                                    "off; with the statement 127.0.0.1, port 9179, metrics only",
                                    "Where metrics are served, and a looking glass. BIRD has nothing like it.",
                                    ListenHttpOptions::read)
                            .holding(word -> ListenHttpOptions.TABLE),
                    option(
                            "graceful restart wait",
                            "<seconds>",
                            "240",
                            "How long a start with -R waits for the neighbors.",
                            (arguments, draft) -> draft.gracefulRestartWait =
                                    (int) arguments.number("graceful restart wait", 0, 1_000_000)),
                    option(
                            "log",
                            "stderr | syslog [name <string>] | <file> [<size> <file>] | fixed <file> <size> | udp <host> [port <number>];"
                                    + " then all | { <classes> }",
                            "stderr in the foreground, else syslog",
                            "Where messages go.",
                            GlobalOptions::log),
                    option(
                            "debug protocols",
                            "all | off | { states, routes, filters, interfaces, events, packets }",
                            "off",
                            "What protocols report unless they have a 'debug' of their own.",
                            (arguments, draft) -> draft.debugProtocols = CommonArguments.debug(arguments)),
                    Option.<GlobalDraft>option(
                                    "debug channels",
                                    "all | off | { states, routes, filters, interfaces, events, packets }",
                                    "off",
                                    "What channels report unless they have a 'debug' of their own.",
                                    (arguments, draft) -> draft.debugChannels = CommonArguments.debug(arguments))
                            .onlyNew(),
                    Option.<GlobalDraft>option(
                                    "debug tables",
                                    "all | off | { states, routes, filters, interfaces, events, packets }",
                                    "off",
                                    "What tables report unless they have a 'debug' of their own: those that follow, and the"
                                            + " default tables.",
                                    (arguments, draft) -> draft.debugTables(CommonArguments.debug(arguments)))
                            .onlyNew(),
                    option(
                            "debug commands",
                            "<0 to 2>",
                            "0",
                            "Reports commands: 0 nothing, 1 connections, 2 every command.",
                            (arguments, draft) -> draft.debugCommands = (int) arguments.number("debug commands", 0, 2)),
                    option(
                            "debug latency limit",
                            "<time>",
                            "1 s",
                            "Longest wait that is not worth a report of 'debug latency'.",
                            (arguments, draft) -> draft.latencyLimit = arguments.time("debug latency limit")),
                    option(
                            "debug latency",
                            "[<switch>] | all | { ping, wakeup, scheduling, sockets, events, timers }",
                            "off",
                            "Reports how long threads keep work waiting, if longer than the limit; any word turns it on.",
                            GlobalOptions::latency),
                    option(
                            "watchdog warning",
                            "<time>",
                            "5 s",
                            "A thread that keeps work waiting for longer is worth a warning; 0 for none.",
                            (arguments, draft) -> draft.watchdogWarning = arguments.time("watchdog warning")),
                    option(
                            "watchdog timeout",
                            "<time>",
                            "off",
                            "A thread that keeps work waiting for longer ends the process, with exit status 3.",
                            (arguments, draft) -> draft.watchdogTimeout = arguments.time("watchdog timeout")),
                    option(
                            "mrtdump protocols",
                            "all | off | { states, messages }",
                            "off",
                            "What protocols write to the MRT dump file.",
                            (arguments, draft) -> draft.mrtdumpProtocols = CommonArguments.mrtdump(arguments)),
                    Option.<GlobalDraft>toggle(
                            "mrtdump extended timestamps",
                            "off",
                            "Records of the MRT dump file say the time to the microsecond (BGP4MP_ET).",
                            (draft, on) -> draft.mrtdumpExtended = on),
                    option(
                            "mrtdump",
                            "<file>",
                            "",
                            "File that MRT dumps are written to: a pattern as of strftime.",
                            (arguments, draft) -> draft.mrtdump = arguments.text()),
                    option(
                            "timeformat",
                            "base | log | route | protocol, then iso short | iso long [ms | us] | <format>"
                                    + " [<seconds> <format>]",
                            "iso long for base and log, iso short for route and protocol",
                            "How times are written.",
                            GlobalOptions::timeFormat),
                    Option.<GlobalDraft>option(
                                    "threads",
                                    "<number>",
                                    "the number of cores",
                                    "Number of worker threads (3.x): half of them keep the tables, half serve the sessions,"
                                            + " at least one each. Holds from the start.",
                                    GlobalOptions::threads)
                            .onlyNew(),
                    Option.<GlobalDraft>option(
                                    "thread group",
                                    "<name> [{ … }]",
                                    "worker and express",
                                    "Worker threads (3.x): those of all groups together do all work, whoever names which group.",
                                    GlobalOptions::threadGroup)
                            .onlyNew()
                            .holding(word -> GlobalOptions.THREAD_GROUP),
                    Option.<GlobalDraft>option(
                                    "guard",
                                    "{ sessions >= <number>; routes from <protocol> >= <number>; … }",
                                    "",
                                    "What must hold while a configuration is unconfirmed; if it does not, the configuration is taken"
                                            + " back. BIRD has nothing like it.",
                                    GuardOptions::read)
                            .holding(word -> GuardOptions.TABLE),
                    Option.<GlobalDraft>option(
                                    "history",
                                    "on | off | [on | off] { memory <number> MB; age <number> hours; rejected <number>; }",
                                    "off",
                                    "Remembers changes of best paths, of sessions and of the configuration, for 'show changes' and"
                                            + " the like. BIRD has nothing like it.",
                                    HistoryOptions::read)
                            .holding(word -> HistoryOptions.TABLE),
                    Option.<GlobalDraft>option(
                                    "cli",
                                    "<file> [{ restrict; v2 attributes; }]",
                                    "",
                                    "A further control socket beside that of the option -s; opened and closed by reloads.",
                                    GlobalOptions::controlSocket)
                            .onlyNew()
                            .holding(word -> GlobalOptions.CONTROL_SOCKET)),
            unsupported());

    private GlobalOptions() {}

    private static List<Option<GlobalDraft>> unsupported() {
        String carries = "jbgpd carries IPv4 and IPv6 unicast routes and ROAs only";
        return List.of(
                Option.refused("vpn4 table", "A table of VPN routes.", carries),
                Option.refused("vpn6 table", "A table of VPN routes.", carries),
                Option.refused("flow4 table", "A table of flow routes.", carries),
                Option.refused("flow6 table", "A table of flow routes.", carries),
                Option.refused("ipv6 sadr table", "A table of source specific routes.", carries),
                Option.refused("mpls table", "A table of labels.", carries),
                Option.refused("mpls domain", "A space of labels.", carries),
                Option.refused("eth table", "A table of Ethernet addresses.", carries),
                Option.refused("evpn table", "A table of EVPN routes.", carries));
    }

    /** A {@code thread group} while its block is read. */
    public static final class ThreadGroupDraft {
        int threads = 1;
        boolean standard;
    }

    /** The block of {@code thread group}. */
    public static final OptionTable<ThreadGroupDraft> THREAD_GROUP = new OptionTable<>(List.of(
            Option.<ThreadGroupDraft>option(
                            "threads",
                            "<number>",
                            "1",
                            "Number of threads.",
                            (arguments, draft) -> draft.threads = (int) arguments.number("threads", 1, MOST_THREADS))
                    .onlyNew(),
            Option.<ThreadGroupDraft>toggle(
                            "default",
                            "off",
                            "The group of all that names none; in jbgpd all threads serve all.",
                            (draft, on) -> draft.standard = on)
                    .onlyNew(),
            groupTime("max latency", "1 s"),
            groupTime("min time", "10 ms"),
            groupTime("max time", "300 ms"),
            groupTime("wakeup time", "31415 s")));

    private static Option<ThreadGroupDraft> groupTime(String words, String standard) {
        return Option.<ThreadGroupDraft>option(
                        words,
                        "<time>",
                        standard,
                        "Tuning of BIRD's own event loops; accepted, nothing is lost.",
                        (arguments, draft) -> arguments.time(words))
                .onlyNew();
    }

    private static void threads(Arguments arguments, GlobalDraft draft) {
        if (!draft.threadGroups.isEmpty()) {
            throw arguments.fail("'threads' and 'thread group' exclude each other");
        }
        draft.threads = (int) arguments.number("threads", 1, MOST_THREADS);
    }

    private static void threadGroup(Arguments arguments, GlobalDraft draft) {
        String name = arguments.name("name");
        if (draft.threads != 0 && draft.threadGroups.isEmpty()) {
            throw arguments.failAtLast("'threads' and 'thread group' exclude each other");
        }
        ThreadGroupDraft group = new ThreadGroupDraft();
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, THREAD_GROUP, group, "thread group " + name);
        }
        if (group.standard) {
            Optional<String> other = arguments.context().firstFor("the default thread group", name);
            if (other.isPresent()) {
                throw arguments.failAtLast("the default thread group is '" + other.get() + "' already");
            }
        }
        draft.threadGroups.put(name, group.threads);
        draft.threads =
                draft.threadGroups.values().stream().mapToInt(each -> each).sum();
    }

    /** A {@code cli} block while it is read. */
    public static final class ControlSocketDraft {
        boolean restricted;
        boolean v2Attributes;
    }

    /** The block of {@code cli}. */
    public static final OptionTable<ControlSocketDraft> CONTROL_SOCKET = new OptionTable<>(List.of(
            Option.<ControlSocketDraft>option(
                            "restrict",
                            "",
                            "off",
                            "Commands that change nothing only.",
                            (arguments, draft) -> draft.restricted = true)
                    .onlyNew(),
            Option.<ControlSocketDraft>option(
                            "v2 attributes",
                            "",
                            "off",
                            "Names of route attributes as in 2.x, where replies are those of 3.x.",
                            (arguments, draft) -> draft.v2Attributes = true)
                    .onlyNew()));

    private static void controlSocket(Arguments arguments, GlobalDraft draft) {
        String path = arguments.text();
        if (draft.controlSockets.stream().anyMatch(other -> other.path().equals(path))) {
            throw arguments.failAtLast("there is already a control socket \"" + path + "\"");
        }
        ControlSocketDraft socket = new ControlSocketDraft();
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, CONTROL_SOCKET, socket, "cli");
        }
        draft.controlSockets.add(new ControlSocket(path, socket.restricted, socket.v2Attributes));
    }

    private static void latency(Arguments arguments, GlobalDraft draft) {
        if (!arguments.nextIsBlock()) {
            draft.latency = arguments.tryWords("all") || arguments.toggle();
            return;
        }
        Arguments list = CommonArguments.list(arguments);
        do {
            list.choice("ping", "wakeup", "scheduling", "sockets", "events", "timers");
        } while (list.tryPunctuation(","));
        CommonArguments.finish(list);
        draft.latency = true;
    }

    private static void listen(Arguments arguments, GlobalDraft draft) {
        while (!arguments.atEnd()) {
            switch (arguments.choice("address", "port", "v6only", "dual")) {
                case "address" -> draft.bgpListenAddress = arguments.address();
                case "port" -> draft.bgpListenPort = (int) arguments.number("a port", 1, 65535);
                default ->
                    arguments.warn(
                            "'v6only' and 'dual' of 'listen bgp' are ignored: each family has its own" + " socket");
            }
        }
    }

    private static void log(Arguments arguments, GlobalDraft draft) {
        LogTarget.Sink sink;
        SourcePosition position = SourcePosition.of(arguments.here());
        if (arguments.tryWords("stderr")) {
            sink = new LogTarget.Stderr();
        } else if (arguments.tryWords("syslog")) {
            sink = new LogTarget.Syslog(arguments.tryWords("name") ? Optional.of(arguments.text()) : Optional.empty());
        } else if (arguments.tryWords("fixed")) {
            String path = arguments.text();
            arguments.number("the size of a log file", LEAST_LOG_LIMIT, 0xffff_ffffL);
            arguments.warn("'log fixed' is accepted, but '" + path + "' grows: give '<size> <file>' to rotate it");
            sink = new LogTarget.File(path, 0, Optional.empty());
        } else if (arguments.tryWords("udp")) {
            String host = arguments.nextIsText()
                    ? arguments.text()
                    : arguments.address().toString();
            sink = new LogTarget.Udp(
                    host, arguments.tryWords("port") ? (int) arguments.number("a port", 1, 65535) : 514);
        } else if (arguments.nextIsText()) {
            String path = arguments.text();
            if (arguments.nextIsNumber()) {
                long limit = arguments.number("the size of a log file", LEAST_LOG_LIMIT, 0xffff_ffffL);
                sink = new LogTarget.File(path, limit, Optional.of(arguments.text()));
            } else {
                sink = new LogTarget.File(path, 0, Optional.empty());
            }
        } else {
            throw arguments.expected("'stderr', 'syslog', 'udp', 'fixed' or <file>");
        }
        draft.logs.add(new LogTarget(sink, logClasses(arguments)));
        if (sink instanceof LogTarget.File file) {
            draft.logPlaces.put(file.place(), position);
        }
    }

    private static Set<LogClass> logClasses(Arguments arguments) {
        if (arguments.tryWords("all")) {
            return Set.copyOf(EnumSet.allOf(LogClass.class));
        }
        if (!arguments.nextIsBlock()) {
            throw arguments.expected("'all' or '{'");
        }
        Set<LogClass> classes = EnumSet.noneOf(LogClass.class);
        Arguments list = CommonArguments.list(arguments);
        do {
            String word = list.choice("debug", "trace", "info", "remote", "warning", "error", "auth", "fatal", "bug");
            classes.add(LogClass.valueOf(word.toUpperCase(Locale.ROOT)));
        } while (list.tryPunctuation(","));
        CommonArguments.finish(list);
        return Set.copyOf(classes);
    }

    private static void timeFormat(Arguments arguments, GlobalDraft draft) {
        String which = arguments.choice("base", "log", "route", "protocol");
        TimeFormat format;
        if (arguments.tryWords("iso")) {
            boolean isShort = arguments.choice("short", "long").equals("short");
            String fraction = arguments.tryWords("ms") ? ".%3f" : arguments.tryWords("us") ? ".%6f" : "";
            format = isShort ? isoShort(fraction) : isoLong(fraction);
        } else if (arguments.tryWords("old")) {
            format = arguments.choice("short", "long").equals("short")
                    ? isoShort("")
                    : new TimeFormat("%d-%m-%Y %T", 0, Optional.empty());
        } else {
            String recent = arguments.text();
            format = arguments.atEnd()
                    ? new TimeFormat(recent, 0, Optional.empty())
                    : new TimeFormat(recent, arguments.number("timeformat"), Optional.of(arguments.text()));
        }
        switch (which) {
            case "base" -> draft.baseTime = format;
            case "log" -> draft.logTime = format;
            case "route" -> draft.routeTime = format;
            default -> draft.protocolTime = format;
        }
    }

    static TimeFormat isoShort(String fraction) {
        return new TimeFormat("%T" + fraction, SHORT_LIMIT, Optional.of("%F"));
    }

    static TimeFormat isoLong(String fraction) {
        return new TimeFormat("%F %T" + fraction, 0, Optional.empty());
    }
}
