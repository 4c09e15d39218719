package org.jbgp.daemon.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.source.SystemWords;

/** One connection: its requests in turn. The HTTP thread. */
final class HttpConnection extends ChannelInboundHandlerAdapter {

    /** Bytes of whole answers on their way, of all connections. The HTTP thread. */
    static final class Held {
        private final long most;
        private long bytes;

        Held(long most) {
            this.most = most;
        }
    }

    private static final Logger log = LogManager.getLogger(HttpConnection.class);

    /** For a client's turn to come, when it asks faster than it may. */
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(10);

    /** Of every answer, unless its page says otherwise: nothing to be run, nor to be taken for another type. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff");

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

    HttpConnection(List<HttpSite> sites, ClientRates rates, HttpConnections connections, PageTurns turns, Held held) {
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
            serve(context, request, new HttpSite.Entry(HttpConnection::tooMany, 0));
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
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()));
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, page.type()).set(HttpHeaderNames.CACHE_CONTROL, "no-store");
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
            return new HttpSite.Entry(HttpConnection::otherMethod, 1);
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
                404, "nothing here; try " + sites.stream().map(HttpSite::paths).collect(Collectors.joining(", ")));
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
}
