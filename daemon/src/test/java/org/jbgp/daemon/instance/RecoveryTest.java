package org.jbgp.daemon.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.progress.ProgressText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a recovery ends when its limit comes at a bad moment. */
class RecoveryTest {
    private final ScheduledThreadPoolExecutor control = new ScheduledThreadPoolExecutor(1);
    private final Recovery recovery = new Recovery(control, System::nanoTime);
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch complete = new CountDownLatch(1);

    @AfterEach
    void end() {
        control.shutdownNow();
    }

    private void onControl(Runnable task) throws Exception {
        control.submit(task).get(60, TimeUnit.SECONDS);
    }

    private void begin(Duration most) throws Exception {
        onControl(() -> {
            recovery.begin(most, List.of(new Recovery.Awaited("n", "ipv4", false, false)));
            recovery.when(Recovery.Stage.STARTED, started::countDown);
            recovery.when(Recovery.Stage.COMPLETE, complete::countDown);
        });
    }

    @Test
    @Timeout(60)
    void aStartThatTakesLongerThanTheLimitIsAStartAllTheSame() throws Exception {
        begin(Duration.ofMillis(1));
        while (control.getCompletedTaskCount() < 3) {
            Thread.sleep(10);
        }
        assertThat(recovery.over()).isFalse();

        onControl(recovery::started);
        started.await();
        complete.await();
        assertThat(recovery.over()).isTrue();
    }

    @Test
    @Timeout(60)
    void aFellowThatGoesOnAndOnIsWaitedForUntilTheLimit() throws Exception {
        begin(Duration.ofSeconds(1));
        onControl(recovery::started);
        onControl(() -> recovery.sessionUp("n", Set.of("ipv4"), true, System::nanoTime));

        assertThat(recovery.over()).isTrue();
        complete.await();
    }

    @Test
    @Timeout(60)
    void saysHowFarItIs() throws Exception {
        assertThat(recovery.progress()).isNull();
        onControl(() -> recovery.begin(
                Duration.ofDays(3),
                List.of(
                        new Recovery.Awaited("n", "ipv4", false, false),
                        new Recovery.Awaited("m", "ipv4", false, false))));
        onControl(recovery::started);
        assertThat(ProgressText.line(recovery.progress()))
                .startsWith("recovery: n, m  0 of 2 End-of-RIBs  0 %  at most 7");
        onControl(() -> recovery.sessionUp("n", Set.of("ipv4"), false, System::nanoTime));
        onControl(() -> recovery.endOfRib("n", "ipv4"));
        assertThat(ProgressText.line(recovery.progress()))
                .startsWith("recovery: m  1 of 2 End-of-RIBs  50 %  at most 7");
        onControl(() -> recovery.gone("m"));
        assertThat(recovery.progress()).isNull();
    }
}
