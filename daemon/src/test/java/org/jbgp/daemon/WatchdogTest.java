package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jbgp.config.model.router.RouterOptions.Stalls;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final Queue<Runnable> slow = new ArrayDeque<>();
    private long now = 1_000_000_001L;
    private int asked;
    private int ended;

    private Watchdog watchdog(Stalls stalls) {
        Executor quick = task -> {
            asked++;
            task.run();
        };
        Watchdog made = new Watchdog(Map.of("quick", quick, "slow", slow::add), () -> now, () -> ended++);
        made.configure(stalls);
        return made;
    }

    private void looks(Watchdog watchdog, int count) {
        looks(watchdog, count, 500_000_000L);
    }

    private void looks(Watchdog watchdog, int count, long period) {
        for (int i = 0; i < count; i++) {
            watchdog.look(period);
            now += period;
        }
    }

    /** A router where nothing happens is looked at every five seconds. */
    @Test
    void aThreadThatHangsIsSeenByRareLooksToo() {
        Watchdog watchdog = watchdog(new Stalls(5, 8, false, 1));
        looks(watchdog, 2, 5_000_000_000L);
        assertThat(ended).isZero();
        looks(watchdog, 2, 5_000_000_000L);
        assertThat(ended).isPositive();
        watchdog.configure(Stalls.NONE);
    }

    @Test
    void withoutLimitsNobodyIsAsked() {
        looks(watchdog(Stalls.NONE), 4);
        assertThat(asked).isZero();
    }

    @Test
    void whoAnswersIsAskedAgainAndOthersAreNot() {
        looks(watchdog(new Stalls(5, 0, false, 1)), 4);
        assertThat(asked).isEqualTo(4);
        assertThat(slow).hasSize(1);
    }

    /** The own thread looks too, at the clock that this test sets; that it ends the process is all that is asked. */
    @Test
    void aThreadThatHangsForTooLongEndsTheProcess() {
        Watchdog watchdog = watchdog(new Stalls(5, 3, false, 1));
        looks(watchdog, 6);
        assertThat(ended).isZero();
        looks(watchdog, 4);
        assertThat(ended).isPositive();
        watchdog.configure(Stalls.NONE);
    }

    @Test
    void aPauseOfTheWholeProcessIsNobodysFault() {
        Watchdog watchdog = watchdog(new Stalls(5, 3, false, 1));
        looks(watchdog, 2);
        now += 60_000_000_000L;
        looks(watchdog, 2);
        assertThat(ended).isZero();
        watchdog.configure(Stalls.NONE);
    }

    /** What a service manager hears: nothing more once a thread has kept work waiting for too long. */
    @Test
    void aSupervisorHearsOfAThreadThatHangs() {
        Watchdog watchdog = watchdog(Stalls.NONE);
        watchdog.supervise();
        looks(watchdog, 4);
        assertThat(asked).isEqualTo(4);
        assertThat(watchdog.answered(2_000_000_000L)).isTrue();
        looks(watchdog, 4);
        assertThat(watchdog.answered(2_000_000_000L)).isFalse();
        slow.remove().run();
        assertThat(watchdog.answered(2_000_000_000L)).isTrue();
        assertThat(ended).isZero();
    }
}
