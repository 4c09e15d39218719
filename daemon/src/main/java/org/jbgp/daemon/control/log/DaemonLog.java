package org.jbgp.daemon.control.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.LogTarget;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.view.LogTap;

/**
 * The daemon's log as a whole. {@link #configure} may be
 * called again at any time, from any thread; messages that are under way reach either the old or the new targets.
 */
public final class DaemonLog {

    /** BIRD's default. */
    public static final TimeFormat DEFAULT_FORMAT = new TimeFormat("%F %T.%3f", 0, Optional.empty());

    private static final String SYSTEM_LOG = "/dev/log";

    private final String program;
    private final boolean terminal;
    private final LogHub hub;
    private final OutputStream errors;

    private DaemonLog(String program, boolean terminal, LogHub hub, OutputStream errors) {
        this.program = program;
        this.terminal = terminal;
        this.hub = hub;
        this.errors = errors;
    }

    /**
     * Takes over logging. Until {@link #configure} everything from INFO up goes to standard error.
     *
     * @param program name in the system log
     * @param terminal true with {@code -d} or {@code -f}: without a {@code log} statement messages go to standard error
     *     instead of the system log
     */
    public static DaemonLog install(String program, boolean terminal) {
        LastWords.install();
        return new DaemonLog(program, terminal, LogHub.PROCESS, new FileOutputStream(FileDescriptor.err));
    }

    /** For a process that runs no router of its own: errors alone go to standard error. */
    public static void errorsOnly() {
        int mask = LogLevels.mask(EnumSet.of(LogClass.ERROR, LogClass.FATAL, LogClass.BUG));
        LogHub.PROCESS.replace(List.of(new LogHub.Target(mask, new StreamSink(new LineFormat(DEFAULT_FORMAT)))));
    }

    /**
     * A log of its own for one router of several in this process: for this thread, those it starts, and theirs.
     *
     * @param errors takes the place of standard error; lines come in one piece each, from any thread
     */
    public static DaemonLog ofRouter(String program, boolean terminal, OutputStream errors) {
        LogHub hub = new LogHub(new StreamSink(errors, new LineFormat(DEFAULT_FORMAT)));
        hub.take();
        return new DaemonLog(program, terminal, hub, errors);
    }

    /**
     * Applies {@code log} statements. A target that cannot be opened is left out and reported in the result; the others
     * work.
     *
     * @param targets the configuration's targets; empty for BIRD's default
     * @param format {@code timeformat log}
     * @param hostname for collectors over UDP
     * @return problems, as sentences for the operator
     */
    public synchronized List<String> configure(List<LogTarget> targets, TimeFormat format, String hostname) {
        List<String> problems = new ArrayList<>();
        List<LogHub.Target> opened = new ArrayList<>();
        for (LogTarget target : targets.isEmpty() ? List.of(defaultTarget()) : targets) {
            int classes = LogLevels.mask(target.classes());
            try {
                opened.add(new LogHub.Target(classes, open(target.sink(), format, hostname)));
            } catch (IOException e) {
                problems.add(problem(target.sink(), e));
            }
        }
        if (opened.isEmpty()) {
            // Better somewhere than nowhere: these very problems must be logged.
            opened.add(new LogHub.Target(
                    LogLevels.mask(defaultTarget().classes()), new StreamSink(errors, new LineFormat(format))));
        }
        hub.replace(List.copyOf(opened));
        return problems;
    }

    private static String problem(LogTarget.Sink sink, IOException e) {
        return sink instanceof LogTarget.File file
                ? "Unable to open log file '" + file.path() + "': " + SystemWords.of(e)
                : "Unable to open the log: " + SystemWords.of(e);
    }

    /**
     * Whether a target could be opened; what was missing is there afterwards, as after {@link #configure}. Any thread.
     *
     * @return what keeps it from being opened, as a sentence for the operator; empty if nothing does
     */
    public static Optional<String> obstacle(LogTarget.Sink sink) {
        if (!(sink instanceof LogTarget.File file)) {
            return Optional.empty();
        }
        try {
            FileSink.channel(Path.of(file.path())).close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(problem(sink, e));
        }
    }

    /** Whether there is a system log on this machine. */
    public static boolean hasSystemLog() {
        return Files.exists(Path.of(SYSTEM_LOG));
    }

    /** For {@code echo} in control sessions. */
    public LogTap tap() {
        return hub;
    }

    /** Flushes and closes; messages after it are lost. For the very end of the daemon. */
    public void close() {
        hub.replace(List.of());
    }

    private LogTarget defaultTarget() {
        LogTarget.Sink sink = terminal ? new LogTarget.Stderr() : new LogTarget.Syslog(Optional.empty());
        // All classes as in BIRD, whose releases have nothing to say in DEBUG.
        return new LogTarget(sink, EnumSet.complementOf(EnumSet.of(LogClass.DEBUG)));
    }

    private LogSink open(LogTarget.Sink sink, TimeFormat format, String hostname) throws IOException {
        return switch (sink) {
            case LogTarget.Stderr stderr -> new StreamSink(errors, new LineFormat(format));
            case LogTarget.Syslog syslog ->
                new SyslogSink(SYSTEM_LOG, syslog.name().orElse(program));
            case LogTarget.File file ->
                new FileSink(
                        Path.of(file.path()),
                        file.limit(),
                        file.backup().map(Path::of).orElse(null),
                        new LineFormat(format),
                        errors);
            case LogTarget.Udp udp -> new UdpSink(new InetSocketAddress(udp.host(), udp.port()), hostname, program);
        };
    }
}
