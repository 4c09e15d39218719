package org.jbgp.config.base;

/** The two address families jbgpd carries, both unicast. */
public enum IpFamily {
    IPV4(32, "ipv4", "IPv4"),
    IPV6(128, "ipv6", "IPv6");

    private final int bits;
    private final String keyword;
    private final String title;

    IpFamily(int bits, String keyword, String title) {
        this.bits = bits;
        this.keyword = keyword;
        this.title = title;
    }

    /** Bits of an address: 32 or 128. */
    public int bits() {
        return bits;
    }

    /** The word a file uses, which is also the default channel name: {@code ipv4} or {@code ipv6}. */
    public String keyword() {
        return keyword;
    }

    /** The word for people: {@code IPv4} or {@code IPv6}. */
    public String title() {
        return title;
    }
}
