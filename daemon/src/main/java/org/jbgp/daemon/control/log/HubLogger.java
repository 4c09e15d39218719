package org.jbgp.daemon.control.log;

import io.netty.channel.ChannelException;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;
import org.apache.logging.log4j.spi.AbstractLogger;

/**
 * A logger of the log4j2 API. Whether a message is wanted depends on its level alone, for our own classes.
 *
 * <p>No text of a library reaches the log: a library speaks of itself, and at any rate somebody outside chooses (a
 * stranger who connects and resets). What must not get lost is an exception that our own code threw and a library
 * caught: that is a defect, and is logged as one.
 */
final class HubLogger extends AbstractLogger {

    private static final long serialVersionUID = 1L;

    private static final Level FOREIGN = Level.WARN;

    /** At its start it looks for addresses and hardware it does not need here, and warns where a namespace has none. */
    private static final String NETTY_START = "io.netty.util.";

    /** netty reports what its tasks and listeners throw from here, though it is no matter of its start. */
    private static final String NETTY_TASKS = "io.netty.util.concurrent.";

    private final transient Supplier<LogHub> hub;
    private final boolean own;
    private final Level most;

    HubLogger(String name, LogHub hub) {
        this(name, () -> hub);
    }

    /** @param hub where the calling thread's messages go */
    HubLogger(String name, Supplier<LogHub> hub) {
        super(name, ParameterizedMessageFactory.INSTANCE);
        this.hub = hub;
        this.own = name.startsWith("org.jbgp.");
        boolean start = name.startsWith(NETTY_START) && !name.startsWith(NETTY_TASKS);
        this.most = own ? Level.ALL : start ? Level.ERROR : FOREIGN;
    }

    @Override
    public Level getLevel() {
        Level threshold = hub.get().threshold();
        return threshold.isMoreSpecificThan(most) ? threshold : most;
    }

    private boolean wanted(Level level) {
        return level.intLevel() <= getLevel().intLevel();
    }

    @Override
    public void logMessage(String fqcn, Level level, Marker marker, Message message, Throwable thrown) {
        if (thrown != null) {
            LastWords.endIfOutOfMemory(thrown);
        }
        if (own) {
            hub.get().log(level, message.getFormattedMessage(), thrown);
        } else if (isDefect(thrown)) {
            hub.get()
                    .log(
                            LogLevels.BUG,
                            "internal error in thread " + Thread.currentThread().getName(),
                            thrown);
        }
    }

    /** Sockets fail, files are missing: whoever asked for them gets the problem, and words it. */
    private static boolean isDefect(Throwable thrown) {
        return thrown != null && !(thrown instanceof IOException) && !(thrown instanceof ChannelException);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, Message message, Throwable thrown) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, CharSequence message, Throwable thrown) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, Object message, Throwable thrown) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Throwable thrown) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object... parameters) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object p0) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object p0, Object p1) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object p0, Object p1, Object p2) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(Level level, Marker marker, String message, Object p0, Object p1, Object p2, Object p3) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(
            Level level, Marker marker, String message, Object p0, Object p1, Object p2, Object p3, Object p4) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7,
            Object p8) {
        return wanted(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            Marker marker,
            String message,
            Object p0,
            Object p1,
            Object p2,
            Object p3,
            Object p4,
            Object p5,
            Object p6,
            Object p7,
            Object p8,
            Object p9) {
        return wanted(level);
    }
}
