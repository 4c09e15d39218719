package org.jbgp.daemon.control;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.RoutePlan;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.words.ControlCommand;

/** {@code configure} and the commands whose first word it is. */
final class ConfigureCommands {
    /** Rows of plans; BIRD has no such commands and no such code. */
    private static final int PLAN = 1099;

    private static final RoutePlan.Counts NONE = new RoutePlan.Counts(0, 0, 0);

    /** What became of a configuration, in JSON. */
    public record Result(String file, ConfigureResult.Kind outcome, Duration undoIn) {}

    /** What {@code configure status} answers in JSON. */
    public record Status(RouterStatus.Phase phase, boolean queued, Duration undoIn, String undone) {}

    /** Routes of a channel that a plan has changed, in JSON. */
    public record Change(
            String protocol,
            String channel,
            RoutePlan.Direction direction,
            RoutePlan.Counts planned,
            RoutePlan.Counts real) {}

    private ConfigureCommands() {}

    static void configure(CommandRunner session, ControlCommand.Configure command, Reply reply) throws IOException {
        ConfigureRequest request = command.request();
        String file = request.file() == null ? session.ports().view().status().configurationFile() : request.file();
        if (!session.json()) {
            reply.row(2, "Reading configuration from " + file);
            reply.flush();
        }
        ConfigureResult result = session.ports().commands().configure(request);
        boolean applied = switch (result.outcome()) {
            case DONE, IN_PROGRESS, QUEUED -> true;
            case SHUTTING_DOWN, UNQUEUED, CONFIRMED, NOTHING_TO_DO, CHECKED, FAILED -> false;
        };
        result(session, result, file, applied ? request.undoAfter() : null, reply);
    }

    static void apply(CommandRunner session, ControlCommand.ConfigureApply command, Reply reply) throws IOException {
        if (!session.json()) {
            reply.row(2, "Applying plan " + command.plan());
            reply.flush();
        }
        ConfigureResult result = session.ports().commands().apply(command.plan(), command.undoAfter());
        boolean applied = result.outcome() != ConfigureResult.Kind.FAILED;
        result(session, result, null, applied ? command.undoAfter() : null, reply);
    }

    static void changes(CommandRunner session, ControlCommand.Plain command, Reply reply) throws IOException {
        RouterCommands.Changes changes = session.ports().commands().changes();
        if (changes == null) {
            if (session.json()) {
                reply.end(0, "");
            } else {
                reply.end(19, "Nothing to do");
            }
            return;
        }
        Map<String, RoutePlan.Channel> planned = byName(changes.planned());
        Map<String, RoutePlan.Channel> back = byName(changes.back());
        Set<String> names = new LinkedHashSet<>(planned.keySet());
        names.addAll(back.keySet());
        for (String name : names) {
            RoutePlan.Channel plan = planned.get(name);
            RoutePlan.Channel way = back.get(name);
            RoutePlan.Channel channel = plan == null ? way : plan;
            RoutePlan.Direction direction = channel.direction();
            RoutePlan.Counts said = plan == null ? NONE : plan.counts();
            RoutePlan.Counts undo = way == null ? NONE : way.counts();
            RoutePlan.Counts real =
                    new RoutePlan.Counts(/* added= */ undo.removed(), /* removed= */ undo.added(), undo.changed());
            if (session.json()) {
                reply.object(new Change(channel.protocol(), channel.channel(), direction, said, real));
                continue;
            }
            reply.row(
                    PLAN,
                    name + ": " + pair(real.added(), said.added(), direction.added()) + ", "
                            + pair(real.removed(), said.removed(), direction.removed()) + ", "
                            + pair(real.changed(), said.changed(), "changed"));
        }
        if (names.isEmpty() && !session.json()) {
            reply.row(PLAN, "no route has changed, and none was planned to");
        }
        reply.end(0, "");
    }

    private static String pair(long real, long planned, String what) {
        return real + " " + what + " (" + planned + " planned)";
    }

    private static Map<String, RoutePlan.Channel> byName(RoutePlan plan) {
        Map<String, RoutePlan.Channel> channels = new LinkedHashMap<>();
        plan.channels()
                .forEach(channel -> channels.put(
                        channel.protocol() + "." + channel.channel() + " "
                                + channel.direction().word(),
                        channel));
        return channels;
    }

    static void confirm(CommandRunner session, ControlCommand.Plain command, Reply reply) throws IOException {
        result(session, session.ports().commands().confirm(), null, null, reply);
    }

    static void undo(CommandRunner session, ControlCommand.Plain command, Reply reply) throws IOException {
        if (!session.json()) {
            reply.row(21, "Undo requested");
        }
        result(session, session.ports().commands().undo(), null, null, reply);
    }

    /**
     * The end of a reply.
     *
     * @param file the file that was read, null if it was none
     * @param undoAfter time until it is undone, null for never
     */
    private static void result(
            CommandRunner session, ConfigureResult result, String file, Duration undoAfter, Reply reply)
            throws IOException {
        if (session.json() && result.outcome() != ConfigureResult.Kind.FAILED) {
            reply.object(new Result(file, result.outcome(), undoAfter));
            reply.end(0, "");
            return;
        }
        if (undoAfter != null) {
            reply.row(22, "Undo scheduled in " + undoAfter.toSeconds() + " s");
        }
        String text = switch (result.outcome()) {
            case DONE -> "Reconfigured";
            case IN_PROGRESS -> "Reconfiguration in progress";
            case QUEUED -> "Reconfiguration already in progress, queueing new config";
            case SHUTTING_DOWN -> "Reconfiguration ignored, shutting down";
            case UNQUEUED -> "Reconfiguration already in progress, removing queued config";
            case CONFIRMED -> "Reconfiguration confirmed";
            case NOTHING_TO_DO -> "Nothing to do";
            case CHECKED -> "Configuration OK";
            case FAILED -> result.problem();
        };
        lines(result.outcome().code(), text, reply);
    }

    /** A text of several lines that ends the reply. */
    static void lines(int code, String text, Reply reply) throws IOException {
        List<String> lines = text.lines().toList();
        for (String line : lines.subList(0, lines.size() - 1)) {
            reply.row(code, line);
        }
        reply.end(code, lines.getLast());
    }

    static void status(CommandRunner session, ControlCommand.Plain command, Reply reply) throws IOException {
        RouterStatus status = session.ports().view().status();
        if (session.json()) {
            reply.object(new Status(status.phase(), status.queued(), status.undoIn(), status.undone()));
            reply.end(0, "");
            return;
        }
        switch (status.phase()) {
            case RUNNING -> reply.row(3, "Daemon is up and running");
            case RECONFIGURING -> {
                if (status.queued()) {
                    reply.row(5, "Reconfiguration in progress, next one enqueued");
                } else {
                    reply.row(4, "Reconfiguration in progress");
                }
            }
            case SHUTTING_DOWN -> reply.row(6, "Shutdown in progress");
        }
        if (status.undoIn() != null) {
            long millis = status.undoIn().toMillis();
            reply.row(
                    22,
                    String.format(
                            Locale.ROOT, "Configuration unconfirmed, undo in %d.%03d s", millis / 1000, millis % 1000));
        }
        if (status.undone() != null) {
            reply.row(23, "The last configuration was undone: " + status.undone());
        }
        reply.end(0, "");
    }
}
