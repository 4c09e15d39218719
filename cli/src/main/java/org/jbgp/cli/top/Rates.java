package org.jbgp.cli.top;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A neighbor, and how fast its numbers grow.
 *
 * @param now its numbers
 * @param received UPDATE messages a second from it
 * @param sent UPDATE messages a second to it
 * @param spent seconds of work a second
 */
record Rates(Load.Neighbor now, double received, double sent, Load.Work spent) {

    double updates() {
        return received + sent;
    }

    /** Part of one processor, from 0 on. */
    double work() {
        return spent.all();
    }

    /** Of all neighbors; without an earlier load nothing grows. */
    static List<Rates> between(Load earlier, Load now) {
        Map<String, Load.Neighbor> before = new HashMap<>();
        if (earlier != null) {
            earlier.neighbors().forEach(each -> before.put(each.name(), each));
        }
        double seconds = earlier == null ? 1 : Math.max(0.001, (now.nanos() - earlier.nanos()) / 1e9);
        return now.neighbors().stream()
                .map(each -> between(before.getOrDefault(each.name(), each), each, seconds))
                .toList();
    }

    private static Rates between(Load.Neighbor before, Load.Neighbor now, double seconds) {
        // A neighbor that was configured anew counts from zero.
        Load.Work work = now.work();
        Load.Work then = before.work();
        return new Rates(
                now,
                grown(
                        (double) before.traffic().received(),
                        (double) now.traffic().received(),
                        seconds),
                grown((double) before.traffic().sent(), (double) now.traffic().sent(), seconds),
                new Load.Work(
                        grown(then.decode(), work.decode(), seconds),
                        grown(then.importing(), work.importing(), seconds),
                        grown(then.exporting(), work.exporting(), seconds)));
    }

    private static double grown(double before, double now, double seconds) {
        return Math.max(0, now - before) / seconds;
    }
}
