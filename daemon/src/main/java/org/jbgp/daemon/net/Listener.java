package org.jbgp.daemon.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.net.connection.Futures;
import org.jbgp.daemon.net.socket.Addresses;
import org.jbgp.daemon.net.socket.SocketErrors;
import org.jbgp.daemon.net.socket.SocketOptions;
import org.jbgp.daemon.net.socket.Sockets;
import org.jbgp.daemon.pacing.LogPace;
import org.jbgp.daemon.session.Neighbor;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.kernel.tcp.InstalledAoKey;

/**
 * One listening socket and the neighbors that may dial it. A socket that cannot be bound is tried again every five
 * seconds, so that a daemon started before its predecessor is gone, or before its address is there, comes up by itself.
 *
 * <p>Neighbors join and leave on their own event loops, so what it knows of them is guarded by this object; the
 * listening socket accepts on the listener's loop. What a status shows, the socket and what keeps it from being bound,
 * any thread may read.
 */
final class Listener {

    private static final Logger LOG = LogManager.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final long RETRY_SECONDS = 5;
    /** Between two log lines about connections that cannot be accepted. */
    private static final long ACCEPT_LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final EventLoop loop;
    private final Sockets sockets;
    private final InetSocketAddress address;
    private final NeighborRange.Device device;
    private final boolean ipv6;
    private final DialIns dialIns;
    private final List<ListenedRange> ranges = new CopyOnWriteArrayList<>();
    private final ListenerKeys keys = new ListenerKeys(this);
    private volatile Channel channel;
    private volatile String problem = "";
    private final CompletableFuture<Void> tried = new CompletableFuture<>();
    /** Index of the device that the socket is bound to, 0 if there is none. */
    private int boundTo;

    private boolean freeBind;
    private boolean closed;
    private final Strangers strangers;
    private final LogPace acceptErrors = new LogPace(ACCEPT_LOG_NANOS, System::nanoTime);

    /** @param device what the socket is bound to */
    Listener(
            EventLoop loop,
            Sockets sockets,
            InetAddress address,
            int port,
            NeighborRange.Device device,
            DialIns dialIns) {
        this.loop = loop;
        this.sockets = sockets;
        this.address = new InetSocketAddress(address, port);
        this.device = device;
        this.ipv6 = address instanceof Inet6Address;
        this.dialIns = dialIns;
        this.strangers = new Strangers(loop);
    }

    /** Lets a neighbor dial; the first one opens the socket, as does the first one after its device was replaced. */
    synchronized void add(BgpNeighbor neighbor, NeighborSettings settings) {
        // The key first: no connection without it may slip in while the socket opens.
        keys.add(neighbor, settings);
        freeBind |= settings.transport().binding().free();
        dialIns.add(neighbor, settings);
        openFirst();
    }

    /** The same for a range. */
    synchronized void add(ListenedRange listened) {
        NeighborRange range = listened.range();
        keys.password(range.network(), range.length(), range.password());
        freeBind |= range.transport().binding().free();
        ranges.add(listened);
        openFirst();
    }

    /** Takes a range away; true if nobody is left. */
    synchronized boolean remove(ListenedRange listened) {
        NeighborRange range = listened.range();
        ranges.remove(listened);
        keys.password(range.network(), range.length(), "");
        return isUnused();
    }

    private boolean isUnused() {
        return !keys.hasNeighbors() && ranges.isEmpty();
    }

    private void openFirst() {
        Channel present = channel;
        if (present != null && boundTo != deviceIndex()) {
            // The kernel knows the device by its index: what is made again, or takes over the name, is another one.
            forgetSocket();
            Futures.forget(present.close());
        }
        if (channel == null && problem.isEmpty()) {
            open();
        }
    }

    private int deviceIndex() {
        try {
            return device.bound().isEmpty() ? 0 : sockets.interfaceIndex(device.bound());
        } catch (SocketException e) {
            return 0;
        }
    }

    /** Takes a neighbor away; true if nobody is left. */
    synchronized boolean remove(BgpNeighbor neighbor) {
        dialIns.remove(neighbor, neighbor.settings());
        keys.remove(neighbor);
        return isUnused();
    }

    /** The password of everybody in a prefix from now on; empty for none. */
    synchronized void password(InetAddress network, int length, String password) {
        keys.password(network, length, password);
    }

    /** Puts another MD5 key, or other keys of TCP-AO, in force; connections already accepted keep theirs. */
    synchronized void authentication(BgpNeighbor neighbor, NeighborSettings settings) {
        keys.replace(neighbor, settings);
    }

    /** The keys of TCP-AO that the socket has for a neighbor; none if it is not open. */
    synchronized List<InstalledAoKey> installedAoKeys(InetAddress whom) {
        return keys.installed(whom);
    }

    /** Completes when the socket listens, or could not be bound for the first time. */
    CompletableFuture<Void> tried() {
        return tried;
    }

    /** Why there is no listening socket, or empty. */
    String problem() {
        return problem;
    }

    /** The bound address, null while there is none. */
    InetSocketAddress boundAddress() {
        Channel open = channel;
        return open == null ? null : (InetSocketAddress) open.localAddress();
    }

    synchronized void close() {
        closed = true;
        tried.complete(null);
        Channel open = channel;
        forgetSocket();
        if (open != null) {
            Futures.forget(open.close());
        }
    }

    private synchronized void open() {
        if (closed) {
            return;
        }
        ServerChannel server = null;
        try {
            server = sockets.listener(ipv6);
            server.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
            SocketOptions.listener(server, ipv6);
            if (freeBind) {
                SocketOptions.freeBind(server);
            }
            boundTo = deviceIndex();
            if (!device.bound().isEmpty()) {
                SocketOptions.bindToDevice(server, device.bound());
            }
            InetSocketAddress wanted = new InetSocketAddress(
                    sockets.scoped(address.getAddress(), device.interfaceName()), address.getPort());
            keys.attach(server);
            server.pipeline().addLast(new Acceptor());
            bind(server, wanted);
        } catch (ChannelException | SocketException e) {
            if (server != null) {
                server.unsafe().closeForcibly();
            }
            failed(e);
        }
    }

    private void bind(ServerChannel opened, InetSocketAddress wanted) {
        channel = opened;
        Futures.forget(loop.register(opened).addListener((ChannelFutureListener) registered ->
                Futures.forget(opened.bind(wanted).addListener((ChannelFuture bound) -> bound(opened, bound)))));
    }

    private void bound(Channel opened, ChannelFuture bound) {
        if (bound.isSuccess()) {
            problem = "";
            LOG.info("Listening on {}", this);
            tried.complete(null);
        } else {
            Futures.forget(opened.close());
            // Unless another one has taken its place.
            if (opened.equals(channel)) {
                failed(bound.cause());
            }
        }
    }

    private void forgetSocket() {
        channel = null;
        keys.detach();
    }

    private synchronized void failed(Throwable cause) {
        forgetSocket();
        if (closed) {
            return;
        }
        String text = SocketErrors.text(cause);
        if (!text.equals(problem)) {
            String remedy = SocketErrors.remedyOfBind(text, address.getPort());
            LOG.error("Cannot listen on {}: {}{}; trying again every {} s", this, text, remedy, RETRY_SECONDS);
        }
        problem = text;
        tried.complete(null);
        Futures.forget(loop.schedule(this::open, RETRY_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public String toString() {
        return Addresses.text(address)
                + (device.interfaceName().isEmpty() ? "" : " on " + device.interfaceName())
                + (device.vrf().isEmpty() ? "" : " in VRF " + device.vrf());
    }

    /** Hands each accepted connection to its neighbor's loop. */
    private final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DuplexChannel child = (DuplexChannel) message;
            InetSocketAddress remote = (InetSocketAddress) child.remoteAddress();
            InetSocketAddress local = (InetSocketAddress) child.localAddress();
            BgpNeighbor neighbor = remote == null || local == null
                    ? null
                    : dialIns.find(address.getPort(), remote.getAddress(), local.getAddress(), device);
            if (neighbor != null) {
                neighbor.accept(child);
                return;
            }
            ListenedRange range = remote == null || local == null
                    ? null
                    : ListenedRange.of(ranges, remote.getAddress(), local.getAddress(), cameOver(remote));
            if (range == null) {
                refuse(child, remote);
            } else {
                range.reception().receive(new Waiting(child, remote, local));
            }
        }

        /** The interface a visitor came over; empty where only the kernel knows it. */
        private String cameOver(InetSocketAddress from) {
            return from.getAddress().isLinkLocalAddress() && ipv6
                    ? Addresses.interfaceOf(from.getAddress())
                    : device.interfaceName();
        }

        private final class Waiting implements Visitor {
            private final DuplexChannel child;
            private final InetSocketAddress from;
            private final InetSocketAddress to;

            private Waiting(DuplexChannel child, InetSocketAddress from, InetSocketAddress to) {
                this.child = child;
                this.from = from;
                this.to = to;
            }

            @Override
            public InetAddress remote() {
                return Addresses.unscoped(from.getAddress());
            }

            @Override
            public InetAddress local() {
                return Addresses.unscoped(to.getAddress());
            }

            @Override
            public String interfaceName() {
                return cameOver(from);
            }

            @Override
            public void handTo(Neighbor neighbor) {
                if (neighbor instanceof BgpNeighbor ours) {
                    ours.accept(child);
                } else {
                    throw new IllegalArgumentException("not a neighbor of this network: " + neighbor);
                }
            }

            @Override
            public void refuse() {
                loop.execute(() -> Acceptor.this.refuse(child, from));
            }
        }

        private void refuse(DuplexChannel child, InetSocketAddress remote) {
            strangers.refuse(child, () -> unexpected(remote, (InetSocketAddress) child.localAddress()));
        }

        private String unexpected(InetSocketAddress remote, InetSocketAddress local) {
            // A neighbor that dials another of our addresses than its 'local' says.
            boolean known = remote != null && local != null && dialIns.isKnown(address.getPort(), remote.getAddress());
            return known
                    ? "Unexpected connect from neighbor " + Addresses.text(remote) + " to "
                            + Addresses.text(local.getAddress()) + ", which is not the local address given for it"
                    : "Unexpected connect from unknown address " + Addresses.text(remote);
        }

        /** Out of file descriptors, most likely: a pause lets others close theirs. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (acceptErrors.permits()) {
                LOG.error(
                        "{}: accept: {}; pausing for a second{}",
                        Listener.this,
                        SocketErrors.text(cause),
                        acceptErrors.leftOut());
            }
            if (ctx.channel().config().isAutoRead()) {
                ctx.channel().config().setAutoRead(false);
                Futures.forget(
                        ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS));
            }
        }
    }
}
