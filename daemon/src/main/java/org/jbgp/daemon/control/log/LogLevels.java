package org.jbgp.daemon.control.log;

import org.jbgp.config.model.LogClass;

/** BIRD's classes of messages: as bits, as words, as priorities of syslog. */
final class LogLevels {

    private LogLevels() {}

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
