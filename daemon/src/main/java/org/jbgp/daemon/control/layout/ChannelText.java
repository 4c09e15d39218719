package org.jbgp.daemon.control.layout;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.RouterStatus;

/**
 * What became of a channel's routes, as BIRD shows it: limits, counts and the table of changes. Rows of {@code show
 * protocols all} behind an indent, which is wider in BIRD 2. Stateless; any thread.
 */
final class ChannelText {
    /** Stands for a column that does not apply. */
    private static final long NONE = -1;

    private ChannelText() {}

    /** What a graceful restart of this router waits for; nothing without one. */
    static List<String> recovery(ChannelStatus channel, RouterStatus status, String indent) {
        if (status.recovery() == null) {
            return List.of();
        }
        return List.of(indent
                + switch (channel.recovery()) {
                    case NONE -> "GR recovery:   ";
                    case PENDING -> "GR recovery:    pending";
                    case WAITING -> "GR recovery:    waiting";
                    case BOTH -> "GR recovery:    pending waiting";
                });
    }

    /** Two rows each. */
    static List<String> limits(List<ChannelStatus.Limit> limits, String indent) {
        List<String> rows = new ArrayList<>();
        for (ChannelStatus.Limit limit : limits) {
            String title = switch (limit.kind()) {
                case RECEIVE -> "Receive limit:";
                case IMPORT -> "Import limit:";
                case EXPORT -> "Export limit:";
            };
            rows.add(titled(indent, title)
                    .append(limit.limit())
                    .append(limit.hit() ? " [HIT]" : "")
                    .toString());
            String action = switch (limit.action()) {
                case WARN -> "warn";
                case BLOCK -> "block";
                case RESTART -> "restart";
                case DISABLE -> "disable";
            };
            rows.add(indent + "  Action:       " + action);
        }
        return rows;
    }

    /** Route counts, the table of changes, and what conditions of exports are about. */
    static List<String> statistics(ChannelStatus channel, String indent) {
        ChannelStatus.Counts counts = channel.counts();
        List<String> rows = new ArrayList<>();
        rows.add(indent + "Routes:         " + counts.imported() + " imported, "
                + (channel.setup().keepsFiltered() ? counts.filtered() + " filtered, " : "")
                + counts.exported() + " exported, "
                + counts.preferred() + " preferred");
        changes(rows, indent, channel.changes(), false);
        for (int i = 0; i < channel.bgp().conditions().size(); i++) {
            ChannelStatus.Condition condition = channel.bgp().conditions().get(i);
            rows.add(titled(indent, "Condition " + (i + 1) + ":")
                    .append(condition.holds() ? "holds" : "does not hold")
                    .append(", while ")
                    .append(condition.exist() ? "exist" : "absent")
                    .append(" in ")
                    .append(condition.table())
                    .append(": ")
                    .append(condition.matches())
                    .append(condition.matches() == 1 ? " route matches" : " routes match")
                    .toString());
        }
        long unsent = channel.bgp().unsent();
        if (unsent > 0) {
            rows.add(indent + "Not sent:       " + unsent
                    + (unsent == 1 ? " prefix has a route" : " prefixes have routes")
                    + " that cannot be sent, explain route says why");
        }
        return rows;
    }

    /** The same for a pipe, which has a full row for each direction. */
    static List<String> pipeStatistics(ChannelStatus channel) {
        String indent = "  ";
        List<String> rows = new ArrayList<>();
        rows.add(indent + "Routes:         " + channel.counts().imported() + " imported, "
                + channel.counts().exported() + " exported");
        changes(rows, indent, channel.changes(), true);
        return rows;
    }

    private static StringBuilder titled(String indent, String title) {
        return ReplyText.left(new StringBuilder(indent), title, 16);
    }

    /** The heading and four rows; those of exports have all columns in a pipe only. */
    private static void changes(List<String> rows, String indent, ChannelStatus.Changes changes, boolean pipe) {
        rows.add(indent + "Route change stats:     received   rejected   filtered    ignored   accepted");
        rows.add(indent + updates("Import updates:", changes.importUpdates(), true));
        rows.add(indent + withdraws("Import withdraws:", changes.importWithdraws(), true));
        rows.add(indent + updates("Export updates:", changes.exportUpdates(), pipe));
        rows.add(indent + withdraws("Export withdraws:", changes.exportWithdraws(), pipe));
    }

    private static String updates(String label, ChannelStatus.Updates row, boolean full) {
        return row(label, row.received(), row.rejected(), row.filtered(), full ? row.ignored() : NONE, row.accepted());
    }

    private static String withdraws(String label, ChannelStatus.Withdraws row, boolean full) {
        return row(
                label, row.received(), full ? row.rejected() : NONE, NONE, full ? row.ignored() : NONE, row.accepted());
    }

    private static String row(String label, long... columns) {
        StringBuilder row = ReplyText.left(new StringBuilder("  "), label, 20);
        for (int i = 0; i < columns.length; i++) {
            row.append(i == 0 ? "" : " ");
            if (columns[i] < 0) {
                row.append("       ---");
            } else {
                ReplyText.right(row, columns[i], 10);
            }
        }
        return row.toString();
    }
}
