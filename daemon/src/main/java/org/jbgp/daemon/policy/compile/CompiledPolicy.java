package org.jbgp.daemon.policy.compile;

import org.jbgp.config.filter.FilterPlaces;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.FilterTrace;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.daemon.policy.InterpretedPolicy;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.PolicyScratch;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.ValidityTables;

/**
 * A filter as bytecode. Any thread may run it; the control thread moves its positions when a reload moves the filter.
 */
public final class CompiledPolicy implements Policy {

    private final Filter filter;
    private final ValidityTables tables;
    private final CompiledFilter code;
    /** What of the same code knows its places; null if that is this one. */
    private final CompiledPolicy twin;
    /** Null until a message wants them. */
    private volatile SourcePosition[] positions;

    CompiledPolicy(Filter filter, ValidityTables tables, CompiledFilter code, SourcePosition[] positions) {
        this(filter, tables, code, positions, null);
    }

    private CompiledPolicy(
            Filter filter,
            ValidityTables tables,
            CompiledFilter code,
            SourcePosition[] positions,
            CompiledPolicy twin) {
        this.filter = filter;
        this.tables = tables;
        this.code = code;
        this.positions = positions;
        this.twin = twin;
    }

    /** The same code for an equal filter that stands somewhere else: its messages speak of that one. */
    CompiledPolicy speakingOf(Filter equal) {
        return equal.isSame(filter) ? this : new CompiledPolicy(equal, tables, code, null, this);
    }

    private SourcePosition[] positions() {
        SourcePosition[] known = positions;
        if (known == null) {
            known = FilterPlaces.corresponding(twin.filter, twin.positions(), filter);
            positions = known;
        }
        return known;
    }

    @Override
    public boolean accept(RouteView route, PolicyLog log) {
        PolicyScratch scratch = route.policyScratch();
        scratch.begin(log, tables);
        String message;
        try {
            int decision = code.run(route, scratch);
            if (decision != CompiledFilter.NONE) {
                return decision == CompiledFilter.ACCEPT;
            }
            scratch.at(0);
            message = "The filter did not say accept or reject";
        } catch (FilterException e) {
            message = e.getMessage();
        } catch (StackOverflowError e) {
            message = "Calls and expressions are nested too deeply";
        }
        route.setParticular();
        log.error(positions()[scratch.at()] + " filter " + filter.name() + ": " + message);
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
