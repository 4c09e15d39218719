package org.jbgp.daemon.instance;

import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;

/** Which of a table's routes a protocol is given (a neighbor by advertising them), for commands. Asked on the shard. */
public interface Announcements {
    /** A protocol that is given nothing. */
    Announcements NONE = new Announcements() {
        @Override
        public int exported(Shard shard, int table, int prefix, int path) {
            return 0;
        }

        @Override
        public Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run) {
            return Offer.refused("the protocol is down, or takes no routes");
        }
    };

    /**
     * Handle of the attribute set with which a path of the prefix was exported to the protocol, after the export
     * filter; 0 if it was not.
     */
    int exported(Shard shard, int table, int prefix, int path);

    /**
     * What becomes of a path by the rules and the filter of now. Unless it is refused, the shard's view holds the path
     * as the filter left it.
     */
    Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run);

    /**
     * Where a route leads as exported to the protocol: by the next hops of several paths where it merges them,
     * otherwise as it is.
     */
    default ResolvedNextHop resolution(Shard shard, TableSlice table, int prefix, int path, ResolvedNextHop own) {
        return own;
    }

    /**
     * What keeps a route exported to it from working, empty if nothing is known to. Waits for the protocol; not on a
     * shard.
     */
    default String trouble(long hi, long lo, int length) {
        return "";
    }

    /**
     * Runs a task, on whatever thread, once what was exported to the protocol from this shard until now is where it
     * shall be: in the kernel, or in the neighbor's socket. It may never run if the protocol stops before. On the
     * shard.
     */
    default void whenArrived(Shard shard, Runnable task) {
        task.run();
    }

    /** True if other paths may be exported to the protocol of this table than the best ones. */
    default boolean ofAllPaths(int table) {
        return false;
    }
}
