package org.jbgp.daemon.metrics;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * The body of an answer on its way: one piece after the other, each when the socket has taken the one before, so that a
 * client that does not read holds one copy of the page and no more. The HTTP thread.
 */
final class HttpAnswer {
    private static final int PIECE = 64 * 1024;

    private final ChannelHandlerContext context;
    private final byte[] body;
    private final Runnable done;
    private int sent;

    /** @param done run when the kernel has taken everything; not if the connection fails before */
    HttpAnswer(ChannelHandlerContext context, byte[] body, Runnable done) {
        this.context = context;
        this.body = body;
        this.done = done;
    }

    /** Sends the next piece, and by itself those after it. */
    void send() {
        int length = Math.min(PIECE, body.length - sent);
        boolean last = sent + length == body.length;
        if (last && length == 0) {
            follow(LastHttpContent.EMPTY_LAST_CONTENT, true);
            return;
        }
        var piece = Unpooled.wrappedBuffer(body, sent, length);
        sent += length;
        follow(last ? new DefaultLastHttpContent(piece) : new DefaultHttpContent(piece), last);
    }

    private void follow(Object content, boolean last) {
        context.writeAndFlush(content).addListener(written -> {
            if (!written.isSuccess()) {
                var _ = context.close();
            } else if (last) {
                done.run();
            } else {
                send();
            }
        });
    }
}
