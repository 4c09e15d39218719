package org.jbgp.daemon.bgp;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One channel's first telling of a session. Its End-of-RIB goes out when every shard has told what it has and, while this router
 * recovers from a restart, nothing more can come. Any thread.
 */
final class FirstTelling {
    private final Runnable endOfRib;
    private final AtomicInteger missing;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * @param shards how many have to tell
     * @param endOfRib tells the neighbor that this was all
     */
    FirstTelling(int shards, Runnable endOfRib) {
        this.endOfRib = endOfRib;
        this.missing = new AtomicInteger(shards + 1);
    }

    /** True the first time: now the neighbor is told. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** One shard has told all. */
    void shardDone() {
        countDown();
    }

    /** Nothing more can come than what is there. */
    void release() {
        if (released.compareAndSet(false, true)) {
            countDown();
        }
    }

    /** True while the neighbor waits for us: it is told nothing yet. */
    boolean waits() {
        return !begun.get();
    }

    /** True while its End-of-RIB is held back, so that nothing else may say that all was told. */
    boolean heldBack() {
        return !released.get();
    }

    private void countDown() {
        if (missing.decrementAndGet() == 0) {
            endOfRib.run();
        }
    }
}
