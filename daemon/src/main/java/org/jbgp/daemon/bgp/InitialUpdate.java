package org.jbgp.daemon.bgp;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The initial routing update of one channel of a session (RFC 4724 §2): everything that the neighbor is to have, then
 * End-of-RIB. End-of-RIB goes out when every shard has advertised what it holds and, while this router recovers from a
 * restart, nothing more can come. Any thread: the event loop begins it, shards report, the control thread releases it.
 */
final class InitialUpdate {
    private final Runnable endOfRib;
    private final AtomicInteger missing;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * @param shards how many have routes to advertise
     * @param endOfRib sends End-of-RIB
     */
    InitialUpdate(int shards, Runnable endOfRib) {
        this.endOfRib = endOfRib;
        this.missing = new AtomicInteger(shards + 1);
    }

    /** True the first time: from now on routes are advertised. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** One shard has advertised all it holds. */
    void shardDone() {
        countDown();
    }

    /** No route can come any more that belongs to the initial update. */
    void release() {
        if (released.compareAndSet(false, true)) {
            countDown();
        }
    }

    /** True until the first route may be advertised. */
    boolean waits() {
        return !begun.get();
    }

    /** True while End-of-RIB is held back: then nothing else may mark the end of what there is, either. */
    boolean heldBack() {
        return !released.get();
    }

    /** True when End-of-RIB has been sent. */
    boolean isComplete() {
        return missing.get() <= 0;
    }

    private void countDown() {
        if (missing.decrementAndGet() == 0) {
            endOfRib.run();
        }
    }
}
