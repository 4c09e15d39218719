package org.jbgp.daemon.policy.compile;

import java.util.List;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.RunEnvironment;

/** Filters and expressions of commands, in the ROA and ASPA tables of one configuration. Any thread. */
public final class CommandPolicies {
    private final ConfiguredValidity tables;

    /** For the configuration these tables were made from. */
    public CommandPolicies(ConfiguredValidity tables) {
        this.tables = tables;
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

    /** One authorisation and the protocol it came from. */
    public record Source(RoaConfig roa, String protocol) {}

    /** The authorisations in a table that the filter, null for none, accepts; in the order of the file. */
    public List<Source> authorisations(String table, Filter filter) {
        return tables.authorisations(table, filter);
    }
}
