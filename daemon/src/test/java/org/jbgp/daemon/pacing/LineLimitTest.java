package org.jbgp.daemon.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineLimitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may wrap

    @Test
    void someLinesInAWindow() {
        LineLimit limit = new LineLimit(2, 10, now::get);
        assertThat(limit.permits()).isTrue();
        assertThat(limit.permits()).isTrue();
        assertThat(limit.leftOut()).isEmpty();
        assertThat(limit.permits()).isFalse();
        now.addAndGet(10);
        assertThat(limit.permits()).isTrue();
        assertThat(limit.leftOut()).isEqualTo(" (and 1 more since the last such line)");
        assertThat(limit.permits()).isTrue();
        assertThat(limit.permits()).isFalse();
    }

    @Test
    void theFirstOfItsKindPassesTheLimit() {
        LineLimit limit = new LineLimit(2, 10, now::get);
        assertThat(limit.permits("a")).isTrue();
        assertThat(limit.permits("a")).isTrue();
        assertThat(limit.permits("a")).isFalse();
        assertThat(limit.permits("b")).isTrue();
        assertThat(limit.permits("b")).isFalse();
        assertThat(limit.permits("c")).isTrue();
        assertThat(limit.permits("d")).isFalse(); // that is all for now
        assertThat(limit.takeLeftOut()).isEqualTo(3);
        now.addAndGet(10);
        assertThat(limit.permits("b")).isTrue();
        assertThat(limit.leftOut()).isEmpty();
    }
}
