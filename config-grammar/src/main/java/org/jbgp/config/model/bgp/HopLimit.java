package org.jbgp.config.model.bgp;

/**
 * How far away the neighbor may be.
 *
 * @param multihop number of hops, 1 to 255 ({@code multihop;} alone is 64), which is the TTL of what we send; 0: the
 *     neighbor is on a directly connected network, and the TTL is 1
 * @param ttlSecurity RFC 5082 (GTSM): packets leave with TTL 255 and are accepted only with TTL ≥ 256 − hops
 */
public record HopLimit(int multihop, boolean ttlSecurity) {
    /** A directly connected neighbor without GTSM. */
    public static final HopLimit DIRECT = new HopLimit(0, false);

    /** @throws IllegalArgumentException for a hop count outside 0..255 */
    public HopLimit {
        if (multihop < 0 || multihop > 255) {
            throw new IllegalArgumentException("multihop out of range: " + multihop);
        }
    }

    /** TTL or hop limit of the packets we send, 1..255. */
    public int sendTtl() {
        return ttlSecurity ? 255 : Math.max(1, multihop);
    }

    /** Smallest TTL we accept, 0 = any. */
    public int minimumReceiveTtl() {
        // RFC 5082 §3: one hop away means that the packet arrives with 255.
        return ttlSecurity ? 256 - Math.max(1, multihop) : 0;
    }
}
