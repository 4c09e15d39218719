package org.jbgp.daemon.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The body of an answer on its way: one piece after the other, each when the socket has taken the one before, so that a
 * client that does not read holds one copy of the page, or one part of it, and no more. The HTTP thread.
 */
final class HttpAnswer {
    private static final Logger log = LogManager.getLogger(HttpAnswer.class);
    private static final int PIECE = 64 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final ChannelHandlerContext context;
    private final HttpParts parts;
    private final PageTurns turns;
    private final Runnable taken;
    private final Runnable done;
    private byte[] body;
    private int sent;
    private boolean whole;
    private boolean closed;

    private HttpAnswer(
            ChannelHandlerContext context,
            byte[] body,
            HttpParts parts,
            PageTurns turns,
            Runnable taken,
            Runnable done) {
        this.context = context;
        this.body = body;
        this.parts = parts;
        this.turns = turns;
        this.whole = parts == null;
        this.taken = taken;
        this.done = done;
    }

    /**
     * @param turns when its parts are made
     * @param taken run when the kernel has taken a piece, but for the last one
     * @param done run when it has taken everything; neither runs once the connection has failed
     */
    static HttpAnswer of(
            ChannelHandlerContext context, HttpPage.Body body, PageTurns turns, Runnable taken, Runnable done) {
        return switch (body) {
            case HttpPage.Whole all -> new HttpAnswer(context, all.bytes(), null, turns, taken, done);
            case HttpPage.InParts some -> new HttpAnswer(context, NOTHING, some.parts(), turns, taken, done);
        };
    }

    /** One without a body. */
    static HttpAnswer bare(ChannelHandlerContext context, Runnable done) {
        return new HttpAnswer(context, NOTHING, null, null, () -> {}, done);
    }

    /** The connection is gone, or all has gone out. */
    void close() {
        if (parts != null && !closed) {
            closed = true;
            parts.close();
        }
    }

    /** Sends the next piece, and by itself those after it. */
    void send() {
        if (sent == body.length && !whole) {
            // Behind everything that has come in meanwhile, as PageTurns does.
            turns.part(context.executor(), this::more);
            return;
        }
        int length = Math.min(PIECE, body.length - sent);
        boolean last = whole && sent + length == body.length;
        if (last && length == 0) {
            follow(LastHttpContent.EMPTY_LAST_CONTENT, true);
            return;
        }
        var piece = Unpooled.wrappedBuffer(body, sent, length);
        sent += length;
        follow(last ? new DefaultLastHttpContent(piece) : new DefaultHttpContent(piece), last);
    }

    private void more() {
        if (closed) {
            return;
        }
        StringBuilder text = new StringBuilder();
        try {
            whole = !parts.next(text);
        } catch (RuntimeException e) {
            // Its status has gone out; a connection that ends in the middle is how a client knows.
            log.error("HTTP: an answer could not be completed", e);
            var _ = context.close();
            return;
        }
        body = text.toString().getBytes(StandardCharsets.UTF_8);
        sent = 0;
        send();
    }

    private void follow(Object content, boolean last) {
        context.writeAndFlush(content).addListener(written -> {
            if (!written.isSuccess()) {
                var _ = context.close();
            } else if (last) {
                close();
                done.run();
            } else {
                taken.run();
                send();
            }
        });
    }
}
