package org.jbgp.daemon.control;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jbgp.daemon.control.layout.PastObjects;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.ReplyText;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.PrefixOrProtocol;

/** {@code show rejected}: the routes that import filters rejected last, with the line that did it. */
final class ShowRejected {
    /** Rows of a command BIRD does not have. */
    private static final int ROW = 1094;

    private ShowRejected() {}

    static void run(CommandRunner session, PrefixOrProtocol command, Reply reply) throws CommandException, IOException {
        String protocol = command.protocol();
        if (protocol != null
                && session.ports().view().protocols().stream()
                        .noneMatch(each -> each.name().equals(protocol))) {
            throw CommandException.syntax(protocol + " is not a protocol");
        }
        PastObjects objects = new PastObjects(session.ports().view());
        Function<Instant, String> times = session.times();
        List<RejectedRoute> routes = session.ports().tables().rejected(protocol, command.prefix()).stream()
                .sorted(Comparator.comparing(RejectedRoute::at))
                .toList();
        for (RejectedRoute route : routes) {
            if (session.json()) {
                reply.object(objects.rejected(route));
                continue;
            }
            StringBuilder line = new StringBuilder(times.apply(route.at())).append("  ");
            ReplyText.left(line, ReplyText.prefix(route.prefix()), 18).append(' ');
            ReplyText.left(line, route.channel().protocol(), 12)
                    .append(" filter ")
                    .append(route.filter());
            reply.row(ROW, line.append(outcome(route)).toString().stripTrailing());
        }
        reply.end(0, "");
    }

    private static String outcome(RejectedRoute route) {
        return route.accepts()
                ? ", which would accept it now"
                : route.decisions().isEmpty() ? "" : ": " + route.decisions().getLast();
    }
}
