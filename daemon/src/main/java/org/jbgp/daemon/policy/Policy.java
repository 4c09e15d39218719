package org.jbgp.daemon.policy;

import org.jbgp.config.filter.run.FilterTrace;
import org.jbgp.config.filter.tree.FilterFamily;

/**
 * A filter ready to run. Immutable and safe on any number of threads at once; all state of a run lives in the
 * {@link RouteView}, which belongs to one thread.
 */
public interface Policy {

    /** {@code import all}. */
    Policy ALL = new Policy() {
        @Override
        public boolean accept(RouteView route, PolicyLog log) {
            return true;
        }

        @Override
        public String toString() {
            return "ACCEPT";
        }
    };

    /** {@code import none}. */
    Policy NONE = new Policy() {
        @Override
        public boolean accept(RouteView route, PolicyLog log) {
            return false;
        }

        @Override
        public String toString() {
            return "REJECT";
        }
    };

    /**
     * Runs the filter over a loaded route. Changes are recorded in the view and are meaningful only if the route was
     * accepted. A run-time error of the filter rejects the route and is reported to the log; no exception escapes.
     *
     * @return true if the route is accepted
     */
    boolean accept(RouteView route, PolicyLog log);

    /** What it has in common with filters that look for other values; null if it stands for itself. Any thread. */
    default FilterFamily family() {
        return null;
    }

    /** The same, and reports every decision on the way. Slow. */
    default boolean trace(RouteView route, PolicyLog log, FilterTrace trace) {
        return accept(route, log);
    }
}
