package org.jbgp.daemon.control;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteExplanation;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;

/** {@code explain route}: a screen of plain text that says why a route is used or not, and exported or not. */
final class ExplainRoute {
    /** Rows of a command BIRD does not have. */
    private static final int EXPLANATION = 1098;

    /** Changes that are shown, the last ones; `show changes` shows all. */
    private static final int CHANGES = 5;

    private static final int NAME = 16;
    private static final int VERDICT = 9;

    /** An explanation in JSON. */
    public record Explained(
            String table,
            RouteQuery.Prefix prefix,
            List<RouteExplanation.Finding> ways,
            List<RouteExplanation.Finding> exports,
            List<Change> changes) {}

    /** A change of the best path in JSON; {@code before} and {@code after} are protocols, null for no route. */
    public record Change(
            Instant at,
            String before,
            String after,
            PastChange.Reason.Kind reason,
            String protocol,
            PastChange.Timing timing) {}

    private final CommandRunner session;
    private final ControlPorts ports;
    private final Reply reply;

    ExplainRoute(CommandRunner session, Reply reply) {
        this.session = session;
        this.ports = session.ports();
        this.reply = reply;
    }

    void run(ControlCommand.ExplainRoute command) throws CommandException, IOException {
        List<String> tables = tables(command);
        boolean first = true;
        for (RouteExplanation each : explain(command, tables)) {
            List<PastChange> changes = changes(each);
            if (session.json()) {
                reply.object(object(each, changes));
                continue;
            }
            if (!first) {
                reply.row(EXPLANATION, "");
            }
            first = false;
            print(command, each);
            history(changes);
        }
        reply.end(0, "");
    }

    private List<RouteExplanation> explain(ControlCommand.ExplainRoute command, List<String> tables) {
        if (!command.longest()) {
            return ports.tables().explain(tables, command.prefix(), command.protocol());
        }
        List<RouteExplanation> all = new ArrayList<>();
        for (String table : tables) {
            all.addAll(
                    ports.tables().explain(List.of(table), longestMatch(table, command.prefix()), command.protocol()));
        }
        return all;
    }

    /** The prefix of the table that covers an address, else of its rejected routes; the address itself if none does. */
    private RouteQuery.Prefix longestMatch(String table, RouteQuery.Prefix address) {
        RouteTables routes = ports.tables();
        return routes.longestMatch(table, address, new RouteQuery.Present())
                .or(() -> routes.longestMatch(table, address, new RouteQuery.Rejected()))
                .or(() -> routes.longestRemembered(table, address))
                .orElse(address);
    }

    private void print(ControlCommand.ExplainRoute command, RouteExplanation explanation) throws IOException {
        String prefix = ReplyText.prefix(explanation.prefix());
        boolean present =
                explanation.ways().stream().anyMatch(way -> way.verdict().endsWith("best"));
        reply.row(EXPLANATION, prefix + (present ? " in table " : " is not in table ") + explanation.table());
        findings(explanation.ways());
        if (explanation.ways().isEmpty()) {
            reply.row(EXPLANATION, "  no neighbor could bring it");
        }
        if (!explanation.exports().isEmpty()) {
            reply.row(EXPLANATION, "");
            reply.row(EXPLANATION, "Exported to" + (command.protocol() == null ? "" : " " + command.protocol()));
            findings(explanation.exports());
        }
    }

    /** The last changes of the best path in that table, if they are recorded. */
    private List<PastChange> changes(RouteExplanation explanation) {
        try {
            List<PastChange> changes = ports
                    .history()
                    .changes(new HistoryView.Question(explanation.prefix(), null, Instant.EPOCH, Integer.MAX_VALUE))
                    .changes()
                    .stream()
                    .filter(each -> each.table().equals(explanation.table()))
                    .toList();
            return changes.subList(Math.max(0, changes.size() - CHANGES), changes.size());
        } catch (HistoryView.Off e) {
            return List.of();
        }
    }

    private static Explained object(RouteExplanation explanation, List<PastChange> changes) {
        return new Explained(
                explanation.table(),
                explanation.prefix(),
                explanation.ways(),
                explanation.exports(),
                changes.stream()
                        .map(each -> new Change(
                                each.at(),
                                HistoryCommands.protocol(each.before()),
                                HistoryCommands.protocol(each.after()),
                                each.reason().kind(),
                                each.reason().protocol(),
                                each.timing()))
                        .toList());
    }

    private void history(List<PastChange> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        Function<Instant, String> times = session.times();
        reply.row(EXPLANATION, "");
        reply.row(EXPLANATION, "Changed");
        for (PastChange change : changes) {
            reply.row(
                    EXPLANATION,
                    "  " + times.apply(change.at()) + "  " + HistoryCommands.move(change) + "  " + change.reason());
            String timing = HistoryCommands.timing(change.timing());
            if (!timing.isEmpty()) {
                reply.row(EXPLANATION, "    since the UPDATE: " + timing);
            }
        }
    }

    private void findings(List<RouteExplanation.Finding> findings) throws IOException {
        for (RouteExplanation.Finding finding : findings) {
            StringBuilder line = new StringBuilder("  ");
            ReplyText.left(line, finding.protocol(), NAME).append(' ');
            ReplyText.left(line, finding.verdict(), VERDICT).append(' ');
            int column = line.length();
            boolean first = true;
            for (String detail : finding.details()) {
                reply.row(EXPLANATION, first ? line + detail : " ".repeat(column) + detail);
                first = false;
            }
            if (first) {
                reply.row(EXPLANATION, line.toString().stripTrailing());
            }
        }
    }

    private List<String> tables(ControlCommand.ExplainRoute command) throws CommandException {
        List<String> ofProtocol = command.protocol() == null ? null : tablesOf(command.protocol());
        List<String> names = new ArrayList<>();
        for (RouteTables.Table table : ports.tables().tables()) {
            boolean wanted = command.table() != null
                    ? table.name().equals(command.table())
                    : ofProtocol != null ? ofProtocol.contains(table.name()) : table.standard();
            if (wanted
                    && table.holdsRoutes()
                    && table.family() == command.prefix().family()) {
                names.add(table.name());
            }
        }
        if (names.isEmpty()) {
            throw CommandException.syntax(
                    command.table() == null
                            ? "No table of this family"
                            : command.table() + " is not a table of routes of this family");
        }
        return names;
    }

    private List<String> tablesOf(String name) throws CommandException {
        for (ProtocolStatus protocol : ports.view().protocols()) {
            if (protocol.name().equals(name)) {
                return protocol.channels().stream()
                        .map(channel -> channel.table())
                        .toList();
            }
        }
        throw CommandException.syntax(name + " is not a protocol");
    }
}
