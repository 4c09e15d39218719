package org.jbgp.daemon.policy.compile;

import java.util.function.Consumer;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.model.AspaConfig;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.RunEnvironment;
import org.jbgp.daemon.policy.ValidityTables;

/** Filters and expressions of commands, in the ROA and ASPA tables of one configuration. Any thread. */
public final class CommandPolicies {
    private final ConfiguredValidity tables;

    /** For the configuration these tables were made from. */
    public CommandPolicies(ConfiguredValidity tables) {
        this.tables = tables;
    }

    /** These tables. */
    public ValidityTables tables() {
        return tables;
    }

    /** A filter for one command; it is forgotten with it. */
    public Policy once(Filter filter) {
        return new Policies(tables).of(filter);
    }

    /**
     * The value of an expression that needs no route.
     *
     * @throws FilterException on a run-time error
     */
    public String evaluate(Expression expression, PolicyLog log) {
        return ValueFormat.format(new Interpreter()
                .evaluate(expression, new RunEnvironment(new RouteView(LinkView.NONE)).with(log, tables)));
    }

    /**
     * One authorization and who brings it.
     *
     * @param roa null for an ASPA
     * @param aspa null for a ROA
     * @param protocol name of the protocol, or of the table that has it in its own block
     * @param kind how it came
     * @param best true if nobody of higher preference brings it too
     */
    public record Source(
            RoaConfig roa, AspaConfig aspa, String protocol, RouteSource.Kind kind, int preference, boolean best) {}

    /**
     * Calls back for the authorizations in a table that the filter, null for none, accepts; those of the file first, in
     * its order.
     */
    public void authorizations(String table, Filter filter, Consumer<Source> action) {
        tables.authorizations(table, filter, action);
    }
}
