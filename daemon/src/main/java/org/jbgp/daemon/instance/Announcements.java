package org.jbgp.daemon.instance;

import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.ResolvedNextHop;

/** What a protocol is told of a table's routes, for commands. Asked on the shard. */
public interface Announcements {
    /** A protocol that is told nothing. */
    Announcements NONE = new Announcements() {
        @Override
        public int told(Shard shard, int table, int prefix, int path) {
            return 0;
        }

        @Override
        public Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run) {
            return Offer.refused("the protocol is down, or takes no routes");
        }
    };

    /** Handle of the attribute set the protocol was told for a path of the prefix, after the export filter; 0 if it was not told it. */
    int told(Shard shard, int table, int prefix, int path);

    /**
     * What becomes of a path by the rules and the filter of now. Unless it is refused, the shard's view holds the path as the
     * filter left it.
     */
    Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run);

    /** Where a route leads as the protocol is told it: by the ways of several paths where it merges them, otherwise as it is. */
    default ResolvedNextHop way(Shard shard, TableSlice table, int prefix, int path, ResolvedNextHop own) {
        return own;
    }

    /** What keeps a route it was told from working, empty if nothing is known to. Waits for the protocol; not on a shard. */
    default String trouble(long hi, long lo, int length) {
        return "";
    }

    /** True if the protocol may be told other paths of this table than the best ones. */
    default boolean ofAllPaths(int table) {
        return false;
    }
}
