package org.jbgp.daemon.query;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.shards.ShardPool;

/** The router as far as questions about its tables need it. Any thread. */
public interface QueriedRouter {
    InstantSource clock();

    ShardPool shards();

    /** The configuration in force, null before the first. */
    Configuration configuration();

    /** All protocols in the order of the file. */
    List<ProtocolStatus> protocols();

    /** The instance of that name, empty if there is none. */
    Optional<ProtocolInstance> instance(String name);

    /** Number of the table of that name, counted from 0, or -1. */
    int tableNumber(String name);

    /** Number of the channel of that name, {@code protocol.channel}; 0 if there is none. */
    int channelNumber(String name);

    /** A command's filter, ready to run. */
    Policy compileOnce(Filter filter);

    /** Where running filters report. */
    PolicyLog policyLog();

    /** The interfaces as last seen. */
    InterfaceTable interfaces();

    /** Why a disabled protocol is disabled, and what starts it. */
    String whyDisabled(String name);

    /** The clock that tells when routes last changed. */
    RouteClock routeClock();
}
