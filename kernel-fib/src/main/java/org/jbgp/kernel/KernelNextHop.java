package org.jbgp.kernel;

/**
 * One next hop of a unicast route.
 *
 * @param gateway the router, of either family (RTA_GATEWAY, or RTA_VIA for IPv4 over IPv6); null for a directly
 *     attached network
 * @param ifindex the outgoing interface; 0 lets the kernel find it by the gateway
 * @param weight 1 to 256; the kernel's {@code rtnh_hops} plus one
 * @param flags RTNH_F_*: {@link #ONLINK}, {@link #DEAD}, {@link #LINKDOWN}
 */
public record KernelNextHop(KernelIp gateway, int ifindex, int weight, int flags) {
    /** RTNH_F_DEAD: the interface is down. */
    public static final int DEAD = 1;

    /** RTNH_F_ONLINK: the gateway is taken as directly reachable whatever the addresses say. */
    public static final int ONLINK = 4;

    /** RTNH_F_LINKDOWN: the carrier is gone. */
    public static final int LINKDOWN = 16;

    /** Checks the weight. */
    public KernelNextHop {
        if (weight < 1 || weight > 256) {
            throw new IllegalArgumentException("weight " + weight + " is not in 1..256");
        }
    }

    /** Whether the gateway is taken as directly reachable. */
    public boolean onlink() {
        return (flags & ONLINK) != 0;
    }

    /** Whether the kernel does not use it now. */
    public boolean dead() {
        return (flags & DEAD) != 0;
    }
}
