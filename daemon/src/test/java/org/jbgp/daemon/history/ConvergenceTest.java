package org.jbgp.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.control.view.PastChange;
import org.junit.jupiter.api.Test;

/** Samples are few, and each ends where the marks came through. */
class ConvergenceTest {
    private final Convergence convergence = new Convergence();
    private final List<Runnable> kernel = new ArrayList<>();
    private final List<Runnable> neighbors = new ArrayList<>();
    private final Convergence.OfShard shard = convergence.new OfShard(0);

    ConvergenceTest() {
        convergence.markBy((number, toKernel, toNeighbors) -> {
            kernel.add(toKernel);
            neighbors.add(toNeighbors);
        });
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private long counted(Convergence.Stage stage) {
        return convergence.histograms().stream()
                .filter(each -> each.stage() == stage)
                .flatMap(each -> each.counts().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void measuresToKernelAndNeighbors() {
        long now = System.nanoTime();
        shard.begin(1000, now - millis(3), now).run();
        assertThat(shard.of(1000)).isEqualTo(new PastChange.Timing(java.time.Duration.ofMillis(3), null, null));
        kernel.getFirst().run();
        neighbors.getFirst().run();
        PastChange.Timing timing = shard.of(1000);
        assertThat(timing.kernel()).isGreaterThanOrEqualTo(timing.chosen());
        assertThat(timing.neighbors()).isGreaterThanOrEqualTo(timing.kernel());
        assertThat(shard.of(1001)).isNull();
        assertThat(convergence.histograms().getFirst().counts().get(2)).isEqualTo(1); // 2 to 5 ms
        assertThat(counted(Convergence.Stage.KERNEL)).isEqualTo(1);
        assertThat(counted(Convergence.Stage.NEIGHBORS)).isEqualTo(1);
    }

    @Test
    void oneAtATimeAndNotTooOften() {
        long now = System.nanoTime();
        assertThat(shard.due(now)).isTrue();
        shard.begin(1, now, now).run();
        assertThat(shard.due(now + millis(500))).as("one is under way").isFalse();
        assertThat(shard.due(now + millis(121_000))).as("it is lost").isTrue();
        kernel.getFirst().run();
        assertThat(shard.due(now + millis(50))).as("too soon").isFalse();
        assertThat(shard.due(now + millis(150))).isTrue();
    }

    @Test
    void aMarkThatComesTooLateIsNotTakenForAnotherSample() {
        long now = System.nanoTime();
        for (int i = 0; i < 1100; i++) {
            shard.begin(i + 1, now, now).run();
        }
        kernel.getFirst().run();
        assertThat(shard.of(1025).kernel()).isNull();
        assertThat(counted(Convergence.Stage.KERNEL)).isZero();
    }
}
