package org.jbgp.config.filter.value;

/**
 * A prefix, or a ROA.
 *
 * @param kind what sort of network address
 * @param hi upper 64 bits of an IPv6 prefix, 0 for IPv4
 * @param lo lower 64 bits, or the unsigned IPv4 prefix
 * @param length prefix length in bits
 * @param maxLength of a ROA, else equal to {@code length}
 * @param asn of a ROA, else 0
 */
public record Net(Kind kind, long hi, long lo, int length, int maxLength, long asn) implements Value {

    /** Sorts of network addresses with BIRD's NET_* numbers. */
    public enum Kind {
        IP4(1),
        IP6(2),
        ROA4(5),
        ROA6(6);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        public boolean isIp4() {
            return this == IP4 || this == ROA4;
        }

        public boolean isRoa() {
            return this == ROA4 || this == ROA6;
        }
    }

    public static Net ip4(long address, int length) {
        return new Net(Kind.IP4, 0, address, length, length, 0);
    }

    public static Net ip6(long hi, long lo, int length) {
        return new Net(Kind.IP6, hi, lo, length, length, 0);
    }

    /** This prefix as ROA. */
    public Net roa(int maxLength, long asn) {
        return new Net(kind.isIp4() ? Kind.ROA4 : Kind.ROA6, hi, lo, length, maxLength, asn);
    }

    @Override
    public FilterType type() {
        return FilterType.PREFIX;
    }

    public boolean isIp4() {
        return kind.isIp4();
    }

    /** The address of the prefix. */
    public Wide ip() {
        return isIp4() ? Wide.ip4(lo) : Wide.ip6(hi, lo);
    }

    /** Whether an address lies inside. */
    public boolean contains(Wide ip) {
        return ip.isIp4() == isIp4() && covers(isIp4() ? 0 : ip.hi(), isIp4() ? ip.ip4() : ip.lo());
    }

    /** Whether another prefix is this one or lies inside. */
    public boolean contains(Net other) {
        return other.kind == kind && other.length >= length && covers(other.hi, other.lo);
    }

    /** Whether a prefix in plain numbers lies inside. */
    public boolean contains(boolean otherIp4, long otherHi, long otherLo, int otherLength) {
        return otherIp4 == isIp4() && otherLength >= length && covers(otherHi, otherLo);
    }

    private boolean covers(long otherHi, long otherLo) {
        if (isIp4()) {
            return (otherLo & mask4(length)) == lo;
        }
        return (otherHi & maskHi(length)) == hi && (otherLo & maskLo(length)) == lo;
    }

    /** The 32-bit net mask, 0..32. */
    public static long mask4(int length) {
        return length == 0 ? 0 : (-1L << (32 - length)) & 0xFFFF_FFFFL;
    }

    /** Upper half of a 128-bit net mask. */
    public static long maskHi(int length) {
        return length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
    }

    /** Lower half of a 128-bit net mask. */
    public static long maskLo(int length) {
        return length <= 64 ? 0 : length >= 128 ? -1L : -1L << (128 - length);
    }
}
