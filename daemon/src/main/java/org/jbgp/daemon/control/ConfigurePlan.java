package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jbgp.daemon.control.layout.AttributeText;
import org.jbgp.daemon.control.layout.AttributeTitles;
import org.jbgp.daemon.control.layout.LineBound;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.RoutePlan;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.RouterCommands.PlanResult;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;

/** {@code configure plan}: what another file would do to protocols and, if asked, to routes. */
final class ConfigurePlan {
    /** Rows of text; BIRD has no such command and no such code. */
    private static final int PLAN = 1099;

    /** Routes of each kind that are shown of all protocols, and of the one that was asked for. */
    private static final int FEW = 3;

    private static final int MORE = 20;
    /** Routes of each kind in JSON, for each channel. */
    private static final int ALL = 100_000;

    private final Reply reply;
    private final AttributeText attributes;

    private ConfigurePlan(CommandRunner session, Reply reply) {
        this.reply = reply;
        this.attributes =
                new AttributeText(session.ports().view().customAttributes(), LineBound.NONE, AttributeTitles.BIRD_3);
    }

    static void run(CommandRunner session, ControlCommand.ConfigurePlan command, Reply reply)
            throws IOException, CommandException {
        String file = command.file();
        String name = file == null ? session.ports().view().status().configurationFile() : file;
        if (!session.json()) {
            reply.row(2, "Reading configuration from " + name);
            reply.flush();
        }
        int most = !command.routes() ? -1 : session.json() ? ALL : command.protocol() == null ? FEW : MORE;
        PlanResult plan = session.ports().commands().plan(new RouterCommands.PlanRequest(file, most));
        if (plan.problem() != null) {
            ConfigureCommands.lines(8002, plan.problem(), reply);
            return;
        }
        ConfigurePlan shown = new ConfigurePlan(session, reply);
        RoutePlan routes = plan.routes() == null ? null : of(plan.routes(), command.protocol());
        if (session.json()) {
            shown.json(plan, routes);
            reply.end(0, "");
        } else {
            shown.text(plan, routes);
            reply.end(20, "Configuration OK");
        }
    }

    private static RoutePlan of(RoutePlan all, String protocol) {
        return protocol == null
                ? all
                : new RoutePlan(
                        all.channels().stream()
                                .filter(channel -> channel.protocol().equals(protocol))
                                .toList(),
                        all.tables(),
                        all.notes(),
                        all.prefixes(),
                        all.took());
    }

    // ---- text -----------------------------------------------------------------------------------------------------

    private void text(PlanResult plan, RoutePlan routes) throws IOException {
        for (PlanResult.Step step : plan.steps()) {
            StringBuilder line = new StringBuilder();
            ReplyText.left(line, step.protocol(), 16).append(' ');
            ReplyText.left(line, step.action(), 10).append(' ').append(String.join(", ", step.reasons()));
            row(line);
        }
        row(plan.summary());
        if (routes == null) {
            return;
        }
        for (RoutePlan.Channel channel : routes.channels()) {
            Wording words = Wording.of(channel.direction());
            row(channel.protocol() + "." + channel.channel() + " " + words.way() + ": " + words.counts(channel.counts())
                    + attributes(channel.attributes()));
            routes(channel.routes(), words);
        }
        for (RoutePlan.Table table : routes.tables()) {
            row("table " + table.table() + ": best path of " + table.moved() + " moved, "
                    + Wording.TABLE.counts(table.counts()) + attributes(table.attributes())
                    + (table.undecided() > 0
                            ? ", " + table.undecided() + " undecided: their next hops were not looked up in time"
                            : ""));
            routes(table.routes(), Wording.TABLE);
        }
        for (String note : routes.notes()) {
            row("note: " + note);
        }
        if (routes.channels().isEmpty() && routes.tables().isEmpty()) {
            row(routes.notes().isEmpty() ? "no route would change" : "no route that is known would change");
        }
        row(String.format(
                Locale.ROOT,
                "%d prefixes looked at in %.1f s",
                routes.prefixes(),
                routes.took().toMillis() / 1000.0));
        row("Plan " + plan.id());
    }

    private void row(CharSequence text) throws IOException {
        reply.row(PLAN, text.toString().stripTrailing());
    }

    private static String attributes(Map<String, Long> counts) {
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private void routes(List<RoutePlan.Route> routes, Wording words) throws IOException {
        for (RoutePlan.Route route : routes) {
            StringBuilder line = new StringBuilder("  ");
            ReplyText.left(line, words.of(route.change()), 11).append(' ');
            ReplyText.left(line, ReplyText.prefix(route.prefix()), 18)
                    .append(' ')
                    .append(route.way());
            if (!route.attributes().isEmpty()) {
                line.append(route.way().isEmpty() ? "" : ", ").append(differences(route));
            }
            row(line);
        }
    }

    private String differences(RoutePlan.Route route) {
        if (route.sets().before() == null || route.sets().after() == null) {
            return String.join(", ", route.attributes());
        }
        Map<String, String> before = attributes.values(route.sets().before());
        Map<String, String> after = attributes.values(route.sets().after());
        List<String> parts = new ArrayList<>();
        for (String name : route.attributes()) {
            parts.add(name + " " + before.getOrDefault(name, "none") + " -> " + after.getOrDefault(name, "none"));
        }
        return String.join(", ", parts);
    }

    /** What changes are called in each direction. */
    private record Wording(String way, String added, String removed, String changed) {
        private static final Wording TABLE =
                new Wording("table", "newly reachable", "no longer reachable", "with other attributes");

        static Wording of(RoutePlan.Direction direction) {
            return new Wording(direction.word(), direction.added(), direction.removed(), "changed");
        }

        String counts(RoutePlan.Counts counts) {
            return counts.added() + " " + added + ", " + counts.removed() + " " + removed + ", " + counts.changed()
                    + " " + changed;
        }

        String of(String change) {
            if (equals(TABLE)) {
                return change;
            }
            return switch (change) {
                case "added" -> added;
                case "removed" -> removed;
                default -> change;
            };
        }
    }

    // ---- JSON -----------------------------------------------------------------------------------------------------

    private void json(PlanResult plan, RoutePlan routes) throws IOException {
        for (PlanResult.Step step : plan.steps()) {
            object("step", step);
        }
        if (routes != null) {
            for (RoutePlan.Channel channel : routes.channels()) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("protocol", channel.protocol());
                object.put("channel", channel.channel());
                object.put("direction", channel.direction());
                object.put("added", channel.counts().added());
                object.put("removed", channel.counts().removed());
                object.put("changed", channel.counts().changed());
                object.put("attributes", channel.attributes());
                object("channel", object);
                for (RoutePlan.Route route : channel.routes()) {
                    Map<String, Object> each = new LinkedHashMap<>();
                    each.put("protocol", channel.protocol());
                    each.put("channel", channel.channel());
                    each.put("direction", channel.direction());
                    object("route", route(each, route));
                }
            }
            for (RoutePlan.Table table : routes.tables()) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("table", table.table());
                object.put("moved", table.moved());
                object.put("added", table.counts().added());
                object.put("removed", table.counts().removed());
                object.put("changed", table.counts().changed());
                object.put("undecided", table.undecided());
                object.put("attributes", table.attributes());
                object("table", object);
                for (RoutePlan.Route route : table.routes()) {
                    Map<String, Object> each = new LinkedHashMap<>();
                    each.put("table", table.table());
                    each.put("way", route.way());
                    object("best", route(each, route));
                }
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("id", plan.id());
        object.put("summary", plan.summary());
        object.put("notes", routes == null ? List.of() : routes.notes());
        object.put("prefixes", routes == null ? 0 : routes.prefixes());
        object.put("took", routes == null ? null : routes.took());
        object("plan", object);
    }

    private static Map<String, Object> route(Map<String, Object> object, RoutePlan.Route route) {
        object.put("prefix", route.prefix());
        object.put("change", route.change());
        object.put("attributes", route.attributes());
        return object;
    }

    private void object(String kind, Object value) throws IOException {
        reply.object(Map.of(kind, value));
    }
}
