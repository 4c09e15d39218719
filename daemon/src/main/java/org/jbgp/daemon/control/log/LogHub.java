package org.jbgp.daemon.control.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.daemon.control.view.LogTap;

/**
 * Hands each message to the sinks that want its class, and to those who listen in. Thread-safe. There is one for the
 * whole process, as there is one standard error and one system log; loggers are static and find it here. Where a
 * process carries several routers each has one of its own, which its threads inherit from the one that began it.
 */
final class LogHub implements LogTap {

    static final LogHub PROCESS = new LogHub();

    private static final InheritableThreadLocal<LogHub> OF_THREAD = new InheritableThreadLocal<>();

    /** Whether any thread has one of its own; most processes never ask further. */
    private static volatile boolean several;

    /** A sink and the classes it takes. */
    record Target(int mask, LogSink sink) {}

    private record Listener(int mask, Consumer<String> consumer) {}

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private List<Target> targets;
    private int targetMask;
    private volatile Level threshold;

    /** The one for what this thread has to say. */
    static LogHub here() {
        LogHub own = several ? OF_THREAD.get() : null;
        return own == null ? PROCESS : own;
    }

    /** This thread, and those it will start, log here from now on. */
    void take() {
        OF_THREAD.set(this);
        several = true;
    }

    /** Before anything is configured: standard error of the process, from INFO up. */
    LogHub() {
        this(new StreamSink(new LineFormat(DaemonLog.DEFAULT_FORMAT)));
    }

    /** Before anything is configured: this sink, from INFO up. */
    LogHub(LogSink first) {
        int mask = LogLevels.mask(EnumSet.range(LogClass.INFO, LogClass.BUG));
        targets = List.of(new Target(mask, first));
        targetMask = mask;
        threshold = LogLevels.threshold(mask);
    }

    /** Takes over new sinks; the old ones are closed once no message is under way. */
    synchronized void replace(List<Target> fresh) {
        List<Target> old = targets;
        targets = fresh;
        targetMask = 0;
        for (Target target : fresh) {
            targetMask |= target.mask();
        }
        adjust();
        old.forEach(target -> target.sink().close());
    }

    /** The least important level anybody wants. */
    Level threshold() {
        return threshold;
    }

    void log(Level level, String message, Throwable thrown) {
        LogClass logClass = LogLevels.classOf(level);
        int bit = LogLevels.bit(logClass);
        String text = thrown == null ? message : message + "\n" + trace(thrown);
        Instant now = Instant.now();
        synchronized (this) {
            for (Target target : targets) {
                if ((target.mask() & bit) != 0) {
                    target.sink().write(logClass, now, text);
                }
            }
        }
        for (Listener listener : listeners) {
            if ((listener.mask() & bit) != 0) {
                listener.consumer().accept("<" + LogLevels.label(logClass) + "> " + text);
            }
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString().stripTrailing();
    }

    @Override
    public Subscription listen(Set<LogClass> classes, Consumer<String> consumer) {
        Listener listener = new Listener(LogLevels.mask(classes), consumer);
        synchronized (this) {
            listeners.add(listener);
            adjust();
        }
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
                adjust();
            }
        };
    }

    private void adjust() {
        int mask = targetMask;
        for (Listener listener : listeners) {
            mask |= listener.mask();
        }
        threshold = LogLevels.threshold(mask);
    }
}
