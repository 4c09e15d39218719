package org.jbgp.daemon.control.log;

import org.apache.logging.log4j.Level;
import org.jbgp.config.model.router.LogClass;

/**
 * BIRD's classes of messages as log4j2 levels. Most have a standard level; the others are defined here, for use as
 * {@code LOG.log(LogLevels.REMOTE, …)}.
 */
public final class LogLevels {

    /** The other side did something wrong: between warnings and information. */
    public static final Level REMOTE = Level.forName("REMOTE", 350);

    /** Authentication failed: worse than an error. */
    public static final Level AUTH = Level.forName("AUTH", 150);

    /** jbgpd itself is wrong: worst of all. */
    public static final Level BUG = Level.forName("BUG", 50);

    private LogLevels() {}

    /** The class of a message of this level. */
    static LogClass classOf(Level level) {
        int value = level.intLevel();
        if (value <= BUG.intLevel()) {
            return LogClass.BUG;
        }
        if (value <= Level.FATAL.intLevel()) {
            return LogClass.FATAL;
        }
        if (value <= AUTH.intLevel()) {
            return LogClass.AUTH;
        }
        if (value <= Level.ERROR.intLevel()) {
            return LogClass.ERROR;
        }
        if (value <= Level.WARN.intLevel()) {
            return LogClass.WARNING;
        }
        if (value <= REMOTE.intLevel()) {
            return LogClass.REMOTE;
        }
        if (value <= Level.INFO.intLevel()) {
            return LogClass.INFO;
        }
        return value <= Level.DEBUG.intLevel() ? LogClass.DEBUG : LogClass.TRACE;
    }

    /** The least important level whose class is in the mask; what lies below need not even be formatted. */
    static Level threshold(int mask) {
        for (Level level : new Level[] {
            Level.TRACE, Level.DEBUG, Level.INFO, REMOTE, Level.WARN, Level.ERROR, AUTH, Level.FATAL, BUG
        }) {
            if ((mask & bit(classOf(level))) != 0) {
                return level;
            }
        }
        return Level.OFF;
    }

    /** One bit for each class. */
    static int bit(LogClass logClass) {
        return switch (logClass) {
            case DEBUG -> 1;
            case TRACE -> 1 << 1;
            case INFO -> 1 << 2;
            case REMOTE -> 1 << 3;
            case WARNING -> 1 << 4;
            case ERROR -> 1 << 5;
            case AUTH -> 1 << 6;
            case FATAL -> 1 << 7;
            case BUG -> 1 << 8;
        };
    }

    static int mask(Iterable<LogClass> classes) {
        int mask = 0;
        for (LogClass each : classes) {
            mask |= bit(each);
        }
        return mask;
    }

    /** The word between angle brackets. */
    static String label(LogClass logClass) {
        return switch (logClass) {
            case DEBUG -> "DBG";
            case TRACE -> "TRACE";
            case INFO -> "INFO";
            case REMOTE -> "RMT";
            case WARNING -> "WARN";
            case ERROR -> "ERR";
            case AUTH -> "AUTH";
            case FATAL -> "FATAL";
            case BUG -> "BUG";
        };
    }

    /** syslog(3) priority: debug 7, info 6, notice 5, warning 4, err 3, crit 2. */
    static int priority(LogClass logClass) {
        return switch (logClass) {
            case DEBUG, TRACE -> 7;
            case INFO -> 6;
            case REMOTE, AUTH -> 5;
            case WARNING -> 4;
            case ERROR -> 3;
            case FATAL, BUG -> 2;
        };
    }
}
