package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jbgp.config.base.NamePattern;
import org.jbgp.daemon.control.layout.Layout;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;

/** Commands about protocols: shows, starts, stops and reloads them. */
final class ProtocolCommands {
    /** A name that is no protocol's: to BIRD 2 a mistake in the syntax. */
    private static final int NO_PROTOCOL = 9001;

    private static final int NO_PROTOCOL_16 = 9002;

    /** Our own code: BIRD has no such command. */
    private static final int DRAINED = 27;

    /** Milliseconds a {@code disable} waits for the protocol to be down, at first and altogether. */
    private static final int FIRST_WAIT = 2;

    private static final int LONGEST_WAIT = 500;

    /** What became of an order to a protocol, in JSON. */
    public record Result(String protocol, RouterCommands.Outcome outcome) {}

    private ProtocolCommands() {}

    /** A row of the reply to an order. */
    private static void row(
            CommandRunner session, String protocol, RouterCommands.Outcome outcome, int code, String text, Reply reply)
            throws IOException {
        if (session.json()) {
            reply.object(new Result(protocol, outcome));
        } else {
            reply.row(code, protocol + ": " + text);
        }
    }

    static void show(CommandRunner session, ControlCommand.ShowProtocols said, Reply reply)
            throws CommandException, IOException {
        ControlCommand.ShowProtocols show = completed(session, said);
        Layout layout = session.layout();
        RouterStatus status = session.ports().view().status();
        boolean heading = false;
        for (ProtocolStatus protocol : select(session, show.selector())) {
            if (!heading) {
                layout.protocolsHeading(reply);
                heading = true;
            }
            layout.protocol(reply, protocol, show.all(), status);
        }
        reply.end(0, "");
    }

    /** A word that abbreviates {@code all} is a name only where a protocol has it. */
    private static ControlCommand.ShowProtocols completed(CommandRunner session, ControlCommand.ShowProtocols show) {
        boolean abbreviated = show.selector() instanceof ControlCommand.Named named
                && "all".startsWith(named.name())
                && session.ports().view().protocols().stream()
                        .noneMatch(protocol -> protocol.name().equals(named.name()));
        return abbreviated ? new ControlCommand.ShowProtocols(new ControlCommand.Matching("*"), true) : show;
    }

    static void debug(CommandRunner session, ControlCommand.Debug debug, Reply reply)
            throws CommandException, IOException {
        for (ProtocolStatus protocol : select(session, debug.selector())) {
            session.ports().commands().debug(protocol.name(), debug.flags());
        }
        reply.end(0, "");
    }

    static void change(CommandRunner session, ControlCommand.ChangeProtocols change, Reply reply)
            throws CommandException, IOException {
        RouterCommands commands = session.ports().commands();
        List<String> stopping = new ArrayList<>();
        for (ProtocolStatus protocol : select(session, change.selector())) {
            String name = protocol.name();
            switch (change.change()) {
                case ENABLE -> {
                    RouterCommands.Outcome outcome = commands.enable(name, change.message());
                    boolean done = outcome == RouterCommands.Outcome.DONE;
                    row(session, name, outcome, done ? 11 : 10, done ? "enabled" : "already enabled", reply);
                }
                case DISABLE -> {
                    RouterCommands.Outcome outcome = commands.disable(name, change.message());
                    boolean done = outcome == RouterCommands.Outcome.DONE;
                    row(session, name, outcome, done ? 9 : 8, done ? "disabled" : "already disabled", reply);
                    if (done) {
                        stopping.add(name);
                    }
                }
                case RESTART -> {
                    RouterCommands.Outcome outcome = commands.restart(name, change.message());
                    boolean done = outcome == RouterCommands.Outcome.DONE;
                    row(session, name, outcome, done ? 12 : 8, done ? "restarted" : "already disabled", reply);
                }
            }
        }
        awaitDown(session, stopping);
        reply.end(0, "");
    }

    /**
     * The next command should see the result; a protocol whose neighbor does not answer may take longer.
     */
    private static void awaitDown(CommandRunner session, List<String> names) {
        int waited = 0;
        for (int pause = FIRST_WAIT; !names.isEmpty() && waited < LONGEST_WAIT; pause *= 2) {
            boolean down = session.ports().view().protocols().stream()
                    .noneMatch(protocol -> names.contains(protocol.name())
                            && protocol.state() != ProtocolStatus.State.DOWN
                            && !protocol.enabled());
            if (down) {
                return;
            }
            waited += pause;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
        }
    }

    static void reload(CommandRunner session, ControlCommand.Reload reload, Reply reply)
            throws CommandException, IOException {
        for (ProtocolStatus protocol : select(session, reload.selector())) {
            String name = protocol.name();
            if (session.style().isFlat() && isFixed(protocol, reload.direction())) {
                row(session, name, RouterCommands.Outcome.REFUSED, 8006, "reload failed", reply);
                continue;
            }
            RouterCommands.Outcome outcome = session.ports().commands().reload(name, reload.direction());
            switch (outcome) {
                case DONE -> row(session, name, outcome, 15, "reloading", reply);
                case ALREADY -> row(session, name, outcome, 8, "already disabled", reply);
                case NOT_UP -> row(session, name, outcome, 8, "is not UP", reply);
                case REFUSED, UNKNOWN -> row(session, name, outcome, 8006, "reload failed", reply);
            }
        }
        reply.end(0, "");
    }

    /** Protocols of other kinds are named only where one of them was meant. */
    static void drain(CommandRunner session, ControlCommand.Drain drain, Reply reply)
            throws CommandException, IOException {
        for (ProtocolStatus protocol : select(session, drain.selector())) {
            String name = protocol.name();
            RouterCommands.Outcome outcome = session.ports().commands().drain(name, drain.begins());
            switch (outcome) {
                case DONE ->
                    row(session, name, outcome, DRAINED, drain.begins() ? "draining" : "no longer drained", reply);
                case ALREADY ->
                    row(session, name, outcome, 8, drain.begins() ? "already drained" : "not drained", reply);
                case REFUSED, NOT_UP, UNKNOWN -> {
                    if (drain.selector() instanceof ControlCommand.Named) {
                        throw new CommandException(8006, name + " is no BGP neighbor");
                    }
                }
            }
        }
        reply.end(0, "");
    }

    /** To BIRD 1.6 protocols whose routes come from the file or from interfaces have nothing to import anew. */
    private static boolean isFixed(ProtocolStatus protocol, RouterCommands.Direction direction) {
        return protocol.enabled()
                && direction != RouterCommands.Direction.OUT
                && switch (protocol.type()) {
                    case "Static", "Device", "Direct" -> true;
                    default -> false;
                };
    }

    /** The protocols a command is about, at least one. */
    static List<ProtocolStatus> select(CommandRunner session, ControlCommand.Selector selector)
            throws CommandException {
        List<ProtocolStatus> found = new ArrayList<>();
        for (ProtocolStatus protocol : session.ports().view().protocols()) {
            boolean wanted = switch (selector) {
                case ControlCommand.Named named -> named.name().equals(protocol.name());
                case ControlCommand.Matching matching -> new NamePattern(matching.pattern()).matches(protocol.name());
            };
            if (wanted) {
                found.add(protocol);
            }
        }
        if (found.isEmpty()) {
            throw switch (selector) {
                case ControlCommand.Named named ->
                    new CommandException(
                            session.style().isFlat() ? NO_PROTOCOL_16 : NO_PROTOCOL,
                            named.name() + " is not a protocol");
                case ControlCommand.Matching matching -> new CommandException(8003, "No protocols match");
            };
        }
        return found;
    }
}
