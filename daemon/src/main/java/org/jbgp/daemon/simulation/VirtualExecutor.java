package org.jbgp.daemon.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Tasks as events of virtual time. After {@link #shutdownNow} none is done any more. One thread. */
final class VirtualExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private static final Logger log = LogManager.getLogger(VirtualExecutor.class);

    private final VirtualTime time;
    private boolean over;

    VirtualExecutor(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable task) {
        time.execute(this, () -> run(task));
    }

    private void run(Runnable task) {
        if (over) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("internal error in a task; the router goes on", e);
        }
        if (task instanceof java.util.concurrent.Future<?> future
                && future.state() == java.util.concurrent.Future.State.FAILED) {
            log.error("internal error in a task; the router goes on", future.exceptionNow());
        }
    }

    private final class Later<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long periodNanos;
        private VirtualTime.Event event;

        private Later(Callable<V> task, long delayNanos, long periodNanos) {
            super(task);
            this.periodNanos = periodNanos;
            order(delayNanos);
        }

        private void order(long delayNanos) {
            event = time.after(delayNanos, VirtualExecutor.this, () -> VirtualExecutor.this.run(this::happen));
        }

        private void happen() {
            if (periodNanos == 0) {
                run();
            } else if (runAndReset()) {
                order(periodNanos);
            }
            if (isDone() && state() == State.FAILED) {
                log.error("internal error in a task; the router goes on", exceptionNow());
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            event.cancel();
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(event.when() - time.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return new Later<>(java.util.concurrent.Executors.callable(command), unit.toNanos(delay), 0);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return new Later<>(callable, unit.toNanos(delay), 0);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return scheduleWithFixedDelay(command, initialDelay, period, unit); // a task takes no virtual time
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return new Later<>(
                java.util.concurrent.Executors.callable(command), unit.toNanos(initialDelay), unit.toNanos(delay));
    }

    @Override
    public void shutdown() {
        over = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        over = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return over;
    }

    @Override
    public boolean isTerminated() {
        return over;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return over;
    }
}
