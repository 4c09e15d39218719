package org.jbgp.daemon.glass;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.control.layout.PastObjects;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastEvent;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.view.RouteQuery;

/** What was: changes of best paths ({@code history on}), and routes that were rejected last. The HTTP thread. */
final class PastAnswers {
    private static final int MOST_CHANGES = 200;
    private static final int MOST_REJECTED = 1000;

    private final RouterLookup lookup;
    private final PastObjects objects;

    PastAnswers(RouterLookup lookup) {
        this.lookup = lookup;
        this.objects = new PastObjects(lookup.view());
    }

    /**
     * Changes and what happened beside them, the newest of both.
     *
     * @param prefix only of this one, null for all
     * @param protocol only those it had a part in, null for all
     */
    Object history(RouteQuery.Prefix prefix, String protocol) {
        Map<String, Object> object = new LinkedHashMap<>();
        HistoryView history = lookup.history();
        HistoryView.Changes found;
        try {
            found = history.changes(new HistoryView.Question(prefix, protocol, Instant.EPOCH, MOST_CHANGES));
        } catch (HistoryView.Off e) {
            object.put("on", false);
            return object;
        }
        object.put("on", true);
        object.put("known", found.known());
        object.put("left", found.left());
        object.put("changes", found.changes().stream().map(this::change).toList());
        List<PastEvent> events = found.events();
        object.put("events", events.subList(Math.max(0, events.size() - MOST_CHANGES), events.size()));
        return object;
    }

    private Map<String, Object> change(PastChange change) {
        Map<String, Object> object = objects.change(change);
        object.put("why", change.reason().toString());
        return object;
    }

    /** Routes that were rejected and are kept nowhere, the newest first; arguments as of {@link #history}. */
    Object rejected(RouteQuery.Prefix prefix, String protocol) {
        return lookup.tables().rejected(protocol, prefix).stream()
                .sorted(Comparator.comparing(RejectedRoute::at).reversed())
                .limit(MOST_REJECTED)
                .map(this::rejected)
                .toList();
    }

    private Map<String, Object> rejected(RejectedRoute route) {
        Map<String, Object> object = objects.rejected(route);
        object.put("decisions", LinePlaces.withoutFolders(route.decisions()));
        return object;
    }
}
