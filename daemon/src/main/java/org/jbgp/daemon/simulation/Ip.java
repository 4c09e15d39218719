package org.jbgp.daemon.simulation;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Addresses in the forms that the parts of a router have for them. */
public final class Ip {
    private Ip() {}

    /** The kernel's form. */
    public static KernelIp of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new KernelIp(Family.IPV6, bytes.getLong(), bytes.getLong())
                : KernelIp.ofIpv4(bytes.getInt());
    }

    /** The kernel's form. */
    public static KernelIp of(IpAddress address) {
        return new KernelIp(address.family() == IpFamily.IPV4 ? Family.IPV4 : Family.IPV6, address.hi(), address.lo());
    }

    /** The form of sockets, without a scope. */
    public static InetAddress socket(KernelIp address) {
        ByteBuffer bytes = ByteBuffer.allocate(address.family().addressBytes());
        if (address.family() == Family.IPV4) {
            bytes.putInt((int) address.lo());
        } else {
            bytes.putLong(address.hi()).putLong(address.lo());
        }
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for lengths other than 4 and 16
        }
    }

    /** The network that an address is in. */
    public static KernelIp network(KernelIp address, int length) {
        if (address.family() == Family.IPV4) {
            return new KernelIp(Family.IPV4, 0, length == 0 ? 0 : address.lo() & 0xFFFF_FFFFL & (-1L << (32 - length)));
        }
        long hi = length == 0 ? 0 : length >= 64 ? address.hi() : address.hi() & (-1L << (64 - length));
        long lo = length <= 64 ? 0 : length == 128 ? address.lo() : address.lo() & (-1L << (128 - length));
        return new KernelIp(Family.IPV6, hi, lo);
    }

    /** How many leading bits two addresses of one family share. */
    public static int shared(KernelIp a, KernelIp b) {
        if (a.family() == Family.IPV4) {
            return Integer.numberOfLeadingZeros((int) (a.lo() ^ b.lo()));
        }
        int upper = Long.numberOfLeadingZeros(a.hi() ^ b.hi());
        return upper < 64 ? upper : 64 + Long.numberOfLeadingZeros(a.lo() ^ b.lo());
    }

    /** fe80::/10. */
    public static boolean isLinkLocal(KernelIp address) {
        return address.family() == Family.IPV6 && address.hi() >>> 54 == 0xFE80L >>> 6;
    }
}
