package org.jbgp.daemon.policy;

import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.FilterTrace;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.tree.Filter;

/** Runs a filter by walking its tree: the reference for the compiler; the one that can report what it does. */
public final class InterpretedPolicy implements Policy {

    private final Filter filter;
    private final ValidityTables tables;

    public InterpretedPolicy(Filter filter, ValidityTables tables) {
        this.filter = filter;
        this.tables = tables;
    }

    public ValidityTables tables() {
        return tables;
    }

    @Override
    public boolean accept(RouteView route, PolicyLog log) {
        PolicyScratch scratch = route.policyScratch();
        Interpreter interpreter = scratch.interpreter();
        try {
            return interpreter.run(
                    filter, scratch.values(), scratch.environment().with(log, tables));
        } catch (FilterException e) {
            route.setParticular();
            log.error(interpreter.position() + " filter " + filter.name() + ": " + e.getMessage());
            return false;
        }
    }

    @Override
    public boolean trace(RouteView route, PolicyLog log, FilterTrace trace) {
        Interpreter interpreter = route.policyScratch().interpreter();
        interpreter.trace(trace);
        try {
            return accept(route, log);
        } finally {
            interpreter.trace(null);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InterpretedPolicy that && filter.equals(that.filter) && tables.equals(that.tables);
    }

    @Override
    public int hashCode() {
        return filter.hashCode();
    }

    @Override
    public String toString() {
        return filter.name();
    }
}
