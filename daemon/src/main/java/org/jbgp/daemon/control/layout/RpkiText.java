package org.jbgp.daemon.control.layout;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.view.RpkiStatus;

/** What is known of a cache, as BIRD 2 shows it. Stateless; any thread. */
final class RpkiText {
    private RpkiText() {}

    /** The rows of {@code show protocols all}. */
    static List<String> details(RpkiStatus rpki) {
        List<String> rows = new ArrayList<>();
        add(rows, "Cache server:", rpki.server());
        if (rpki.port() != 0) {
            add(rows, "Cache port:", Integer.toString(rpki.port()));
        }
        add(rows, "Status:", rpki.state());
        add(rows, "Transport:", rpki.transport());
        add(rows, "Protocol version:", String.valueOf(rpki.version()));
        RpkiStatus.Data data = rpki.data();
        add(rows, "Session ID:", data.session() == null ? "---" : String.valueOf(data.session()));
        add(rows, "Serial number:", data.serial() == null ? "---" : String.valueOf(data.serial()));
        add(rows, "Last update:", data.age() == null ? "---" : "before " + ReplyText.millis(data.age()) + " s");
        add(rows, "Refresh timer   :", left(rpki.timers().refresh()));
        add(rows, "Retry timer     :", left(rpki.timers().retry()));
        add(rows, "Expire timer    :", left(rpki.timers().expire()));
        if (rpki.lastError() != null) {
            add(rows, "Last error:", rpki.lastError());
        }
        return rows;
    }

    private static void add(List<String> rows, String title, String value) {
        rows.add(
                ReplyText.left(new StringBuilder("  "), title, 18).append(value).toString());
    }

    private static String left(RpkiStatus.Timer timer) {
        return timer.remaining() == null
                ? "---"
                : ReplyText.millis(timer.remaining()) + "/" + timer.total().toSeconds();
    }
}
