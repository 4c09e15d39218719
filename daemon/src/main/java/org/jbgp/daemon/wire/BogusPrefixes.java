package org.jbgp.daemon.wire;

/**
 * Prefixes that no routing table takes, whoever announces them: those of addresses that are not unicast, or that mean
 * something on this host or on one link only (RFC 6890; BIRD's classes). The address counts, not the length, so {@code
 * fe80::/9} is refused too; the zero address is the default route's and passes. 240.0.0.0/4 (RFC 1112) and
 * 169.254.0.0/16 (RFC 3927) pass as well: people route them.
 */
public final class BogusPrefixes {
    private BogusPrefixes() {}

    /**
     * True if no table takes the prefix.
     *
     * @param hi upper half of an IPv6 address, 0 for IPv4
     * @param lo lower half of an IPv6 address, or an IPv4 address as an unsigned number
     */
    public static boolean refused(AddressFamily family, long hi, long lo) {
        if (family == AddressFamily.IPV4_UNICAST) {
            return lo != 0 && refusedIpv4(lo);
        }
        // 2000::/3, which is what there is of global unicast addresses (RFC 4291 §2.4).
        if (hi >>> 61 == 1) {
            return false;
        }
        if (hi == 0) {
            return lo != 0 && refusedWithoutUpperHalf(lo);
        }
        // fe80::/10 (RFC 4291 §2.5.6) and ff00::/8 (§2.7).
        return hi >>> 54 == 0xFE80 >>> 6 || hi >>> 56 == 0xFF;
    }

    /** 0.0.0.0/8, 127.0.0.0/8 (RFC 1122 §3.2.1.3), 224.0.0.0/4 and the limited broadcast address. */
    private static boolean refusedIpv4(long address) {
        int first = (int) (address >>> 24);
        return first == 0 || first == 127 || first >>> 4 == 14 || address == 0xFFFF_FFFFL;
    }

    /**
     * ::1, and addresses with an IPv4 address in them (RFC 4291 §2.5.5), which are what that one is; the rest of ::/64
     * is assigned to no use.
     */
    private static boolean refusedWithoutUpperHalf(long lo) {
        long upper = lo >>> 32;
        return (upper != 0 && upper != 0xFFFF) || refusedIpv4(lo & 0xFFFF_FFFFL);
    }
}
