package org.jbgp.daemon.query;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jbgp.daemon.history.Moments;

/**
 * The clock routes are dated by: whole seconds since the router began, by a clock that never jumps. A second always
 * maps to the same instant, so that two answers about an unchanged table are equal. Only when the wall clock is set do
 * the instants move, by the same amount. Any thread.
 */
public final class RouteClock implements IntSupplier, Moments {
    /** A smaller difference than this is slewing of the wall clock, not a new setting. */
    private static final Duration SLEW = Duration.ofMillis(500);

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final long start;
    private volatile Instant origin;

    /** @param nanoTime such as {@link System#nanoTime} */
    public RouteClock(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.origin = wall.instant();
    }

    @Override
    public int getAsInt() {
        return (int) (elapsed() / 1_000_000_000L);
    }

    private long elapsed() {
        return nanoTime.getAsLong() - start;
    }

    /** Looks whether the wall clock was set; to be called now and then, such as once a command. */
    public void adjust() {
        Instant now = wall.instant().minusNanos(elapsed());
        if (Duration.between(origin, now).abs().compareTo(SLEW) > 0) {
            origin = now;
        }
    }

    @Override
    public long now() {
        return elapsed() / 1_000_000L;
    }

    @Override
    public Instant at(long millis) {
        return origin.plusMillis(millis);
    }

    @Override
    public long of(Instant instant) {
        return Duration.between(origin, instant).toMillis();
    }

    /** The instant that second began. */
    public Instant at(int seconds) {
        return origin.plusSeconds(seconds);
    }
}
