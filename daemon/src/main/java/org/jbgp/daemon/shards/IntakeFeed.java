package org.jbgp.daemon.shards;

import org.jbgp.daemon.protocol.RouteFeed;
import org.jbgp.daemon.wire.AddressFamily;

/** The way of a local protocol's routes to the shards. One thread. */
public record IntakeFeed(RouteIntake intake) implements RouteFeed {
    public IntakeFeed(ShardPool shards, int[] channels) {
        this(new RouteIntake(shards, channels, null, () -> {}));
    }

    @Override
    public void announce(
            AddressFamily family,
            int pathId,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int blobOffset,
            int blobLength) {
        intake.attributes(blob, blobOffset, blobLength);
        intake.announce(family, pathId, hi, lo, length);
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
        intake.withdraw(family, pathId, hi, lo, length);
    }

    @Override
    public void flush() {
        intake.flush();
    }
}
