package org.jbgp.daemon.net.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.UnixChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.tcp.InstalledAoKey;
import org.jbgp.kernel.tcp.TcpAo;
import org.jbgp.kernel.tcp.TcpAoKey;
import org.jbgp.kernel.tcp.TcpAoState;

/**
 * The TCP-AO keys that a socket has for one neighbor (RFC 5925). Every method throws {@link ChannelException} if the
 * kernel refuses, and must not run while somebody else closes the socket.
 *
 * @param channel of netty's native transport: a listener, or a connection
 * @param peer the neighbor
 */
public record AoSocket(Channel channel, InetAddress peer) implements AoKeys {

    /** Gives a socket that is about to connect its keys; the first one signs, and is asked for. */
    public void begin(List<AoKey> bestFirst) {
        for (int i = 0; i < bestFirst.size(); i++) {
            add(bestFirst.get(i), i == 0);
        }
    }

    @Override
    public void add(AoKey key) {
        add(key, false);
    }

    private void add(AoKey key, boolean inUse) {
        try {
            TcpAo.add(fd(), kernel(peer), kernel(key), inUse);
        } catch (KernelException e) {
            throw failed(e);
        }
    }

    @Override
    public void delete(AoKey key, AoKey current, AoKey next) {
        try {
            TcpAo.delete(
                    fd(),
                    kernel(peer),
                    kernel(key),
                    current == null ? null : kernel(current),
                    next == null ? null : kernel(next));
        } catch (KernelException e) {
            throw failed(e);
        }
    }

    @Override
    public void request(AoKey key) {
        try {
            TcpAo.request(fd(), kernel(key));
        } catch (KernelException e) {
            throw failed(e);
        }
    }

    @Override
    public TcpAoState state() {
        try {
            return TcpAo.state(fd());
        } catch (KernelException e) {
            if (e.errno() == Errno.ENOENT) {
                return new TcpAoState(-1, -1, 0, 0, 0, 0);
            }
            throw failed(e);
        }
    }

    @Override
    public List<InstalledAoKey> installed() {
        try {
            KernelIp wanted = kernel(peer);
            return TcpAo.keys(fd()).stream()
                    .filter(key -> key.peer().equals(wanted))
                    .toList();
        } catch (KernelException e) {
            throw failed(e);
        }
    }

    private int fd() {
        if (!channel.isOpen() || !(channel instanceof UnixChannel open)) {
            throw new ChannelException("the socket is closed");
        }
        return open.fd().intValue();
    }

    private static ChannelException failed(KernelException e) {
        return new ChannelException(e.getMessage(), e);
    }

    private static TcpAoKey kernel(AoKey key) {
        return new TcpAoKey(key.sendId(), key.receiveId(), key.algorithm().kernelName(), key.secret());
    }

    private static KernelIp kernel(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new KernelIp(Family.IPV6, bytes.getLong(), bytes.getLong())
                : KernelIp.ofIpv4(bytes.getInt());
    }
}
