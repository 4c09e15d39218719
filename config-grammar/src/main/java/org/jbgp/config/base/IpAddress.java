package org.jbgp.config.base;

import java.util.Objects;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address without interface.
 *
 * @param family which of the two
 * @param hi the upper 64 bits of an IPv6 address; 0 for IPv4
 * @param lo the lower 64 bits of an IPv6 address; for IPv4 the unsigned 32-bit address
 */
public record IpAddress(IpFamily family, long hi, long lo) implements Comparable<IpAddress> {
    public IpAddress {
        Objects.requireNonNull(family);
        if (family == IpFamily.IPV4 && (hi != 0 || lo >>> 32 != 0)) {
            throw new IllegalArgumentException("not an IPv4 address: " + hi + " " + lo);
        }
    }

    /** The IPv4 address of 32 bits, as an int's bit pattern. */
    public static IpAddress ipv4(int bits) {
        return new IpAddress(IpFamily.IPV4, 0, bits & 0xffff_ffffL);
    }

    /** The IPv6 address of 128 bits. */
    public static IpAddress ipv6(long hi, long lo) {
        return new IpAddress(IpFamily.IPV6, hi, lo);
    }

    /**
     * Reads a dotted quad (decimal, no leading zeros needed) or an IPv6 address (RFC 4291 §2.2, dotted tail allowed).
     *
     * @return empty if the text is neither; never a name lookup
     */
    public static Optional<IpAddress> parse(String text) {
        return IpText.parse(text);
    }

    /** True for fe80::/10, which means nothing without an interface. */
    public boolean isLinkLocal() {
        return family == IpFamily.IPV6 && hi >>> 54 == 0xfe80L >>> 6;
    }

    /** True for 0.0.0.0 and ::. */
    public boolean isUnspecified() {
        return hi == 0 && lo == 0;
    }

    /** True for 224.0.0.0/4 and ff00::/8. */
    public boolean isMulticast() {
        return family == IpFamily.IPV4 ? lo >>> 28 == 0xe : hi >>> 56 == 0xff;
    }

    /** True for 127.0.0.0/8 and ::1. */
    public boolean isLoopback() {
        return family == IpFamily.IPV4 ? lo >>> 24 == 127 : hi == 0 && lo == 1;
    }

    /** IPv4 before IPv6, then by unsigned value. */
    @Override
    public int compareTo(IpAddress other) {
        int byFamily = family.compareTo(other.family);
        if (byFamily != 0) {
            return byFamily;
        }
        int byHi = Long.compareUnsigned(hi, other.hi);
        return byHi != 0 ? byHi : Long.compareUnsigned(lo, other.lo);
    }

    /** Written by hand, as {@link #hashCode}: linking what Java generates for a record takes each start 8 ms. */
    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress that && family == that.family && hi == that.hi && lo == that.lo;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(hi) + Long.hashCode(lo);
    }

    /** The dotted quad, or the shortest form of RFC 5952. */
    @Override
    public String toString() {
        return IpText.format(this);
    }
}
