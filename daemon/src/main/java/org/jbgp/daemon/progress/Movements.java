package org.jbgp.daemon.progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers of works that are counted only when somebody looks how far they were, to say since when they stand still.
 * Any thread.
 */
public final class Movements {
    private final LongSupplier nanoTime;
    /** Guarded by this. */
    private Map<Key, Seen> before = new HashMap<>();

    private record Key(Progress.Kind kind, String what) {}

    private record Seen(long done, long since) {}

    /** @param nanoTime such as {@link System#nanoTime} */
    public Movements(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The same works with the time since they moved; those that are not among them any more are forgotten. */
    public synchronized List<Progress> of(List<Progress> works) {
        long now = nanoTime.getAsLong();
        Map<Key, Seen> seen = new HashMap<>();
        List<Progress> all = works.stream()
                .map(work -> {
                    Key key = new Key(work.kind(), work.what());
                    Seen last = before.get(key);
                    long done = work.amount().done();
                    Seen present = last != null && last.done() == done ? last : new Seen(done, now);
                    seen.put(key, present);
                    return work.still(Duration.ofNanos(now - present.since()));
                })
                .toList();
        before = seen;
        return all;
    }
}
