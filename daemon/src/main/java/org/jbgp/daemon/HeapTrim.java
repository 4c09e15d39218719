package org.jbgp.daemon;

import java.lang.ref.WeakReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jbgp.kernel.netlink.Libc;

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
 * <p>Pages of files that work has touched are let go at the first two looks after it that find the processors at rest,
 * be it a burst or not: the collection itself touches others after the first. Work is measured in processor time here:
 * a machine that has much else to do gives so little of it between two looks that next to nothing is allocated.
 */
final class HeapTrim {
    private static final long BURST = 8 << 20;
    private static final long QUIET = 512 << 10;
    /** What a start leaves on the heap where the configuration is small; nearly all of it lives. */
    private static final long STARTED = 10 << 20;
    /** Microseconds of processor time in which most pages that work needs are touched. */
    private static final long WORK = 200_000;
    /** With less than that between two looks the processors are at rest. */
    private static final long REST = 100_000;
    /** What is allocated between two young collections at least: most of the young generation (see the launcher). */
    private static final long YOUNG = 3 << 20;

    private final LongSupplier used;
    private final LongSupplier held;
    private final LongSupplier clock;
    private final BooleanSupplier collected;
    private final Runnable collection;
    private final Runnable pages;
    private long clockBefore;
    private long worked;
    private int releases;
    private long before;
    private long allocated;
    private long atLast;
    private long heldBefore;

    /**
     * @param used bytes of the heap in use, dead objects included
     * @param held bytes that the router's stores hold: what they let go of is garbage, which the heap does not
     *     distinguish
     * @param clock processor time of the process in microseconds
     * @param collected whether a collection took place since it was asked last
     * @param collection collects the whole heap before it returns
     * @param pages lets go of pages of files
     */
    HeapTrim(
            LongSupplier used,
            LongSupplier held,
            LongSupplier clock,
            BooleanSupplier collected,
            Runnable collection,
            Runnable pages) {
        this.used = used;
        this.held = held;
        this.clock = clock;
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
        return new HeapTrim(
                        () -> runtime.totalMemory() - runtime.freeMemory(),
                        held,
                        Libc::clock,
                        new Canary(),
                        collection,
                        pages)
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

    /** Looks; true if next to nothing was allocated since the last look, and nothing is left to let go of. */
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
        letGoAfterWork(quiet);
        return quiet && releases == 0;
    }

    private void letGoAfterWork(boolean quiet) {
        long ran = clock.getAsLong() - clockBefore;
        clockBefore += ran;
        worked += ran;
        if (worked >= WORK) {
            worked = 0;
            releases = 2;
        }
        if (quiet && ran < REST && releases > 0) {
            releases--;
            letGo();
        }
    }

    /** Lets go of pages of files. What that allocates and takes is no work of the router's. */
    void letGo() {
        untouched(pages);
    }

    /** Does something that allocates, takes time, and is no work of the router's. */
    void untouched(Runnable task) {
        task.run();
        before = used.getAsLong();
        clockBefore = clock.getAsLong();
        worked = 0;
    }
}
