package org.jbgp.daemon.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LongWorkTest {
    private long now;
    private final LongWork works = new LongWork(() -> now);

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private List<String> lines() {
        return works.all().stream().map(ProgressText::line).toList();
    }

    @Test
    void countsAndGuesses() {
        try (Work work = works.begin(Progress.Kind.PLAN, "routes", "prefixes")) {
            assertThat(lines()).containsExactly("plan: routes  0 prefixes  for 1 s");
            work.more(600_000);
            work.more(400_000);
            pass(500);
            work.add(100_000);
            // Too early to say how long it takes.
            assertThat(lines()).containsExactly("plan: routes  100,000 of 1,000,000 prefixes  10 %");
            pass(1500);
            work.add(300_000);
            assertThat(lines()).containsExactly("plan: routes  400,000 of 1,000,000 prefixes  40 %  about 3 s left");
            assertThat(works.all().getFirst().times().left()).isEqualTo(Duration.ofSeconds(3));
            pass(7000);
            assertThat(lines())
                    .containsExactly("plan: routes  400,000 of 1,000,000 prefixes  40 %  nothing new for 7 s");
            work.add(700_000);
            assertThat(lines()).containsExactly("plan: routes  1,000,000 of 1,000,000 prefixes  100 %  about 1 s left");
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void inTheOrderTheyBegan() {
        Work first = works.begin(Progress.Kind.READING, "/etc/a  b.conf", ProgressText.BYTES);
        try (Work second = works.begin(Progress.Kind.DUMP, "master4", "prefixes")) {
            long[] done = {3_000_000};
            first.countBy(() -> done[0], () -> 19_900_000);
            second.done(5);
            assertThat(lines())
                    .containsExactly(
                            "reading: /etc/a b.conf  3.0 of 19.9 MB  15 %", "dump: master4  5 prefixes  for 1 s");
            first.close();
            first.close();
            assertThat(lines()).containsExactly("dump: master4  5 prefixes  for 1 s");
        }
    }

    @Test
    void asMuchAsFits() {
        Work work = works.begin(Progress.Kind.PLAN, "routes", "prefixes");
        work.total(200);
        work.done(100);
        pass(90 * 60_000);
        Progress half = works.all().getFirst();
        assertThat(List.of(80, 40, 30, 15, 4, 0))
                .map(width -> ProgressText.line(half, width))
                .containsExactly(
                        "plan: routes  100 of 200 prefixes  50 %  about 90 min left",
                        "plan: routes  50 %  about 90 min left", "plan: routes  50 %", "plan: routes", "plan", "");
        work.close();
    }
}
