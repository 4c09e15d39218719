package org.jbgp.daemon.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.net.connection.Ticker;
import org.jbgp.daemon.net.socket.EpollSockets;

/** {@link BgpNetwork} on sockets of this machine, by netty's native epoll transport. Any thread. */
public final class EpollBgpNetwork extends SocketNetwork {
    /**
     * Starts the event loops.
     *
     * @param threads how many, at least 1
     * @throws IllegalStateException if the native library cannot be loaded; the message says why
     */
    public EpollBgpNetwork(int threads) {
        this(threads, NetworkTime.SYSTEM.ticker());
    }

    EpollBgpNetwork(int threads, Ticker ticker) {
        super(loops(threads), new EpollSockets(), new NetworkTime(ticker, NetworkTime.SYSTEM.random()));
        new PasswordWatch(neighbors()).start(eventLoops().next());
    }

    private static EventLoopGroup loops(int threads) {
        if (!Epoll.isAvailable()) {
            throw new IllegalStateException(
                    "netty's native epoll transport is needed and not available: "
                            + SystemWords.of(Epoll.unavailabilityCause()),
                    Epoll.unavailabilityCause());
        }
        return new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("bgp", true), EpollIoHandler.newFactory());
    }
}
