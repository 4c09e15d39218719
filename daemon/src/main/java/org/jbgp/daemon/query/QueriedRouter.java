package org.jbgp.daemon.query;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.model.Configuration;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.instance.ProtocolInstance;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.compile.CommandPolicies;
import org.jbgp.daemon.progress.LongWork;
import org.jbgp.daemon.protocol.InterfaceTable;
import org.jbgp.daemon.shards.ShardPool;

/** The router as far as questions about its tables need it. Any thread. */
public interface QueriedRouter {
    /** What names stand for, and who runs. All answers belong to one moment. On the control thread. */
    interface Moment {
        /** The configuration in force. */
        Configuration configuration();

        /** Filters of commands in this configuration; any thread. */
        CommandPolicies policies();

        /** All protocols in the order of the file. */
        List<ProtocolStatus> protocols();

        /** The instance of that name, empty if there is none. */
        Optional<ProtocolInstance> instance(String name);

        /** Number of the table of that name, counted from 0, or -1. */
        int tableNumber(String name);

        /** Number of the channel of that name, {@code protocol.channel}; 0 if there is none. */
        int channelNumber(String name);

        /** Why a disabled protocol is disabled, and what starts it. */
        String whyDisabled(String name);
    }

    InstantSource clock();

    ShardPool shards();

    /** The configuration in force, null before the first. */
    Configuration configuration();

    /** The router id in force, unsigned 32 bits, 0 before the first configuration. */
    int routerId();

    /** Runs a question on the control thread and waits for its answer; it must not wait for anything itself. */
    <T> T atOneMoment(Function<Moment, T> question);

    /** Where running filters report. */
    PolicyLog policyLog();

    /** The interfaces as last seen. */
    InterfaceTable interfaces();

    /** Where what takes long is listed. */
    LongWork longWork();

    /** The clock that routes are dated by. */
    RouteClock routeClock();
}
