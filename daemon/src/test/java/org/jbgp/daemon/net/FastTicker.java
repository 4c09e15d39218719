package org.jbgp.daemon.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.net.connection.Ticker;

/** A clock that runs {@code factor} times as fast as the real one. */
record FastTicker(int factor) implements Ticker {

    @Override
    public long milliseconds() {
        return System.nanoTime() / (1_000_000 / factor);
    }

    @Override
    public Future<?> schedule(EventLoop loop, Runnable task, long delay) {
        return loop.schedule(task, delay * 1_000_000 / factor, TimeUnit.NANOSECONDS);
    }
}
