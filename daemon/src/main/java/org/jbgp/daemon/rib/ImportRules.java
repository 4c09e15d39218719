package org.jbgp.daemon.rib;

/**
 * What besides the filter happens to routes on their way into a table.
 *
 * @param keepFiltered remember routes the filter rejected ({@code import keep filtered})
 * @param keepReceived remember all routes as received ({@code import table})
 * @param limits limits on the number of routes, null for none
 * @param trace told of each route, null for nobody
 */
public record ImportRules(boolean keepFiltered, boolean keepReceived, ImportLimits limits, RouteTrace trace) {
    /** Nothing. */
    public static final ImportRules PLAIN = new ImportRules(false, false, null, null);

    public boolean keepsAny() {
        return keepFiltered || keepReceived;
    }

    boolean isPlain() {
        return !keepsAny() && limits == null && trace == null;
    }
}
