package org.jbgp.daemon.control.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.wire.AddressFamily;

/** The arguments of {@code show route}: any order, each at most once. */
public final class ShowRouteParser {

    private static final List<String> OPTIONS = List.of(
            "for",
            "in",
            "table",
            "filter",
            "where",
            "all",
            "primary",
            "filtered",
            "import",
            "export",
            "exported",
            "preexport",
            "noexport",
            "protocol",
            "stats",
            "count");

    private RouteQuery.Range range = new RouteQuery.Everything();
    private final List<String> tables = new ArrayList<>();
    private boolean allTables;
    private ControlCommand.Tables.Said said = ControlCommand.Tables.Said.NOTHING;
    private String protocol;
    private ControlCommand.Target target;
    private boolean details;
    private boolean primary;
    private RouteQuery.Rib rib = new RouteQuery.Present();
    private Filter filter;
    private ControlCommand.Counting counting = ControlCommand.Counting.NONE;
    private String at;

    private ShowRouteParser() {}

    public static ControlCommand.ShowRoute parse(Words words) throws CommandException {
        ShowRouteParser parser = new ShowRouteParser();
        while (!words.atEnd()) {
            parser.option(words);
        }
        // Filtered routes are neither exported nor have sensible ordering.
        boolean elsewhere = !(parser.rib instanceof RouteQuery.Present);
        boolean ofChannel = elsewhere && !(parser.rib instanceof RouteQuery.Rejected);
        boolean restricted = elsewhere
                || parser.target != null
                || parser.filter != null
                || parser.protocol != null
                || parser.counting != ControlCommand.Counting.NONE;
        if (parser.at != null && restricted) {
            throw CommandException.syntax("`at` goes with a prefix and tables only");
        }
        boolean tables = parser.allTables || !parser.tables.isEmpty();
        if ((elsewhere && (parser.target != null || parser.primary)) || (ofChannel && tables)) {
            throw CommandException.syntax("Incompatible show route options");
        }
        return new ControlCommand.ShowRoute(
                parser.range,
                new ControlCommand.Tables(parser.tables, parser.allTables, parser.said),
                parser.protocol,
                parser.target,
                parser.primary,
                parser.rib,
                parser.filter,
                new ControlCommand.Form(parser.details, parser.counting, parser.at));
    }

    private void option(Words words) throws CommandException {
        if (words.atWord() && isAddress(words.peek())) {
            range(new RouteQuery.Exactly(prefix(words.take("prefix"), false)));
            return;
        }
        // Not among the others: `a` is short for `all`, as in BIRD.
        if (words.takeExactly("at")) {
            at = words.take("time");
            return;
        }
        String option = words.keyword(OPTIONS);
        switch (option) {
            case "for" -> range(new RouteQuery.Covering(prefix(words.take("prefix or address"), true)));
            case "in" -> range(new RouteQuery.Within(prefix(words.take("prefix"), false)));
            case "table" -> table(words.take("table name or all"));
            case "all" -> details = true;
            case "primary" -> primary = true;
            case "filtered" -> rib(new RouteQuery.Rejected());
            case "protocol" -> {
                if (protocol != null) {
                    throw CommandException.syntax("Protocol specified twice");
                }
                protocol = words.take("protocol name");
                said = ControlCommand.Tables.Said.NOTHING;
            }
            case "stats" -> counting = ControlCommand.Counting.STATS;
            case "count" -> counting = ControlCommand.Counting.COUNT;
            case "filter" -> filter(words.phrase(words.language()::filter));
            case "where" -> filter(words.phrase(words.language()::where));
            case "import" -> {
                words.require("table");
                Channel of = channel(words.take("protocol.channel"));
                rib(new RouteQuery.Received(of.protocol(), of.name()));
            }
            case "export" -> {
                if (words.takeExactly("table")) {
                    Channel of = channel(words.take("protocol.channel"));
                    rib(new RouteQuery.Sent(of.protocol(), of.name()));
                } else {
                    export(option, words.take("protocol name"));
                }
            }
            default -> export(option, words.take("protocol name"));
        }
    }

    private void filter(Filter wanted) throws CommandException {
        if (filter != null) {
            throw CommandException.syntax("Filter specified twice");
        }
        filter = wanted;
    }

    private void rib(RouteQuery.Rib wanted) throws CommandException {
        if (!(rib instanceof RouteQuery.Present)) {
            throw CommandException.syntax("Incompatible show route options");
        }
        rib = wanted;
        if (!(wanted instanceof RouteQuery.Rejected)) {
            said = ControlCommand.Tables.Said.NAMED;
        }
    }

    /** A channel of a protocol. */
    private record Channel(String protocol, String name) {}

    private static Channel channel(String text) throws CommandException {
        int dot = text.lastIndexOf('.');
        if (dot <= 0 || dot == text.length() - 1) {
            throw CommandException.syntax("syntax error, unexpected " + text
                    + ", expecting protocol.channel, for instance " + text + ".ipv4");
        }
        return new Channel(text.substring(0, dot), text.substring(dot + 1));
    }

    static boolean isAddress(String word) {
        return word.indexOf(':') >= 0
                || (!word.isEmpty() && Character.isDigit(word.charAt(0)) && word.indexOf('.') >= 0);
    }

    private void range(RouteQuery.Range wanted) throws CommandException {
        if (!(range instanceof RouteQuery.Everything)) {
            throw CommandException.syntax("Only one prefix expected");
        }
        range = wanted;
    }

    private void table(String name) {
        if (name.equals("all")) {
            allTables = true;
            said = ControlCommand.Tables.Said.ALL;
        } else {
            tables.add(name);
            said = ControlCommand.Tables.Said.NAMED;
        }
    }

    private void export(String option, String protocol) throws CommandException {
        if (target != null) {
            throw CommandException.syntax("Export specified twice");
        }
        String name = protocol;
        String channel = null;
        int dot = protocol.lastIndexOf('.');
        if (dot > 0 && isChannel(protocol.substring(dot + 1))) {
            channel = protocol.substring(dot + 1);
            name = protocol.substring(0, dot);
        }
        RouteQuery.Export.Mode mode = RouteQuery.Export.Mode.valueOf(option.toUpperCase(Locale.ROOT));
        target = new ControlCommand.Target(new RouteQuery.Export(mode, name), channel);
        said = ControlCommand.Tables.Said.NOTHING;
    }

    private static boolean isChannel(String name) {
        List<String> names = new ArrayList<>();
        for (AddressFamily family : AddressFamily.values()) {
            names.add(family.label());
        }
        return names.contains(name);
    }

    public static RouteQuery.Prefix prefix(String text, boolean bareAddress) throws CommandException {
        int slash = text.indexOf('/');
        String addressText = slash < 0 ? text : text.substring(0, slash);
        Optional<IpAddress> address = IpAddress.parse(addressText);
        if (address.isEmpty()) {
            throw CommandException.syntax("syntax error, unexpected " + text + ", expecting prefix");
        }
        int bits = address.get().family().bits();
        if (slash < 0) {
            if (!bareAddress) {
                throw CommandException.syntax("syntax error, unexpected " + text
                        + ", expecting prefix; for one address say `for " + text + "`");
            }
            return RouteQuery.Prefix.of(IpPrefix.of(address.get(), bits));
        }
        String digits = text.substring(slash + 1);
        int length = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
        if (length < 0 || length > bits) {
            throw CommandException.syntax("Invalid prefix length " + digits);
        }
        IpPrefix masked = IpPrefix.of(address.get(), length);
        if (!masked.address().equals(address.get())) {
            throw CommandException.syntax(
                    "Invalid " + address.get().family().title() + " prefix " + text + ", maybe you wanted " + masked);
        }
        return RouteQuery.Prefix.of(masked);
    }
}
