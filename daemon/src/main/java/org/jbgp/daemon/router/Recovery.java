package org.jbgp.daemon.router;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.control.view.RouterStatus;

/**
 * The time after a start during which the kernel keeps the routes it has: until every neighbour has told all it had
 * (End-of-RIB, RFC 4724 §4.1), at most for {@code graceful restart wait}. Control thread, but for {@link #status}.
 */
final class Recovery {
    private static final Logger log = LogManager.getLogger(Recovery.class);

    private final ScheduledExecutorService control;
    private final IntSupplier missing;
    private final List<Runnable> waiting = new ArrayList<>();
    private ScheduledFuture<?> limit;
    private boolean begun;
    private volatile boolean over;
    private volatile Duration total = Duration.ZERO;
    private volatile long deadline;
    private volatile int missingNow;

    /** @param missing how many neighbours have not told everything */
    Recovery(ScheduledExecutorService control, IntSupplier missing) {
        this.control = control;
        this.missing = missing;
    }

    /** Begins waiting, at most so long; zero waits for nobody. */
    void begin(Duration most) {
        begun = true;
        total = most;
        deadline = System.nanoTime() + most.toNanos();
        if (most.isZero()) {
            end();
        } else {
            limit = control.schedule(this::timeOut, most.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A neighbour came up, went down or told all. */
    void check() {
        if (!begun || over) {
            return;
        }
        missingNow = missing.getAsInt();
        if (missingNow == 0) {
            end();
        }
    }

    boolean over() {
        return over;
    }

    void whenOver(Runnable task) {
        if (over) {
            task.run();
        } else {
            waiting.add(task);
        }
    }

    /** How far it is, null if it is over. Any thread. */
    RouterStatus.Recovery status() {
        return over || total.isZero()
                ? null
                : new RouterStatus.Recovery(
                        missingNow, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())), total);
    }

    private void timeOut() {
        if (!over) {
            log.info("Graceful restart recovery: {} neighbours did not tell all in time", missing.getAsInt());
            end();
        }
    }

    private void end() {
        over = true;
        if (limit != null) {
            limit.cancel(false);
        }
        List<Runnable> tasks = List.copyOf(waiting);
        waiting.clear();
        tasks.forEach(Runnable::run);
    }
}
