package org.jbgp.daemon.rpki;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The thread of all caches, there from the first one on: whatever a cache sends, no BGP session waits for it. Any
 * thread.
 */
public final class RpkiLoop implements AutoCloseable {
    private EventLoopGroup group;

    /** The loop of a new cache. */
    synchronized EventLoop next() {
        if (group == null) {
            group = new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("rpki", true), EpollIoHandler.newFactory());
        }
        return group.next();
    }

    @Override
    public synchronized void close() {
        if (group != null) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }
}
