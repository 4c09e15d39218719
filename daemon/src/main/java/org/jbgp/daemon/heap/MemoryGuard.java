package org.jbgp.daemon.heap;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Keeps the memory that neighbors' routes need from ending the daemon. Sessions ask it now and then ({@link #admits}).
 * When the heap is fuller than it should be, they wait while the heap is collected, which shows what is really in use;
 * if that is too much, the neighbor that brought most of it since the warning is stopped. Any thread; the looking is
 * done by one at a time.
 */
public final class MemoryGuard {
    private static final Logger log = LogManager.getLogger(MemoryGuard.class);

    private final Heap heap;
    private final MemoryBudget budget;
    private final Holders holders;
    private final Executor executor;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** A heap fuller than this is worth a look. */
    private volatile long lookAt;

    private volatile Level level = Level.FINE;
    /** What each had when the warning was given. */
    private Map<String, Long> atWarning = Map.of();

    /** How it stands. */
    public enum Level {
        FINE,
        WARNING,
        CEILING
    }

    /** The memory that is watched. */
    interface Heap {
        /** Bytes in use, what nobody needs any more included. */
        public long used();

        /** Frees what nobody needs any more. */
        void collect();
    }

    /** Who has the memory. */
    public interface Holders {
        /** Bytes by protocol; waits for the shards. */
        Map<String, Long> bytes();

        /** Ends a protocol's session for want of memory; returns when its routes are gone, or seem not to go. */
        void end(String protocol);
    }

    public MemoryGuard(Heap heap, MemoryBudget budget, Holders holders, Executor executor) {
        this.heap = heap;
        this.budget = budget;
        this.holders = holders;
        this.executor = executor;
        this.lookAt = budget.warning();
    }

    public MemoryBudget budget() {
        return budget;
    }

    /** Bytes in use, what nobody needs any more included. */
    public long used() {
        return heap.used();
    }

    public Level level() {
        return level;
    }

    /**
     * Asked by whoever brings something, after some hundred kilobytes.
     *
     * @param goOn called, by any thread, when it may go on
     * @return false if it must wait for that
     */
    public boolean admits(Runnable goOn) {
        long used = heap.used();
        if (used < lookAt) {
            return true;
        }
        if (used < budget.ceiling()) {
            look();
            return true;
        }
        waiting.add(goOn);
        look();
        return false;
    }

    /** Has a look if there is reason to; for growth that no session brings. */
    public void sample() {
        if (heap.used() >= lookAt) {
            look();
        }
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            executor.execute(this::lookNow);
        }
    }

    private void lookNow() {
        try {
            long live = live();
            if (live >= budget.warning()) {
                tight(live);
            } else {
                relaxed(live);
            }
        } finally {
            looking.set(false);
            for (Runnable goOn = waiting.poll(); goOn != null; goOn = waiting.poll()) {
                goOn.run();
            }
        }
    }

    private long live() {
        heap.collect();
        return heap.used();
    }

    private void relaxed(long live) {
        if (level != Level.FINE) {
            level = Level.FINE;
            log.info("Memory: {} of {} MB in use, all is well again", megabytes(live), megabytes(budget.most()));
        }
        lookAt = Math.max(budget.warning(), live + budget.step());
    }

    private void tight(long first) {
        long live = first;
        Map<String, Long> bytes = holders.bytes();
        if (level == Level.FINE) {
            level = Level.WARNING;
            atWarning = bytes;
            warn(live, bytes);
        }
        Map<String, Long> grown = new HashMap<>();
        bytes.forEach((protocol, now) -> grown.put(protocol, now - atWarning.getOrDefault(protocol, 0L)));
        while (live >= budget.ceiling()) {
            String offender = offender(bytes, grown);
            if (offender == null) {
                if (level != Level.CEILING) {
                    log.error(
                            "Memory: {} of {} MB in use, and no neighbor brings it; give the daemon more (-Xmx)",
                            megabytes(live),
                            megabytes(budget.most()));
                }
                level = Level.CEILING;
                lookAt = live + budget.step();
                return;
            }
            level = Level.CEILING;
            log.error(
                    "Memory: {} of {} MB in use; {} brings {} MB of it, its session is ended",
                    megabytes(live),
                    megabytes(budget.most()),
                    offender,
                    megabytes(bytes.get(offender)));
            holders.end(offender);
            bytes = new HashMap<>(bytes);
            bytes.remove(offender);
            live = live();
        }
        level = live < budget.warning() ? Level.FINE : Level.WARNING;
        lookAt = Math.clamp(
                live + budget.step(), budget.warning(), Math.max(budget.ceiling(), live + budget.step() / 3));
    }

    /** The protocol that grew most since the warning; the largest one if none grew noticeably. */
    private String offender(Map<String, Long> bytes, Map<String, Long> grown) {
        String byGrowth = most(bytes, grown);
        return byGrowth != null && grown.get(byGrowth) >= budget.step() / 2 ? byGrowth : most(bytes, bytes);
    }

    private static String most(Map<String, Long> candidates, Map<String, Long> measure) {
        return candidates.keySet().stream()
                .max((one, other) -> Long.compare(measure.get(one), measure.get(other)))
                .filter(name -> candidates.get(name) > 0)
                .orElse(null);
    }

    private void warn(long live, Map<String, Long> bytes) {
        String who = most(bytes, bytes);
        log.warn(
                "Memory: {} of {} MB in use{}; at {} MB the session of who brings more is ended",
                megabytes(live),
                megabytes(budget.most()),
                who == null ? "" : ", most of the routes (" + megabytes(bytes.get(who)) + " MB) by " + who,
                megabytes(budget.ceiling()));
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }
}
