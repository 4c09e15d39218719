package org.jbgp.daemon.session;

/**
 * What both sides agreed on for one address family.
 *
 * @param addPathReceive routes arrive with path identifiers (RFC 7911)
 * @param addPathSend routes must be sent with path identifiers (RFC 7911)
 * @param extendedNextHop IPv4 routes may be sent with IPv6 next hops (RFC 8950)
 * @param peerRestartable the neighbor announced this family in its Graceful Restart capability (RFC 4724)
 * @param peerKeptForwarding the neighbor says its forwarding state survived its restart (RFC 4724 §3, F bit)
 * @param peerStaleTime for how many seconds the neighbor asks us to keep its routes stale after its restart time (RFC
 *     9494), 0 for none
 * @param peerKeptLongLived the same as {@code peerKeptForwarding}, said in that capability
 */
public record FamilyNegotiated(
        boolean addPathReceive,
        boolean addPathSend,
        boolean extendedNextHop,
        boolean peerRestartable,
        boolean peerKeptForwarding,
        int peerStaleTime,
        boolean peerKeptLongLived) {

    /** One path per prefix, next hops of its own family. */
    public static final FamilyNegotiated PLAIN = new FamilyNegotiated(false, false, false, false, false, 0, false);
}
