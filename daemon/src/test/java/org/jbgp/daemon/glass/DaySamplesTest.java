package org.jbgp.daemon.glass;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jbgp.daemon.control.SampleRouter;
import org.jbgp.daemon.control.view.RouterLoad;
import org.junit.jupiter.api.Test;

class DaySamplesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SampleRouter router = new SampleRouter();
    private final DaySamples samples = new DaySamples(router.view());

    private void sample(int minute, RouterLoad.Neighbor... neighbors) {
        samples.sample(START.plus(Duration.ofMinutes(minute)), router.view().protocols(), List.of(neighbors));
    }

    private static RouterLoad.Neighbor neighbor(String name, long received, long sent) {
        return new RouterLoad.Neighbor(
                name,
                new RouterLoad.Updates(received, sent),
                0,
                new RouterLoad.Work(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    private List<Long> column(String name) {
        int column = DaySamples.COLUMNS.indexOf(name);
        return samples.samples().stream().map(sample -> sample.get(column)).toList();
    }

    @Test
    void updatesSinceTheSampleBefore() {
        sample(0, neighbor("a", 1000, 2000));
        sample(1, neighbor("a", 1010, 2005), neighbor("b", 7, 1));
        // Configured anew; and one that is gone.
        sample(2, neighbor("a", 3, 4));
        sample(3);
        assertThat(column("updates_received")).containsExactly(0L, 17L, 3L, 0L);
        assertThat(column("updates_sent")).containsExactly(0L, 6L, 4L, 0L);
        assertThat(column("time")).startsWith(START.getEpochSecond(), START.getEpochSecond() + 60);
        assertThat(column("sessions")).containsOnly(1L);
    }

    /** Each route once: not again in the table a pipe brings it to. */
    @Test
    void routesWithoutPipes() {
        sample(0);
        assertThat(column("routes4")).containsExactly(13L);
        assertThat(column("routes6")).containsExactly(3L);
    }

    @Test
    void aDayAndNoMore() {
        int count = 2 * DaySamples.MOST + 5;
        for (int i = 0; i < count; i++) {
            sample(i);
        }
        List<Long> times = column("time");
        assertThat(times).hasSize(DaySamples.MOST).isSorted().doesNotHaveDuplicates();
        assertThat(times.getLast()).isEqualTo(START.getEpochSecond() + (count - 1) * 60L);
    }
}
