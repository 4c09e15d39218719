package org.jbgp.daemon.glass;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jbgp.daemon.control.layout.Json;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.http.HttpParts;

/** Routes of some tables as elements of an array: some prefixes a part, so that no table is held and none is copied. */
final class RouteParts implements HttpParts {

    /** A route as an object of JSON. */
    @FunctionalInterface
    interface Element {
        Map<String, Object> of(String table, RouteEntry route);
    }

    /**
     * What stands around the array.
     *
     * @param before up to its bracket
     * @param after from its bracket on
     */
    record Frame(String before, Function<End, String> after) {}

    /**
     * How it ended.
     *
     * @param found routes that were chosen
     * @param more true if there are further ones behind those written
     */
    record End(long found, boolean more) {}

    /**
     * Which routes of those found.
     *
     * @param chosen which are counted at all
     * @param offset so many are left out first
     * @param limit so many are written at most
     * @param prefixes a part at most; fewer if they have many paths
     */
    record Window(Predicate<RouteEntry> chosen, long offset, long limit, int prefixes) {
        /** All. */
        static Window all(Predicate<RouteEntry> chosen) {
            return new Window(chosen, 0, Long.MAX_VALUE, 64);
        }
    }

    /** Characters: with longer parts the next one is of fewer prefixes. */
    private static final int LONG = 64 * 1024;

    private final RouteTables tables;
    private final Deque<RouteQuery> queries;
    private final Window window;
    private final Frame frame;
    private final Element element;
    private RouteWalk walk;
    /** Of the next part: few at first, for nobody knows how many paths they have. */
    private int prefixes = 1;

    /** The one that is walked. */
    private RouteQuery query;

    private boolean begun;
    private long found;
    private long written;
    private boolean more;

    RouteParts(RouteTables tables, List<RouteQuery> queries, Window window, Frame frame, Element element) {
        this.tables = tables;
        this.queries = new ArrayDeque<>(queries);
        this.window = window;
        this.frame = frame;
        this.element = element;
    }

    @Override
    public boolean next(StringBuilder out) {
        if (!begun) {
            begun = true;
            out.append(frame.before());
        }
        if (walk == null && !queries.isEmpty()) {
            query = queries.poll();
            walk = tables.walk(query);
        }
        if (walk != null) {
            if (!walk.next(prefixes, route -> take(out, route))) {
                found += query.countOnly() ? walk.counts().shown() : 0;
                close();
            }
            prefixes = out.length() > LONG
                    ? Math.max(1, prefixes / 2)
                    : Math.min(window.prefixes(), out.length() > LONG / 4 ? prefixes : 2 * prefixes);
            if (!more && (walk != null || !queries.isEmpty())) {
                return true;
            }
        }
        close();
        out.append(frame.after().apply(new End(found, more)));
        return false;
    }

    private void take(StringBuilder out, RouteEntry route) {
        if (!window.chosen().test(route) || found++ < window.offset()) {
            return;
        }
        if (written == window.limit()) {
            more = true;
            return;
        }
        if (written++ > 0) {
            out.append(',');
        }
        Json.write(out, element.of(query.table(), route));
    }

    @Override
    public void close() {
        if (walk != null) {
            walk.close();
            walk = null;
        }
    }
}
