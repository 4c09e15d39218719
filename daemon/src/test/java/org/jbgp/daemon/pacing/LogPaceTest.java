package org.jbgp.daemon.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogPaceTest {
    @Test
    void oneLineInAnInterval() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may wrap
        LogPace pace = new LogPace(10, now::get);
        assertThat(pace.permits()).isTrue();
        assertThat(pace.leftOut()).isEmpty();
        now.addAndGet(9);
        assertThat(pace.permits()).isFalse();
        assertThat(pace.permits()).isFalse();
        now.addAndGet(1);
        assertThat(pace.permits()).isTrue();
        assertThat(pace.leftOut()).isEqualTo(" (and 2 more since the last such line)");
        now.addAndGet(10);
        assertThat(pace.permits()).isTrue();
        assertThat(pace.leftOut()).isEmpty();
    }
}
