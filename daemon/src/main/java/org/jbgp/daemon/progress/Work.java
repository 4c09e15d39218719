package org.jbgp.daemon.progress;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One long work under way. Whoever does it counts what is done, after some thousand of its units, and closes it at the
 * end, whatever end that is. Any thread, several at once.
 */
public final class Work implements AutoCloseable {
    /** No time is guessed from less than this. */
    private static final long GUESS_NANOS = 1_000_000_000;

    private static final int GUESS_PERCENT = 2;

    private final Progress.Kind kind;
    private final String what;
    private final String unit;
    private final long begun;
    private final Runnable whenClosed;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong(-1);
    private volatile LongSupplier counted;
    private volatile LongSupplier expected;
    /** What was seen last, and when it began to be so; whoever looks writes it. */
    private volatile Seen seen;

    private record Seen(long done, long since) {}

    Work(Progress.Kind kind, String what, String unit, long now, Runnable whenClosed) {
        this.kind = kind;
        this.what = what;
        this.unit = unit;
        this.begun = now;
        this.seen = new Seen(0, now);
        this.whenClosed = whenClosed;
    }

    /** So many units more are done. */
    public void add(long units) {
        done.addAndGet(units);
    }

    /** So many units are done. */
    public void done(long units) {
        done.set(units);
    }

    /** There are so many units, -1 if that is not known. */
    public void total(long units) {
        total.set(units);
    }

    /** There are so many units more than was known. */
    public void more(long units) {
        total.updateAndGet(known -> Math.max(0, known) + units);
    }

    /** From now on these say how far it is: the work counts for itself, or is counted when somebody looks. */
    public void countBy(LongSupplier doneUnits, LongSupplier totalUnits) {
        expected = totalUnits;
        counted = doneUnits;
    }

    @Override
    public void close() {
        whenClosed.run();
    }

    /** How far it is. */
    Progress progress(long now) {
        LongSupplier count = counted;
        long sum = Math.max(0, count == null ? done.get() : count.getAsLong());
        long all = count == null ? total.get() : expected.getAsLong();
        Seen before = seen;
        if (before.done() != sum) {
            before = new Seen(sum, now);
            seen = before;
        }
        return new Progress(
                kind,
                what,
                unit,
                new Progress.Amount(sum, all),
                new Progress.Times(
                        Duration.ofNanos(now - begun),
                        Duration.ofNanos(now - before.since()),
                        left(sum, all, now - begun)));
    }

    /** How long it goes on if it goes on as fast as so far; null if it is too early to say. */
    public static Duration left(long done, long total, long nanos) {
        if (nanos < GUESS_NANOS || total <= 0 || done * 100 < total * GUESS_PERCENT) {
            return null;
        }
        return Duration.ofMillis((long) (nanos / 1e6 * Math.max(0, total - done) / done));
    }
}
