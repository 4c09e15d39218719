package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookPaceTest {
    private final LookPace pace = new LookPace();

    private void looks(boolean quiet, int count, long expected) {
        for (int i = 0; i < count; i++) {
            assertThat(pace.after(quiet)).isEqualTo(expected);
            assertThat(pace.rests()).isEqualTo(expected == 5_000);
        }
    }

    @Test
    void looksBecomeRareOnlyAfterAWhileOfQuiet() {
        looks(false, 3, 500);
        looks(true, 9, 1_000);
        looks(true, 3, 5_000);
        looks(false, 1, 500);
        looks(true, 9, 1_000);
        looks(true, 1, 5_000);
    }

    @Test
    void whatHappensEndsTheRest() {
        looks(true, 9, 1_000);
        looks(true, 1, 5_000);
        pace.stir();
        assertThat(pace.rests()).isFalse();
        looks(true, 9, 1_000);
    }
}
