package org.jbgp.daemon.session;

/**
 * What both sides agreed on for one address family.
 *
 * @param addPathReceive routes arrive with path identifiers (RFC 7911)
 * @param addPathSend routes must be sent with path identifiers (RFC 7911)
 * @param extendedNextHop IPv4 routes may be sent with IPv6 next hops (RFC 8950)
 * @param peerRestartable the neighbour announced this family in its Graceful Restart capability (RFC 4724)
 * @param peerKeptForwarding the neighbour says its forwarding state survived its restart (RFC 4724 §3, F bit)
 */
public record FamilyNegotiated(
        boolean addPathReceive,
        boolean addPathSend,
        boolean extendedNextHop,
        boolean peerRestartable,
        boolean peerKeptForwarding) {

    /** One path per prefix, next hops of its own family. */
    public static final FamilyNegotiated PLAIN = new FamilyNegotiated(false, false, false, false, false);
}
