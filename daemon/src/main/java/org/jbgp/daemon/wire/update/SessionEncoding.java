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
 * @param maxMessage longest message that is sent, header included: 4096 or 65535 (RFC 8654)
 * @param confederation we are a member of a confederation, so internal neighbors may send confederation segments (RFC
 *     5065)
 * @param enforceFirstAs refuse paths of an external neighbor that do not start with its AS number (RFC 4271 §6.3); off
 *     towards route servers (RFC 7947 §2.2.2.1)
 * @param families families both sides have offered, and what else holds for some of them
 */
public record SessionEncoding(
        PeerSort peer,
        long localAs,
        long peerAs,
        boolean as4,
        int maxMessage,
        boolean confederation,
        boolean enforceFirstAs,
        Families families) {

    /**
     * Families by what was agreed on for them.
     *
     * @param carried both sides have offered them
     * @param addPathReceive the neighbor sends path identifiers (RFC 7911)
     * @param addPathSend we send path identifiers
     * @param extendedNextHop next hops may be of the other family: IPv6 addresses of IPv4 (RFC 8950), IPv4-mapped ones
     *     of IPv6 (RFC 4798 §2, which asks for no capability)
     * @param aigp the configuration lets AIGP pass in both directions (RFC 7311 §3.1)
     */
    public record Families(
            Set<AddressFamily> carried,
            Set<AddressFamily> addPathReceive,
            Set<AddressFamily> addPathSend,
            Set<AddressFamily> extendedNextHop,
            Set<AddressFamily> aigp) {
        public Families {
            carried = Set.copyOf(carried);
            addPathReceive = Set.copyOf(addPathReceive);
            addPathSend = Set.copyOf(addPathSend);
            extendedNextHop = Set.copyOf(extendedNextHop);
            aigp = Set.copyOf(aigp);
        }
    }

    public SessionEncoding {
        if (maxMessage != MessageHeader.MAX_STANDARD && maxMessage != MessageHeader.MAX_EXTENDED) {
            throw new IllegalArgumentException("longest message of " + maxMessage + " bytes");
        }
    }

    /** A session of today's usual kind: 4-byte AS numbers, 4096 bytes, no path identifiers. */
    public static SessionEncoding of(PeerSort peer, long localAs, long peerAs, Collection<AddressFamily> families) {
        Families usual = new Families(Set.copyOf(families), Set.of(), Set.of(), Set.of(), Set.of());
        return new SessionEncoding(peer, localAs, peerAs, true, MessageHeader.MAX_STANDARD, false, false, usual);
    }

    /** The same with another AS number of the neighbor, 0 for any. */
    public SessionEncoding withPeerAs(long other) {
        return new SessionEncoding(peer, localAs, other, as4, maxMessage, confederation, enforceFirstAs, families);
    }

    /** The same with 2-byte AS numbers. */
    public SessionEncoding withAs2() {
        return new SessionEncoding(peer, localAs, peerAs, false, maxMessage, confederation, enforceFirstAs, families);
    }

    /** The same with messages of up to 65535 bytes. */
    public SessionEncoding withExtendedMessages() {
        return new SessionEncoding(
                peer, localAs, peerAs, as4, MessageHeader.MAX_EXTENDED, confederation, enforceFirstAs, families);
    }

    /** The same as a member of a confederation. */
    public SessionEncoding withConfederation() {
        return new SessionEncoding(peer, localAs, peerAs, as4, maxMessage, true, enforceFirstAs, families);
    }

    /** The same with the check of the first AS number. */
    public SessionEncoding withEnforcedFirstAs() {
        return new SessionEncoding(peer, localAs, peerAs, as4, maxMessage, confederation, true, families);
    }

    /** The same with path identifiers in both directions in these families. */
    public SessionEncoding withAddPath(AddressFamily first, AddressFamily... more) {
        Set<AddressFamily> both = EnumSet.of(first, more);
        return with(new Families(families.carried, both, both, families.extendedNextHop, families.aigp));
    }

    /** The same with IPv6 next hops in these families. */
    public SessionEncoding withExtendedNextHop(AddressFamily first, AddressFamily... more) {
        return with(new Families(
                families.carried,
                families.addPathReceive,
                families.addPathSend,
                EnumSet.of(first, more),
                families.aigp));
    }

    /** The same with IPv4 next hops of IPv6 routes. */
    public SessionEncoding withMappedNextHops() {
        Set<AddressFamily> more = EnumSet.of(AddressFamily.IPV6_UNICAST);
        more.addAll(families.extendedNextHop);
        return with(new Families(families.carried, families.addPathReceive, families.addPathSend, more, families.aigp));
    }

    /** The same with AIGP in these families. */
    public SessionEncoding withAigp(Set<AddressFamily> some) {
        return with(new Families(
                families.carried, families.addPathReceive, families.addPathSend, families.extendedNextHop, some));
    }

    private SessionEncoding with(Families other) {
        return new SessionEncoding(peer, localAs, peerAs, as4, maxMessage, confederation, enforceFirstAs, other);
    }
}
