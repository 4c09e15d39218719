package org.jbgp.daemon.control.words;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as commands about the past write them: {@code now}, {@code -10m}, {@code -1h30m}, {@code 14:03},
 * {@code 14:03:05.2}, {@code 2026-11-30 14:03}, or ISO 8601 with a zone. Pure.
 */
public final class PastTimes {
    private static final Pattern AGO = Pattern.compile("-((?:[0-9]{1,9}(?:d|h|m|s|ms))+)");
    private static final Duration LONGEST = Duration.ofDays(36_525);
    private static final Pattern PART = Pattern.compile("([0-9]+)(d|ms|h|m|s)");
    private static final Pattern CLOCK = Pattern.compile("[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?");
    private static final Pattern DATE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ](" + CLOCK + "))?");

    private PastTimes() {}

    /**
     * The instant a text means. A time of day is the last one that was: {@code 23:50} just after midnight is
     * yesterday's.
     *
     * @param zone whose clock is meant where none is named
     */
    public static Instant parse(String text, Instant now, ZoneId zone) throws CommandException {
        Instant instant;
        try {
            instant = read(text.strip(), now, zone);
        } catch (DateTimeParseException e) {
            // A 25th hour: what Java says of it is about Java's fields.
            instant = null;
        } catch (DateTimeException | ArithmeticException e) {
            throw CommandException.syntax("Invalid time " + text + ": " + e.getMessage());
        }
        if (instant != null) {
            return instant;
        }
        throw CommandException.syntax("Invalid time " + text
                + ": say how long ago, as -10m or -1h30m, or when, as 14:03 or 2026-11-30 14:03:05, or now");
    }

    private static Instant read(String text, Instant now, ZoneId zone) {
        if (text.equals("now")) {
            return now;
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(duration(ago.group(1)));
        }
        if (CLOCK.matcher(text).matches()) {
            LocalDate today = LocalDate.ofInstant(now, zone);
            Instant instant = last(time(text).atDate(today), now, zone);
            return instant.isAfter(now) ? last(time(text).atDate(today.minusDays(1)), now, zone) : instant;
        }
        Matcher date = DATE.matcher(text);
        if (date.matches()) {
            LocalTime clock = date.group(2) == null ? LocalTime.MIDNIGHT : time(date.group(2));
            return last(clock.atDate(LocalDate.parse(date.group(1))), now, zone);
        }
        return text.matches("[0-9]{4}-.*T.*") ? OffsetDateTime.parse(text).toInstant() : null;
    }

    /** Of the two times that there are when clocks are put back, the last one that was. */
    private static Instant last(LocalDateTime time, Instant now, ZoneId zone) {
        ZonedDateTime first = time.atZone(zone);
        Instant second = first.withLaterOffsetAtOverlap().toInstant();
        return second.isAfter(now) ? first.toInstant() : second;
    }

    private static LocalTime time(String text) {
        return LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
    }

    private static Duration duration(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "d" -> Duration.ofDays(number);
                        case "h" -> Duration.ofHours(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ofMillis(number);
                    });
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw new DateTimeException("longer ago than any history lasts");
        }
        return sum;
    }
}
