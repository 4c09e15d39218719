package org.jbgp.daemon.net.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jbgp.config.base.IpAddress;

/** Addresses and the interfaces they belong to. */
public final class Addresses {

    private static final InetAddress ANY4 = address(new byte[4]);
    private static final InetAddress ANY6 = address(new byte[16]);

    private Addresses() {}

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for lengths other than 4 and 16
        }
    }

    /** 0.0.0.0 or ::, of the same IP version as {@code like}. */
    public static InetAddress wildcard(InetAddress like) {
        return like instanceof Inet6Address ? ANY6 : ANY4;
    }

    /** Interface of a link-local address, empty for others or if it is gone. */
    public static String interfaceOf(InetAddress address) {
        try {
            NetworkInterface device = address instanceof Inet6Address scoped && scoped.getScopeId() != 0
                    ? NetworkInterface.getByIndex(scoped.getScopeId())
                    : null;
            return device == null ? "" : device.getName();
        } catch (SocketException e) {
            return "";
        }
    }

    /** As configurations and BIRD write it: {@code 192.0.2.1}, {@code fe80::1%eth0}. */
    public static String text(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        IpAddress plain = bytes.capacity() == 4
                ? IpAddress.ipv4(bytes.getInt())
                : IpAddress.ipv6(bytes.getLong(), bytes.getLong());
        String device = address.isLinkLocalAddress() ? interfaceOf(address) : "";
        return device.isEmpty() ? plain.toString() : plain + "%" + device;
    }

    /** {@code 192.0.2.1 port 179}. */
    public static String text(InetSocketAddress address) {
        return address == null ? "(already gone)" : text(address.getAddress()) + " port " + address.getPort();
    }

    /** The address without its scope, as configurations write it. */
    public static InetAddress unscoped(InetAddress address) {
        return address(address.getAddress());
    }

    /** Whether a connection from {@code remote} came over this interface; addresses without scope come over any. */
    public static boolean cameOver(InetAddress remote, String interfaceName) {
        if (interfaceName.isEmpty() || !(remote instanceof Inet6Address scoped) || scoped.getScopeId() == 0) {
            return true;
        }
        try {
            NetworkInterface device = NetworkInterface.getByIndex(scoped.getScopeId());
            return device != null && device.getName().equals(interfaceName);
        } catch (SocketException e) {
            return false; // the interface has just gone
        }
    }
}
