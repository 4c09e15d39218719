package org.jbgp.daemon.query;

import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.policy.PolicyLog;

/** Counts the run-time errors of a command's filter and keeps the first. On the shards, one after the other. */
public final class FilterFaults implements PolicyLog {
    private final PolicyLog prints;
    private long routes;
    private String first;

    /** @param prints where what the filter prints goes */
    public FilterFaults(PolicyLog prints) {
        this.prints = prints;
    }

    @Override
    public void print(String text) {
        prints.print(text);
    }

    @Override
    public void error(String message) {
        routes++;
        if (first == null) {
            first = message;
        }
    }

    /** What went wrong, null if nothing did. */
    public RouteWalk.FilterFault fault() {
        return first == null ? null : new RouteWalk.FilterFault(routes, first);
    }
}
