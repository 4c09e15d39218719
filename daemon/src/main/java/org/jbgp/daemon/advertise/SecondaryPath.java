package org.jbgp.daemon.advertise;

import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;

/** The best path that rules and filter let a neighbor with {@code secondary} have. */
final class SecondaryPath {
    private SecondaryPath() {}

    /** Whether rules and filter let the neighbor have a path. */
    @FunctionalInterface
    interface Allowed {
        boolean allows(TableSlice table, int prefix, int path);
    }

    static int of(ExportGroup group, TableSlice table, int prefix, int head) {
        return of(group.shard(), group.settings().single().secondary(), group::allows, table, prefix, head);
    }

    /**
     * Chooses.
     *
     * @param own the channel the neighbor's own paths come by
     * @param head the first path of the prefix
     * @return 0 if there is none
     */
    static int of(Shard shard, int own, Allowed allowed, TableSlice table, int prefix, int head) {
        int chosen = 0;
        for (int path = head; path != 0; path = table.next(path)) {
            if (table.usable(path)
                    && shard.channelOf(path) != own
                    && (chosen == 0 || shard.better(path, chosen))
                    && allowed.allows(table, prefix, path)) {
                chosen = path;
                if (path == head) {
                    // Already chosen as the best of all, which comparing two at a time need not show (RFC 4271 §9.1.2.2
                    // c).
                    return path;
                }
            }
        }
        return chosen;
    }
}
