package org.jbgp.daemon.rib.channel;

import org.jbgp.daemon.monitor.RouteMonitor;

/**
 * What besides the filter happens to routes on their way into a table.
 *
 * @param keepFiltered remember routes the filter rejected ({@code import keep filtered})
 * @param keepReceived remember all routes as received ({@code import table})
 * @param limits limits on the number of routes, null for none
 * @param trace hears of each route, null for nobody
 * @param monitor hears of each route without changing its way, null for nobody
 */
public record ImportRules(
        boolean keepFiltered, boolean keepReceived, ImportLimits limits, RouteTrace trace, RouteMonitor monitor) {
    /** Nothing. */
    public static final ImportRules PLAIN = new ImportRules(false, false, null, null, null);

    /** The same with a monitor, null for none. */
    public ImportRules monitoredBy(RouteMonitor other) {
        return other == null && monitor == null
                ? this
                : new ImportRules(keepFiltered, keepReceived, limits, trace, other);
    }

    public boolean keepsAny() {
        return keepFiltered || keepReceived;
    }

    public boolean isPlain() {
        return !keepsAny() && limits == null && trace == null;
    }
}
