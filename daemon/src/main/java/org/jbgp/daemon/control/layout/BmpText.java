package org.jbgp.daemon.control.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jbgp.daemon.control.view.BmpStatus;

/** A BMP station as BIRD 2.19 shows it, and a line for what it does not have. Stateless; any thread. */
final class BmpText {
    /** BIRD goes over to the next unit beyond this. */
    private static final long LARGE = 10_000;

    private static final String UNITS = " kMGTPE";

    private BmpText() {}

    /** The info column. */
    static String info(BmpStatus bmp) {
        return bmp.lastError() == null
                ? bmp.connection().label()
                : String.format(Locale.ROOT, "%-14sError: %s", bmp.connection().label(), bmp.lastError());
    }

    /** The rows of {@code show protocols all}. */
    static List<String> details(BmpStatus bmp) {
        List<String> rows = new ArrayList<>();
        rows.add(row("Station address:", ReplyText.address(bmp.station())));
        rows.add(row("Station port:", Integer.toString(bmp.port())));
        if (bmp.localAddress() != null) {
            rows.add(row("Local address:", ReplyText.address(bmp.localAddress())));
        }
        rows.add(row("Monitoring:", String.join(", ", bmp.monitoring())));
        rows.add(row("Neighbors:", Integer.toString(bmp.neighbors())));
        if (bmp.lastError() != null) {
            rows.add(row("Last error:", bmp.lastError()));
        }
        rows.add(row(
                "Pending TX:",
                amount(bmp.traffic().pending()) + "B (limit "
                        + order(bmp.traffic().limit()) + "B)"));
        rows.add(row("Session TX:", amount(bmp.traffic().session()) + "B"));
        rows.add(row("Total TX:", amount(bmp.traffic().total()) + "B"));
        return rows;
    }

    private static String row(String label, String value) {
        return String.format(Locale.ROOT, "  %-19s %s", label, value);
    }

    private static String amount(long bytes) {
        return String.format(Locale.ROOT, "%9s", order(bytes));
    }

    /** A number in the largest unit that leaves no more than four digits before the dot, as BIRD's printf has it. */
    private static String order(long bytes) {
        long rounded = bytes;
        int unit = 0;
        while (rounded > LARGE) {
            unit++;
            rounded = (rounded + 512) / 1024;
        }
        return unit == 0
                ? bytes + "  "
                : String.format(Locale.ROOT, "%.1f %c", bytes / Math.pow(1024, unit), UNITS.charAt(unit));
    }
}
