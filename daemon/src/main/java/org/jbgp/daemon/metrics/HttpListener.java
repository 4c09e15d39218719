package org.jbgp.daemon.metrics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.SystemWords;

/**
 * A small HTTP/1.1 server for pages that are computed when asked for. It has one thread of its own, on which the pages are
 * computed too, so no request ever runs on a thread of the router. Only GET and HEAD; idle connections are closed.
 */
final class HttpListener implements AutoCloseable {

    /**
     * A page.
     *
     * @param status HTTP status
     * @param type content type
     * @param body text
     */
    record Page(int status, String type, String body) {}

    private static final Logger log = LogManager.getLogger(HttpListener.class);
    private static final int LONGEST_REQUEST = 8 * 1024;
    private static final int IDLE_SECONDS = 120;
    private static final int BACKLOG = 64;

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
     * @param pages pages by path
     * @throws IOException with a text for the operator
     */
    static HttpListener open(InetSocketAddress address, Map<String, Supplier<Page>> pages) throws IOException {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), EpollIoHandler.newFactory());
        try {
            Channel channel = new ServerBootstrap()
                    .group(loop)
                    .channel(EpollServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel child) {
                            child.pipeline()
                                    .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
                                    .addLast(new HttpServerCodec())
                                    .addLast(new HttpObjectAggregator(LONGEST_REQUEST))
                                    .addLast(new Handler(pages));
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

    private static IOException failure(InetSocketAddress address, Exception e) {
        return new IOException(
                "listen http: " + address.getHostString() + " port " + address.getPort() + ": " + SystemWords.of(e)
                        + "; choose another address or port",
                e);
    }

    private static void stop(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        stop(loop);
    }

    private static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {

        private final Map<String, Supplier<Page>> pages;

        Handler(Map<String, Supplier<Page>> pages) {
            this.pages = pages;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            Page page = page(request);
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            boolean head = request.method().equals(HttpMethod.HEAD);
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(page.status()),
                    head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, page.type())
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
            boolean keep = HttpUtil.isKeepAlive(request);
            HttpUtil.setKeepAlive(response, keep);
            var written = context.writeAndFlush(response);
            if (!keep) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        private Page page(FullHttpRequest request) {
            if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
                return new Page(405, "text/plain; charset=utf-8", "only GET and HEAD\n");
            }
            Supplier<Page> found = pages.get(new QueryStringDecoder(request.uri()).path());
            if (found == null) {
                return new Page(404, "text/plain; charset=utf-8", "nothing here; try " + pages.keySet() + "\n");
            }
            try {
                return found.get();
            } catch (RuntimeException e) {
                log.error("HTTP {} failed", request.uri(), e);
                return new Page(500, "text/plain; charset=utf-8", "internal error, see the log\n");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.debug("HTTP connection: {}", SystemWords.of(cause));
            // Nobody waits for the connection to be gone.
            var _ = context.close();
        }
    }
}
