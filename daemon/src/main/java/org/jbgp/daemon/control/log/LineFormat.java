package org.jbgp.daemon.control.log;

import java.time.Instant;
import java.time.ZoneId;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.daemon.control.layout.TimeText;

/** BIRD's log line: {@code 2026-11-21 12:00:00.123 <INFO> message}. */
final class LineFormat {

    private final TimeFormat format;
    /** Made with the first line: reading the time zones takes some of the start. */
    private TimeText times;

    LineFormat(TimeFormat format) {
        this.format = format;
    }

    String line(LogClass logClass, Instant time, String message) {
        if (times == null) {
            times = new TimeText(ZoneId.systemDefault());
        }
        return times.format(format, time, time) + " <" + LogLevels.label(logClass) + "> " + message + "\n";
    }
}
