package org.jbgp.daemon.policy.compile;

import java.util.Optional;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.FilterRef;
import org.jbgp.daemon.policy.InterpretedPolicy;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.RunEnvironment;
import org.jbgp.daemon.policy.ValidityTables;

/** Makes filters of a checked configuration ready to run. Equal filters give equal policies. Any thread. */
public final class Policies {

    private final ValidityTables tables;
    private final PolicyCache cache;

    /** Policies that ask these ROA and ASPA tables. */
    public Policies(ValidityTables tables) {
        this(tables, new PolicyCache());
    }

    /** The same, with those compiled before. */
    public Policies(ValidityTables tables, PolicyCache cache) {
        this.tables = tables;
        this.cache = cache;
    }

    /** What test suites run in: they print nowhere and ask these tables. */
    public static FilterEnvironment environment(ValidityTables tables) {
        return new RunEnvironment(new RouteView(LinkView.NONE)).with(PolicyLog.SILENT, tables);
    }

    /** What stands behind {@code import} or {@code export}. */
    public Policy of(FilterRef reference) {
        if (reference instanceof FilterRef.Named named) {
            return of(named.filter());
        }
        if (reference instanceof FilterRef.Inline inline) {
            return of(inline.filter());
        }
        return reference instanceof FilterRef.All ? Policy.ALL : Policy.NONE;
    }

    /** A filter by itself, e.g. the block of a static route. */
    public Policy of(Filter filter) {
        return cache.get(filter, tables);
    }

    /** The filter as bytecode at once, shared with equal ones, however often it will run. */
    public Policy compiled(Filter filter) {
        return cache.code(cache.get(filter, tables).key());
    }

    /** As bytecode if it can be, else as a tree, which is slower and does the same. */
    static Policy compile(Filter filter, ValidityTables asked) {
        Optional<Policy> compiled = PolicyCompiler.compile(filter, asked);
        return compiled.isPresent() ? compiled.get() : new InterpretedPolicy(filter, asked);
    }

    /** The filter run by walking its tree: slower, but at once; right for what runs only a few times. */
    public Policy interpreted(Filter filter) {
        return new InterpretedPolicy(filter, tables);
    }
}
