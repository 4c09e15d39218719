package org.jbgp.daemon.control.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.jbgp.config.model.LogClass;
import org.jbgp.daemon.control.view.LogTap;

/** The one appender: hands each message to the sinks that want its class, and to those who listen in. Thread-safe. */
final class SinkAppender extends AbstractAppender implements LogTap {

    /** A sink and the classes it takes. */
    record Target(int mask, LogSink sink) {}

    private record Listener(int mask, Consumer<String> consumer) {}

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private List<Target> targets = List.of();

    SinkAppender() {
        super("jbgpd", null, null, true, Property.EMPTY_ARRAY);
    }

    /** Takes over new sinks; the old ones are closed once no message is under way. */
    void replace(List<Target> fresh) {
        List<Target> old;
        synchronized (this) {
            old = targets;
            targets = fresh;
        }
        old.forEach(target -> target.sink().close());
    }

    @Override
    public void append(LogEvent event) {
        LogClass logClass = LogLevels.classOf(event.getLevel());
        String message = text(event);
        Instant time = Instant.ofEpochSecond(
                event.getInstant().getEpochSecond(), event.getInstant().getNanoOfSecond());
        int bit = LogLevels.bit(logClass);
        synchronized (this) {
            for (Target target : targets) {
                if ((target.mask() & bit) != 0) {
                    target.sink().write(logClass, time, message);
                }
            }
        }
        for (Listener listener : listeners) {
            if ((listener.mask() & bit) != 0) {
                listener.consumer().accept("<" + LogLevels.label(logClass) + "> " + message);
            }
        }
    }

    private static String text(LogEvent event) {
        String message = event.getMessage().getFormattedMessage();
        Throwable thrown = event.getThrown();
        if (thrown == null) {
            return message;
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return message + "\n" + trace.toString().stripTrailing();
    }

    @Override
    public Subscription listen(Set<LogClass> classes, Consumer<String> consumer) {
        Listener listener = new Listener(LogLevels.mask(classes), consumer);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
