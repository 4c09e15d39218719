package org.jbgp.daemon.calendar;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/** Writes times in the notation of strftime(3), with BIRD's {@code %f} for fractions of a second. Stateless. */
public final class Strftime {
    private Strftime() {}

    /** The time as the pattern wants it; what it does not know stays as it is. */
    public static String format(String pattern, ZonedDateTime time) {
        StringBuilder out = new StringBuilder(24);
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%' && i + 1 < pattern.length()) {
                i = field(out, pattern, i + 1, time);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int field(StringBuilder out, String pattern, int at, ZonedDateTime time) {
        char c = pattern.charAt(at);
        if (c >= '1' && c <= '9' && at + 1 < pattern.length() && pattern.charAt(at + 1) == 'f') {
            fraction(out, time, c - '0');
            return at + 1;
        }
        switch (c) {
            case 'T' -> time(out, time);
            case 'F' -> date(out, time);
            case 'R' -> two(two(out, time.getHour()).append(':'), time.getMinute());
            case 'H' -> two(out, time.getHour());
            case 'I' -> two(out, (time.getHour() + 11) % 12 + 1);
            case 'M' -> two(out, time.getMinute());
            case 'S' -> two(out, time.getSecond());
            case 'f' -> fraction(out, time, 6);
            case 'p' -> out.append(time.getHour() < 12 ? "AM" : "PM");
            case 'Y' -> out.append(time.getYear());
            case 'y' -> two(out, time.getYear() % 100);
            case 'm' -> two(out, time.getMonthValue());
            case 'd' -> two(out, time.getDayOfMonth());
            case 'e' -> out.append(time.getDayOfMonth() < 10 ? " " : "").append(time.getDayOfMonth());
            case 'j' -> out.append(Integer.toString(1000 + time.getDayOfYear()), 1, 4);
            case 'a' -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'A' -> out.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'b', 'h' -> out.append(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'B' -> out.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 's' -> out.append(time.toEpochSecond());
            case 'z' -> {
                int minutes = time.getOffset().getTotalSeconds() / 60;
                out.append(minutes < 0 ? '-' : '+');
                two(two(out, Math.abs(minutes) / 60), Math.abs(minutes) % 60);
            }
            case 'Z' -> out.append(time.getZone().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'n' -> out.append(' ');
            case 't' -> out.append('\t');
            case '%' -> out.append('%');
            // strftime prints what it does not know unchanged.
            default -> out.append('%').append(c);
        }
        return at;
    }

    private static void time(StringBuilder out, ZonedDateTime time) {
        two(out, time.getHour()).append(':');
        two(out, time.getMinute()).append(':');
        two(out, time.getSecond());
    }

    private static void date(StringBuilder out, ZonedDateTime time) {
        out.append(time.getYear()).append('-');
        two(out, time.getMonthValue()).append('-');
        two(out, time.getDayOfMonth());
    }

    private static void fraction(StringBuilder out, ZonedDateTime time, int digits) {
        String nanos = Long.toString(1_000_000_000L + time.getNano());
        out.append(nanos, 1, 1 + digits);
    }

    private static StringBuilder two(StringBuilder out, int number) {
        return out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
