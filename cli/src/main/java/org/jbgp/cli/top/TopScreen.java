package org.jbgp.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Lines of the view from what the daemon said, as many columns as fit. No state, no terminal. */
final class TopScreen {

    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

    /**
     * A column.
     *
     * @param title over it
     * @param width in characters; negative for numbers, which stand at the right
     * @param least width of the terminal from which on it is there
     * @param routes whether it says something of routes, which only an established session has
     */
    private record Column(String title, int width, int least, boolean routes, Function<Rates, String> text) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("State", 11, 0, false, row -> row.now().session().state()),
            new Column("Neighbor", 18, 110, false, row -> row.now().peer().address()),
            new Column(
                    "AS", -10, 100, false, row -> Long.toString(row.now().peer().as())),
            new Column("Age", -8, 0, false, row -> age(row.now().session().uptime())),
            new Column("In", -8, 0, true, row -> count(row.now().routes().imported())),
            new Column("Out", -8, 0, true, row -> count(row.now().routes().exported())),
            new Column("Upd/s", -7, 0, true, row -> rate(row.updates())),
            new Column("CPU%", -6, 0, true, row -> percent(row.work())),
            new Column("Dec%", -5, 140, true, row -> percent(row.spent().decode())),
            new Column("Imp%", -5, 140, true, row -> percent(row.spent().importing())),
            new Column("Exp%", -5, 140, true, row -> percent(row.spent().exporting())),
            new Column("Queue", -7, 0, true, row -> bytes(row.now().traffic().queued())),
            new Column(
                    "BFD",
                    5,
                    0,
                    true,
                    row -> row.now().session().bfd() == null
                            ? "-"
                            : row.now().session().bfd()));

    private TopScreen() {}

    /** The lines above the table: the whole router. */
    static List<AttributedString> head(Load load, boolean colors, int width) {
        Load.Router router = load.router();
        long established = load.neighbors().stream()
                .filter(each -> each.session().established())
                .count();
        String first = String.format(
                Locale.ROOT,
                "jbgpd %s  up %s   %d neighbors, %d established",
                router.version(),
                age(router.uptime()),
                load.neighbors().size(),
                established);
        String second = String.format(
                Locale.ROOT,
                "%d shards: %d wait  kernel: %d wait, %d set, %d removed, %d refused  heap: %d/%d MB",
                router.shards(),
                router.waiting().shards(),
                router.waiting().kernel(),
                router.kernel().added() + router.kernel().replaced(),
                router.kernel().removed(),
                router.kernel().refused(),
                router.heap().used() >> 20,
                router.heap().most() >> 20);
        AttributedStyle style = colors && router.kernel().refused() > 0 ? PLAIN.foreground(AttributedStyle.RED) : PLAIN;
        return List.of(
                new AttributedString(cut(first, width), colors ? PLAIN.bold() : PLAIN),
                new AttributedString(cut(second, width), style));
    }

    /** Titles and a line for each neighbor. */
    static List<AttributedString> table(List<Rates> rows, int selected, boolean colors, int width) {
        int name = Math.max(
                8,
                Math.min(
                        width < 100 ? 14 : 24,
                        rows.stream()
                                .mapToInt(row -> row.now().name().length())
                                .max()
                                .orElse(8)));
        List<Column> columns =
                COLUMNS.stream().filter(column -> column.least() <= width).toList();
        List<AttributedString> lines = new ArrayList<>();
        StringBuilder titles = new StringBuilder(left("Name", name));
        columns.forEach(column -> titles.append(' ').append(fit(column.title(), column.width())));
        String errors = "  Last error";
        String full = titles.length() + errors.length() > width ? titles.toString() : titles + errors;
        lines.add(new AttributedString(cut(left(full, width), width), colors ? PLAIN.inverse() : PLAIN));
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line(rows.get(i), columns, name, i == selected, colors, width));
        }
        return lines;
    }

    private static AttributedString line(
            Rates row, List<Column> columns, int name, boolean selected, boolean colors, int width) {
        boolean established = row.now().session().established();
        String error = row.now().session().lastError();
        StringBuilder text = new StringBuilder(left(row.now().name(), name));
        int stateFrom = text.length() + 1;
        for (Column column : columns) {
            if (established || !column.routes() || error.isEmpty()) {
                text.append(' ').append(fit(column.text().apply(row), column.width()));
            }
        }
        text.append("  ").append(error);
        String cut = cut(text.toString(), width);
        if (!colors) {
            return new AttributedString(cut);
        }
        AttributedStyle base = selected ? PLAIN.bold().underline() : PLAIN;
        int stateTo =
                Math.min(cut.length(), stateFrom + row.now().session().state().length());
        int color = established
                ? AttributedStyle.GREEN
                : row.now().session().state().equals("Down") ? AttributedStyle.RED : AttributedStyle.YELLOW;
        return new AttributedStringBuilder()
                .append(cut.substring(0, Math.min(cut.length(), stateFrom)), base)
                .append(cut.substring(Math.min(cut.length(), stateFrom), stateTo), base.foreground(color))
                .append(cut.substring(stateTo), base)
                .toAttributedString();
    }

    /** Lines about one neighbor above what {@code show protocols all} says of it. */
    static List<String> detail(Rates row) {
        Load.Work spent = row.spent();
        Load.Work all = row.now().work();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "UPDATEs: %s/s in, %s/s out   queue: %s   BFD: %s",
                        rate(row.received()),
                        rate(row.sent()),
                        bytes(row.now().traffic().queued()),
                        row.now().session().bfd() == null
                                ? "-"
                                : row.now().session().bfd()),
                String.format(
                        Locale.ROOT,
                        "CPU now: decode %s%%, import %s%%, export %s%%   in all: %.1f s, %.1f s, %.1f s",
                        percent(spent.decode()),
                        percent(spent.importing()),
                        percent(spent.exporting()),
                        all.decode(),
                        all.importing(),
                        all.exporting()),
                "");
    }

    private static String fit(String text, int width) {
        return width < 0 ? " ".repeat(Math.max(0, -width - text.length())) + text : left(text, width);
    }

    private static String left(String text, int width) {
        return text.length() > width ? text.substring(0, width) : text + " ".repeat(width - text.length());
    }

    /** A long line as several ones, the later ones indented. */
    static List<String> wrapped(String text, int width) {
        String indent = " ".repeat(Math.min(8, Math.max(0, width - 8)));
        List<String> lines = new ArrayList<>();
        String rest = text.replace("\t", "        ");
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > width / 2 ? blank : width;
            lines.add(rest.substring(0, end));
            rest = indent + rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    static String cut(String text, int width) {
        return text.length() > width ? text.substring(0, Math.max(0, width)) : text;
    }

    /** {@code 12:34:56}, {@code 3d 04h}, {@code 123d}. */
    static String age(double seconds) {
        if (seconds < 0) {
            return "-";
        }
        long whole = (long) seconds;
        long days = whole / 86_400;
        if (days >= 100) {
            return days + "d";
        }
        return days > 0
                ? String.format(Locale.ROOT, "%dd %02dh", days, whole / 3600 % 24)
                : String.format(Locale.ROOT, "%02d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    static String count(long number) {
        return number < 10_000_000 ? Long.toString(number) : number / 1_000_000 + "M";
    }

    static String bytes(long number) {
        return number < 10_000
                ? Long.toString(number)
                : number < 10_000_000 ? number / 1000 + "k" : number / 1_000_000 + "M";
    }

    static String rate(double aSecond) {
        return aSecond < 100 ? String.format(Locale.ROOT, "%.1f", aSecond) : count(Math.round(aSecond));
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f", part * 100);
    }
}
