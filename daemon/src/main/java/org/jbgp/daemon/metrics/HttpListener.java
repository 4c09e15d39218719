package org.jbgp.daemon.metrics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.control.layout.ReplyText;

/**
 * A small HTTP/1.1 server for pages that are computed when asked for. It has one thread of its own, on which the pages
 * are computed too, so no request ever runs on a thread of the router. Connections are served in turn ({@link
 * PageTurns}). Only GET and HEAD.
 *
 * <p>What a client can take is bounded: a connection has one request under way, and the next is read when its answer
 * has gone out, piece by piece; of {@link #MOST_CONNECTIONS} connections the idlest makes room for another; who sends
 * nothing or takes nothing for a while is closed; requests have a longest line and longest headers.
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
    /** Connections at a time. Scrapers are a handful. */
    static final int MOST_CONNECTIONS = 32;

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int LONGEST_LINE = 4 * 1024;
    private static final int LONGEST_HEADERS = 8 * 1024;
    private static final int LONGEST_BODY = 1024;
    /** Longer than most scrape intervals. */
    private static final int IDLE_SECONDS = 120;
    /** For one piece of an answer to be taken. */
    private static final int WRITE_SECONDS = 30;

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
        HttpConnections connections = new HttpConnections(MOST_CONNECTIONS);
        PageTurns turns = new PageTurns();
        Map<String, Supplier<Page>> safe = new TreeMap<>();
        pages.forEach((path, page) -> safe.put(path, () -> computed(path, page)));
        try {
            Channel channel = new ServerBootstrap()
                    .group(loop)
                    .channel(EpollServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    // Nothing reads but Handler, when it is ready for a request. No pool: it would keep the memory of a
                    // flood.
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel child) {
                            child.pipeline()
                                    .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
                                    .addLast(new WriteTimeoutHandler(WRITE_SECONDS))
                                    .addLast(new HttpServerCodec(LONGEST_LINE, LONGEST_HEADERS, 1024))
                                    .addLast(new Handler(safe, connections, turns));
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

    private static Page computed(String path, Supplier<Page> page) {
        try {
            return page.get();
        } catch (RuntimeException e) {
            log.error("HTTP {} failed", path, e);
            return new Page(500, TEXT, "internal error, see the log\n");
        }
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
    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        stop(loop);
    }

    /** One connection: its requests in turn. */
    private static final class Handler extends ChannelInboundHandlerAdapter {

        private final Map<String, Supplier<Page>> pages;
        private final HttpConnections connections;
        private final PageTurns turns;
        /** What came with the request that is served, in one read; nothing more is read meanwhile. */
        private final Deque<HttpRequest> waiting = new ArrayDeque<>();

        private HttpRequest incoming;
        private int bodyBytes;
        private boolean serving;

        Handler(Map<String, Supplier<Page>> pages, HttpConnections connections, PageTurns turns) {
            this.pages = pages;
            this.connections = connections;
            this.turns = turns;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            connections.opened(context.channel());
            context.read();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connections.closed(context.channel());
            waiting.clear();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof HttpRequest request) {
                    incoming = request;
                    // A body announced as too long is refused at once: some clients wait for an answer before they
                    // send it.
                    boolean announced = request.decoderResult().isSuccess()
                            && HttpUtil.getContentLength(request, 0L) > LONGEST_BODY;
                    bodyBytes = announced ? LONGEST_BODY + 1 : 0;
                }
                if (message instanceof HttpContent content) {
                    bodyBytes += content.content().readableBytes();
                }
                if (bodyBytes > LONGEST_BODY) {
                    waiting.clear();
                    incoming = null;
                    if (!serving) {
                        answer(context, new Page(413, TEXT, "no bodies here\n"), false, false);
                    }
                } else if (incoming != null
                        && (message instanceof LastHttpContent
                                || incoming.decoderResult().isFailure())) {
                    waiting.add(incoming);
                    incoming = null;
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (!serving) {
                serveNext(context);
            }
        }

        private void serveNext(ChannelHandlerContext context) {
            HttpRequest request = waiting.poll();
            if (request == null) {
                context.read();
                return;
            }
            serving = true;
            connections.serves(context.channel());
            boolean wellFormed = request.decoderResult().isSuccess();
            boolean bare = request.method().equals(HttpMethod.HEAD);
            boolean keep = wellFormed && HttpUtil.isKeepAlive(request);
            turns.ask(context.executor(), wellFormed ? page(request) : () -> malformed(request), page -> {
                if (context.channel().isActive()) {
                    answer(context, page, bare, keep);
                }
            });
        }

        private void answer(ChannelHandlerContext context, Page page, boolean bare, boolean keep) {
            serving = true;
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            HttpResponse head =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()));
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, page.type())
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
            HttpUtil.setKeepAlive(head, keep);
            // Its fate is that of the last piece.
            var _ = context.write(head);
            new HttpAnswer(context, bare ? new byte[0] : body, () -> answered(context, keep)).send();
        }

        private void answered(ChannelHandlerContext context, boolean keep) {
            if (!keep) {
                // Nobody waits for the connection to be gone.
                var _ = context.close();
                return;
            }
            connections.waits(context.channel());
            serving = false;
            serveNext(context);
        }

        private static Page malformed(HttpRequest request) {
            Throwable cause = request.decoderResult().cause();
            int status = switch (cause) {
                case TooLongHttpLineException line -> 414;
                case TooLongHttpHeaderException header -> 431;
                default -> 400;
            };
            return new Page(status, TEXT, "not a request this listener takes\n");
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof IdleStateEvent) {
                var _ = context.close();
            }
        }

        private Supplier<Page> page(HttpRequest request) {
            if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
                return () -> new Page(405, TEXT, "only GET and HEAD\n");
            }
            Supplier<Page> found = pages.get(new QueryStringDecoder(request.uri()).path());
            return found != null ? found : () -> new Page(404, TEXT, "nothing here; try " + pages.keySet() + "\n");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.debug("HTTP: a connection failed: {}", SystemWords.of(cause));
            // Nobody waits for the connection to be gone.
            var _ = context.close();
        }
    }
}
