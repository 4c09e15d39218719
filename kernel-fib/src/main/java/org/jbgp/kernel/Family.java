package org.jbgp.kernel;

/**
 * Address family of a link address, a route or a gateway.
 *
 * <p>An address is two longs everywhere in this module: IPv6 has its 128 bits big-endian in {@code hi:lo}; IPv4 has
 * {@code hi = 0} and the unsigned 32-bit address in {@code lo}.
 */
public enum Family {
    /** AF_INET. */
    IPV4(2, 4),
    /** AF_INET6. */
    IPV6(10, 16);

    private final int number;
    private final int addressBytes;

    Family(int number, int addressBytes) {
        this.number = number;
        this.addressBytes = addressBytes;
    }

    /** The AF_* number of {@code <sys/socket.h>} on Linux. */
    public int number() {
        return number;
    }

    /** Bytes of an address, 4 or 16. */
    public int addressBytes() {
        return addressBytes;
    }

    /** The longest prefix, 32 or 128. */
    public int maxPrefixLength() {
        return addressBytes * 8;
    }

    /** The family of an AF_* number, or null if this module does not handle it. */
    static Family ofNumber(int number) {
        if (number == IPV4.number) {
            return IPV4;
        }
        return number == IPV6.number ? IPV6 : null;
    }
}
