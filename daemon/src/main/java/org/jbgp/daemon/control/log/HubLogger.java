package org.jbgp.daemon.control.log;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;
import org.apache.logging.log4j.spi.AbstractLogger;

/** A logger of the log4j2 API. Whether a message is wanted depends on its level alone. */
final class HubLogger extends AbstractLogger {

    private static final long serialVersionUID = 1L;

    /** Libraries speak of their insides at DEBUG; an operator who debugs BGP does not want that. */
    private static final Level FOREIGN = Level.INFO;

    /** At its start it looks for addresses and hardware it does not need here, and warns where a namespace has none. */
    private static final String NETTY_START = "io.netty.util.";

    private final transient LogHub hub;
    private final Level most;

    HubLogger(String name, LogHub hub) {
        super(name, ParameterizedMessageFactory.INSTANCE);
        this.hub = hub;
        this.most = name.startsWith("org.jbgp.") ? Level.ALL : name.startsWith(NETTY_START) ? Level.ERROR : FOREIGN;
    }

    @Override
    public Level getLevel() {
        return hub.threshold().isMoreSpecificThan(most) ? hub.threshold() : most;
    }

    private boolean wanted(Level level) {
        return level.intLevel() <= getLevel().intLevel();
    }

    @Override
    public void logMessage(String fqcn, Level level, Marker marker, Message message, Throwable thrown) {
        hub.log(level, message.getFormattedMessage(), thrown);
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
