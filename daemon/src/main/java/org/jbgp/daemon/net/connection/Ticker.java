package org.jbgp.daemon.net.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.pacing.Uptime;

/**
 * Monotonic time and delayed tasks; tests put in one that runs faster. {@link #milliseconds} may be called on any
 * thread.
 */
public interface Ticker {

    /** Milliseconds since some fixed moment, above 0: moments may be compared. */
    long milliseconds();

    /** Runs {@code task} on {@code loop} after {@code delay} milliseconds. */
    Future<?> schedule(EventLoop loop, Runnable task, long delay);

    /** The system's monotonic clock and the loop's own scheduler. */
    Ticker SYSTEM = new Ticker() {
        @Override
        public long milliseconds() {
            return Uptime.millis();
        }

        @Override
        public Future<?> schedule(EventLoop loop, Runnable task, long delay) {
            return loop.schedule(task, delay, TimeUnit.MILLISECONDS);
        }
    };
}
