package org.jbgp.daemon.instance;

import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.policy.compile.CommandPolicies;
import org.jbgp.daemon.policy.compile.ConfiguredValidity;
import org.jbgp.daemon.policy.compile.Policies;
import org.jbgp.daemon.policy.validity.LiveValidity;

/** What instances are made of, for tests without a router. */
public final class TestAssembly {
    private TestAssembly() {}

    /** Of router 10.0.0.1, with filters of its own. */
    public static Assembly of(Configuration configuration) {
        ConfiguredValidity validity = new ConfiguredValidity(configuration);
        Policies policies = new Policies(validity);
        return new Assembly(
                configuration,
                0x0A000001,
                "here",
                new ConfiguredFilters(
                        policies::of,
                        new StaticAttributes(policies),
                        new CommandPolicies(validity),
                        new LiveValidity()),
                new Numbering(),
                new Numbering());
    }
}
