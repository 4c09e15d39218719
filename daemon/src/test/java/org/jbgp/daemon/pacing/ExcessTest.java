package org.jbgp.daemon.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExcessTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may wrap

    @Test
    void saidOnceInAWindow() {
        Excess excess = new Excess(3, 10, now::get);
        assertThat(excess.reached()).isFalse();
        assertThat(excess.reached()).isFalse();
        assertThat(excess.reached()).isTrue();
        assertThat(excess.reached()).isFalse();
        now.addAndGet(10);
        assertThat(excess.reached()).isFalse();
        now.addAndGet(10); // what is rare is not said
        assertThat(excess.reached()).isFalse();
        assertThat(excess.reached()).isFalse();
        assertThat(excess.reached()).isTrue();
    }
}
