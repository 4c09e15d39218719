package org.jbgp.daemon.simulation;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jbgp.kernel.KernelIp;

/** A listening socket of a simulated host. One thread. */
final class SimulatedListener extends AbstractServerChannel {
    private final Host host;
    private final SocketConfig config;
    private InetSocketAddress bound;
    private boolean open = true;

    SimulatedListener(Host host) {
        this.host = host;
        this.config = new SocketConfig(this, host);
    }

    /** Whether it takes what comes by an interface and is sent there. */
    boolean listensTo(Port in, KernelIp address, int port) {
        return bound != null
                && config.takesFrom(in)
                && bound.getPort() == port
                && Ip.of(bound.getAddress()).family() == address.family()
                && (bound.getAddress().isAnyLocalAddress()
                        || Ip.of(bound.getAddress()).equals(address));
    }

    boolean isForAll() {
        return bound.getAddress().isAnyLocalAddress();
    }

    SocketConfig socketConfig() {
        return config;
    }

    /** A connection has come. */
    void accept(SimulatedSocket child) {
        pipeline().fireChannelRead(child);
        pipeline().fireChannelReadComplete();
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof VirtualEventLoop;
    }

    @Override
    protected SocketAddress localAddress0() {
        return bound;
    }

    @Override
    protected void doBind(SocketAddress wanted) throws BindException {
        InetSocketAddress address = (InetSocketAddress) wanted;
        boolean any = address.getAddress().isAnyLocalAddress();
        boolean free = config.isSet("IP_FREEBIND");
        if (!any && !free && host.kernel().owner(config.vrf(), Ip.of(address.getAddress())) == null) {
            throw new BindException("Cannot assign requested address");
        }
        bound = address;
        host.listeners().add(this);
    }

    @Override
    protected void doClose() {
        open = false;
        host.listeners().remove(this);
    }

    @Override
    protected void doBeginRead() {
        // connections are handed in
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
        return open && bound != null;
    }
}
