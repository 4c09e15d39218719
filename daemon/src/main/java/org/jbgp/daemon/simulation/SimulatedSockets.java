package org.jbgp.daemon.simulation;

import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jbgp.daemon.net.socket.Sockets;

/** Sockets of a simulated host. One thread. */
record SimulatedSockets(Host host) implements Sockets {
    @Override
    public DuplexChannel connection(boolean ipv6) {
        return new SimulatedSocket(host, null);
    }

    @Override
    public ServerChannel listener(boolean ipv6) {
        return new SimulatedListener(host);
    }

    @Override
    public InetAddress scoped(InetAddress address, String interfaceName) throws SocketException {
        if (interfaceName.isEmpty() || !(address instanceof Inet6Address) || !address.isLinkLocalAddress()) {
            return address;
        }
        Port port = host.ports().stream()
                .filter(each -> each.name().equals(interfaceName))
                .findFirst()
                .orElseThrow(() -> new SocketException("No such device"));
        try {
            return Inet6Address.getByAddress(null, address.getAddress(), port.index());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for lengths other than 16
        }
    }
}
