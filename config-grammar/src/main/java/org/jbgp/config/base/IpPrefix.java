package org.jbgp.config.base;

import java.util.Optional;

/**
 * An IPv4 or IPv6 prefix whose host bits are zero.
 *
 * @param family which of the two
 * @param hi upper 64 bits as in {@link IpAddress}
 * @param lo lower bits as in {@link IpAddress}
 * @param length 0 to 32 or 128
 */
public record IpPrefix(IpFamily family, long hi, long lo, int length) implements Comparable<IpPrefix> {
    public IpPrefix {
        if (length < 0 || length > family.bits()) {
            throw new IllegalArgumentException("invalid prefix length " + length);
        }
        IpAddress masked = mask(new IpAddress(family, hi, lo), length);
        if (masked.hi() != hi || masked.lo() != lo) {
            throw new IllegalArgumentException("host bits set in " + new IpAddress(family, hi, lo) + "/" + length);
        }
    }

    /** The prefix of that length the address lies in; host bits are cleared. */
    public static IpPrefix of(IpAddress address, int length) {
        IpAddress masked = mask(address, length);
        return new IpPrefix(address.family(), masked.hi(), masked.lo(), length);
    }

    /** Reads {@code address/length}; empty if malformed, out of range or with host bits set. */
    public static Optional<IpPrefix> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        Optional<IpAddress> address = IpAddress.parse(text.substring(0, slash));
        String digits = text.substring(slash + 1);
        if (address.isEmpty() || digits.isEmpty() || digits.length() > 3) {
            return Optional.empty();
        }
        int length = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Optional.empty();
            }
            length = length * 10 + digit;
        }
        if (length > address.get().family().bits()) {
            return Optional.empty();
        }
        IpPrefix prefix = of(address.get(), length);
        boolean whole = prefix.hi() == address.get().hi()
                && prefix.lo() == address.get().lo();
        return whole ? Optional.of(prefix) : Optional.empty();
    }

    /** The first address of the prefix. */
    public IpAddress address() {
        return new IpAddress(family, hi, lo);
    }

    /** True if the address lies in the prefix; false if it is of the other family. */
    public boolean contains(IpAddress address) {
        return address.family() == family && mask(address, length).equals(address());
    }

    private static IpAddress mask(IpAddress address, int length) {
        if (address.family() == IpFamily.IPV4) {
            return new IpAddress(IpFamily.IPV4, 0, length == 0 ? 0 : address.lo() & -1L << (32 - length));
        }
        long hiMask = length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
        long loMask = length <= 64 ? 0 : -1L << (128 - length);
        return IpAddress.ipv6(address.hi() & hiMask, address.lo() & loMask);
    }

    @Override
    public int compareTo(IpPrefix other) {
        int byAddress = address().compareTo(other.address());
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return address() + "/" + length;
    }
}
