package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureRequest;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult;
import org.jbgp.daemon.control.view.RouterStatus;

/** {@code configure} and the commands whose first word it is. */
final class ConfigureCommands {
    private ConfigureCommands() {}

    static void configure(CommandRunner session, ControlCommand.Configure command, Reply reply) throws IOException {
        ConfigureRequest request = command.request();
        String file = request.file() == null ? session.ports().view().status().configurationFile() : request.file();
        reply.row(2, "Reading configuration from " + file);
        reply.flush();
        ConfigureResult result = session.ports().commands().configure(request);
        boolean applied = switch (result.outcome()) {
            case DONE, IN_PROGRESS, QUEUED -> true;
            case SHUTTING_DOWN, UNQUEUED, CONFIRMED, NOTHING_TO_DO, CHECKED, FAILED -> false;
        };
        if (applied && request.undoAfter() != null) {
            reply.row(22, "Undo scheduled in " + request.undoAfter().toSeconds() + " s");
        }
        result(result, reply);
    }

    static void confirm(CommandRunner session, ControlCommand.Plain command, Reply reply) throws IOException {
        result(session.ports().commands().confirm(), reply);
    }

    static void undo(CommandRunner session, ControlCommand.Plain command, Reply reply) throws IOException {
        reply.row(21, "Undo requested");
        result(session.ports().commands().undo(), reply);
    }

    private static void result(ConfigureResult result, Reply reply) throws IOException {
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
        reply.end(0, "");
    }
}
