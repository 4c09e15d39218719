package org.jbgp.daemon.instance;

import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.jbgp.daemon.advertise.rules.Drain;

/**
 * How far one neighbor is drained: marked from the operator's order on, withdrawn when the time of the file is over.
 * The order itself is kept by {@link Instances}, so that it outlives this object. Control thread.
 */
public final class Draining {
    private final BiFunction<Integer, Runnable, ScheduledFuture<?>> timers;
    private final LongSupplier nanoTime;
    private final Runnable whenDue;
    private ScheduledFuture<?> timer;

    /**
     * @param timers runs a task so many seconds later
     * @param nanoTime such as {@link System#nanoTime}: the clock that the timers wait by
     * @param whenDue is called when {@link #progress} may answer otherwise than before
     */
    public Draining(BiFunction<Integer, Runnable, ScheduledFuture<?>> timers, LongSupplier nanoTime, Runnable whenDue) {
        this.timers = timers;
        this.nanoTime = nanoTime;
        this.whenDue = whenDue;
    }

    /**
     * Where it stands now; has {@code whenDue} called when that changes by itself.
     *
     * @param order when it was ordered, by the same clock, if it was
     * @param seconds for which routes are marked
     */
    public Drain progress(OptionalLong order, int seconds) {
        end();
        if (order.isEmpty()) {
            return Drain.NONE;
        }
        long left = left(order.getAsLong(), seconds);
        if (left <= 0) {
            return Drain.WITHDRAWN;
        }
        // Rounded up: it must be over by then.
        timer = timers.apply((int) (left / TimeUnit.SECONDS.toNanos(1)) + 1, whenDue);
        return Drain.MARKED;
    }

    /** Nanoseconds until routes that are marked are withdrawn. */
    public long left(long order, int seconds) {
        return order + TimeUnit.SECONDS.toNanos(seconds) - nanoTime.getAsLong();
    }

    /** Nothing is called any more. */
    public void end() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
