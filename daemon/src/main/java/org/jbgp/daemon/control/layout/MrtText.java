package org.jbgp.daemon.control.layout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jbgp.daemon.control.view.MrtStatus;

/** A protocol mrt, of which BIRD says nothing. Stateless; any thread. */
final class MrtText {
    private MrtText() {}

    /** The rows of {@code show protocols all}. */
    static List<String> details(MrtStatus mrt, Function<Instant, String> times) {
        List<String> rows = new ArrayList<>();
        rows.add("  Tables:         " + mrt.tables());
        rows.add("  File:           " + mrt.file());
        rows.add("  Period:         " + mrt.period().toSeconds() + " s");
        rows.add("  Dumps:          " + mrt.dumps() + " written, " + mrt.failures() + " failed"
                + (mrt.running() ? ", one under way" : ""));
        if (mrt.last() != null) {
            MrtStatus.LastDump last = mrt.last();
            rows.add(String.format(
                    Locale.ROOT,
                    "  Last dump:      %s, %d routes, %d bytes in %d files, %d.%03d s",
                    times.apply(last.at()),
                    last.routes(),
                    last.bytes(),
                    last.files(),
                    last.took().toSeconds(),
                    last.took().toMillisPart()));
        }
        if (mrt.problem() != null) {
            rows.add("  Last problem:   " + mrt.problem());
        }
        return rows;
    }
}
