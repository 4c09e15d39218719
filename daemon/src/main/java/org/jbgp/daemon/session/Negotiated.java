package org.jbgp.daemon.session;

import java.util.Map;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * What two OPEN messages agreed on; fixed for the life of the session. Immutable, safe on every thread.
 *
 * @param localAs our AS number, 32 bits
 * @param peerAs the neighbour's AS number, 32 bits (from the 4-byte AS capability if it was sent)
 * @param localId our BGP Identifier, unsigned 32 bits
 * @param peerId the neighbour's BGP Identifier, unsigned 32 bits
 * @param internal iBGP
 * @param fourByteAs AS_PATH and AGGREGATOR carry 4-byte AS numbers (RFC 6793)
 * @param routeRefresh the neighbour accepts ROUTE-REFRESH (RFC 2918)
 * @param enhancedRouteRefresh both sides demarcate refreshes (RFC 7313)
 * @param extendedMessages messages up to 65535 bytes in both directions (RFC 8654)
 * @param holdTime seconds, 0 = none
 * @param keepaliveTime seconds, 0 = none
 * @param sendHoldTime seconds (RFC 9687), 0 = none
 * @param gracefulRestartAware both sides sent the Graceful Restart capability, so End-of-RIB is expected (RFC 4724)
 * @param peerRestarting the neighbour has just restarted (RFC 4724 §3, R bit)
 * @param peerRestartTime seconds the neighbour asks us to keep its routes, 0..4095
 * @param families the families both sides offered
 */
public record Negotiated(
        long localAs,
        long peerAs,
        int localId,
        int peerId,
        boolean internal,
        boolean fourByteAs,
        boolean routeRefresh,
        boolean enhancedRouteRefresh,
        boolean extendedMessages,
        int holdTime,
        int keepaliveTime,
        int sendHoldTime,
        boolean gracefulRestartAware,
        boolean peerRestarting,
        int peerRestartTime,
        Map<AddressFamily, FamilyNegotiated> families) {

    public Negotiated {
        families = Map.copyOf(families);
    }

    /** Longest message either side may send, header included: 4096 or 65535 bytes (OPEN and KEEPALIVE: always 4096). */
    public int maxMessageLength() {
        return extendedMessages ? 65535 : 4096;
    }

    /** True if routes of this family may be exchanged. */
    public boolean carries(AddressFamily family) {
        return families.containsKey(family);
    }

    /** The agreement for one family, or null if it was not agreed on. */
    public FamilyNegotiated family(AddressFamily family) {
        return families.get(family);
    }
}
