package org.jbgp.daemon.control;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.words.ControlCommand;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.ProgressText;

/**
 * {@code show progress}: what takes long and is under way, and how far it is. All layouts show it alike; jbgpctl shows
 * a line of it while a command takes its time.
 */
final class ShowProgress {
    /** Rows of a command BIRD does not have. */
    private static final int ROW = 1093;

    /** BIRD's code where there is nothing to do. */
    private static final int NOTHING = 19;

    /**
     * A work of a reply in JSON.
     *
     * @param total null while it is not known
     * @param running since it began, null if that is not known
     * @param still since {@code done} was seen to move
     * @param left about so long it will go on, null while nobody can say
     */
    public record Line(
            Progress.Kind kind,
            String what,
            String unit,
            long done,
            Long total,
            Duration running,
            Duration still,
            Duration left) {}

    private ShowProgress() {}

    static void run(CommandRunner session, ControlCommand.Plain show, Reply reply) throws IOException {
        List<Progress> all = session.ports().view().progress();
        for (Progress each : all) {
            if (session.json()) {
                reply.object(line(each));
            } else {
                reply.row(ROW, ProgressText.line(each));
            }
        }
        if (all.isEmpty() && !session.json()) {
            reply.row(NOTHING, "Nothing takes long now");
        }
        reply.end(0, "");
    }

    private static Line line(Progress each) {
        long total = each.amount().total();
        return new Line(
                each.kind(),
                each.what(),
                each.unit(),
                each.amount().done(),
                total < 0 ? null : total,
                each.times().running(),
                each.times().still(),
                each.times().left());
    }
}
