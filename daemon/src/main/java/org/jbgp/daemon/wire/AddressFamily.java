package org.jbgp.daemon.wire;

/**
 * The address families a table, a channel and an MP-BGP capability can carry (IANA AFI/SAFI registries, RFC 4760).
 *
 * <p>{@link #index()} numbers them densely from 0.
 */
public enum AddressFamily {
    IPV4_UNICAST(0, 1, 1, 32, "ipv4"),
    IPV6_UNICAST(1, 2, 1, 128, "ipv6");

    private static final AddressFamily[] ALL = values();

    private final int index;
    private final int afi;
    private final int safi;
    private final int bits;
    private final String label;

    AddressFamily(int index, int afi, int safi, int bits, String label) {
        this.index = index;
        this.afi = afi;
        this.safi = safi;
        this.bits = bits;
        this.label = label;
    }

    /** Dense number for arrays: 0 for IPv4, 1 for IPv6. */
    public int index() {
        return index;
    }

    /** Address Family Identifier, 16 bits on the wire. */
    public int afi() {
        return afi;
    }

    /** Subsequent Address Family Identifier, 8 bits on the wire. */
    public int safi() {
        return safi;
    }

    /** Longest prefix length, in bits: 32 or 128. */
    public int bits() {
        return bits;
    }

    /** BIRD's channel name: {@code ipv4} or {@code ipv6}. */
    public String label() {
        return label;
    }

    /** The family with these numbers, or null if jbgpd does not carry it. */
    public static AddressFamily of(int afi, int safi) {
        for (AddressFamily family : ALL) {
            if (family.afi == afi && family.safi == safi) {
                return family;
            }
        }
        return null;
    }
}
