package org.jbgp.daemon.wire.update;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.PeerSort;

/**
 * What two neighbors have negotiated, as far as it changes the bytes of an UPDATE. Immutable; any thread.
 *
 * @param peer sort of the neighbor
 * @param localAs our AS number towards this neighbor, 1..2³²-1
 * @param peerAs the neighbor's AS number, 1..2³²-1
 * @param as4 both sides have sent the 4-byte AS capability (RFC 6793)
 * @param maxMessage longest message, header included: 4096 or 65535 (RFC 8654)
 * @param confederation we are a member of a confederation, so internal neighbors may send confederation segments (RFC
 *     5065)
 * @param enforceFirstAs refuse paths of an external neighbor that do not start with its AS number (RFC 4271 §6.3); off
 *     towards route servers (RFC 7947 §2.2.2.1)
 * @param families families both sides have offered
 * @param addPathReceive families in which the neighbor sends path identifiers (RFC 7911)
 * @param addPathSend families in which we send path identifiers
 * @param extendedNextHop families whose next hops may be IPv6 addresses though they are not (RFC 8950)
 */
public record SessionEncoding(
        PeerSort peer,
        long localAs,
        long peerAs,
        boolean as4,
        int maxMessage,
        boolean confederation,
        boolean enforceFirstAs,
        Set<AddressFamily> families,
        Set<AddressFamily> addPathReceive,
        Set<AddressFamily> addPathSend,
        Set<AddressFamily> extendedNextHop) {

    public SessionEncoding {
        if (maxMessage != MessageHeader.MAX_STANDARD && maxMessage != MessageHeader.MAX_EXTENDED) {
            throw new IllegalArgumentException("longest message of " + maxMessage + " bytes");
        }
        families = Set.copyOf(families);
        addPathReceive = Set.copyOf(addPathReceive);
        addPathSend = Set.copyOf(addPathSend);
        extendedNextHop = Set.copyOf(extendedNextHop);
    }

    /** A session of today's usual kind: 4-byte AS numbers, 4096 bytes, no path identifiers. */
    public static SessionEncoding of(PeerSort peer, long localAs, long peerAs, Collection<AddressFamily> families) {
        return new SessionEncoding(
                peer,
                localAs,
                peerAs,
                true,
                MessageHeader.MAX_STANDARD,
                false,
                false,
                Set.copyOf(families),
                Set.of(),
                Set.of(),
                Set.of());
    }

    /** The same with 2-byte AS numbers. */
    public SessionEncoding withAs2() {
        return new SessionEncoding(
                peer,
                localAs,
                peerAs,
                false,
                maxMessage,
                confederation,
                enforceFirstAs,
                families,
                addPathReceive,
                addPathSend,
                extendedNextHop);
    }

    /** The same with messages of up to 65535 bytes. */
    public SessionEncoding withExtendedMessages() {
        return new SessionEncoding(
                peer,
                localAs,
                peerAs,
                as4,
                MessageHeader.MAX_EXTENDED,
                confederation,
                enforceFirstAs,
                families,
                addPathReceive,
                addPathSend,
                extendedNextHop);
    }

    /** The same with path identifiers in both directions in these families. */
    public SessionEncoding withAddPath(AddressFamily first, AddressFamily... more) {
        Set<AddressFamily> both = EnumSet.of(first, more);
        return new SessionEncoding(
                peer,
                localAs,
                peerAs,
                as4,
                maxMessage,
                confederation,
                enforceFirstAs,
                families,
                both,
                both,
                extendedNextHop);
    }

    /** The same with IPv6 next hops in these families. */
    public SessionEncoding withExtendedNextHop(AddressFamily first, AddressFamily... more) {
        return new SessionEncoding(
                peer,
                localAs,
                peerAs,
                as4,
                maxMessage,
                confederation,
                enforceFirstAs,
                families,
                addPathReceive,
                addPathSend,
                EnumSet.of(first, more));
    }

    /** The same as a member of a confederation. */
    public SessionEncoding withConfederation() {
        return new SessionEncoding(
                peer,
                localAs,
                peerAs,
                as4,
                maxMessage,
                true,
                enforceFirstAs,
                families,
                addPathReceive,
                addPathSend,
                extendedNextHop);
    }

    /** The same with the check of the first AS number. */
    public SessionEncoding withEnforcedFirstAs() {
        return new SessionEncoding(
                peer,
                localAs,
                peerAs,
                as4,
                maxMessage,
                confederation,
                true,
                families,
                addPathReceive,
                addPathSend,
                extendedNextHop);
    }
}
