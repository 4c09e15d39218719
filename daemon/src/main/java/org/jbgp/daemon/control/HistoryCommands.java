package org.jbgp.daemon.control;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jbgp.daemon.control.layout.AttributeText;
import org.jbgp.daemon.control.layout.AttributeTitles;
import org.jbgp.daemon.control.layout.LineBound;
import org.jbgp.daemon.control.layout.PastObjects;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.words.CommandArguments;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.control.words.PastTimes;
import org.jbgp.daemon.control.words.PrefixOrProtocol;
import org.jbgp.daemon.control.words.Words;

/** Commands about what was: {@code show changes}, {@code show diff}, {@code show flaps}, {@code show route … at}. */
final class HistoryCommands {
    /** Rows of commands BIRD does not have. */
    private static final int ROW = 1094;

    /** Changes that are shown unless more are asked for, and with {@code all}. */
    private static final int FEW = 100;

    private static final int ALL = 100_000;
    private static final int ROUTES = 20;
    private static final int FLAPS = 20;

    /** So far the clock of who asks may be ahead. */
    private static final Duration AHEAD = Duration.ofSeconds(1);

    private final CommandRunner session;
    private final HistoryView history;
    private final Reply reply;
    private final AttributeText attributes;
    private final PastObjects objects;
    private final Function<Instant, String> times;
    private final Instant now;

    HistoryCommands(CommandRunner session, Reply reply) {
        this.session = session;
        this.reply = reply;
        this.history = session.ports().history();
        if (!history.on()) {
            throw new HistoryView.Off();
        }
        this.attributes =
                new AttributeText(session.ports().view().customAttributes(), LineBound.NONE, AttributeTitles.BIRD_2);
        this.objects = new PastObjects(session.ports().view());
        this.times = session.times();
        this.now = history.now();
    }

    // ---- what is said -----------------------------------------------------------------------------------------------

    /**
     * {@code show changes}.
     *
     * @param since or null
     */
    record Changes(PrefixOrProtocol of, String since, boolean all) implements ControlCommand {}

    /** {@code show diff}. */
    record Diff(String from, String to, String table, boolean all) implements ControlCommand {}

    /** {@code show flaps}; {@code since} may be null. */
    record Flaps(String since, boolean all) implements ControlCommand {}

    static Changes parseChanges(Words words) throws CommandException {
        PrefixOrProtocol of = PrefixOrProtocol.ALL;
        String since = null;
        boolean all = false;
        while (!words.atEnd()) {
            if (words.takeExactly("since")) {
                since = CommandArguments.once("Time", since, words.take("time"));
            } else if (words.takeExactly("all")) {
                all = true;
            } else {
                of = of.and(words);
            }
        }
        return new Changes(of, since, all);
    }

    static Diff parseDiff(Words words) throws CommandException {
        String from = words.take("time");
        String to = null;
        String table = null;
        boolean all = false;
        while (!words.atEnd()) {
            if (words.takeExactly("table")) {
                table = CommandArguments.once("Table", table, words.take("table name"));
            } else if (words.takeExactly("all")) {
                all = true;
            } else if (to == null) {
                to = words.take("time");
            } else {
                throw words.unexpected("table or all");
            }
        }
        return new Diff(from, to == null ? "now" : to, table, all);
    }

    static Flaps parseFlaps(Words words) throws CommandException {
        String since = null;
        boolean all = false;
        while (!words.atEnd()) {
            if (words.takeExactly("since")) {
                since = CommandArguments.once("Time", since, words.take("time"));
            } else {
                words.require("all");
                all = true;
            }
        }
        return new Flaps(since, all);
    }

    // ---- show changes -----------------------------------------------------------------------------------------------

    static void changes(CommandRunner session, Changes command, Reply reply) throws CommandException, IOException {
        new HistoryCommands(session, reply).changes(command);
    }

    private void changes(Changes command) throws CommandException, IOException {
        Instant since = command.since() == null ? Instant.EPOCH : time(command.since());
        int most = command.all() || session.json() ? ALL : FEW;
        HistoryView.Changes found = history.changes(
                new HistoryView.Question(command.of().prefix(), command.of().protocol(), since, most));
        if (found.left() > 0 && !session.json()) {
            row("(" + found.left() + " older ones are left out; "
                    + (command.all() ? "a later `since` leaves room)" : "`since` and `all` show more)"));
        }
        int event = 0;
        // Events that are older than all changes shown belong to those left out.
        Instant from = found.left() > 0 && !found.changes().isEmpty()
                ? found.changes().getFirst().at()
                : since;
        for (PastChange change : found.changes()) {
            event = events(found.events(), event, from, change.at());
            change(change, command.of().prefix() != null);
        }
        events(found.events(), event, from, Instant.MAX);
        // Without a time, the event of the beginning is there.
        end(found.known(), command.since() == null && found.left() == 0 ? Instant.MAX : since, found.left());
    }

    /** Shows those before a time; returns where to go on. */
    private int events(List<PastEvent> events, int at, Instant from, Instant to) throws IOException {
        int next = at;
        for (; next < events.size() && !events.get(next).at().isAfter(to); next++) {
            PastEvent event = events.get(next);
            if (event.at().isBefore(from)) {
                continue;
            }
            if (session.json()) {
                json("event", event);
            } else {
                row(time(event.at()) + "  " + words(event));
            }
        }
        return next;
    }

    private static String words(PastEvent event) {
        return switch (event.kind()) {
            case BEGIN -> event.text();
            case RELOAD -> "reload: " + event.text();
            case SESSION_UP -> event.protocol() + " up: " + event.text();
            case SESSION_DOWN -> event.protocol() + " down: " + event.text();
            case KERNEL -> "kernel, " + event.protocol() + ": " + event.text();
        };
    }

    private void change(PastChange change, boolean details) throws IOException {
        if (session.json()) {
            json("change", objects.change(change));
            return;
        }
        StringBuilder line = new StringBuilder(time(change.at())).append("  ");
        ReplyText.left(line, ReplyText.prefix(change.prefix()), 18).append(' ');
        line.append(move(change));
        line.append("  ").append(change.reason());
        row(line);
        if (details) {
            for (String difference : differences(change)) {
                row("    " + difference);
            }
            String timing = timing(change.timing());
            if (!timing.isEmpty()) {
                row("    since the UPDATE: " + timing);
            }
        }
    }

    /** How long it took, in words; empty if it was not measured. */
    static String timing(PastChange.Timing timing) {
        if (timing == null) {
            return "";
        }
        StringBuilder text = new StringBuilder("chosen after ").append(millis(timing.chosen()));
        if (timing.kernel() != null) {
            text.append(", in the kernel after ").append(millis(timing.kernel()));
        }
        if (timing.neighbors() != null) {
            text.append(", sent to the last neighbor after ").append(millis(timing.neighbors()));
        }
        return text.toString();
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    /** Whom a route came from, null if there was none. */
    static String protocol(PastRoute route) {
        return route == null ? null : route.origin().protocol();
    }

    /** From whom to whom, in words. */
    static String move(PastChange change) {
        return move(protocol(change.before()), protocol(change.after()));
    }

    private static String move(String before, String after) {
        String from = before == null ? "-" : before;
        String to = after == null ? "-" : after;
        return from.equals(to) ? from + " (attributes)" : from + " -> " + to;
    }

    /** What is different, an attribute each. */
    private List<String> differences(PastChange change) {
        Map<String, String> before = values(change.before());
        Map<String, String> after = values(change.after());
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            String was = before.get(name);
            String is = after.get(name);
            if (was == null) {
                lines.add(name + ": " + (change.before() == null ? "" : "none -> ") + is);
            } else if (is == null && change.after() != null) {
                lines.add(name + ": " + was + " -> none");
            } else if (is != null && !is.equals(was)) {
                lines.add(name + ": " + was + " -> " + is);
            }
        }
        return lines;
    }

    private Map<String, String> values(PastRoute route) {
        return route == null ? Map.of() : attributes.values(route.attributes());
    }

    // ---- show route … at --------------------------------------------------------------------------------------------

    static void route(CommandRunner session, ControlCommand.ShowRoute command, Reply reply)
            throws CommandException, IOException {
        new HistoryCommands(session, reply).route(command);
    }

    private void route(ControlCommand.ShowRoute command) throws CommandException, IOException {
        if (!(command.range() instanceof RouteQuery.Exactly exactly)) {
            throw CommandException.syntax("`at` needs one prefix: show route 10.1.0.0/16 at \"-10m\"");
        }
        List<String> tables = new ArrayList<>();
        for (RouteTables.Table table : session.ports().tables().tables()) {
            boolean named = command.tables().names().isEmpty()
                    ? command.tables().all() || table.standard()
                    : command.tables().names().contains(table.name());
            if (named
                    && table.holdsRoutes()
                    && table.family() == exactly.prefix().family()) {
                tables.add(table.name());
            }
        }
        if (tables.isEmpty()) {
            throw CommandException.syntax("No table of this family");
        }
        Instant when = time(command.form().at());
        for (HistoryView.Then then : history.at(tables, exactly.prefix(), when)) {
            if (session.json()) {
                json("route", object(then, exactly.prefix(), when));
            } else {
                then(then, exactly.prefix(), when);
            }
        }
        reply.end(0, "");
    }

    private void then(HistoryView.Then then, RouteQuery.Prefix prefix, Instant when) throws IOException {
        String where = ReplyText.prefix(prefix) + " in table " + then.table() + " at " + time(when);
        if (!then.known()) {
            row(where + " is not known: history begins at "
                    + time(history.extent().since()));
            return;
        }
        String times = (then.since() == null ? "" : ", since " + time(then.since()))
                + (then.until() == null ? ", and so it is now" : ", until " + time(then.until()));
        if (then.route() == null) {
            row(where + ": no route" + times);
            return;
        }
        PastRoute.Origin origin = then.route().origin();
        row(where + ": " + origin.kind() + " from " + origin.protocol()
                + (origin.from() == null ? "" : " (" + ReplyText.address(origin.from()) + ")") + times);
        attributes.print(reply, then.route().attributes());
    }

    // ---- show diff --------------------------------------------------------------------------------------------------

    static void difference(CommandRunner session, Diff command, Reply reply) throws CommandException, IOException {
        new HistoryCommands(session, reply).difference(command);
    }

    private void difference(Diff command) throws CommandException, IOException {
        Instant from = time(command.from());
        Instant to = time(command.to());
        if (to.isBefore(from)) {
            throw CommandException.syntax("The first time must be the earlier one");
        }
        List<String> tables = session.ports().tables().tables().stream()
                .filter(RouteTables.Table::holdsRoutes)
                .map(RouteTables.Table::name)
                .filter(name -> command.table() == null || command.table().equals(name))
                .toList();
        if (tables.isEmpty()) {
            throw CommandException.syntax(command.table() + " is not a table of routes");
        }
        HistoryView.Difference found =
                history.difference(tables, from, to, command.all() || session.json() ? ALL : ROUTES);
        long prefixes = 0;
        for (HistoryView.Move move : found.moves()) {
            prefixes += move.prefixes();
            if (session.json()) {
                json("move", move);
            } else {
                StringBuilder line = new StringBuilder();
                ReplyText.left(line, move.table(), 12).append(' ');
                ReplyText.left(line, move(move.before(), move.after()), 36);
                row(line.append(' ').append(move.prefixes()));
            }
        }
        if (!session.json()) {
            row(prefixes + (prefixes == 1 ? " prefix is" : " prefixes are") + " different"
                    + (found.routes().size() < prefixes
                            ? "; " + found.routes().size() + " of them, `all` shows more:"
                            : ""));
        }
        for (PastChange change : found.routes()) {
            change(change, false);
        }
        end(found.known(), from, prefixes - found.routes().size());
    }

    // ---- show flaps -------------------------------------------------------------------------------------------------

    static void flaps(CommandRunner session, Flaps command, Reply reply) throws CommandException, IOException {
        new HistoryCommands(session, reply).flaps(command);
    }

    private void flaps(Flaps command) throws CommandException, IOException {
        Instant since = command.since() == null ? Instant.EPOCH : time(command.since());
        HistoryView.Flaps found = history.flaps(since, command.all() || session.json() ? ALL : FLAPS);
        if (!session.json()) {
            row(found.changes()
                    + (found.changes() == 1 ? " change of " : " changes of ")
                    + found.prefixes()
                    + (found.prefixes() == 1 ? " prefix" : " prefixes"));
        }
        for (HistoryView.Flap flap : found.worst()) {
            if (session.json()) {
                json("flap", flap);
            } else {
                StringBuilder line = new StringBuilder();
                ReplyText.left(line, ReplyText.prefix(flap.prefix()), 18).append(' ');
                ReplyText.left(line, flap.table(), 12).append(' ');
                ReplyText.left(line, Long.toString(flap.changes()), 8)
                        .append(" last ")
                        .append(time(flap.last()))
                        .append("  ")
                        .append(String.join(", ", flap.protocols()));
                row(line);
            }
        }
        end(found.known(), since, found.prefixes() - found.worst().size());
    }

    // ---- common -----------------------------------------------------------------------------------------------------

    /** The end of a reply, which says how far back history goes if that matters. */
    private void end(Instant known, Instant since, long left) throws IOException {
        if (session.json()) {
            json("history", new Known(known, left));
        } else if (since.isBefore(known)) {
            row("history begins at " + time(known));
        }
        reply.end(0, "");
    }

    /**
     * The last object of a reply.
     *
     * @param left how many there are beside those shown
     */
    public record Known(Instant known, long left) {}

    /** A time that was: what is to come nobody has recorded. */
    private Instant time(String text) throws CommandException {
        Instant time = PastTimes.parse(text, now, ZoneId.systemDefault());
        if (time.isAfter(now.plus(AHEAD))) {
            throw CommandException.syntax(text + " is yet to come: now it is " + time(now));
        }
        return time;
    }

    private String time(Instant at) {
        return times.apply(at);
    }

    private void row(CharSequence text) throws IOException {
        reply.row(ROW, text.toString().stripTrailing());
    }

    private void json(String name, Object value) throws IOException {
        reply.object(Map.of(name, value));
    }

    private Map<String, Object> object(HistoryView.Then then, RouteQuery.Prefix prefix, Instant when)
            throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", then.table());
        object.put("prefix", prefix);
        object.put("at", when);
        object.put("known", then.known());
        object.put("since", then.since());
        object.put("until", then.until());
        object.put("route", objects.route(then.route()));
        return object;
    }
}
