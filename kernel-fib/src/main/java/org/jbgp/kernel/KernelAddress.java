package org.jbgp.kernel;

import static java.util.Objects.requireNonNull;

import java.util.Objects;

/**
 * An address of an interface (RTM_NEWADDR).
 *
 * @param ifindex the interface
 * @param local this host's address
 * @param peer the other end's address on a point-to-point address, or the same as {@code local}
 * @param prefixLength of the network around {@code peer}, 0 to 32 or 128
 * @param broadcast the broadcast address, or null
 * @param scope RT_SCOPE_*: 0 global, 253 link, 254 host
 * @param flags IFA_F_* of {@code <linux/if_addr.h>}
 */
public record KernelAddress(
        int ifindex, KernelIp local, KernelIp peer, int prefixLength, KernelIp broadcast, int scope, int flags) {
    private static final int IFA_F_SECONDARY = 0x01;
    private static final int IFA_F_DADFAILED = 0x08;
    private static final int IFA_F_TENTATIVE = 0x40;

    private static final int RT_SCOPE_LINK = 253;

    /** Addresses are never null, the broadcast address may be. */
    public KernelAddress {
        requireNonNull(local, "local");
        requireNonNull(peer, "peer");
    }

    /** The family of the address. */
    public Family family() {
        return local.family();
    }

    // As in KernelIp: these run at every start.
    @Override
    public boolean equals(Object other) {
        return other instanceof KernelAddress that
                && ifindex == that.ifindex
                && prefixLength == that.prefixLength
                && scope == that.scope
                && flags == that.flags
                && local.equals(that.local)
                && peer.equals(that.peer)
                && Objects.equals(broadcast, that.broadcast);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * ifindex + local.hashCode()) + prefixLength;
    }

    /** A second address of a network that already has one. */
    public boolean secondary() {
        return (flags & IFA_F_SECONDARY) != 0;
    }

    /** Not usable yet or not at all: duplicate address detection (RFC 4862 §5.4) runs or has failed. */
    public boolean tentative() {
        return (flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) != 0;
    }

    /** It means something on its link only, as all of fe80::/10 do. */
    public boolean linkLocal() {
        return scope == RT_SCOPE_LINK;
    }
}
