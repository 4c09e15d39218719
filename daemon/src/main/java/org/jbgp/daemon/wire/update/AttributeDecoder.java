package org.jbgp.daemon.wire.update;

import org.jbgp.daemon.wire.Aigp;
import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.AttributeType;
import org.jbgp.daemon.wire.Bytes;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.PeerSort;

/** Checks the path attributes of one UPDATE and builds their canonical form: RFC 7606 §7 clause by clause. */
final class AttributeDecoder {
    private static final int TYPE_FLAGS = AttributeBlob.OPTIONAL | AttributeBlob.TRANSITIVE;

    private final SessionEncoding encoding;
    private final AttributeList list;
    private final AttributeBlobBuilder builder;
    private final Findings findings;
    private final boolean asZero;
    private final int asWidth;
    private final boolean confedSegments;

    AttributeDecoder(
            SessionEncoding encoding,
            boolean asZero,
            AttributeList list,
            AttributeBlobBuilder builder,
            Findings findings) {
        this.asZero = asZero;
        this.encoding = encoding;
        this.list = list;
        this.builder = builder;
        this.findings = findings;
        asWidth = encoding.as4() ? 4 : 2;
        confedSegments = encoding.peer() == PeerSort.CONFEDERATION
                || (encoding.peer() == PeerSort.INTERNAL && encoding.confederation());
    }

    /**
     * Builds the canonical attributes, except NEXT_HOP if {@code mpOnly}: then the next hop of {@code reach} stands in
     * its place.
     *
     * @param aigp whether AIGP is taken
     */
    void decode(byte[] array, MpAttribute reach, boolean mpOnly, boolean aigp) {
        builder.clear();
        boolean nextHopDue = mpOnly;
        for (int code = list.next(0); code < 256; code = list.next(code + 1)) {
            if (nextHopDue && code >= AttributeBlob.NEXT_HOP) {
                mpNextHop(array, reach);
                nextHopDue = false;
            }
            if (code == AttributeBlob.NEXT_HOP && mpOnly) {
                continue; // RFC 4760 §3: ignored if only MP_REACH_NLRI announces
            }
            if (code == AttributeBlob.AIGP && !aigp) {
                continue; // RFC 7311 §3.1: as an unknown attribute
            }
            attribute(array, list.at(code), code);
        }
    }

    private void attribute(byte[] array, int at, int code) {
        AttributeType type = AttributeType.of(code);
        int flags = array[at] & 0xff;
        if (type == null) {
            unknown(array, at, code, flags);
            return;
        }
        // RFC 7606 §3 c; the Partial bit is not checked
        if ((flags & TYPE_FLAGS) != type.flags()) {
            if (type == AttributeType.AIGP) {
                findings.discard(type + ": flags " + Integer.toHexString(flags)); // RFC 7311 §3.2, BIRD
                return;
            }
            findings.withdraw(
                    Notification.Kind.BAD_ATTRIBUTE_FLAGS,
                    data(array, at),
                    type + ": flags " + Integer.toHexString(flags));
            return;
        }
        if (!type.isTakenFrom(encoding.peer())) {
            findings.discard(type + " from an external neighbor");
            return;
        }
        int value = AttributeList.value(array, at);
        int end = AttributeList.end(array, at);
        if (!type.length().accepts(end - value, encoding.as4())) {
            malformed(
                    type,
                    Notification.Kind.BAD_ATTRIBUTE_LENGTH,
                    array,
                    at,
                    "length " + (end - value) + ", not " + type.length());
            return;
        }
        int kept = type.flags() == AttributeBlob.OPTIONAL_TRANSITIVE
                ? type.flags() | (flags & AttributeBlob.PARTIAL)
                : type.flags();
        switch (type) {
            case ORIGIN -> origin(array, at, value);
            case AS_PATH -> asPath(array, at, value, end);
            case NEXT_HOP -> nextHop(array, at, value);
            case AGGREGATOR -> aggregator(array, at, value, kept);
            case AS4_PATH -> as4Path(array, at, value, end);
            case AS4_AGGREGATOR -> as4Aggregator(array, at, value);
            case AIGP -> aigp(array, value, end, kept);
            case MP_REACH_NLRI, MP_UNREACH_NLRI -> {}
            // All others are kept as they came: their rows say all about them.
            default -> copy(array, value, end, kept, code);
        }
    }

    /** RFC 7311 §3: a malformed one is as good as none. */
    private void aigp(byte[] array, int value, int end, int flags) {
        String fault = Aigp.fault(array, value, end - value);
        if (fault == null) {
            copy(array, value, end, flags, AttributeBlob.AIGP);
        } else {
            findings.discard(AttributeType.AIGP + ": " + fault);
        }
    }

    private void copy(byte[] array, int value, int end, int flags, int code) {
        int to = builder.append(flags, code, end - value);
        System.arraycopy(array, value, builder.array(), to, end - value);
    }

    private void malformed(AttributeType type, Notification.Kind kind, byte[] array, int at, String text) {
        switch (type.malformed()) {
            case DISCARD -> findings.discard(type + ": " + text);
            case WITHDRAW -> findings.withdraw(kind, data(array, at), type + ": " + text);
        }
    }

    private static byte[] data(byte[] array, int at) {
        return Findings.attribute(array, at, AttributeList.end(array, at));
    }

    /** RFC 4271 §5, §6.3; RFC 7606 leaves unrecognized well-known attributes at session reset. */
    private void unknown(byte[] array, int at, int code, int flags) {
        if ((flags & AttributeBlob.OPTIONAL) == 0) {
            findings.reset(
                    Notification.Kind.UNRECOGNIZED_WELL_KNOWN,
                    data(array, at),
                    "unrecognized well-known attribute " + code);
        } else if ((flags & AttributeBlob.TRANSITIVE) != 0) {
            copy(
                    array,
                    AttributeList.value(array, at),
                    AttributeList.end(array, at),
                    AttributeBlob.OPTIONAL_TRANSITIVE | AttributeBlob.PARTIAL,
                    code);
        }
    }

    private void origin(byte[] array, int at, int value) {
        if (array[value] < AttributeBlob.ORIGIN_IGP || array[value] > AttributeBlob.ORIGIN_INCOMPLETE) {
            malformed(
                    AttributeType.ORIGIN,
                    Notification.Kind.INVALID_ORIGIN,
                    array,
                    at,
                    "value " + (array[value] & 0xff));
            return;
        }
        copy(array, value, value + 1, AttributeBlob.WELL_KNOWN, AttributeBlob.ORIGIN);
    }

    private void asPath(byte[] array, int at, int value, int end) {
        String wrong = AsPathDecoder.check(array, value, end, asWidth, asZero);
        if (wrong != null) {
            malformed(AttributeType.AS_PATH, Notification.Kind.MALFORMED_AS_PATH, array, at, wrong);
            return;
        }
        int bound = asWidth == 4 ? end - value : 2 * (end - value) + as4PathLength(array);
        if (bound > AttributeBlob.MAX_VALUE) {
            malformed(
                    AttributeType.AS_PATH,
                    Notification.Kind.MALFORMED_AS_PATH,
                    array,
                    at,
                    "too long with 4-byte AS numbers");
            return;
        }
        int to = builder.append(AttributeBlob.WELL_KNOWN, AttributeBlob.AS_PATH, bound);
        if (asWidth == 4) {
            System.arraycopy(array, value, builder.array(), to, end - value);
        } else {
            builder.shorten(to, fromTwoBytes(array, value, end, to) - to);
        }
        String refused = !confedSegments && hasConfedSegments(array, value, end)
                ? "confederation segments from outside (RFC 5065 §5)"
                : refuse(builder.array(), to, builder.length() - to);
        if (refused != null) {
            malformed(AttributeType.AS_PATH, Notification.Kind.MALFORMED_AS_PATH, array, at, refused);
        }
    }

    /** In AS_PATH as it came: what AS4_PATH takes the place of counts too. */
    private boolean hasConfedSegments(byte[] array, int value, int end) {
        return AsPathDecoder.hasSegment(array, value, end, asWidth, AsPath.CONFED_SEQUENCE, AsPath.CONFED_SET);
    }

    /** What is wrong with a well-formed path from this neighbor, or null. */
    private String refuse(byte[] path, int at, int length) {
        if (encoding.peer() == PeerSort.CONFEDERATION
                && (length == 0 || AsPath.segmentType(path, at) != AsPath.CONFED_SEQUENCE)) {
            return "no leading AS_CONFED_SEQUENCE (RFC 5065 §5)";
        }
        if (encoding.enforceFirstAs()
                && encoding.peer() == PeerSort.EXTERNAL
                && AsPath.leftmostAs(path, at, length) != encoding.peerAs()) {
            return "first AS is not the neighbor's (RFC 4271 §6.3)";
        }
        return null;
    }

    private int fromTwoBytes(byte[] array, int value, int end, int to) {
        if (usesAs4(array) && list.has(AttributeBlob.AS4_PATH)) {
            int at4 = AttributeList.value(array, list.at(AttributeBlob.AS4_PATH));
            int end4 = AttributeList.end(array, list.at(AttributeBlob.AS4_PATH));
            if (hasFlags(array, AttributeType.AS4_PATH)
                    && AsPathDecoder.checkAs4(array, at4, end4) == null
                    && AsPathDecoder.hops(array, value, end, 2) >= AsPathDecoder.hops(array, at4, end4, 4)) {
                int merged = AsPathDecoder.merge(array, value, end, at4, end4, builder.array(), to);
                // A set that AS4_PATH does not know was made by a router that does not know AS4_PATH, as with
                // AGGREGATOR: it must not be lost, since RFC 9774 §3 refuses what has one.
                if (AsPath.hasSets(builder.array(), to, merged - to)
                        || !AsPathDecoder.hasSegment(array, value, end, 2, AsPath.SET, AsPath.CONFED_SET)) {
                    return merged;
                }
            }
        }
        return AsPathDecoder.widen(array, value, end, builder.array(), to);
    }

    private int as4PathLength(byte[] array) {
        if (!list.has(AttributeBlob.AS4_PATH)) {
            return 0;
        }
        int at = list.at(AttributeBlob.AS4_PATH);
        return AttributeList.end(array, at) - AttributeList.value(array, at);
    }

    private boolean hasFlags(byte[] array, AttributeType type) {
        int code = type == AttributeType.AS4_PATH ? AttributeBlob.AS4_PATH : AttributeBlob.AS4_AGGREGATOR;
        return (array[list.at(code)] & TYPE_FLAGS) == type.flags();
    }

    /**
     * RFC 6793 §4.2.3: if AGGREGATOR and AS4_AGGREGATOR are there and the former is not AS_TRANS, a router that did not
     * know the AS4 attributes aggregated later, and they are out of date.
     */
    private boolean usesAs4(byte[] array) {
        if (!list.has(AttributeBlob.AGGREGATOR) || !hasAs4Aggregator(array)) {
            return true;
        }
        int at = list.at(AttributeBlob.AGGREGATOR);
        int value = AttributeList.value(array, at);
        return AttributeList.end(array, at) - value != 6 || Bytes.u16(array, value) == AsPath.AS_TRANS;
    }

    /** Whether there is an AS4_AGGREGATOR that is not to be discarded. */
    private boolean hasAs4Aggregator(byte[] array) {
        if (!list.has(AttributeBlob.AS4_AGGREGATOR) || !hasFlags(array, AttributeType.AS4_AGGREGATOR)) {
            return false;
        }
        int at = list.at(AttributeBlob.AS4_AGGREGATOR);
        int value = AttributeList.value(array, at);
        return AttributeList.end(array, at) - value == 8 && Bytes.i32(array, value) != 0;
    }

    private void nextHop(byte[] array, int at, int value) {
        if (!NextHops.isHost4(Bytes.i32(array, value))) {
            malformed(
                    AttributeType.NEXT_HOP,
                    Notification.Kind.INVALID_NEXT_HOP,
                    array,
                    at,
                    NextHops.text(array, value, 4));
            return;
        }
        copy(array, value, value + 4, AttributeBlob.WELL_KNOWN, AttributeBlob.NEXT_HOP);
    }

    /** Puts the next hop of MP_REACH_NLRI, whose length has been checked, where NEXT_HOP belongs. */
    private void mpNextHop(byte[] array, MpAttribute reach) {
        if (checkMpNextHop(array, reach)) {
            setMpNextHop(array, reach);
        }
    }

    /** Makes the next hop of MP_REACH_NLRI, which has been checked, that of the attributes. */
    void setMpNextHop(byte[] array, MpAttribute reach) {
        if (isMapped(array, reach)) {
            NextHops.set(builder, array, reach.nextHopAt + NextHops.MAPPED_PREFIX, 4);
        } else {
            NextHops.set(builder, array, reach.nextHopAt, reach.nextHopLength);
        }
    }

    /** An IPv4 address in the form of IPv6, where next hops may be of either family. */
    private boolean isMapped(byte[] array, MpAttribute reach) {
        return reach.nextHopLength != 4
                && encoding.families().extendedNextHop().contains(reach.family)
                && NextHops.isMapped(array, reach.nextHopAt);
    }

    boolean checkMpNextHop(byte[] array, MpAttribute reach) {
        boolean host = isMapped(array, reach)
                ? NextHops.isHost4(Bytes.i32(array, reach.nextHopAt + NextHops.MAPPED_PREFIX))
                : NextHops.isHost(array, reach.nextHopAt, reach.nextHopLength);
        if (host) {
            return true;
        }
        findings.withdraw(
                Notification.Kind.INVALID_NEXT_HOP,
                data(array, list.at(AttributeBlob.MP_REACH_NLRI)),
                "MP_REACH_NLRI: next hop " + NextHops.text(array, reach.nextHopAt, reach.nextHopLength));
        return false;
    }

    private void aggregator(byte[] array, int at, int value, int flags) {
        long as = asWidth == 4 ? Bytes.u32(array, value) : Bytes.u16(array, value);
        int address = Bytes.i32(array, value + asWidth);
        if (as == 0 && !asZero) {
            malformed(
                    AttributeType.AGGREGATOR,
                    Notification.Kind.OPTIONAL_ATTRIBUTE,
                    array,
                    at,
                    "AS number 0 (RFC 7607)");
            return;
        }
        if (asWidth == 2 && as == AsPath.AS_TRANS && hasAs4Aggregator(array)) {
            int value4 = AttributeList.value(array, list.at(AttributeBlob.AS4_AGGREGATOR));
            as = Bytes.u32(array, value4);
            address = Bytes.i32(array, value4 + 4);
        }
        int to = builder.append(flags, AttributeBlob.AGGREGATOR, 8);
        Bytes.put32(builder.array(), to, (int) as);
        Bytes.put32(builder.array(), to + 4, address);
    }

    /** RFC 6793 §4.1: discarded from neighbors with 4-byte AS numbers; else already merged with AS_PATH. */
    private void as4Path(byte[] array, int at, int value, int end) {
        if (asWidth == 4) {
            findings.discard("AS4_PATH from a neighbor with 4-byte AS numbers");
            return;
        }
        String wrong = AsPathDecoder.checkAs4(array, value, end);
        if (wrong != null) {
            malformed(AttributeType.AS4_PATH, Notification.Kind.OPTIONAL_ATTRIBUTE, array, at, wrong);
        }
    }

    private void as4Aggregator(byte[] array, int at, int value) {
        if (asWidth == 4) {
            findings.discard("AS4_AGGREGATOR from a neighbor with 4-byte AS numbers");
        } else if (Bytes.i32(array, value) == 0) {
            malformed(
                    AttributeType.AS4_AGGREGATOR,
                    Notification.Kind.OPTIONAL_ATTRIBUTE,
                    array,
                    at,
                    "AS number 0 (RFC 7607)");
        }
    }
}
