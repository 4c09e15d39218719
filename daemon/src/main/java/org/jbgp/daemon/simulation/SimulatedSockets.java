package org.jbgp.daemon.simulation;

import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.SocketException;
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
    public int interfaceIndex(String interfaceName) throws SocketException {
        return host.named(interfaceName)
                .orElseThrow(() -> new SocketException("No such device"))
                .index();
    }
}
