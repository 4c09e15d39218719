package org.jbgp.daemon.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Networks of random shape in random trouble: at rest every router holds what {@link Fixpoint} says. {@code
 * -Dseeds=N} tries so many, {@code -Dseed=N} begins with that one, {@code -Drouters=N} makes them larger.
 */
class RandomNetworksTest {
    private static final int SMALL = 8;
    private static final int LARGE = 30;

    @Test
    void smallOnes() {
        long first = Long.getLong("seed", 1);
        List<String> failed = new ArrayList<>();
        for (long seed = first; seed < first + Integer.getInteger("seeds", 1000); seed++) {
            RandomNetworkRun.Outcome outcome = live(seed, Integer.getInteger("routers", SMALL));
            if (!outcome.isWell()) {
                failed.add("seed " + seed + ": " + outcome);
            }
            if (failed.size() == 5) {
                break;
            }
        }
        assertThat(failed).isEmpty();
    }

    @Test
    void largeOnes() {
        for (long seed = 1; seed <= Integer.getInteger("large", 5); seed++) {
            RandomNetworkRun.Outcome outcome = live(seed, LARGE);
            assertThat(outcome.wrong()).as("seed %s: %s", seed, outcome).isEmpty();
        }
    }

    private static RandomNetworkRun.Outcome live(long seed, int most) {
        try (RandomNetworkRun run = new RandomNetworkRun(seed, most)) {
            return run.live();
        }
    }
}
