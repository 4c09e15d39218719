package org.jbgp.daemon.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The line of a work: {@code plan: routes  412,000 of 1,000,000 prefixes  41 %  about 3 s left}. Its parts are two
 * blanks apart, so that who has little room can leave some out. The name never has two blanks together.
 */
public final class ProgressText {
    /** The unit that is shown as MB. */
    public static final String BYTES = "bytes";

    /** Work that did not move for so long is said to stand. */
    private static final Duration STANDS = Duration.ofSeconds(5);

    private ProgressText() {}

    /** All of it. */
    public static String line(Progress progress) {
        return String.join("  ", parts(progress));
    }

    /** As much as fits: the amount goes first, then the time, then the end of the name. */
    public static String line(Progress progress, int width) {
        List<String> parts = parts(progress);
        while (parts.size() > 1 && String.join("  ", parts).length() > width) {
            boolean amount = parts.size() > 2 && parts.get(2).endsWith(" %");
            parts.remove(amount ? 1 : parts.size() - 1);
        }
        String line = String.join("  ", parts);
        return line.substring(0, Math.min(line.length(), Math.max(0, width)));
    }

    private static List<String> parts(Progress progress) {
        List<String> parts = new ArrayList<>();
        parts.add(progress.kind().word() + ": " + progress.what().replaceAll("\\s+", " "));
        parts.add(amount(progress));
        if (progress.percent() >= 0) {
            parts.add(progress.percent() + " %");
        }
        Progress.Times times = progress.times();
        if (times.still().compareTo(STANDS) >= 0) {
            parts.add("nothing new for " + time(times.still()));
        } else if (times.left() != null) {
            parts.add(
                    (progress.kind() == Progress.Kind.RECOVERY ? "at most " : "about ") + time(times.left()) + " left");
        } else if (times.running() != null && progress.amount().total() < 0) {
            parts.add("for " + time(times.running()));
        }
        return parts;
    }

    private static String amount(Progress progress) {
        long done = progress.amount().done();
        long total = progress.amount().total();
        if (progress.unit().equals(BYTES)) {
            return total < 0
                    ? String.format(Locale.ROOT, "%.1f MB", done / 1e6)
                    : String.format(Locale.ROOT, "%.1f of %.1f MB", done / 1e6, total / 1e6);
        }
        return total < 0
                ? String.format(Locale.ROOT, "%,d %s", done, progress.unit())
                : String.format(Locale.ROOT, "%,d of %,d %s", Math.min(done, total), total, progress.unit());
    }

    private static String time(Duration time) {
        long seconds = Math.max(1, Math.round(time.toMillis() / 1e3));
        return seconds < 120 ? seconds + " s" : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }
}
