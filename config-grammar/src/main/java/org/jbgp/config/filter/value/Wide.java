package org.jbgp.config.filter.value;

/**
 * Values of 128 bits. An ip: IPv6 as it is, IPv4 as IPv4-mapped IPv6 address (so that both have one order, as in BIRD).
 * A large community: {@code hi} = AS number, {@code lo} = data1 &lt;&lt; 32 | data2.
 */
public record Wide(FilterType type, long hi, long lo) implements Value {

    private static final long MAPPED = 0xFFFFL << 32;

    /** An IPv4 address of unsigned 32 bits. */
    public static Wide ip4(long address) {
        return new Wide(FilterType.IP, 0, MAPPED | (address & 0xFFFF_FFFFL));
    }

    public static Wide ip6(long hi, long lo) {
        return new Wide(FilterType.IP, hi, lo);
    }

    public static Wide largeCommunity(long asn, long data1, long data2) {
        return new Wide(FilterType.LC, asn & 0xFFFF_FFFFL, data1 << 32 | (data2 & 0xFFFF_FFFFL));
    }

    /** Whether this ip is an IPv4 address. */
    public boolean isIp4() {
        return hi == 0 && lo >>> 32 == 0xFFFF;
    }

    /** The unsigned 32 bits of an IPv4 address. */
    public long ip4() {
        return lo & 0xFFFF_FFFFL;
    }

    static int compare(long hi1, long lo1, long hi2, long lo2) {
        int high = Long.compareUnsigned(hi1, hi2);
        return high != 0 ? high : Long.compareUnsigned(lo1, lo2);
    }
}
