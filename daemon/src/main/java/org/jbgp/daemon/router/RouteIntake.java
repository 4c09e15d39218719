package org.jbgp.daemon.router;

import java.util.concurrent.atomic.AtomicInteger;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.UpdateSink;

/**
 * Carries routes from the one thread that learned them to the shards: sorts them by shard into batches, hands the batches
 * over, and counts what is under way so that a producer can be held back. Used by one thread; only the shards' returns
 * come from others.
 */
final class RouteIntake implements UpdateSink {
    private static final int BATCH_WEIGHT = 64 << 10;

    private final ShardPool shards;
    private final int[] channels;
    private final Shard.EndOfRibListener endOfRib;
    private final Runnable returned;
    private final RouteBatch[] open;
    private final boolean[] hasAttributes;
    private final AtomicInteger underWay = new AtomicInteger();
    private byte[] blob = new byte[256];
    private int blobLength;

    /**
     * @param channels channel of each family by {@link AddressFamily#index()}, 0 for none
     * @param endOfRib told on each shard when End-of-RIB has passed it; may be null
     * @param returned told on a shard's thread whenever less is under way
     */
    RouteIntake(ShardPool shards, int[] channels, Shard.EndOfRibListener endOfRib, Runnable returned) {
        this.shards = shards;
        this.channels = channels.clone();
        this.endOfRib = endOfRib;
        this.returned = returned;
        this.open = new RouteBatch[shards.size()];
        this.hasAttributes = new boolean[shards.size()];
    }

    @Override
    public void attributes(byte[] array, int offset, int length) {
        if (blob.length < length) {
            blob = new byte[Math.max(length, blob.length * 2)];
        }
        System.arraycopy(array, offset, blob, 0, length);
        blobLength = length;
        for (int i = 0; i < hasAttributes.length; i++) {
            hasAttributes[i] = false;
        }
    }

    @Override
    public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
        int shard = shards.shardOf(hi, lo, length);
        RouteBatch batch = batch(shard);
        if (!hasAttributes[shard]) {
            batch.attributes(blob, 0, blobLength);
            hasAttributes[shard] = true;
        }
        batch.announce(family, pathId, hi, lo, length);
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
        batch(shards.shardOf(hi, lo, length)).withdraw(family, pathId, hi, lo, length);
    }

    @Override
    public void endOfRib(AddressFamily family) {
        for (int shard = 0; shard < open.length; shard++) {
            batch(shard).endOfRib(family);
        }
    }

    /** Hands over everything collected so far. */
    void flush() {
        for (int shard = 0; shard < open.length; shard++) {
            RouteBatch batch = open[shard];
            if (batch != null && !batch.isEmpty()) {
                open[shard] = null;
                hasAttributes[shard] = false;
                submit(shard, batch);
            }
        }
    }

    /** Bytes handed over and not yet applied, roughly. */
    int underWay() {
        return underWay.get();
    }

    private RouteBatch batch(int shard) {
        RouteBatch batch = open[shard];
        if (batch != null && batch.weight() >= BATCH_WEIGHT) {
            open[shard] = null;
            hasAttributes[shard] = false;
            submit(shard, batch);
            batch = null;
        }
        if (batch == null) {
            batch = shards.takeBatch();
            open[shard] = batch;
        }
        return batch;
    }

    private void submit(int number, RouteBatch batch) {
        int weight = batch.weight();
        underWay.addAndGet(weight);
        shards.execute(number, shard -> {
            shard.apply(batch, channels, endOfRib);
            shards.giveBack(batch);
            underWay.addAndGet(-weight);
            returned.run();
        });
    }
}
