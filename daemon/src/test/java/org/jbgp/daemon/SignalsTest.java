package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private final Queue<Runnable> control = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Signals signals = new Signals();

    private void deliver() {
        signals.deliver(control::add, () -> done.add("reconfigure"), control::add, done::add);
    }

    private void work() {
        for (Runnable next = control.poll(); next != null; next = control.poll()) {
            next.run();
        }
    }

    @Test
    void aBurstIsServedOnce() {
        deliver();
        signals.received("HUP");
        signals.received("HUP");
        signals.received("HUP");
        work();
        assertThat(done).containsExactly("reconfigure");
    }

    @Test
    void aSignalDuringTheWorkAsksForAnotherRun() {
        signals.deliver(
                control::add,
                () -> {
                    done.add("reconfigure");
                    if (done.size() == 1) {
                        signals.received("HUP");
                        signals.received("HUP");
                    }
                },
                control::add,
                done::add);
        signals.received("HUP");
        work();
        assertThat(done).containsExactly("reconfigure", "reconfigure");
    }

    @Test
    void whatComesBeforeTheDaemonIsReadyWaits() {
        signals.received("HUP");
        signals.received("HUP");
        work();
        deliver();
        work();
        assertThat(done).containsExactly("reconfigure");
    }

    @Test
    void theFirstOrderToEndEndsEverything() {
        deliver();
        signals.received("HUP");
        signals.received("TERM");
        signals.received("INT");
        signals.received("HUP");
        work();
        assertThat(done).containsExactly("SIGTERM");
    }

    @Test
    void anOrderToEndBeforeTheDaemonIsReadyIsKept() {
        signals.received("INT");
        deliver();
        work();
        assertThat(done).containsExactly("SIGINT");
    }

    @Test
    void realSignalsArrive() throws InterruptedException {
        BlockingQueue<String> got = new ArrayBlockingQueue<>(1);
        JvmSignals.handle("USR2", () -> got.add("USR2"));
        JvmSignals.raise("USR2");
        assertThat(got.poll(60, TimeUnit.SECONDS)).isEqualTo("USR2");
    }
}
