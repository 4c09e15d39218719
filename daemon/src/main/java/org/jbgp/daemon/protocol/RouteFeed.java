package org.jbgp.daemon.protocol;

import org.jbgp.daemon.wire.AddressFamily;

/**
 * The way of a protocol's routes into its table. Belongs to the protocol's thread; the implementation carries batches
 * to the shards.
 *
 * <p>A prefix is {@code hi, lo, length} in the core's form. {@code pathId} distinguishes several routes of one protocol
 * to one prefix; 0 if there is only one.
 */
public interface RouteFeed {
    /**
     * Announces a route, or replaces the one announced before; the attributes are a canonical blob, copied by the feed.
     */
    void announce(
            AddressFamily family,
            int pathId,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int blobOffset,
            int blobLength);

    /** Takes a route back; one that is not there is no error. */
    void withdraw(AddressFamily family, int pathId, long hi, long lo, int length);

    /** Hands on what has gathered. */
    void flush();
}
