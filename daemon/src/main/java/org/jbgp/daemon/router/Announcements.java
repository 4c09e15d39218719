package org.jbgp.daemon.router;

import org.jbgp.daemon.rib.Shard;

/** What a protocol was told of a table's routes, for {@code show route export}. Asked on the shard. */
@FunctionalInterface
interface Announcements {
    /** A protocol that is told nothing. */
    Announcements NONE = (shard, table, prefix, path) -> 0;

    /** Handle of the attribute set the protocol was told for a path of the prefix, after the export filter; 0 if it was not told it. */
    int told(Shard shard, int table, int prefix, int path);

    /** True if the protocol may be told other paths of this table than the best ones. */
    default boolean ofAllPaths(int table) {
        return false;
    }
}
