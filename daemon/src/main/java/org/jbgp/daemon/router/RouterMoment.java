package org.jbgp.daemon.router;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.instance.Instances;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.policy.compile.CommandPolicies;
import org.jbgp.daemon.query.QueriedRouter;
import org.jbgp.daemon.reload.Configurations;

/** What is in force while a question runs. Control thread. */
record RouterMoment(Configurations configurations, Instances instances) implements QueriedRouter.Moment {
    @Override
    public Configuration configuration() {
        return configurations.assembly().configuration();
    }

    @Override
    public CommandPolicies policies() {
        return configurations.assembly().filters().commands();
    }

    @Override
    public List<ProtocolStatus> protocols() {
        return instances.statuses();
    }

    @Override
    public Optional<ProtocolInstance> instance(String name) {
        return Optional.ofNullable(instances.get(name));
    }

    @Override
    public int tableNumber(String name) {
        return configurations.tableNumbers().find(name) - 1;
    }

    @Override
    public int channelNumber(String name) {
        return configurations.channelNumbers().find(name);
    }

    @Override
    public String whyDisabled(String name) {
        return instances.whyDisabled(name);
    }
}
