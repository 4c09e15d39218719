package org.jbgp.daemon.protocol;

import org.jbgp.kernel.Family;
import org.jbgp.kernel.IpAddress;

/** How far an address is valid, in rising order; decides what is announced, learned and used as a gateway. */
public enum AddressScope {
    /** Not a unicast address at all: multicast, broadcast, unspecified. */
    NONE,
    /** This host: 127.0.0.0/8, ::1. */
    HOST,
    /** The link: 169.254.0.0/16 (RFC 3927), fe80::/10. */
    LINK,
    /** The site: RFC 1918 and fc00::/7, fec0::/10. */
    SITE,
    /** Everywhere; 240.0.0.0/4 too, as Calico's BIRD has it. */
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
        if (first == 169 && second == 254) {
            return LINK;
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

    /** Whether a route to this prefix makes sense in a routing table: the default route, or something wider than a link. */
    public static boolean routable(Family family, long hi, long lo, int length) {
        return length == 0 || of(new IpAddress(family, hi, lo)).compareTo(LINK) > 0;
    }
}
