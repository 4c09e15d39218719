package org.jbgp.daemon.control;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.JsonLayout;
import org.jbgp.daemon.control.layout.Layout;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.layout.TimeText;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.control.words.CommandException;
import org.jbgp.daemon.control.words.ControlCommand;

/** Runs the commands of one session, one after the other, on the session's thread. */
public final class CommandRunner {

    /** What a session can do to itself. */
    public interface SessionControl {

        /** Echoes log messages from now on; an empty set ends it. */
        void echo(ControlCommand.Echo echo);
    }

    /** What {@code eval} answers in JSON. */
    public record Value(String value) {}

    private static final Logger LOG = LogManager.getLogger(CommandRunner.class);

    /** Stands before a command that shall be answered in JSON. */
    private static final String JSON_COMMAND = "json ";

    /** Characters of a refusal, which may repeat what was said; stock clients read lines of about a thousand bytes. */
    private static final int LONGEST_REFUSAL = 500;

    private static final int HISTORY_OFF = 8010;

    private final ControlPorts ports;
    private final ControlStyle style;
    private final SessionControl session;
    private boolean restricted;
    /** {@code quit} was said. */
    private boolean leaving;
    /** What {@code timeformat} asked for, null for the configuration's. */
    private TimeFormat timeFormat;
    /** The command at hand is answered in JSON. */
    private boolean json;

    public CommandRunner(ControlPorts ports, ControlStyle style, SessionControl session) {
        this(ports, style, session, false);
    }

    /** @param restricted commands that change anything are refused; {@code restrict} turns it on too */
    public CommandRunner(ControlPorts ports, ControlStyle style, SessionControl session, boolean restricted) {
        this.ports = ports;
        this.style = style;
        this.session = session;
        this.restricted = restricted;
    }

    public void greet(Reply reply) throws IOException {
        debug(1, "connect");
        reply.end(1, "BIRD " + ports.view().status().birdVersion() + " ready.");
    }

    /**
     * Runs a line and completes its reply.
     *
     * @return false when the session shall end
     * @throws IOException when the client is gone
     */
    public boolean run(String line, Reply reply) throws IOException {
        debug(2, line);
        try {
            json = line.startsWith(JSON_COMMAND);
            CommandRow.Order<?> order =
                    CommandTable.parse(json ? line.substring(JSON_COMMAND.length()) : line, ports.view()::language);
            if (restricted && order.row().is(CommandRow.Trait.RESTRICTED)) {
                throw new CommandException(8007, "Access denied");
            }
            reply.asObjects(json && !order.row().is(CommandRow.Trait.JSON));
            order.run(this, reply);
            return !leaving;
        } catch (CommandException e) {
            String words = e.getMessage();
            reply.end(e.code(), words.length() > LONGEST_REFUSAL ? words.substring(0, LONGEST_REFUSAL) + "..." : words);
            return true;
        } catch (HistoryView.Off e) {
            // Also when a reload turns it off while the command runs.
            reply.end(HISTORY_OFF, e.getMessage());
            return true;
        } catch (RuntimeException e) {
            // A defect of jbgpd must end one command only, not the session of whoever investigates it.
            LOG.error("Command failed: {}", line, e);
            reply.end(8000, "Internal error, see the log");
            return true;
        } finally {
            reply.asObjects(false);
        }
    }

    /** The client is gone. */
    public void closed() {
        debug(1, "connection closed");
    }

    /** {@code debug commands}. */
    private void debug(int least, String text) {
        if (ports.view().debugCommands() >= least) {
            LOG.trace("CLI: {}", text);
        }
    }

    /** Everything of the daemon that commands use. */
    ControlPorts ports() {
        return ports;
    }

    ControlStyle style() {
        return style;
    }

    /** True if the command at hand is answered in JSON. */
    boolean json() {
        return json;
    }

    void interfaces(ControlCommand.ShowInterfaces show, Reply reply) throws IOException {
        Layout layout = layout();
        List<InterfaceStatus> interfaces = ports.view().interfaces();
        if (show.summary()) {
            layout.interfaceSummary(reply, interfaces);
        } else {
            for (InterfaceStatus networkInterface : interfaces) {
                layout.networkInterface(reply, networkInterface);
            }
        }
        reply.end(0, "");
    }

    void memory(ControlCommand.Plain show, Reply reply) throws IOException {
        layout().memory(reply, ProcessFacts.complete(ports.view().memory()));
        reply.end(0, "");
    }

    void evaluate(ControlCommand.Evaluate evaluate, Reply reply) throws IOException {
        RouterView.Evaluation result = ports.view().evaluate(evaluate.expression());
        if (result.failed()) {
            reply.end(8008, "runtime error: " + result.text());
        } else if (json) {
            reply.object(new Value(result.text()));
            reply.end(0, "");
        } else {
            reply.end(23, result.text());
        }
    }

    void down(ControlCommand.Plain down, Reply reply) throws IOException {
        reply.end(7, "Shutdown requested");
        ports.commands().shutdown();
    }

    void gracefulRestart(ControlCommand.Plain restart, Reply reply) throws IOException {
        reply.end(25, "Graceful restart requested");
        reply.flush();
        ports.commands().gracefulRestart();
    }

    void echo(ControlCommand.Echo echo, Reply reply) throws IOException {
        session.echo(echo);
        reply.end(0, "");
    }

    void timeFormat(ControlCommand.SetTimeFormat set, Reply reply) throws IOException {
        timeFormat = set.format();
        reply.end(0, "");
    }

    void restrict(ControlCommand.Plain restrict, Reply reply) throws IOException {
        restricted = true;
        reply.end(16, "Access restricted");
    }

    void leave(ControlCommand.Plain quit, Reply reply) throws IOException {
        leaving = true;
        reply.end(0, "");
    }

    /** A fresh layout: the configuration, and with it the time formats, may have changed since the last command. */
    Layout layout() {
        return json ? new JsonLayout(ports.view()) : Layout.create(style, ports.view(), timeFormats());
    }

    /** Writes times as this session wants them: those of replies that have no layout, seen from now. For one thread. */
    Function<Instant, String> times() {
        TimeText text = new TimeText(ZoneId.systemDefault());
        TimeFormat format = timeFormats().base();
        Instant now = ports.view().status().now();
        return at -> text.format(format, at, now);
    }

    private TimeFormats timeFormats() {
        return timeFormat == null
                ? ports.view().timeFormats()
                : new TimeFormats(timeFormat, timeFormat, timeFormat, timeFormat);
    }

    static void help(String topic, Reply reply) throws CommandException, IOException {
        List<String> lines = CommandTable.about(topic);
        if (lines.isEmpty()) {
            throw CommandException.syntax("syntax error, no command begins with " + topic);
        }
        for (String line : lines) {
            reply.row(13, line);
        }
        reply.end(0, "");
    }
}
