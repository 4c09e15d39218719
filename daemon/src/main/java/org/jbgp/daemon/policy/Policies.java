package org.jbgp.daemon.policy;

import org.jbgp.config.filter.Filter;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.model.FilterRef;

/** Makes filters of a checked configuration ready to run. Equal filters give equal policies. Any thread. */
public final class Policies {

    private final ValidityTables tables;

    /** Policies that ask these ROA and ASPA tables. */
    public Policies(ValidityTables tables) {
        this.tables = tables;
    }

    /** What test suites run in: they print nowhere and ask these tables. */
    public static FilterEnvironment environment(ValidityTables tables) {
        return new RunEnvironment().with(PolicyLog.SILENT, tables);
    }

    /** What stands behind {@code import} or {@code export}. */
    public Policy of(FilterRef reference) {
        return switch (reference) {
            case FilterRef.All all -> Policy.ALL;
            case FilterRef.None none -> Policy.NONE;
            case FilterRef.Named named -> of(named.filter());
            case FilterRef.Inline inline -> of(inline.filter());
        };
    }

    /** A filter by itself, e.g. the block of a static route. */
    public Policy of(Filter filter) {
        try {
            return PolicyCompiler.compile(filter, tables);
        } catch (UnsupportedOperationException e) {
            // bt_assert, and filters too large for one method: slower, but the same.
            return interpreted(filter);
        }
    }

    /** The filter run by walking its tree. */
    Policy interpreted(Filter filter) {
        return new InterpretedPolicy(filter, tables);
    }
}
