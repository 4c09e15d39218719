package org.jbgp.daemon.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.net.connection.Futures;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.session.Cease;

/**
 * Those who dial a listening socket and are nobody's neighbor: a NOTIFICATION (RFC 4486 §4) says so, and they are
 * closed; what that costs is bounded. Only the listener's loop may call it.
 */
final class Strangers {

    private static final Logger LOG = LogManager.getLogger(Strangers.class);
    /** A refused stranger gets this long to read our NOTIFICATION. */
    private static final long STAY_SECONDS = 1;
    /** With so many of them waiting, further ones are closed without a word. */
    private static final int LIMIT = 64;
    /** Between two log lines about strangers. */
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final EventLoop loop;
    private final LogPace pace = new LogPace(LOG_NANOS, System::nanoTime);
    private int lingering;

    Strangers(EventLoop loop) {
        this.loop = loop;
    }

    /** @param reason for the log, made only if it is written */
    void refuse(DuplexChannel child, Supplier<String> reason) {
        if (lingering >= LIMIT) {
            child.unsafe().closeForcibly();
            return;
        }
        if (pace.permits()) {
            LOG.warn("{}{}", reason.get(), pace.leftOut());
        }
        child.pipeline().addLast(new Ignored());
        Futures.forget(loop.register(child).addListener((ChannelFutureListener) registered -> {
            ByteBuf bytes = child.alloc().directBuffer(32);
            Cease.connectionRejected().encode(bytes);
            Futures.forget(child.writeAndFlush(bytes)
                    .addListener((ChannelFutureListener) written -> Futures.forget(child.shutdownOutput())));
            lingering++;
            Futures.forget(child.closeFuture().addListener(gone -> lingering--));
            Futures.forget(loop.schedule(() -> Futures.forget(child.close()), STAY_SECONDS, TimeUnit.SECONDS));
        }));
    }

    /** Reads nothing a stranger says, and does not care how he leaves. */
    private static final class Ignored extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Futures.forget(ctx.close());
        }
    }
}
