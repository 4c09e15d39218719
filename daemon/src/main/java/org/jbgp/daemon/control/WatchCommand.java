package org.jbgp.daemon.control;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jbgp.daemon.control.layout.PastObjects;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.HistoryWatch;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.PrefixOrProtocol;

/** {@code watch}: changes as they happen, an object a line, until the client leaves. */
final class WatchCommand {
    /** After so long without anything a line says that all is well, so that a client that has left is noticed. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private WatchCommand() {}

    static void run(CommandRunner session, PrefixOrProtocol command, Reply reply) throws CommandException, IOException {
        HistoryView history = session.ports().history();
        if (!history.on()) {
            throw new HistoryView.Off();
        }
        RouterView view = session.ports().view();
        PastObjects objects = new PastObjects(view);
        HistoryWatch watch = new HistoryWatch(command.prefix(), command.protocol());
        history.watch(watch);
        try {
            reply.object(Map.of("watch", new Clock(view.status().now())));
            reply.flush();
            while (history.on()) {
                Record next = watch.next(SILENCE);
                reply.object(
                        switch (next) {
                            case null ->
                                Map.of("silence", new Clock(view.status().now()));
                            case PastChange change -> Map.of("change", objects.change(change));
                            case PastEvent event -> Map.of("event", event);
                            default -> Map.of("lost", next);
                        });
                reply.flush();
            }
            reply.end(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(8000, "The daemon ends");
        } finally {
            history.unwatch(watch);
        }
    }

    /** The router's clock. */
    public record Clock(Instant now) {}
}
