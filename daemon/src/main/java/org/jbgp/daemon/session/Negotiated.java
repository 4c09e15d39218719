package org.jbgp.daemon.session;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.OpenMessage;
import org.jbgp.daemon.wire.update.SessionEncoding;

/**
 * What two OPEN messages agreed on; fixed for the life of the session. Immutable, safe on every thread.
 *
 * @param parties who is on the session
 * @param capabilities those in use on the session, as {@link CapabilityType.Use} says
 * @param times times in seconds
 * @param peerRestart what the neighbor says of its restart (RFC 4724)
 * @param families the families both sides offered
 */
public record Negotiated(
        Parties parties,
        Set<CapabilityType> capabilities,
        Times times,
        PeerRestart peerRestart,
        Map<AddressFamily, FamilyNegotiated> families) {
    /**
     * Who is on the session.
     *
     * @param localAs our AS number, 32 bits
     * @param publicAs the one the neighbor knows us by: of our confederation, if it is outside (RFC 5065)
     * @param peerAs the neighbor's AS number, 32 bits (from the 4-byte AS capability if it was sent)
     * @param localId our BGP Identifier, unsigned 32 bits
     * @param peerId the neighbor's BGP Identifier, unsigned 32 bits
     * @param internal iBGP
     * @param interior iBGP, or the neighbor is in our confederation
     */
    public record Parties(
            long localAs, long publicAs, long peerAs, int localId, int peerId, boolean internal, boolean interior) {}

    /**
     * Times in seconds.
     *
     * @param holdTime seconds, 0 = none
     * @param keepaliveTime seconds, 0 = none
     * @param sendHoldTime seconds (RFC 9687), 0 = none
     */
    public record Times(int holdTime, int keepaliveTime, int sendHoldTime) {}

    /**
     * What the neighbor says of its restart (RFC 4724).
     *
     * @param peerRestarting the neighbor has just restarted (RFC 4724 §3, R bit)
     * @param peerRestartTime seconds the neighbor asks us to keep its routes, 0..4095
     * @param notifications both sides keep routes after a NOTIFICATION too (RFC 8538)
     */
    public record PeerRestart(boolean peerRestarting, int peerRestartTime, boolean notifications) {}

    /** See {@link Parties#localAs}. */
    public long localAs() {
        return parties.localAs();
    }

    /** See {@link Parties#publicAs}. */
    public long publicAs() {
        return parties.publicAs();
    }

    /** See {@link Parties#peerAs}. */
    public long peerAs() {
        return parties.peerAs();
    }

    /** See {@link Parties#localId}. */
    public int localId() {
        return parties.localId();
    }

    /** See {@link Parties#peerId}. */
    public int peerId() {
        return parties.peerId();
    }

    /** See {@link Parties#internal}. */
    public boolean internal() {
        return parties.internal();
    }

    /** See {@link Parties#interior}. */
    public boolean interior() {
        return parties.interior();
    }

    /** See {@link Times#holdTime}. */
    public int holdTime() {
        return times.holdTime();
    }

    /** See {@link Times#keepaliveTime}. */
    public int keepaliveTime() {
        return times.keepaliveTime();
    }

    /** See {@link Times#sendHoldTime}. */
    public int sendHoldTime() {
        return times.sendHoldTime();
    }

    /** See {@link PeerRestart#peerRestarting}. */
    public boolean peerRestarting() {
        return peerRestart.peerRestarting();
    }

    /** See {@link PeerRestart#notifications}. */
    public boolean restartsAfterNotification() {
        return peerRestart.notifications();
    }

    /** See {@link PeerRestart#peerRestartTime}. */
    public int peerRestartTime() {
        return peerRestart.peerRestartTime();
    }

    public Negotiated {
        capabilities = Set.copyOf(capabilities);
        families = Map.copyOf(families);
    }

    /** Whether the capability is in use on the session. */
    public boolean uses(CapabilityType type) {
        return capabilities.contains(type);
    }

    /** AS_PATH and AGGREGATOR carry 4-byte AS numbers (RFC 6793). */
    public boolean fourByteAs() {
        return uses(CapabilityType.FOUR_BYTE_AS);
    }

    /** The neighbor accepts ROUTE-REFRESH (RFC 2918). */
    public boolean routeRefresh() {
        return uses(CapabilityType.ROUTE_REFRESH);
    }

    /** Both sides demarcate refreshes (RFC 7313). */
    public boolean enhancedRouteRefresh() {
        return uses(CapabilityType.ENHANCED_ROUTE_REFRESH);
    }

    /** Messages up to 65535 bytes are sent (RFC 8654); {@link OpenMessage#longestTaken} says what is taken. */
    public boolean extendedMessages() {
        return uses(CapabilityType.EXTENDED_MESSAGE);
    }

    /** Both sides sent the Graceful Restart capability, so End-of-RIB is expected (RFC 4724). */
    public boolean gracefulRestartAware() {
        return uses(CapabilityType.GRACEFUL_RESTART);
    }

    /** The neighbor may get routes marked LLGR_STALE (RFC 9494 §4.3). */
    public boolean peerLongLivedAware() {
        return uses(CapabilityType.LONG_LIVED_GRACEFUL_RESTART);
    }

    /** Longest message we send, header included: 4096 or 65535 bytes (OPEN and KEEPALIVE: always 4096). */
    public int maxMessageLength() {
        return extendedMessages() ? 65535 : 4096;
    }

    /** True if routes of this family may be exchanged. */
    public boolean carries(AddressFamily family) {
        return families.containsKey(family);
    }

    /** The agreement for one family, or null if it was not agreed on. */
    public FamilyNegotiated family(AddressFamily family) {
        return families.get(family);
    }

    /**
     * The part of this that changes the bytes of an UPDATE.
     *
     * @param confederation we are a member of a confederation (RFC 5065)
     * @param enforceFirstAs refuse paths of an external neighbor that do not start with its AS (RFC 4271 §6.3)
     */
    public SessionEncoding encoding(boolean confederation, boolean enforceFirstAs) {
        Set<AddressFamily> receive = EnumSet.noneOf(AddressFamily.class);
        Set<AddressFamily> send = EnumSet.noneOf(AddressFamily.class);
        Set<AddressFamily> nextHops = EnumSet.noneOf(AddressFamily.class);
        families.forEach((family, agreed) -> {
            if (agreed.addPathReceive()) {
                receive.add(family);
            }
            if (agreed.addPathSend()) {
                send.add(family);
            }
            if (agreed.extendedNextHop()) {
                nextHops.add(family);
            }
        });
        return new SessionEncoding(
                internal() ? PeerSort.INTERNAL : interior() ? PeerSort.CONFEDERATION : PeerSort.EXTERNAL,
                localAs(),
                peerAs(),
                fourByteAs(),
                maxMessageLength(),
                confederation,
                enforceFirstAs,
                new SessionEncoding.Families(families.keySet(), receive, send, nextHops, Set.of()));
    }
}
