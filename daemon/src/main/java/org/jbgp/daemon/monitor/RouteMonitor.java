package org.jbgp.daemon.monitor;

import org.jbgp.daemon.wire.AddressFamily;

/**
 * Hears of each route of one session on its way into a table. Called on the shard that owns the prefix, in the order of
 * what happens there; must not block. The bytes of attributes are valid during the call.
 */
public interface RouteMonitor {
    /**
     * A route came, before the import filter.
     *
     * @param shard number of the shard
     * @param hi high 64 bits of an IPv6 prefix
     * @param lo low 64 bits of an IPv6 prefix, or the IPv4 prefix
     * @param blob array with the attributes in canonical form, {@code size} bytes from {@code offset}
     */
    void received(
            int shard,
            AddressFamily family,
            int pathId,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int offset,
            int size);

    /** A route as received is there no more: it was withdrawn, or not sent again. */
    void withdrawn(int shard, AddressFamily family, int pathId, long hi, long lo, int length);

    /** A route is in the table as the import filter left it. */
    void accepted(
            int shard,
            AddressFamily family,
            int pathId,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int offset,
            int size);

    /** A route is in the table no more. */
    void removed(int shard, AddressFamily family, int pathId, long hi, long lo, int length);
}
