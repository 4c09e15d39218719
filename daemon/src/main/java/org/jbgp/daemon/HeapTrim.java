package org.jbgp.daemon;

import java.util.function.LongSupplier;

/**
 * Has the heap collected as a whole once a burst of work is over, so that what the burst left behind goes back to the system: the
 * serial collector by itself would wait until the heap is full again, which after a mass withdrawal may be never.
 *
 * <p>A burst is over when next to nothing was allocated for a whole interval. A collection takes about a quarter of a millisecond
 * for each MB that lives (docs/performance.md), so it is worth having only after allocations of at least a quarter of the heap.
 * {@link #sample} is called in equal intervals, by one thread.
 */
final class HeapTrim {
    private static final long BURST = 16 << 20;
    private static final long QUIET = 512 << 10;

    private final LongSupplier used;
    private final Runnable collection;
    private long before;
    private long allocated;

    /**
     * @param used bytes of the heap in use, dead objects included
     * @param collection collects the whole heap before it returns
     */
    HeapTrim(LongSupplier used, Runnable collection) {
        this.used = used;
        this.collection = collection;
        this.before = used.getAsLong();
    }

    static HeapTrim ofThisProcess() {
        Runtime runtime = Runtime.getRuntime();
        return new HeapTrim(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
    }

    void sample() {
        long now = used.getAsLong();
        // A young collection in between makes it look smaller than it was; a lower bound is good enough.
        long grown = Math.abs(now - before);
        before = now;
        allocated += grown;
        if (grown < QUIET && allocated > Math.max(BURST, now / 4)) {
            collection.run();
            allocated = 0;
            before = used.getAsLong();
        }
    }
}
