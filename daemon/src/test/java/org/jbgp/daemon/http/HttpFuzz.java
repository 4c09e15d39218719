package org.jbgp.daemon.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Any bytes from a client of the HTTP listener, in pieces: every answer is one of HTTP's, whatever is not a request
 * gets one that says so, and no more is answered than was asked.
 */
public final class HttpFuzz {
    private static final String BEGIN = "HTTP/1.1 ";

    private static final Consumer<ChannelPipeline> CONNECTION =
            HttpListener.connection(List.of(new Site()), HttpListener.Bounds.FEW);

    private HttpFuzz() {}

    private static final class Connection extends EmbeddedChannel {
        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }
    }

    /** One page, which needs what a query can say. */
    private static final class Site implements HttpSite {
        @Override
        public Optional<Entry> find(HttpQuery query) {
            if (!query.path().startsWith("/page")) {
                return Optional.empty();
            }
            String text = query.host() + " " + query.steps() + " " + query.parameter("a") + "\n";
            return Optional.of(new Entry(() -> HttpPage.of(200, "text/plain", text), 1));
        }

        @Override
        public String paths() {
            return "/page";
        }
    }

    /** The first byte is how long pieces are; 0 for all at once. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        EmbeddedChannel channel = new Connection();
        CONNECTION.accept(channel.pipeline());
        channel.pipeline().fireChannelActive();
        int piece = input[0] == 0 ? input.length : input[0] & 0xff;
        StringBuilder answers = new StringBuilder();
        for (int at = 1; at < input.length && channel.isOpen(); at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(input, at, Math.min(piece, input.length - at)));
            channel.runPendingTasks();
            channel.runScheduledPendingTasks();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                answers.append(out.toString(StandardCharsets.ISO_8859_1));
                out.release();
            }
        }
        channel.checkException();
        String said = answers.toString();
        if (!said.isEmpty() && !said.startsWith(BEGIN)) {
            throw new IllegalStateException("not an answer: " + said);
        }
        if (!channel.isOpen() && said.isEmpty()) {
            throw new IllegalStateException("closed without a word");
        }
        // A request has a line and an empty line at least.
        int count = said.split(BEGIN, -1).length - 1;
        if (count > 1 + input.length / 4) {
            throw new IllegalStateException(count + " answers to " + input.length + " bytes");
        }
        channel.finishAndReleaseAll();
    }
}
