package org.jbgp.daemon.control.layout;

import java.time.Instant;
import java.time.ZoneId;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.daemon.calendar.Strftime;

/**
 * Writes times by a configured {@code timeformat}: strftime(3) notation with BIRD's {@code %f} for fractions of a
 * second. The zone is the one of the machine. One instance is used by one session.
 */
public final class TimeText {

    private final ZoneId zone;
    private long lastMillis = Long.MIN_VALUE;
    private String lastFormat = "";
    private String lastText = "";

    /** @param zone whose clock is shown */
    public TimeText(ZoneId zone) {
        this.zone = zone;
    }

    /** {@code time} as seen at {@code now}: times older than the format's limit get its second form. */
    public String format(TimeFormat format, Instant time, Instant now) {
        boolean recent = format.limit() == 0
                || format.old().isEmpty()
                || now.getEpochSecond() - time.getEpochSecond() < format.limit();
        return format(recent ? format.recent() : format.old().get(), time);
    }

    private String format(String pattern, Instant time) {
        // Routes of one update carry one time; a table dump asks for the same text over and over.
        long millis = time.toEpochMilli();
        if (millis == lastMillis && pattern.equals(lastFormat)) {
            return lastText;
        }
        lastMillis = millis;
        lastFormat = pattern;
        lastText = Strftime.format(pattern, time.atZone(zone));
        return lastText;
    }
}
