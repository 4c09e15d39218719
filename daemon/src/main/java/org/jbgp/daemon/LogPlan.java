package org.jbgp.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.LogTarget;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.daemon.control.log.DaemonLog;

/**
 * Where messages go, by the configuration and the command line together. In the background nobody sees standard error
 * once the launcher is gone, so what is to go there goes to the system log, as it does in BIRD without a {@code log}
 * statement.
 *
 * @param options the command line
 * @param background whether the launcher leaves, and standard error with it
 */
record LogPlan(CommandLine options, boolean background) {

    /** For a router that was started so. */
    static LogPlan of(CommandLine options, Starter starter) {
        return new LogPlan(options, !options.staysInForeground() && starter.leaves());
    }

    /** The targets; empty for the default one. */
    List<LogTarget> targets(Configuration configuration) {
        List<LogTarget> targets = new ArrayList<>();
        for (LogTarget target : configuration.logs()) {
            boolean unseen = background && target.sink() instanceof LogTarget.Stderr;
            targets.add(unseen ? new LogTarget(new LogTarget.Syslog(Optional.empty()), target.classes()) : target);
        }
        // -d and -D add to what the file says, and -d takes the place of the default target.
        if (options.debug()) {
            addAll(targets, new LogTarget.Stderr());
        }
        options.debugFile().ifPresent(file -> {
            if (targets.isEmpty()) {
                targets.add(standard());
            }
            addAll(targets, new LogTarget.File(file.toString(), 0, Optional.empty()));
        });
        return targets;
    }

    /** Where messages go if nothing else is said, see {@link DaemonLog#configure}. */
    private LogTarget standard() {
        return new LogTarget(
                background ? new LogTarget.Syslog(Optional.empty()) : new LogTarget.Stderr(),
                EnumSet.complementOf(EnumSet.of(LogClass.DEBUG)));
    }

    /** Every message goes there too, but those that go there already: nobody wants a line twice. */
    private static void addAll(List<LogTarget> targets, LogTarget.Sink sink) {
        EnumSet<LogClass> missing = EnumSet.allOf(LogClass.class);
        for (LogTarget target : targets) {
            if (place(target.sink()).equals(place(sink))) {
                missing.removeAll(target.classes());
            }
        }
        if (!missing.isEmpty()) {
            targets.add(new LogTarget(sink, missing));
        }
    }

    /** Where it is written in the end, whatever is to happen when it is full. */
    private static Object place(LogTarget.Sink sink) {
        return sink instanceof LogTarget.File file
                ? Path.of(file.path()).toAbsolutePath().normalize()
                : sink;
    }

    /** The first log file that cannot be opened: {@code file:line:col Unable to open log file …}; empty if all can. */
    Optional<String> obstacle(Configuration configuration) {
        for (LogTarget target : targets(configuration)) {
            Optional<String> problem = DaemonLog.obstacle(target.sink());
            if (problem.isPresent()) {
                SourcePosition position = target.sink() instanceof LogTarget.File file
                        ? configuration.positions().get(file.place())
                        : null;
                return Optional.of((position == null ? "" : position + " ") + problem.get());
            }
        }
        return Optional.empty();
    }

    /**
     * What whoever started the daemon should know of its log before the launcher leaves; empty if all is as written.
     */
    Optional<String> notice(Configuration configuration) {
        if (!background) {
            return Optional.empty();
        }
        List<LogTarget> targets = targets(configuration);
        boolean system =
                targets.isEmpty() || targets.stream().anyMatch(each -> each.sink() instanceof LogTarget.Syslog);
        if (system && !DaemonLog.hasSystemLog()) {
            return Optional.of(
                    "there is no system log (/dev/log), and nobody sees standard error of a daemon in the"
                            + " background: its messages are lost; say 'log \"FILE\" all;' in the configuration, or start it with -f");
        }
        boolean moved = configuration.logs().stream().anyMatch(each -> each.sink() instanceof LogTarget.Stderr);
        return moved
                ? Optional.of(
                        "log stderr: nobody sees standard error of a daemon in the background; its messages go to the"
                                + " system log")
                : Optional.empty();
    }
}
