package org.jbgp.daemon;

import java.lang.ref.WeakReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Has the heap collected as a whole once a burst of work is over, so that what the burst left behind goes back to the
 * system: the serial collector by itself would wait until the heap is full again, which after a mass withdrawal may be
 * never.
 *
 * <p>A burst is over when next to nothing was allocated for a whole interval. A collection takes about a quarter of a
 * millisecond for each MB that lives (docs/performance.md), so it is worth having only after allocations of at least an
 * eighth of the heap. Reading a large configuration at the start is a burst, too. {@link #sample} is called every half
 * a second, less often while nothing happens, by one thread.
 *
 * <p>Pages of files that work has touched are let go at the first two quiet looks after it, be it a burst or not:
 * compilers and the collection itself touch others after the first.
 */
final class HeapTrim {
    private static final long BURST = 8 << 20;
    private static final long QUIET = 512 << 10;
    /** What a start leaves on the heap where the configuration is small; nearly all of it lives. */
    private static final long STARTED = 10 << 20;
    /** What is allocated between two young collections at least: most of the young generation (see the launcher). */
    private static final long YOUNG = 3 << 20;

    private final LongSupplier used;
    private final LongSupplier held;
    private final BooleanSupplier collected;
    private final Runnable collection;
    private final Runnable pages;
    private long touched;
    private int releases;
    private long before;
    private long allocated;
    private long atLast;
    private long heldBefore;

    /**
     * @param used bytes of the heap in use, dead objects included
     * @param held bytes that the router's stores hold: what they let go of is garbage, which the heap does not
     *     distinguish
     * @param collected whether a collection took place since it was asked last
     * @param collection collects the whole heap before it returns
     * @param pages lets go of pages of files
     */
    HeapTrim(LongSupplier used, LongSupplier held, BooleanSupplier collected, Runnable collection, Runnable pages) {
        this.used = used;
        this.held = held;
        this.collected = collected;
        this.collection = collection;
        this.pages = pages;
        this.before = used.getAsLong();
        this.atLast = before;
        this.heldBefore = held.getAsLong();
    }

    /**
     * @param rest lets go of what is kept for the next burst
     * @param pages lets go of pages of files
     */
    static HeapTrim ofThisProcess(LongSupplier held, Runnable rest, Runnable pages) {
        Runtime runtime = Runtime.getRuntime();
        Runnable collection = () -> {
            rest.run();
            System.gc();
        };
        return new HeapTrim(() -> runtime.totalMemory() - runtime.freeMemory(), held, new Canary(), collection, pages)
                .afterStart();
    }

    /** What came before the first sample was a start, which may have been a burst, too. */
    HeapTrim afterStart() {
        atLast = Math.min(before, STARTED);
        return this;
    }

    /**
     * An object that nothing refers to: when it is gone, there was a collection. Beans that count collections cost a
     * start 20 ms.
     */
    private static final class Canary implements BooleanSupplier {
        private WeakReference<Object> bird = new WeakReference<>(new Object());

        @Override
        public boolean getAsBoolean() {
            if (bird.refersTo(null)) {
                bird = new WeakReference<>(new Object());
                return true;
            }
            return false;
        }
    }

    /** Looks; true if next to nothing was allocated since the last look. */
    boolean sample() {
        long now = used.getAsLong();
        // Collections in between hide what was allocated; a lower bound is good enough.
        long holds = held.getAsLong();
        long grown =
                Math.max(Math.max(Math.abs(now - before), heldBefore - holds), collected.getAsBoolean() ? YOUNG : 0);
        before = now;
        heldBefore = holds;
        allocated += grown;
        boolean quiet = grown < QUIET;
        if (quiet && Math.max(allocated, now - atLast) > Math.max(BURST, now / 8)) {
            collection.run();
            allocated = 0;
            before = used.getAsLong();
            atLast = before;
            var _ = collected.getAsBoolean();
        }
        letGo(grown, quiet);
        return quiet;
    }

    private void letGo(long grown, boolean quiet) {
        touched += grown;
        if (touched >= YOUNG) {
            touched = 0;
            releases = 2;
        }
        if (quiet && releases > 0) {
            releases--;
            letGo();
        }
    }

    /** Lets go of pages of files. What that allocates is no work of the router's. */
    void letGo() {
        pages.run();
        before = used.getAsLong();
    }
}
