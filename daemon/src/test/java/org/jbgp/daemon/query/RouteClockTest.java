package org.jbgp.daemon.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A route's time is the same in every answer, unless somebody sets the clock. */
class RouteClockTest {
    private static final Instant BEGIN = Instant.parse("2026-11-29T12:00:00.250Z");

    private long nanos = 5_000_000_000L;
    private Instant wall = BEGIN;

    private void pass(long milliseconds) {
        nanos += milliseconds * 1_000_000;
        wall = wall.plusMillis(milliseconds);
    }

    @Test
    void theSameSecondIsTheSameInstantFromCallToCall() {
        RouteClock clock = new RouteClock(() -> wall, () -> nanos);
        pass(3_900);
        int changed = clock.getAsInt();
        assertThat(changed).isEqualTo(3);
        for (int call = 0; call < 20; call++) {
            pass(130);
            wall = wall.plusMillis(1); // slewed
            clock.adjust();
            assertThat(clock.at(changed)).isEqualTo(BEGIN.plusSeconds(3));
        }
    }

    @Test
    void aClockThatIsSetMovesAllTimes() {
        RouteClock clock = new RouteClock(() -> wall, () -> nanos);
        pass(10_000);
        wall = wall.plusSeconds(3600);
        clock.adjust();
        assertThat(clock.at(4)).isEqualTo(BEGIN.plusSeconds(3604));
    }
}
