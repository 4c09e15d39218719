package org.jbgp.daemon.router;

import org.jbgp.daemon.rib.Shard;

/** What a protocol was told of a table's routes, for {@code show route export}. Asked on the shard. */
@FunctionalInterface
interface Announcements {
    /** A protocol that is told nothing. */
    Announcements NONE = (shard, table, prefix) -> 0;

    /** Handle of the attribute set the protocol was told for the prefix, after the export filter; 0 for nothing. */
    int told(Shard shard, int table, int prefix);
}
