package org.jbgp.daemon.rpki.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.net.socket.SocketOptions;

/** TCP, with a key of TCP MD5 (RFC 2385) or without. */
public final class TcpTransport implements CacheStream.Transport {
    private static final int CONNECT_MILLIS = 30_000;
    private static final int CLOSE_SECONDS = 5;

    private final String password;

    /** @param password empty for none */
    public TcpTransport(String password) {
        this.password = password;
    }

    @Override
    public CacheStream open(EventLoop loop, CacheStream.Endpoint endpoint, CacheStream.Listener listener) {
        Stream stream = new Stream(listener);
        InetAddress local = endpoint.local().orElse(null);
        loop.execute(() -> HostNames.find(
                loop,
                endpoint.host(),
                local,
                address -> stream.connect(loop, new InetSocketAddress(address, endpoint.port()), endpoint, password),
                stream::ended));
        return stream;
    }

    private static final class Stream extends ChannelInboundHandlerAdapter implements CacheStream {
        private final Listener listener;
        private EpollSocketChannel channel;
        private boolean over;

        Stream(Listener listener) {
            this.listener = listener;
        }

        private void connect(EventLoop loop, InetSocketAddress remote, Endpoint endpoint, String password) {
            if (over) {
                return;
            }
            InetAddress local = endpoint.local().orElse(null);
            try {
                channel = new EpollSocketChannel(
                        remote.getAddress() instanceof Inet6Address
                                ? SocketProtocolFamily.INET6
                                : SocketProtocolFamily.INET);
                channel.config().setConnectTimeoutMillis(CONNECT_MILLIS);
                channel.config().setOption(ChannelOption.TCP_NODELAY, true);
                channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
                if (!endpoint.vrf().isEmpty()) {
                    SocketOptions.bindToDevice(channel, endpoint.vrf());
                }
                if (!password.isEmpty()) {
                    SocketOptions.md5(channel, remote.getAddress(), password);
                }
            } catch (ChannelException e) {
                ended(SystemWords.of(e));
                return;
            }
            channel.pipeline().addLast(this);
            var _ = loop.register(channel).addListener(registered -> {
                if (registered.isSuccess()) {
                    var _ = channel.connect(remote, local == null ? null : new InetSocketAddress(local, 0))
                            .addListener(done -> {
                                if (!done.isSuccess()) {
                                    ended(SystemWords.of(done.cause()));
                                } else if (!over) {
                                    listener.opened();
                                }
                            });
                } else {
                    ended(SystemWords.of(registered.cause()));
                }
            });
        }

        private void ended(String reason) {
            if (!over) {
                over = true;
                if (channel != null) {
                    var _ = channel.close();
                }
                listener.closed(reason);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                if (!over) {
                    listener.read(bytes);
                }
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ended("");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ended(SystemWords.of(cause));
        }

        @Override
        public void write(ByteBuf bytes) {
            var _ = channel.writeAndFlush(bytes);
        }

        @Override
        public void close() {
            over = true;
            if (channel == null) {
                return;
            }
            if (channel.isActive()) {
                // An Error Report arrives only if nothing is left unread: what comes now is read and dropped.
                var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> endOutput());
                var _ = channel.eventLoop().schedule(this::closeNow, CLOSE_SECONDS, TimeUnit.SECONDS);
            } else {
                closeNow();
            }
        }

        private void endOutput() {
            var _ = channel.shutdownOutput();
        }

        private void closeNow() {
            var _ = channel.close();
        }
    }
}
