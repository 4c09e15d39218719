package org.jbgp.daemon.net.socket;

import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Sockets of this machine, by netty's native transport. Any thread. */
public final class EpollSockets implements Sockets {
    @Override
    public DuplexChannel connection(boolean ipv6) {
        return new EpollSocketChannel(family(ipv6));
    }

    @Override
    public ServerChannel listener(boolean ipv6) {
        return new EpollServerSocketChannel(family(ipv6));
    }

    private static SocketProtocolFamily family(boolean ipv6) {
        return ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    @Override
    public int interfaceIndex(String interfaceName) throws SocketException {
        NetworkInterface device = NetworkInterface.getByName(interfaceName);
        if (device == null) {
            throw new SocketException("No such device");
        }
        return device.getIndex();
    }
}
