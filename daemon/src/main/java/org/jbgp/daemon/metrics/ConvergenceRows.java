package org.jbgp.daemon.metrics;

import java.util.List;
import org.jbgp.daemon.control.view.RouterMeters;

/**
 * Histograms of how long changes took, as Prometheus text: they are counted where the routes are, and the registry
 * takes no histogram that somebody else has counted.
 */
final class ConvergenceRows {
    private static final String NAME = "jbgp_convergence_seconds";

    private ConvergenceRows() {}

    static String text(List<RouterMeters.Took> all) {
        if (all.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append("# HELP " + NAME + " Time from an UPDATE until its changed best paths were chosen (table), in the"
                + " kernel, and sent to the last neighbor; of samples.\n");
        text.append("# TYPE " + NAME + " histogram\n");
        for (RouterMeters.Took each : all) {
            long sum = 0;
            for (int i = 0; i < each.counts().size(); i++) {
                sum += each.counts().get(i);
                String bound = i < each.bounds().size() ? each.bounds().get(i).toString() : "+Inf";
                text.append(NAME + "_bucket{stage=\"")
                        .append(each.stage())
                        .append("\",le=\"")
                        .append(bound)
                        .append("\"} ")
                        .append(sum)
                        .append('\n');
            }
            text.append(NAME + "_sum{stage=\"")
                    .append(each.stage())
                    .append("\"} ")
                    .append(each.sum())
                    .append('\n');
            text.append(NAME + "_count{stage=\"")
                    .append(each.stage())
                    .append("\"} ")
                    .append(sum)
                    .append('\n');
        }
        return text.toString();
    }
}
