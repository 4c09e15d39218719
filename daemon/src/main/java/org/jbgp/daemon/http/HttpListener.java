package org.jbgp.daemon.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.layout.ReplyText;

/**
 * A small HTTP/1.1 server for pages that are computed when asked for. It has one thread of its own, on which the pages
 * are computed too, so no request ever runs on a thread of the router. Connections are served in turn ({@link
 * PageTurns}), and clients at their rate ({@link ClientRates}). Only GET and HEAD.
 *
 * <p>What a client can take is bounded: a connection has one request under way, and the next is read when its answer
 * has gone out, piece by piece; of {@link Bounds#connections} the idlest makes room for another; who sends nothing or
 * takes nothing for a while is closed; requests have a longest line and longest headers.
 */
public final class HttpListener implements AutoCloseable {

    /**
     * What all clients together, and each of them, may take.
     *
     * @param connections at a time
     * @param rates of clients
     * @param bytes of whole answers that wait for their clients to take them; beyond that only what costs nothing is
     *     served
     */
    public record Bounds(int connections, ClientRates rates, long bytes) {
        /** Scrapers are a handful. */
        public static final Bounds FEW = new Bounds(32, ClientRates.NONE, 1 << 20);
    }

    private static final int LONGEST_LINE = 4 * 1024;
    private static final int LONGEST_HEADERS = 8 * 1024;
    /** Longer than most scrape intervals. */
    private static final int IDLE_SECONDS = 120;
    /** For one piece of an answer to be taken. */
    private static final int WRITE_SECONDS = 30;

    private static final int BACKLOG = 64;
    /** Bytes of one read. {@link HttpServerCodec} lets 128 requests wait, of 16 bytes at least: no read holds more. */
    private static final int READ = 2 * 1024;

    private final EventLoopGroup loop;
    private final Channel channel;

    private HttpListener(EventLoopGroup loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /**
     * Opens the listener.
     *
     * @param address where to listen; port 0 takes any free one
     * @param sites pages, of the first that has one
     * @throws IOException with a text for the operator
     */
    public static HttpListener open(InetSocketAddress address, List<HttpSite> sites, Bounds bounds) throws IOException {
        // Not epoll: with it netty 4.2.18 loses a connection whose client has said all, when an answer waits for it.
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
        Consumer<ChannelPipeline> connection = connection(sites, bounds);
        try {
            Channel channel = new ServerBootstrap()
                    .group(loop)
                    .channelFactory(() -> socket(address.getAddress()))
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    // Nothing reads but HttpConnection, when it is ready for a request. No pool: it would keep the
                    // memory of a flood.
                    .childOption(ChannelOption.AUTO_READ, false)
                    // Who has sent its last request still reads the answer, as the netcats do.
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ))
                    .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel child) {
                            connection.accept(child.pipeline());
                        }
                    })
                    .bind(address)
                    .syncUninterruptibly()
                    .channel();
            return new HttpListener(loop, channel);
        } catch (Exception e) {
            // netty throws the checked BindException undeclared.
            stop(loop);
            throw failure(address, e);
        }
    }

    /** Of the address's own family: an IPv6 socket would take 0.0.0.0 for all addresses of both. */
    private static ServerChannel socket(InetAddress address) {
        return new NioServerSocketChannel(
                SelectorProvider.provider(),
                address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
    }

    /** What is done with the bytes of each connection. */
    static Consumer<ChannelPipeline> connection(List<HttpSite> sites, Bounds bounds) {
        HttpConnections connections = new HttpConnections(bounds.connections());
        PageTurns turns = new PageTurns();
        HttpConnection.Held held = new HttpConnection.Held(bounds.bytes());
        List<HttpSite> all = List.copyOf(sites);
        return pipeline -> pipeline.addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
                .addLast(new WriteTimeoutHandler(WRITE_SECONDS))
                .addLast(new HttpServerCodec(LONGEST_LINE, LONGEST_HEADERS, 1024))
                .addLast(new HttpConnection(all, bounds.rates(), connections, turns, held));
    }

    private static IOException failure(InetSocketAddress address, Exception e) {
        return new IOException(
                "listen http: " + ReplyText.address(address.getAddress()) + " port " + address.getPort() + ": "
                        + SystemWords.of(e) + "; choose another address or port",
                e);
    }

    private static void stop(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Its thread, for what is to be done now and then; ends with it. */
    public ScheduledExecutorService thread() {
        return loop;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        stop(loop);
    }
}
