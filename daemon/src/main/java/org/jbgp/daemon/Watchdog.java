package org.jbgp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.router.RouterOptions.Stalls;

/**
 * Sees how long the router's threads keep work waiting ({@code watchdog}, {@code debug latency}): each gets an empty
 * task, and the next one when it was run. The longest waits are warned of, and one that is too long ends the process:
 * whoever watches it starts it anew. A service manager that watches (systemd's {@code WatchdogSec}) hears from the
 * {@link ServiceManager} while {@link #answered} is true.
 *
 * <p>{@link #look} is called as {@link LookPace} says. Where more is asked for than a warning, a thread of its own
 * looks, often enough for what is to be seen. Time is that of a monotonic clock; a pause of the whole process is
 * nobody's fault.
 */
final class Watchdog {
    private static final Logger log = LogManager.getLogger(Watchdog.class);

    private static final long LONGEST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SHORTEST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The own thread looks so many times within the shortest limit. */
    private static final int LOOKS = 4;

    /** A look that comes so late is none: the process was stopped, or the machine asleep. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private final List<Watched> watched = new ArrayList<>();
    private final LongSupplier clock;
    private final Runnable end;
    private Stalls limits = Stalls.NONE;
    /** Somebody else wants to know whether all threads do their work. */
    private boolean supervised;

    private long lastLook;
    private Thread thread;

    private static final class Watched {
        private final String name;
        private final Executor executor;
        private long asked;
        private boolean warned;
        /** When the task was run, 0 if it was not yet. */
        private volatile long answered;

        private Watched(String name, Executor executor) {
            this.name = name;
            this.executor = executor;
        }

        private void ask(long now, LongSupplier clock) {
            asked = now;
            warned = false;
            answered = 0;
            executor.execute(() -> answered = clock.getAsLong() | 1);
        }
    }

    /**
     * Watches nothing before {@link #configure}.
     *
     * @param threads what runs tasks in the order they came, by name
     * @param clock nanoseconds
     * @param end ends the process; called once a thread has kept work waiting for too long
     */
    Watchdog(Map<String, ? extends Executor> threads, LongSupplier clock, Runnable end) {
        threads.forEach((name, executor) -> watched.add(new Watched(name, executor)));
        this.clock = clock;
        this.end = end;
    }

    /** These limits hold from now on. Any thread. */
    synchronized void configure(Stalls changed) {
        limits = changed;
        lastLook = 0;
        boolean alone = changed.timeout() > 0 || changed.latency();
        if (alone && thread == null) {
            thread = Thread.ofPlatform().daemon().name("watchdog").start(this::run);
        } else if (!alone) {
            thread = null;
        }
    }

    /** Asks the threads even where no limit is set, for {@link #answered}. Any thread. */
    synchronized void supervise() {
        supervised = true;
    }

    /** Whether no thread keeps work waiting for longer now, as far as was seen. Any thread. */
    synchronized boolean answered(long nanos) {
        long now = clock.getAsLong();
        return watched.stream().allMatch(each -> each.asked == 0 || each.answered != 0 || now - each.asked <= nanos);
    }

    private void run() {
        long period = period();
        while (period > 0) {
            LockSupport.parkNanos(period);
            look(LONGEST_PERIOD_NANOS);
            period = period();
        }
    }

    /** Nanoseconds between two looks of the own thread; 0 if it is not wanted any more. */
    private synchronized long period() {
        if (!Thread.currentThread().equals(thread)) {
            return 0;
        }
        double shortest = Double.MAX_VALUE;
        for (double limit :
                List.of(limits.warning(), limits.timeout(), limits.latency() ? limits.latencyLimit() : 0.0)) {
            if (limit > 0) {
                shortest = Math.min(shortest, limit);
            }
        }
        return Math.clamp((long) (shortest * 1e9 / LOOKS), SHORTEST_PERIOD_NANOS, LONGEST_PERIOD_NANOS);
    }

    /**
     * Sees who has kept work waiting since the last look. Any thread.
     *
     * @param planned nanoseconds since this caller's last look, had this one come in time
     */
    synchronized void look(long planned) {
        if (!supervised && limits.warning() <= 0 && limits.timeout() <= 0 && !limits.latency()) {
            return;
        }
        long now = clock.getAsLong();
        boolean missed = lastLook == 0 || now - lastLook > planned + LATE_NANOS;
        lastLook = now;
        for (Watched each : watched) {
            if (missed) {
                each.ask(now, clock);
                continue;
            }
            long answered = each.answered;
            double waited = ((answered == 0 ? now : answered) - each.asked) / 1e9;
            if (limits.timeout() > 0 && waited > limits.timeout()) {
                log.fatal("Watchdog timer timed out: thread {} has kept work waiting for {}", each.name, text(waited));
                end.run();
                return;
            }
            if (limits.warning() > 0 && waited > limits.warning() && !each.warned) {
                each.warned = true;
                log.warn("Thread {} has kept work waiting for {}", each.name, text(waited));
            }
            if (answered != 0) {
                if (limits.latency() && waited > limits.latencyLimit()) {
                    log.info("Latency of thread {}: {}", each.name, text(waited));
                }
                each.ask(now, clock);
            }
        }
    }

    private static String text(double seconds) {
        return String.format(Locale.ROOT, "%.3f ms", seconds * 1e3);
    }
}
