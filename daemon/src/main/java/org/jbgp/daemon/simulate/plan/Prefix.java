package org.jbgp.daemon.simulate.plan;

import org.jbgp.daemon.control.view.RouteQuery;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** A prefix in the kernel's form. */
public record Prefix(KernelIp network, int length) implements Comparable<Prefix> {
    public static Prefix of(RouteQuery.Prefix prefix) {
        Family family = prefix.family().bits() == 32 ? Family.IPV4 : Family.IPV6;
        return new Prefix(new KernelIp(family, prefix.hi(), prefix.lo()), prefix.length());
    }

    /** The prefix of that length with an address in it. */
    public static Prefix around(KernelIp address, int length) {
        return new Prefix(Ip.network(address, length), length);
    }

    /** How long networks of hosts usually are. */
    public static int usualLength(Family family) {
        return family == Family.IPV4 ? 24 : 64;
    }

    public boolean contains(KernelIp address) {
        return address.family() == network.family() && around(address, length).equals(this);
    }

    /** Its last address. */
    public KernelIp last() {
        if (network.family() == Family.IPV4) {
            return new KernelIp(Family.IPV4, 0, length == 32 ? network.lo() : network.lo() | (0xFFFF_FFFFL >>> length));
        }
        long hi = length >= 64 ? network.hi() : network.hi() | (-1L >>> length);
        long lo = length == 128 ? network.lo() : length <= 64 ? -1L : network.lo() | (-1L >>> (length - 64));
        return new KernelIp(Family.IPV6, hi, lo);
    }

    @Override
    public int compareTo(Prefix other) {
        int byFamily = network.family().compareTo(other.network.family());
        int byHi = byFamily != 0 ? byFamily : Long.compareUnsigned(network.hi(), other.network.hi());
        int byLo = byHi != 0 ? byHi : Long.compareUnsigned(network.lo(), other.network.lo());
        return byLo != 0 ? byLo : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return network + "/" + length;
    }
}
