package org.jbgp.daemon.history;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jbgp.daemon.control.view.HistoryWatch;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RouteQuery;

/** Those who want to hear of changes as they are recorded. Any thread; without them it costs a look at a list. */
final class ChangeWatchers {
    private final List<HistoryWatch> all = new CopyOnWriteArrayList<>();

    void add(HistoryWatch watch) {
        all.add(watch);
    }

    void remove(HistoryWatch watch) {
        all.remove(watch);
    }

    /** True if some of them may want a change of this prefix. */
    boolean want(RouteQuery.Prefix prefix) {
        for (HistoryWatch each : all) {
            if (each.prefix() == null || each.prefix().equals(prefix)) {
                return true;
            }
        }
        return false;
    }

    boolean none() {
        return all.isEmpty();
    }

    /** A best path changed. On its shard. */
    void changed(PastChange change) {
        for (HistoryWatch each : all) {
            if ((each.prefix() == null || each.prefix().equals(change.prefix())) && change.concerns(each.protocol())) {
                each.offer(change, weight(change.before()) + weight(change.after()), all.size());
            }
        }
    }

    /** Something else happened. */
    void happened(PastEvent event) {
        for (HistoryWatch each : all) {
            if (event.concerns(each.protocol())) {
                each.offer(event, event.text().length(), all.size());
            }
        }
    }

    private static int weight(PastRoute route) {
        return route == null ? 0 : route.attributes().length;
    }
}
