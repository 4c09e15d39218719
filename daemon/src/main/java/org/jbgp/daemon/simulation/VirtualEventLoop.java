package org.jbgp.daemon.simulation;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Tasks one after the other, now or later, as events of virtual time: a thread of a router, or netty's event loop with
 * the sockets of one. When it has ended, no task is done any more. One thread.
 */
final class VirtualEventLoop extends AbstractEventExecutor implements EventLoop {
    private static final Logger log = LogManager.getLogger(VirtualEventLoop.class);

    private final VirtualTime time;
    private final Set<Channel> channels = new LinkedHashSet<>();
    private final DefaultPromise<Void> ended = new DefaultPromise<>(this);
    private boolean over;

    VirtualEventLoop(VirtualTime time) {
        this.time = time;
    }

    @Override
    public EventLoopGroup parent() {
        return this;
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        return register(promise.channel(), promise);
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        channels.add(channel);
        channel.closeFuture().addListener(gone -> channels.remove(channel));
        return promise;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return time.current() == this;
    }

    @Override
    public void execute(Runnable task) {
        time.execute(this, () -> run(task));
    }

    /** Has a task done so many nanoseconds later, as long as the loop lives. */
    VirtualTime.Event after(long nanos, Runnable task) {
        return time.after(nanos, this, () -> run(task));
    }

    private void run(Runnable task) {
        if (over) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            failed(e);
        }
        if (task instanceof Future<?> future && future.cause() != null && !future.isCancelled()) {
            failed(future.cause());
        }
    }

    private static void failed(Throwable cause) {
        log.error("internal error in a task; the router goes on", cause);
    }

    private final class Later<V> extends DefaultPromise<V> implements ScheduledFuture<V> {
        private final Callable<V> task;
        private final long periodNanos;
        private VirtualTime.Event event;

        /** @param periodNanos between two runs, 0 for one run */
        private Later(Callable<V> task, long delayNanos, long periodNanos) {
            super(VirtualEventLoop.this);
            this.task = task;
            this.periodNanos = periodNanos;
            order(delayNanos);
        }

        private void order(long delayNanos) {
            event = after(delayNanos, this::happen);
        }

        private void happen() {
            try {
                V result = task.call();
                if (periodNanos == 0) {
                    trySuccess(result);
                } else if (!isCancelled()) {
                    order(periodNanos);
                }
            } catch (Exception e) {
                failed(e);
                tryFailure(e);
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
        return schedule(Executors.callable(command), delay, unit);
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
        return new Later<>(Executors.callable(command), unit.toNanos(initialDelay), unit.toNanos(delay));
    }

    @Override
    @Deprecated
    public void shutdown() {
        if (!over) {
            time.call(
                    this,
                    () -> List.copyOf(channels)
                            .forEach(channel -> channel.unsafe().close(channel.voidPromise())));
            over = true;
            ended.setSuccess(null);
        }
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        shutdown();
        return ended;
    }

    @Override
    public Future<?> terminationFuture() {
        return ended;
    }

    @Override
    public boolean isShuttingDown() {
        return over;
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
