package org.jbgp.daemon.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.JsonLayout;
import org.jbgp.daemon.control.layout.Layout;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.Text;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.RouterCommands.ConfigureResult;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;

/** Runs the commands of one session, one after the other, on the session's thread. */
final class CommandRunner {

    /** What a session can do to itself. */
    interface SessionControl {

        /** Echoes log messages from now on; an empty set ends it. */
        void echo(ControlCommand.Echo echo);
    }

    private static final Logger LOG = LogManager.getLogger(CommandRunner.class);

    /** Rows of {@code configure plan}; BIRD has no such command and no such code. */
    private static final int PLAN = 1099;

    /** A name that is no protocol's: to BIRD 2 a mistake in the syntax. */
    private static final int NO_PROTOCOL = 9001;

    private static final int NO_PROTOCOL_16 = 9002;

    /** Milliseconds a {@code disable} waits for the protocol to be down, at first and altogether. */
    private static final int FIRST_WAIT = 2;

    private static final int LONGEST_WAIT = 500;

    /** Stands before a command that shall be answered in JSON. */
    private static final String JSON_COMMAND = "json ";

    private final ControlPorts ports;
    private final ControlStyle style;
    private final SessionControl session;
    private boolean restricted;
    /** What {@code timeformat} asked for, null for the configuration's. */
    private TimeFormat timeFormat;
    /** The command at hand is answered in JSON. */
    private boolean json;

    CommandRunner(ControlPorts ports, ControlStyle style, SessionControl session) {
        this.ports = ports;
        this.style = style;
        this.session = session;
    }

    void greet(Reply reply) throws IOException {
        debug(1, "connect");
        reply.end(1, "BIRD " + ports.view().status().version() + " ready.");
    }

    /**
     * Runs a line and completes its reply.
     *
     * @return false when the session shall end
     * @throws IOException when the client is gone
     */
    boolean run(String line, Reply reply) throws IOException {
        debug(2, line);
        try {
            json = line.startsWith(JSON_COMMAND);
            ControlCommand command =
                    CommandParser.parse(json ? line.substring(JSON_COMMAND.length()) : line, ports.view()::language);
            if (json && !answersInJson(command)) {
                throw CommandException.syntax(
                        "json: only show status, protocols, route, interfaces and memory, and explain route");
            }
            if (restricted && command.changesRouter()) {
                throw new CommandException(8007, "Access denied");
            }
            return run(command, reply);
        } catch (CommandException e) {
            reply.end(e.code(), e.getMessage());
            return true;
        } catch (RuntimeException e) {
            // A fault of ours must end one command, not the session of the person who looks for it.
            LOG.error("Command failed: {}", line, e);
            reply.end(8000, "Internal error, see the log");
            return true;
        }
    }

    /** The client is gone. */
    void closed() {
        debug(1, "connection closed");
    }

    /** {@code debug commands}. */
    private void debug(int least, String text) {
        if (ports.view().debugCommands() >= least) {
            LOG.trace("CLI: {}", text);
        }
    }

    private static boolean answersInJson(ControlCommand command) {
        return command instanceof ControlCommand.ShowStatus
                || command instanceof ControlCommand.ShowProtocols
                || command instanceof ControlCommand.ShowRoute
                || command instanceof ControlCommand.ShowInterfaces
                || command instanceof ControlCommand.ShowMemory
                || command instanceof ControlCommand.ExplainRoute;
    }

    private boolean run(ControlCommand command, Reply reply) throws CommandException, IOException {
        RouterView view = ports.view();
        switch (command) {
            case ControlCommand.ShowStatus show -> layout().status(reply, view.status());
            case ControlCommand.ShowProtocols show -> protocols(show, reply);
            case ControlCommand.ShowRoute show -> new ShowRoutes(ports, layout(), show, reply).run();
            case ControlCommand.ShowInterfaces show -> {
                Layout layout = layout();
                if (show.summary()) {
                    layout.interfaceSummary(reply, view.interfaces());
                } else {
                    for (var networkInterface : view.interfaces()) {
                        layout.networkInterface(reply, networkInterface);
                    }
                }
                reply.end(0, "");
            }
            case ControlCommand.ShowMemory show -> {
                layout().memory(reply, JvmMemory.complete(view.memory()));
                reply.end(0, "");
            }
            case ControlCommand.ShowStatic show -> new ShowStatic(view, style, reply).run(show.selector());
            case ControlCommand.ShowRoa show -> new ShowRoas(view, reply).run(show);
            case ControlCommand.ExplainRoute explain -> new ExplainRoute(ports, reply, json).run(explain);
            case ControlCommand.Evaluate evaluate -> {
                RouterView.Evaluation result = view.evaluate(evaluate.expression());
                reply.end(
                        result.failed() ? 8008 : 23,
                        result.failed() ? "runtime error: " + result.text() : result.text());
            }
            case ControlCommand.ShowSymbols show -> symbols(show, reply);
            case ControlCommand.Configure configure -> configure(configure.request(), reply);
            case ControlCommand.ConfigurePlan plan -> plan(plan.file(), reply);
            case ControlCommand.ConfigureConfirm confirm ->
                result(ports.commands().confirm(), reply);
            case ControlCommand.ConfigureUndo undo -> {
                reply.row(21, "Undo requested");
                result(ports.commands().undo(), reply);
            }
            case ControlCommand.ConfigureStatus show -> configureStatus(reply);
            case ControlCommand.ChangeProtocols change -> change(change, reply);
            case ControlCommand.Reload reload -> reload(reload, reply);
            case ControlCommand.Debug debug -> {
                for (ProtocolStatus protocol : select(debug.selector())) {
                    ports.commands().debug(protocol.name(), debug.flags());
                }
                reply.end(0, "");
            }
            case ControlCommand.Down down -> {
                reply.end(7, "Shutdown requested");
                ports.commands().shutdown();
            }
            case ControlCommand.Echo echo -> {
                session.echo(echo);
                reply.end(0, "");
            }
            case ControlCommand.Dump dump -> Dumps.run(dump, this::run, reply);
            case ControlCommand.SetTimeFormat set -> {
                timeFormat = set.format();
                reply.end(0, "");
            }
            case ControlCommand.GracefulRestart graceful -> {
                reply.end(25, "Graceful restart requested");
                reply.flush();
                ports.commands().gracefulRestart();
            }
            case ControlCommand.Restrict restrict -> {
                restricted = true;
                reply.end(16, "Access restricted");
            }
            case ControlCommand.Help help -> help(help.topic(), reply);
            case ControlCommand.Quit quit -> {
                reply.end(0, "");
                return false;
            }
        }
        return true;
    }

    /** A fresh layout: the configuration, and with it the time formats, may have changed since the last command. */
    private Layout layout() {
        return json ? new JsonLayout(ports.view()) : Layout.create(style, ports.view(), timeFormats());
    }

    private TimeFormats timeFormats() {
        return timeFormat == null
                ? ports.view().timeFormats()
                : new TimeFormats(timeFormat, timeFormat, timeFormat, timeFormat);
    }

    private void protocols(ControlCommand.ShowProtocols show, Reply reply) throws CommandException, IOException {
        Layout layout = layout();
        RouterStatus status = ports.view().status();
        boolean heading = false;
        for (ProtocolStatus protocol : select(show.selector())) {
            if (!heading) {
                layout.protocolsHeading(reply);
                heading = true;
            }
            layout.protocol(reply, protocol, show.all(), status);
        }
        reply.end(0, "");
    }

    private List<ProtocolStatus> select(ControlCommand.Selector selector) throws CommandException {
        List<ProtocolStatus> found = new ArrayList<>();
        for (ProtocolStatus protocol : ports.view().protocols()) {
            boolean wanted = switch (selector) {
                case ControlCommand.Named named -> named.name().equals(protocol.name());
                case ControlCommand.Matching matching -> new Glob(matching.pattern()).matches(protocol.name());
            };
            if (wanted) {
                found.add(protocol);
            }
        }
        if (found.isEmpty()) {
            throw switch (selector) {
                case ControlCommand.Named named ->
                    new CommandException(
                            style == ControlStyle.BIRD_1_6 ? NO_PROTOCOL_16 : NO_PROTOCOL,
                            named.name() + " is not a protocol");
                case ControlCommand.Matching matching -> new CommandException(8003, "No protocols match");
            };
        }
        return found;
    }

    private void symbols(ControlCommand.ShowSymbols show, Reply reply) throws CommandException, IOException {
        for (RouterView.Symbol symbol : ports.view().symbols()) {
            String text = Text.left(new StringBuilder(), symbol.name(), 8)
                    .append('\t')
                    .append(symbol.kind())
                    .toString();
            if (show.name() != null) {
                if (symbol.name().equals(show.name())) {
                    reply.end(1010, text);
                    return;
                }
            } else if (show.kind() == null || isKind(symbol.kind(), show.kind())) {
                reply.row(1010, text);
            }
        }
        if (show.name() != null) {
            throw CommandException.syntax("syntax error, unexpected " + show.name() + ", expecting a known name");
        }
        reply.end(0, "");
    }

    private static boolean isKind(String kind, String wanted) {
        return switch (wanted) {
            case "table" -> kind.equals("routing table");
            case "roa" -> kind.equals("ROA table");
            case "template" -> kind.equals("protocol template");
            default -> kind.equals(wanted);
        };
    }

    private void configure(RouterCommands.ConfigureRequest request, Reply reply) throws IOException {
        String file = request.file() == null ? ports.view().status().configurationFile() : request.file();
        reply.row(2, "Reading configuration from " + file);
        reply.flush();
        ConfigureResult result = ports.commands().configure(request);
        boolean applied = switch (result.outcome()) {
            case DONE, IN_PROGRESS, QUEUED -> true;
            case SHUTTING_DOWN, UNQUEUED, CONFIRMED, NOTHING_TO_DO, CHECKED, FAILED -> false;
        };
        if (applied && request.undoAfter() != null) {
            reply.row(22, "Undo scheduled in " + request.undoAfter().toSeconds() + " s");
        }
        result(result, reply);
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

    private static void lines(int code, String text, Reply reply) throws IOException {
        List<String> lines = text.lines().toList();
        for (String line : lines.subList(0, lines.size() - 1)) {
            reply.row(code, line);
        }
        reply.end(code, lines.getLast());
    }

    private void plan(String file, Reply reply) throws IOException {
        String name = file == null ? ports.view().status().configurationFile() : file;
        reply.row(2, "Reading configuration from " + name);
        reply.flush();
        RouterCommands.PlanResult plan = ports.commands().plan(file);
        if (plan.problem() != null) {
            lines(8002, plan.problem(), reply);
            return;
        }
        for (RouterCommands.PlanResult.Step step : plan.steps()) {
            StringBuilder line = new StringBuilder();
            Text.left(line, step.protocol(), 16).append(' ');
            Text.left(line, step.action(), 10).append(' ').append(String.join(", ", step.reasons()));
            reply.row(PLAN, line.toString().stripTrailing());
        }
        reply.row(PLAN, plan.summary());
        reply.end(20, "Configuration OK");
    }

    private void configureStatus(Reply reply) throws IOException {
        RouterStatus status = ports.view().status();
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
                            java.util.Locale.ROOT,
                            "Configuration unconfirmed, undo in %d.%03d s",
                            millis / 1000,
                            millis % 1000));
        }
        reply.end(0, "");
    }

    private void change(ControlCommand.ChangeProtocols change, Reply reply) throws CommandException, IOException {
        RouterCommands commands = ports.commands();
        List<String> stopping = new ArrayList<>();
        for (ProtocolStatus protocol : select(change.selector())) {
            String name = protocol.name();
            switch (change.change()) {
                case ENABLE -> {
                    boolean done = commands.enable(name, change.message()) == RouterCommands.Outcome.DONE;
                    reply.row(done ? 11 : 10, name + (done ? ": enabled" : ": already enabled"));
                }
                case DISABLE -> {
                    boolean done = commands.disable(name, change.message()) == RouterCommands.Outcome.DONE;
                    reply.row(done ? 9 : 8, name + (done ? ": disabled" : ": already disabled"));
                    if (done) {
                        stopping.add(name);
                    }
                }
                case RESTART -> {
                    boolean done = commands.restart(name, change.message()) == RouterCommands.Outcome.DONE;
                    reply.row(done ? 12 : 8, name + (done ? ": restarted" : ": already disabled"));
                }
            }
        }
        awaitDown(stopping);
        reply.end(0, "");
    }

    /** Whoever asks next shall see what was ordered; a protocol with a neighbor that does not answer may take longer. */
    private void awaitDown(List<String> names) {
        int waited = 0;
        for (int pause = FIRST_WAIT; !names.isEmpty() && waited < LONGEST_WAIT; pause *= 2) {
            boolean down = ports.view().protocols().stream()
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

    private void reload(ControlCommand.Reload reload, Reply reply) throws CommandException, IOException {
        for (ProtocolStatus protocol : select(reload.selector())) {
            String name = protocol.name();
            if (style == ControlStyle.BIRD_1_6 && isFixed(protocol, reload.direction())) {
                reply.row(8006, name + ": reload failed");
                continue;
            }
            switch (ports.commands().reload(name, reload.direction())) {
                case DONE -> reply.row(15, name + ": reloading");
                case ALREADY -> reply.row(8, name + ": already disabled");
                case NOT_UP -> reply.row(8, name + ": is not UP");
                case REFUSED, UNKNOWN -> reply.row(8006, name + ": reload failed");
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

    private static void help(String topic, Reply reply) throws CommandException, IOException {
        List<String> lines = CommandHelp.about(topic);
        if (lines.isEmpty()) {
            throw CommandException.syntax("syntax error, no command begins with " + topic);
        }
        for (String line : lines) {
            reply.row(13, line);
        }
        reply.end(0, "");
    }
}
