package org.jbgp.daemon.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.shards.SystemThreads;
import org.junit.jupiter.api.Test;

class UptimeTest {
    /** However the system counts: this process has not been there for long. */
    @Test
    void momentsCountUpFromTheStartOfTheProcess() {
        long before = Uptime.nanos();
        assertThat(before).isBetween(1L, TimeUnit.DAYS.toNanos(1));
        assertThat(Uptime.millis()).isBetween(before / 1_000_000, TimeUnit.DAYS.toMillis(1));
        assertThat(new SystemThreads().nanoTime()).isBetween(before, Uptime.nanos());
    }
}
