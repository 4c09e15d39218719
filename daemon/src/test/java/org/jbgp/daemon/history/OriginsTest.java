package org.jbgp.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.jbgp.daemon.control.view.PastRoute;
import org.junit.jupiter.api.Test;

/** The names that changes speak of, and what they take of the memory that history may have. */
class OriginsTest {
    private static final PastRoute.Origin LONG = new PastRoute.Origin("x".repeat(64), "BGP", null);

    @Test
    void eachNameCountsOnce() {
        Origins origins = new Origins();

        int number = origins.of(LONG);
        long one = origins.bytes();

        assertThat(one).isBetween(100L, 400L);
        assertThat(origins.of(LONG)).isEqualTo(number);
        assertThat(origins.bytes()).isEqualTo(one);
        origins.table("master4");
        assertThat(origins.bytes()).isGreaterThan(one);
    }

    @Test
    void whatNamesTakeChangesMayNot() {
        AtomicLong names = new AtomicLong();
        long budget = 4 << 20;
        ChangeLog log = new ChangeLog(0, 0, names::get);
        log.limit(budget, 3600_000);
        for (int i = 0; i < 300_000; i++) {
            log.segment(false, 0).add(0, 0, i, 32, 1, 0, 1, 0, 0);
        }
        log.trim(0);
        assertThat(log.bytes()).isBetween(budget / 2, budget);

        names.set(budget / 2);
        log.trim(0);

        assertThat(log.bytes()).isBetween(budget / 2, budget);
        assertThat(log.bytes() - names.get()).isLessThanOrEqualTo(budget / 2);
    }
}
