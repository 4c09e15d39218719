package org.jbgp.daemon.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
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

    /** Bytes of whole answers on their way, of all connections. The HTTP thread. */
    private static final class Held {
        private final long most;
        private long bytes;

        Held(long most) {
            this.most = most;
        }
    }

    private static final Logger log = LogManager.getLogger(HttpListener.class);

    private static final int LONGEST_LINE = 4 * 1024;
    private static final int LONGEST_HEADERS = 8 * 1024;
    /** Longer than most scrape intervals. */
    private static final int IDLE_SECONDS = 120;
    /** For one piece of an answer to be taken. */
    private static final int WRITE_SECONDS = 30;
    /** For a client's turn to come, when it asks faster than it may. */
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(10);

    private static final int BACKLOG = 64;
    /** Bytes of one read. {@link HttpServerCodec} lets 128 requests wait, of 16 bytes at least: no read holds more. */
    private static final int READ = 2 * 1024;

    /** Of every answer, unless its page says otherwise: nothing to be run, nor to be taken for another type. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff");

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
        // Not epoll: netty 4.2.18 loses a connection there whose client has said all, once an answer has to wait for
        // it.
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
        Consumer<ChannelPipeline> connection = connection(sites, bounds);
        try {
            Channel channel = new ServerBootstrap()
                    .group(loop)
                    .channelFactory(() -> socket(address.getAddress()))
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    // Nothing reads but Handler, when it is ready for a request. No pool: it would keep the memory of a
                    // flood.
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
        Held held = new Held(bounds.bytes());
        List<HttpSite> all = List.copyOf(sites);
        return pipeline -> pipeline.addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
                .addLast(new WriteTimeoutHandler(WRITE_SECONDS))
                .addLast(new HttpServerCodec(LONGEST_LINE, LONGEST_HEADERS, 1024))
                .addLast(new Handler(all, bounds.rates(), connections, turns, held));
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

    private static HttpPage tooMany() {
        return HttpPage.line(429, "too many requests; ask more slowly").with(Map.of("Retry-After", "10"));
    }

    private static HttpPage otherMethod() {
        return HttpPage.line(405, "only GET and HEAD").with(Map.of("Allow", "GET, HEAD"));
    }

    private static HttpPage busy() {
        return HttpPage.line(503, "too many answers wait for their clients; try again")
                .with(Map.of("Retry-After", "10"));
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

    /** One connection: its requests in turn. */
    private static final class Handler extends ChannelInboundHandlerAdapter {

        private final List<HttpSite> sites;
        private final ClientRates rates;
        private final HttpConnections connections;
        private final PageTurns turns;
        private final Held held;
        /** What came with the request that is served, in one read; nothing more is read meanwhile. */
        private final HttpRequests requests = new HttpRequests();

        private boolean serving;
        /** The answer on its way; null between two. */
        private HttpAnswer answer;
        /** Its bytes, if it was made whole. */
        private long size;

        Handler(List<HttpSite> sites, ClientRates rates, HttpConnections connections, PageTurns turns, Held held) {
            this.sites = sites;
            this.rates = rates;
            this.connections = connections;
            this.turns = turns;
            this.held = held;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            connections.opened(context.channel());
            context.read();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connections.closed(context.channel());
            requests.clear();
            if (answer != null) {
                answer.close();
            }
            held.bytes -= size;
            size = 0;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                requests.take((HttpObject) message);
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
            HttpRequests.Asked asked = requests.poll();
            if (asked == null) {
                if (requests.isOver()) {
                    var _ = context.close();
                } else {
                    context.read();
                }
                return;
            }
            serving = true;
            connections.moves(context.channel());
            if (asked.refusal() != null) {
                serve(context, null, new HttpSite.Entry(asked::refusal, 0));
                return;
            }
            HttpRequest request = asked.request();
            InetAddress client = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
            HttpSite.Entry entry = entry(request, client);
            long wait = rates.ask(client, entry.cost(), LONGEST_WAIT);
            if (wait < 0) {
                serve(context, request, new HttpSite.Entry(HttpListener::tooMany, 0));
            } else if (wait == 0) {
                serve(context, request, entry);
            } else {
                ScheduledFuture<?> _ =
                        context.executor().schedule(() -> serve(context, request, entry), wait, TimeUnit.NANOSECONDS);
            }
        }

        /** @param request null for one that was not understood */
        private void serve(ChannelHandlerContext context, HttpRequest request, HttpSite.Entry entry) {
            if (context.channel().isActive()) {
                turns.ask(
                        context.executor(),
                        entry.page(),
                        made -> answer(context, request, entry.cost() == 0 || isRoomFor(made) ? made : busy()));
            }
        }

        private boolean isRoomFor(HttpPage page) {
            return !(page.body() instanceof HttpPage.Whole whole) || held.bytes + whole.bytes().length <= held.most;
        }

        private void answer(ChannelHandlerContext context, HttpRequest request, HttpPage page) {
            boolean old = request != null && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
            boolean keep = request != null && HttpUtil.isKeepAlive(request);
            HttpResponse head =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()));
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, page.type())
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
            HEADERS.forEach((name, value) -> head.headers().set(name, value));
            page.headers().forEach((name, value) -> head.headers().set(name, value));
            switch (page.body()) {
                case HttpPage.Whole whole -> head.headers().set(HttpHeaderNames.CONTENT_LENGTH, whole.bytes().length);
                case HttpPage.InParts parts -> {
                    // RFC 9112 §6.3: who does not know chunks reads until the end of the connection.
                    keep &= !old;
                    HttpUtil.setTransferEncodingChunked(head, !old);
                }
            }
            HttpUtil.setKeepAlive(head, keep);
            if (keep && old) {
                // RFC 9112 §9.3: else it waits for the end of the connection.
                head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            }
            boolean stays = keep;
            answer = HttpAnswer.of(
                    context,
                    page.body(),
                    turns,
                    () -> connections.moves(context.channel()),
                    () -> answered(context, stays));
            if (!context.channel().isActive()) {
                answer.close();
                return;
            }
            if (page.body() instanceof HttpPage.Whole whole) {
                size = whole.bytes().length;
                held.bytes += size;
            }
            // Its fate is that of the last piece. The first part may take a while to be found.
            var _ = page.body() instanceof HttpPage.InParts ? context.writeAndFlush(head) : context.write(head);
            if (request != null && request.method().equals(HttpMethod.HEAD)) {
                answer.close();
                answer = HttpAnswer.bare(context, () -> answered(context, stays));
            }
            answer.send();
        }

        private void answered(ChannelHandlerContext context, boolean keep) {
            answer = null;
            held.bytes -= size;
            size = 0;
            if (!keep) {
                // Nobody waits for the connection to be gone.
                var _ = context.close();
                return;
            }
            connections.moves(context.channel());
            serving = false;
            serveNext(context);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                // It has said all, and may still want to hear.
                requests.end();
            }
            // An answer that is made may take long; one that nobody takes is ended by WriteTimeoutHandler.
            if (!serving && (event instanceof IdleStateEvent || event instanceof ChannelInputShutdownEvent)) {
                var _ = context.close();
            }
        }

        private HttpSite.Entry entry(HttpRequest request, InetAddress client) {
            if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
                return new HttpSite.Entry(HttpListener::otherMethod, 1);
            }
            try {
                HttpQuery query =
                        HttpQuery.of(request.uri(), client, request.headers().getAll(HttpHeaderNames.HOST));
                for (HttpSite site : sites) {
                    Optional<HttpSite.Entry> found = site.find(query);
                    if (found.isPresent()) {
                        return found.get();
                    }
                }
            } catch (HttpRefusal e) {
                return refused(e.status(), e.getMessage());
            } catch (RuntimeException e) {
                log.error("HTTP {} failed", request.uri(), e);
                return refused(500, "internal error, see the log");
            }
            return refused(
                    404,
                    "nothing here; try " + sites.stream().map(HttpSite::paths).collect(Collectors.joining(", ")));
        }

        private static HttpSite.Entry refused(int status, String why) {
            return new HttpSite.Entry(() -> HttpPage.line(status, why), 1);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.debug("HTTP: a connection failed: {}", SystemWords.of(cause));
            // Nobody waits for the connection to be gone.
            var _ = context.close();
        }
    }
}
