package org.jbgp.daemon.protocol;

import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Scope;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;

/**
 * An address of an interface in the router's terms. Immutable.
 *
 * @param kernel what the kernel says of it
 * @param prefixHi upper half of the network, host bits zero
 * @param prefixLo lower half of the network, host bits zero
 */
public record InterfaceAddress(KernelAddress kernel, long prefixHi, long prefixLo) {
    /** From the kernel's form. */
    public static InterfaceAddress of(KernelAddress address) {
        KernelIp around = address.peer();
        int length = address.prefixLength();
        if (around.family() == Family.IPV4) {
            long mask = length == 0 ? 0 : 0xFFFF_FFFFL & (-1L << (32 - length));
            return new InterfaceAddress(address, 0, around.lo() & mask);
        }
        long hiMask = length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
        long loMask = length <= 64 ? 0 : length == 128 ? -1L : -1L << (128 - length);
        return new InterfaceAddress(address, around.hi() & hiMask, around.lo() & loMask);
    }

    // As in IpAddress: these run at every start. The kernel's form says all.
    @Override
    public boolean equals(Object other) {
        return other instanceof InterfaceAddress that && kernel.equals(that.kernel);
    }

    @Override
    public int hashCode() {
        return kernel.hashCode();
    }

    /** This host's address. */
    public KernelIp address() {
        return kernel.local();
    }

    /** Length of the network. */
    public int prefixLength() {
        return kernel.prefixLength();
    }

    /** Family in the router's terms. */
    public AddressFamily family() {
        return kernel.family() == Family.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
    }

    /** The other end of a point-to-point address, or null: its network is that one address. */
    public KernelIp opposite() {
        boolean host = kernel.prefixLength() == kernel.family().maxPrefixLength();
        return host && !kernel.peer().equals(kernel.local()) ? kernel.peer() : null;
    }

    /** How far the address may be announced, as its digits say (RFC 4291 §2.5, RFC 1918). */
    public Scope scope() {
        return AddressScope.of(address());
    }

    /** Whether an address lies in the network, or is the other end. */
    public boolean reaches(KernelIp other) {
        if (opposite() != null) {
            return opposite().equals(other);
        }
        return contains(other);
    }

    private boolean contains(KernelIp other) {
        int length = prefixLength();
        if (other.family() == Family.IPV4) {
            return length == 0 || (other.lo() ^ prefixLo) >>> (32 - length) == 0;
        }
        if (length <= 64) {
            return length == 0 || (other.hi() ^ prefixHi) >>> (64 - length) == 0;
        }
        return other.hi() == prefixHi
                && (length == 128 ? other.lo() == prefixLo : (other.lo() ^ prefixLo) >>> (128 - length) == 0);
    }

    /** IPv4 only, and only networks with room for them (RFC 3021 leaves /31 without). */
    boolean isNetworkOrBroadcast(KernelIp other) {
        if (other.family() != Family.IPV4 || prefixLength() >= 31) {
            return false;
        }
        long last = prefixLo | (0xFFFF_FFFFL >>> prefixLength());
        long broadcast = kernel.broadcast() == null ? last : kernel.broadcast().lo();
        return other.lo() == prefixLo || other.lo() == broadcast;
    }
}
