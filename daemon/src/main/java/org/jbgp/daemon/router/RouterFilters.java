package org.jbgp.daemon.router;

import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.instance.ConfiguredFilters;
import org.jbgp.daemon.instance.RouterPorts;
import org.jbgp.daemon.instance.StaticAttributes;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.compile.CommandPolicies;
import org.jbgp.daemon.policy.compile.ConfiguredValidity;
import org.jbgp.daemon.policy.compile.Policies;
import org.jbgp.daemon.policy.compile.PolicyCache;
import org.jbgp.daemon.policy.validity.LiveValidity;

/** Compiled filters for one router, which share their authorizations. */
public final class RouterFilters {
    private RouterFilters() {}

    /** @param log where running filters report */
    public static RouterPorts.Filtering reportingTo(PolicyLog log) {
        PolicyCache compiled = new PolicyCache();
        LiveValidity live = new LiveValidity();
        return new RouterPorts.Filtering(
                configuration -> {
                    compiled.turn();
                    return filters(configuration, compiled, live);
                },
                configuration -> filters(configuration, new PolicyCache(), live),
                log);
    }

    private static ConfiguredFilters filters(Configuration configuration, PolicyCache compiled, LiveValidity live) {
        ConfiguredValidity validity = new ConfiguredValidity(configuration, live);
        return new ConfiguredFilters(
                new Policies(validity, compiled)::of,
                new StaticAttributes(new Policies(validity)),
                new CommandPolicies(validity),
                live);
    }
}
