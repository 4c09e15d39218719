package org.jbgp.daemon.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.model.router.Guard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a broken guard takes a configuration back, with one who counts as slowly as the test wants. */
class GuardWatchTest {
    private static final Guard GUARD =
            new Guard(List.of(new Guard.Bound(Guard.Subject.SESSIONS, Optional.empty(), true, 1)), 1);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final GuardWatch watch = new GuardWatch(timer);
    private final List<String> undone = new ArrayList<>();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    /** So many seconds pass on the timer's thread. */
    private void seconds(int count) throws Exception {
        long looked = timer.getCompletedTaskCount();
        while (timer.getCompletedTaskCount() < looked + count) {
            Thread.sleep(10);
        }
    }

    @Test
    @Timeout(60)
    void whatIsBusyForSecondsIsAskedOnce() throws Exception {
        BlockingQueue<CompletableFuture<List<String>>> asked = new LinkedBlockingQueue<>();
        watch.ask(guard -> {
            CompletableFuture<List<String>> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        });
        watch.begin(GUARD, undone::add);

        CompletableFuture<List<String>> first = asked.poll(60, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        seconds(3);
        assertThat(asked).isEmpty();
        first.complete(List.of("none"));

        CompletableFuture<List<String>> second = asked.poll(60, TimeUnit.SECONDS);
        assertThat(second).isNotNull();
        assertThat(undone).isEmpty();
        second.complete(List.of("none still"));
        seconds(1);
        assertThat(undone).containsExactly("none still");
    }
}
