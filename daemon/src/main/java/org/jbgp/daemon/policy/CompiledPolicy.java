package org.jbgp.daemon.policy;

import org.jbgp.config.SourcePosition;
import org.jbgp.config.filter.Filter;
import org.jbgp.config.filter.FilterPlaces;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.FilterTrace;

/** A filter as bytecode. */
final class CompiledPolicy implements Policy {

    private final Filter filter;
    private final ValidityTables tables;
    private final CompiledFilter code;
    private final SourcePosition[] positions;

    CompiledPolicy(Filter filter, ValidityTables tables, CompiledFilter code, SourcePosition[] positions) {
        this.filter = filter;
        this.tables = tables;
        this.code = code;
        this.positions = positions;
    }

    @Override
    public boolean accept(RouteView route, PolicyLog log) {
        return accept(route, log, filter);
    }

    /** @param told an equal filter, which messages are to speak of */
    boolean accept(RouteView route, PolicyLog log, Filter told) {
        PolicyScratch scratch = route.policyScratch();
        scratch.begin(log, tables);
        String message;
        try {
            int verdict = code.run(route, scratch);
            if (verdict != CompiledFilter.NONE) {
                return verdict == CompiledFilter.ACCEPT;
            }
            scratch.at(0);
            message = "The filter did not say accept or reject";
        } catch (FilterException e) {
            message = e.getMessage();
        } catch (StackOverflowError e) {
            message = "Calls and expressions are nested too deeply";
        }
        route.setParticular();
        log.error(FilterPlaces.corresponding(filter, positions[scratch.at()], told) + " filter " + told.name() + ": "
                + message);
        return false;
    }

    @Override
    public boolean trace(RouteView route, PolicyLog log, FilterTrace trace) {
        return new InterpretedPolicy(filter, tables).trace(route, log, trace);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompiledPolicy that && filter.equals(that.filter) && tables.equals(that.tables);
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
