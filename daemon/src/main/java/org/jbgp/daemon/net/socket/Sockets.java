package org.jbgp.daemon.net.socket;

import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * Where sockets come from: the system, or a simulated network. What they are given are the socket options of Linux, as
 * {@link SocketOptions} has them. Any thread.
 */
public interface Sockets {
    /** A socket that is not connected. */
    DuplexChannel connection(boolean ipv6);

    /** A socket that is to listen; what it accepts is a {@link DuplexChannel}. */
    ServerChannel listener(boolean ipv6);

    /**
     * The index of the interface of that name.
     *
     * @throws SocketException if there is no such interface
     */
    int interfaceIndex(String interfaceName) throws SocketException;

    /**
     * The address with the interface's scope, if it needs one.
     *
     * @throws SocketException if there is no such interface
     */
    default InetAddress scoped(InetAddress address, String interfaceName) throws SocketException {
        if (interfaceName.isEmpty() || !(address instanceof Inet6Address) || !address.isLinkLocalAddress()) {
            return address;
        }
        try {
            return Inet6Address.getByAddress(null, address.getAddress(), interfaceIndex(interfaceName));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for lengths other than 16
        }
    }
}
