package org.jbgp.kernel;

/** What a route does with a packet (RTN_* of {@code <linux/rtnetlink.h>}). */
public enum RouteType {
    /** Forwards through a gateway or a device. */
    UNICAST(1),
    /** An address of this host. */
    LOCAL(2),
    /** Broadcast; always delivered locally. */
    BROADCAST(3),
    /** Local broadcast as source address only. */
    ANYCAST(4),
    /** Multicast. */
    MULTICAST(5),
    /** Drops silently. */
    BLACKHOLE(6),
    /** Drops; answers ICMP destination unreachable. */
    UNREACHABLE(7),
    /** Drops; answers ICMP administratively prohibited. */
    PROHIBIT(8),
    /** Goes on with the next rule's table. */
    THROW(9),
    /** Anything else the kernel may grow. */
    OTHER(0);

    private static final RouteType[] BY_NUMBER = new RouteType[10];

    static {
        for (RouteType type : values()) {
            BY_NUMBER[type.number] = type;
        }
    }

    private final int number;

    RouteType(int number) {
        this.number = number;
    }

    /** The RTN_* number; 0 for {@link #OTHER}. */
    public int number() {
        return number;
    }

    static RouteType ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : OTHER;
    }
}
