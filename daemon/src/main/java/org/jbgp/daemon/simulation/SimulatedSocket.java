package org.jbgp.daemon.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Comparator;
import org.jbgp.kernel.KernelIp;

/** One end of a TCP connection between simulated hosts. One thread. */
final class SimulatedSocket extends AbstractChannel implements DuplexChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    /** Bytes that may be on their way and unread, as a window of TCP bounds them. */
    private static final int WINDOW = 512 * 1024;

    private final Host host;
    private final SocketConfig config;
    private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>();
    private InetSocketAddress local;
    private InetSocketAddress remote;
    private Wire out;
    private int scope;
    private boolean open = true;
    private boolean connected;
    private boolean outputShut;
    private boolean wantsInput;
    private boolean ended;
    private ChannelPromise connecting;

    /** @param listener who accepted it, null for one that dials */
    SimulatedSocket(Host host, SimulatedListener listener) {
        super(listener);
        this.host = host;
        this.config = new SocketConfig(this, host);
    }

    Host host() {
        return host;
    }

    /** What it sends by; null before it is connected. */
    Wire out() {
        return out;
    }

    KernelIp localIp() {
        return Ip.of(local.getAddress());
    }

    /** Index of the VRF it is in: 0 for the default one, -1 for one that is gone. */
    int vrf() {
        return config.vrf();
    }

    /** The interface of a link-local connection, or the one it is bound to; else 0. */
    int outgoing() {
        return scope != 0 ? scope : config.onlyInterface();
    }

    SocketConfig socketConfig() {
        return config;
    }

    VirtualEventLoop loop() {
        return (VirtualEventLoop) eventLoop();
    }

    // --- connecting ---

    private void dial(InetSocketAddress to, InetSocketAddress from, ChannelPromise promise) {
        KernelIp target = Ip.of(to.getAddress());
        // Netty's scopes are interfaces of this machine: the simulated one is kept beside.
        scope = to.getAddress() instanceof Inet6Address six ? six.getScopeId() : 0;
        remote = new InetSocketAddress(Ip.socket(target), to.getPort());
        Port own = from == null ? null : host.kernel().owner(vrf(), Ip.of(from.getAddress()));
        if (from != null && own == null) {
            promise.setFailure(new BindException("Cannot assign requested address"));
            return;
        }
        if (!Ip.isLinkLocal(target)
                && host.kernel().lookup(vrf(), target, outgoing()) instanceof SimulatedKernel.Decision.NoRoute) {
            promise.setFailure(new ConnectException("Network is unreachable"));
            return;
        }
        KernelIp source = from == null ? host.sourceFor(vrf(), target, outgoing(target)) : Ip.of(from.getAddress());
        if (source == null) {
            promise.setFailure(new ConnectException("Cannot assign requested address"));
            return;
        }
        local = new InetSocketAddress(Ip.socket(source), host.ephemeralPort());
        connecting = promise;
        Network.Way way = host.network().way(host, vrf(), target, outgoing());
        if (way.arrives() && passes(way, config.number(hopOption(), 64))) {
            loop().after(way.delay().toNanos(), () -> arrive(way, target));
        }
    }

    private int outgoing(KernelIp target) {
        if (outgoing() != 0) {
            return outgoing();
        }
        return host.kernel().lookup(vrf(), target) instanceof SimulatedKernel.Decision.Out out
                ? out.ways().getFirst().ifindex()
                : 0;
    }

    private String hopOption() {
        return remote.getAddress() instanceof Inet6Address ? "IPV6_UNICAST_HOPS" : "IP_TTL";
    }

    private static boolean passes(Network.Way way, int ttl) {
        return way.routersBetween() < ttl;
    }

    /** Whether what comes in by an interface is for it. */
    boolean takes(Port in) {
        return in.host() == host && config.takesFrom(in);
    }

    /** The first packet is at the other host. */
    private void arrive(Network.Way way, KernelIp target) {
        if (!open || connecting == null || !way.arrived().host().isOn()) {
            return;
        }
        Host other = way.arrived().host();
        int there = way.arrived().vrf();
        SimulatedListener listener = other.listeners().stream()
                .filter(each -> each.listensTo(way.arrived(), target, remote.getPort()))
                .min(Comparator.comparing(SimulatedListener::isForAll))
                .orElse(null);
        int bound = listener == null ? 0 : listener.socketConfig().onlyInterface();
        int answers = Ip.isLinkLocal(target) ? way.arrived().index() : bound;
        Network.Way back = host.network().way(other, there, localIp(), answers);
        if (!back.arrives() || !takes(back.arrived())) {
            return;
        }
        long delay = back.delay().toNanos();
        if (listener == null) {
            loop().after(delay, this::refused);
            return;
        }
        // Linux drops what is signed otherwise than it should be.
        if (!listener.socketConfig().keyFor(localIp()).equals(config.keyFor(target))) {
            return;
        }
        SimulatedSocket child = new SimulatedSocket(other, listener);
        child.local = new InetSocketAddress(Ip.socket(target), remote.getPort());
        child.remote = local;
        child.scope = Ip.isLinkLocal(target) ? way.arrived().index() : 0;
        child.config.inherit(listener.socketConfig());
        child.connected = true;
        out = new Wire(this, child, way);
        child.out = new Wire(child, this, back);
        ((VirtualEventLoop) listener.eventLoop()).execute(() -> listener.accept(child));
        loop().after(delay, this::connected);
    }

    private void refused() {
        if (connecting != null) {
            ChannelPromise promise = connecting;
            connecting = null;
            promise.tryFailure(new ConnectException("Connection refused"));
        }
    }

    private void connected() {
        if (!open || connecting == null) {
            return;
        }
        ChannelPromise promise = connecting;
        connecting = null;
        connected = true;
        promise.trySuccess();
        pipeline().fireChannelActive();
    }

    // --- what comes in ---

    /** Something has come; null is the end of all. */
    void deliver(ByteBuf bytes) {
        if (!open) {
            if (bytes != null) {
                bytes.release();
                out.reset();
            }
            return;
        }
        if (bytes == null) {
            ended = true;
        } else {
            unread.add(bytes);
        }
        take();
    }

    /** The other side does not know the connection. */
    void reset() {
        if (open) {
            pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
            unsafe().close(voidPromise());
        }
    }

    private void take() {
        if (!isRegistered()) {
            return;
        }
        ByteBuf bytes;
        while (open && wantsInput && (bytes = unread.poll()) != null) {
            wantsInput = false;
            int size = bytes.readableBytes();
            pipeline().fireChannelRead(bytes);
            pipeline().fireChannelReadComplete();
            out.taken(size);
        }
        if (open && ended && unread.isEmpty()) {
            unsafe().close(voidPromise());
        }
    }

    @Override
    protected void doBeginRead() {
        wantsInput = true;
        if (!unread.isEmpty() || ended) {
            loop().execute(this::take);
        }
    }

    // --- what goes out ---

    @Override
    protected void doWrite(ChannelOutboundBuffer waiting) {
        while (waiting.current() instanceof ByteBuf bytes && out.underWay() < WINDOW) {
            out.send(bytes.retainedSlice());
            waiting.remove();
        }
    }

    /** There is room again. */
    void writable() {
        if (open && connected && unsafe().outboundBuffer() != null) {
            unsafe().flush();
        }
    }

    @Override
    protected void doShutdownOutput() {
        outputShut = true;
        if (out != null) {
            out.send(null);
        }
    }

    @Override
    protected void doClose() {
        boolean talked = connected && !outputShut;
        open = false;
        connected = false;
        unread.forEach(ByteBuf::release);
        unread.clear();
        if (connecting != null) {
            connecting.tryFailure(new ClosedChannelException());
            connecting = null;
        }
        if (talked && out != null && host.isOn()) {
            out.send(null);
        }
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    // --- what netty asks ---

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
                if (promise.setUncancellable() && ensureOpen(promise)) {
                    dial((InetSocketAddress) to, (InetSocketAddress) from, promise);
                }
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop wanted) {
        return wanted instanceof VirtualEventLoop;
    }

    @Override
    protected SocketAddress localAddress0() {
        return local;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    protected void doBind(SocketAddress wanted) {
        throw new UnsupportedOperationException("a connection is bound when it dials");
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && connected;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isInputShutdown() {
        return !open;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return close();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return close(promise);
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShut || !open;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        ((AbstractUnsafe) unsafe()).shutdownOutput(promise);
        return promise;
    }

    @Override
    public boolean isShutdown() {
        return !open;
    }

    @Override
    public ChannelFuture shutdown() {
        return close();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return close(promise);
    }
}
