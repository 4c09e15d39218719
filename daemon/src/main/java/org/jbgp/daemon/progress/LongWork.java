package org.jbgp.daemon.progress;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What takes long and is under way, in the order it began. Any thread. */
public final class LongWork {
    private final LongSupplier nanoTime;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Work> present = new ConcurrentSkipListMap<>();

    /** @param nanoTime such as {@link System#nanoTime} */
    public LongWork(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Something begins; it is listed until it is closed.
     *
     * @param what it is done to, as operators call it
     * @param unit what is counted, in plural
     */
    public Work begin(Progress.Kind kind, String what, String unit) {
        long number = numbers.incrementAndGet();
        Work work = new Work(kind, what, unit, nanoTime.getAsLong(), () -> present.remove(number));
        present.put(number, work);
        return work;
    }

    /** How far everything is. */
    public List<Progress> all() {
        long now = nanoTime.getAsLong();
        return present.values().stream().map(work -> work.progress(now)).toList();
    }
}
