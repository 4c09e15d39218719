package org.jbgp.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.advertise.rules.Drain;
import org.junit.jupiter.api.Test;

/** Marked, then withdrawn when the time of the file has run out, by a timer that fires no earlier. */
class DrainingTest {
    private final List<Timer> timers = new ArrayList<>();
    private int due;
    private final Draining draining = new Draining(this::later, System::nanoTime, () -> due++);

    /** A timer that only the test fires. */
    private static final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final int seconds;

        private Timer(int seconds, Runnable task) {
            super(task, null);
            this.seconds = seconds;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(seconds, TimeUnit.SECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.SECONDS), other.getDelay(TimeUnit.SECONDS));
        }
    }

    private ScheduledFuture<?> later(int seconds, Runnable task) {
        Timer timer = new Timer(seconds, task);
        timers.add(timer);
        return timer;
    }

    private static OptionalLong before(int seconds) {
        return OptionalLong.of(System.nanoTime() - TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void isMarkedUntilTheTimerFires() {
        assertThat(draining.progress(before(100), 300)).isEqualTo(Drain.MARKED);
        assertThat(timers)
                .singleElement()
                .satisfies(timer -> assertThat(timer.seconds).isBetween(199, 201));
        timers.getFirst().run();
        assertThat(due).isEqualTo(1);
        assertThat(draining.progress(before(301), 300)).isEqualTo(Drain.WITHDRAWN);
        assertThat(timers).hasSize(1);
    }

    @Test
    void aShorterTimeCountsFromTheOrder() {
        assertThat(draining.progress(before(100), 300)).isEqualTo(Drain.MARKED);
        assertThat(draining.progress(before(100), 60)).isEqualTo(Drain.WITHDRAWN);
        assertThat(timers)
                .singleElement()
                .satisfies(timer -> assertThat(timer.isCancelled()).isTrue());
    }

    @Test
    void anUndrainedNeighborHasNoTimer() {
        assertThat(draining.progress(before(1), 300)).isEqualTo(Drain.MARKED);
        assertThat(draining.progress(OptionalLong.empty(), 300)).isEqualTo(Drain.NONE);
        assertThat(timers)
                .singleElement()
                .satisfies(timer -> assertThat(timer.isCancelled()).isTrue());
        assertThat(due).isZero();
    }

    @Test
    void withoutATimeRoutesAreWithdrawnAtOnce() {
        assertThat(draining.progress(before(0), 0)).isEqualTo(Drain.WITHDRAWN);
        assertThat(timers).isEmpty();
    }
}
