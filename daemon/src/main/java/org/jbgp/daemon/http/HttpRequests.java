package org.jbgp.daemon.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The requests of one connection that have come and are not answered yet, in their order. One that cannot be served is
 * the last, for where the next one begins is not known. The HTTP thread.
 */
final class HttpRequests {
    private static final int LONGEST_BODY = 1024;

    /**
     * A request.
     *
     * @param request null if it was not understood
     * @param refusal why not; null if it was
     */
    record Asked(HttpRequest request, HttpPage refusal) {}

    private final Deque<Asked> whole = new ArrayDeque<>();
    private HttpRequest incoming;
    private int bodyBytes;
    private boolean over;

    /** Something has come. */
    void take(HttpObject message) {
        if (over) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            refuse(malformed(message.decoderResult().cause()), "not a request this listener takes");
            return;
        }
        if (message instanceof HttpRequest request) {
            incoming = request;
            long announced = HttpUtil.getContentLength(request, 0L);
            // Some clients wait for an answer before they send a body (RFC 9110 §10.1.1).
            boolean waits = HttpUtil.is100ContinueExpected(request)
                    && (announced > 0 || HttpUtil.isTransferEncodingChunked(request));
            bodyBytes = waits || announced > LONGEST_BODY ? LONGEST_BODY + 1 : 0;
        }
        if (message instanceof HttpContent content) {
            bodyBytes += content.content().readableBytes();
        }
        if (bodyBytes > LONGEST_BODY) {
            refuse(413, "no bodies here");
        } else if (message instanceof LastHttpContent) {
            whole.add(new Asked(incoming, null));
            incoming = null;
        }
    }

    private void refuse(int status, String why) {
        whole.add(new Asked(null, HttpPage.line(status, why)));
        end();
    }

    private static int malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line -> 414;
            case TooLongHttpHeaderException header -> 431;
            default -> 400;
        };
    }

    /** Nothing more comes that is a request. */
    void end() {
        incoming = null;
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** The next one, null if none is there. */
    Asked poll() {
        return whole.poll();
    }

    void clear() {
        whole.clear();
        end();
    }
}
