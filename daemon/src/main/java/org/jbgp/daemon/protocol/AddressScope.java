package org.jbgp.daemon.protocol;

import org.jbgp.kernel.Family;
import org.jbgp.kernel.IpAddress;

/** How far an address is valid, in rising order, as {@code show interfaces} tells it. */
public enum AddressScope {
    /** Not a unicast address at all: multicast, broadcast, unspecified. */
    NONE,
    /** This host: 127.0.0.0/8, ::1. */
    HOST,
    /** The link: fe80::/10. */
    LINK,
    /** The site: RFC 1918 and fc00::/7, fec0::/10. */
    SITE,
    /** Everywhere; 169.254.0.0/16 and 240.0.0.0/4 too, as in BIRD's routing tables. */
    UNIVERSE;

    /** The scope of an address. */
    public static AddressScope of(IpAddress address) {
        return address.family() == Family.IPV4 ? ofIpv4(address.lo()) : ofIpv6(address.hi(), address.lo());
    }

    private static AddressScope ofIpv4(long bits) {
        int first = (int) (bits >>> 24);
        int second = (int) (bits >>> 16) & 0xFF;
        if (first == 127) {
            return HOST;
        }
        if (first == 0 || (first >= 224 && first < 240) || bits == 0xFFFF_FFFFL) {
            return NONE;
        }
        boolean site = first == 10 || (first == 172 && second >>> 4 == 1) || (first == 192 && second == 168);
        return site ? SITE : UNIVERSE;
    }

    private static AddressScope ofIpv6(long hi, long lo) {
        if (hi == 0 && lo == 1) {
            return HOST;
        }
        if ((hi == 0 && lo == 0) || hi >>> 56 == 0xFF) {
            return NONE;
        }
        if (hi >>> 54 == 0xFE80L >>> 6) {
            return LINK;
        }
        return hi >>> 57 == 0xFC00L >>> 9 || hi >>> 54 == 0xFEC0L >>> 6 ? SITE : UNIVERSE;
    }
}
