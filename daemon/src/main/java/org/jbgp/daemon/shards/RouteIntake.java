package org.jbgp.daemon.shards;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jbgp.daemon.rib.RouteBatch;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.update.UpdateSink;

/**
 * Carries routes from the one thread that learned them to the shards: sorts them by shard into batches, hands the
 * batches over, and counts what is under way so that a producer can be held back. Used by one thread; only the shards'
 * returns come from others.
 */
public final class RouteIntake implements UpdateSink {
    /**
     * A batch of this size is handed over when the next attribute set begins, so that the prefixes of one set stay
     * together.
     */
    private static final int BATCH_WEIGHT = 16 << 10;

    /**
     * A batch of this size is handed over at once: routes that do not come from a neighbor may have any number of
     * prefixes with one set.
     */
    private static final int BATCH_LIMIT = 64 << 10;

    /** Bytes of route changes one producer may have under way before it should stop. */
    private static final int CREDIT = 256 << 10;

    /** The same for all producers together; each may have {@link #LEAST_CREDIT} all the same. */
    private static final long CREDIT_OF_ALL = 2 << 20;

    private static final int LEAST_CREDIT = 32 << 10;

    private final ShardPool shards;
    private final int[] channels;
    private final Shard.EndOfRibListener endOfRib;
    private final Runnable returned;
    private final LongAdder work;
    private final RouteBatch[] open;
    private final boolean[] hasAttributes;
    private final AtomicInteger underWay = new AtomicInteger();
    private byte[] blob = new byte[256];
    private int blobLength;

    /**
     * @param channels channel of each family by {@link AddressFamily#index()}, 0 for none
     * @param endOfRib called on each shard when End-of-RIB has passed it; may be null
     * @param returned called on a shard's thread whenever less is under way
     */
    public RouteIntake(ShardPool shards, int[] channels, Shard.EndOfRibListener endOfRib, Runnable returned) {
        this(shards, channels, endOfRib, returned, new LongAdder());
    }

    /**
     * The same, with a count of the time the shards take for it.
     *
     * @param work nanoseconds are added to it, for each batch
     */
    public RouteIntake(
            ShardPool shards, int[] channels, Shard.EndOfRibListener endOfRib, Runnable returned, LongAdder work) {
        this.work = work;
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
        for (int shard = 0; shard < open.length; shard++) {
            hasAttributes[shard] = false;
            submitAbove(BATCH_WEIGHT, shard);
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
        int shard = shards.shardOf(hi, lo, length);
        submitAbove(BATCH_WEIGHT, shard);
        batch(shard).withdraw(family, pathId, hi, lo, length);
    }

    @Override
    public void endOfRib(AddressFamily family) {
        for (int shard = 0; shard < open.length; shard++) {
            batch(shard).endOfRib(family);
        }
    }

    /** Hands over everything collected so far. */
    public void flush() {
        for (int shard = 0; shard < open.length; shard++) {
            submitAbove(1, shard);
        }
    }

    /** True if so much is under way, from here or from all together, that the producer should stop. */
    public boolean shouldStop() {
        int own = underWay.get();
        return own > CREDIT || (own > LEAST_CREDIT && shards.underWay().get() > CREDIT_OF_ALL);
    }

    /** True if a producer that stopped may go on. */
    public boolean mayGoOn() {
        int own = underWay.get();
        return own <= LEAST_CREDIT / 2
                || (own <= CREDIT / 2 && shards.underWay().get() <= CREDIT_OF_ALL);
    }

    private RouteBatch batch(int shard) {
        submitAbove(BATCH_LIMIT, shard);
        RouteBatch batch = open[shard];
        if (batch == null) {
            batch = shards.takeBatch();
            batch.born(System.nanoTime());
            open[shard] = batch;
        }
        return batch;
    }

    private void submitAbove(int weight, int shard) {
        RouteBatch batch = open[shard];
        if (batch != null && batch.weight() >= weight) {
            open[shard] = null;
            hasAttributes[shard] = false;
            submit(shard, batch);
        }
    }

    private void submit(int number, RouteBatch batch) {
        int weight = batch.weight();
        underWay.addAndGet(weight);
        shards.underWay().addAndGet(weight);
        shards.execute(number, shard -> {
            long begun = System.nanoTime();
            shard.read(batch, channels, endOfRib);
            work.add(System.nanoTime() - begun);
            shard.flushIfMuch();
            shards.giveBack(batch);
            underWay.addAndGet(-weight);
            shards.underWay().addAndGet(-weight);
            returned.run();
        });
    }
}
