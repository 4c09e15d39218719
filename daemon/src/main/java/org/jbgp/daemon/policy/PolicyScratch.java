package org.jbgp.daemon.policy;

import org.jbgp.config.filter.run.Interpreter;

/** Working memory of filter runs, kept with the thread's {@link RouteView}. */
final class PolicyScratch {

    private final RouteValues values;
    private final Interpreter interpreter = new Interpreter();
    private final RunEnvironment environment = new RunEnvironment();

    PolicyScratch(RouteView route) {
        values = new RouteValues(route);
    }

    RouteValues values() {
        return values;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    RunEnvironment environment() {
        return environment;
    }
}
