package org.jbgp.daemon.net.socket;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.DuplexChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.daemon.session.settings.NeighborSettings;

/** Makes the socket of an outgoing connection, ready to connect. Pure set-up; any thread. */
public final class Dialer {

    private Dialer() {}

    /**
     * A prepared socket and where it is to go.
     *
     * @param local null = the kernel's choice
     */
    public record Dial(DuplexChannel channel, InetSocketAddress remote, InetSocketAddress local) {}

    /**
     * @param sockets where the socket comes from
     * @param aoKeys keys of TCP-AO, the one to begin with first; empty for none
     * @throws SocketException if the neighbor's interface does not exist
     * @throws ChannelException if the kernel refuses a socket option
     */
    public static Dial prepare(Sockets sockets, NeighborSettings settings, List<AoKey> aoKeys) throws SocketException {
        InetAddress remote = sockets.scoped(settings.remoteAddress(), settings.interfaceName());
        boolean ipv6 = remote instanceof Inet6Address;
        InetSocketAddress local = settings.localAddress() == null
                ? null
                : new InetSocketAddress(sockets.scoped(settings.localAddress(), settings.interfaceName()), 0);
        DuplexChannel channel = sockets.connection(ipv6);
        try {
            SocketOptions.connection(channel, ipv6, settings.transport().hops());
            if (local != null) {
                SocketOptions.bindAddressOnly(channel);
                if (settings.transport().binding().free()) {
                    SocketOptions.freeBind(channel);
                }
            }
            if (!settings.dialDevice().isEmpty()) {
                SocketOptions.bindToDevice(channel, settings.dialDevice());
            }
            if (!aoKeys.isEmpty()) {
                new AoSocket(channel, settings.remoteAddress()).begin(aoKeys);
            } else if (!settings.password().isEmpty()) {
                SocketOptions.md5(channel, settings.remoteAddress(), settings.password());
            }
        } catch (ChannelException e) {
            channel.unsafe().closeForcibly();
            throw e;
        }
        return new Dial(channel, new InetSocketAddress(remote, settings.remotePort()), local);
    }
}
