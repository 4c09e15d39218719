package org.jbgp.daemon.wire.update;

import io.netty.buffer.ByteBuf;
import java.util.EnumSet;
import java.util.Set;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Bytes;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.Notification;

/**
 * Reads the UPDATEs of one neighbor (RFC 4271 §4.3, RFC 4760) and judges them (RFC 7606).
 *
 * <p>One decoder belongs to one session and one thread. An UPDATE is validated as a whole before the sink hears of it.
 * Whatever the bytes are, the answer is a {@link Verdict}, never an exception; sane UPDATEs are read without
 * allocation.
 */
public final class UpdateDecoder {
    /** Withdrawn routes length and attributes length. */
    private static final int MINIMUM = 4;

    private static final byte[] NO_DATA = {};

    private final SessionEncoding encoding;
    private final Findings findings = new Findings();
    private final AttributeList list = new AttributeList();
    private final AttributeBlobBuilder builder = new AttributeBlobBuilder();
    private final AttributeDecoder attributes;
    private final MpAttribute reach = new MpAttribute();
    private final MpAttribute unreach = new MpAttribute();
    private final Set<AddressFamily> carried = EnumSet.noneOf(AddressFamily.class);
    private final Set<AddressFamily> disabled = EnumSet.noneOf(AddressFamily.class);
    private final Set<AddressFamily> pathIds = EnumSet.noneOf(AddressFamily.class);
    /** Grows to the longest UPDATE that did not lie in an array: a route server has neighbors that announce little. */
    private byte[] scratch = NO_DATA;

    /** A decoder for UPDATEs of a neighbor with which this has been negotiated. */
    public UpdateDecoder(SessionEncoding encoding) {
        this(encoding, false);
    }

    /** A decoder that takes AS number 0 in AS_PATH and AGGREGATOR, as BIRD does and RFC 7607 §2 forbids. */
    public static UpdateDecoder acceptingAsZero(SessionEncoding encoding) {
        return new UpdateDecoder(encoding, true);
    }

    private UpdateDecoder(SessionEncoding encoding, boolean asZero) {
        this.encoding = encoding;
        attributes = new AttributeDecoder(encoding, asZero, list, builder, findings);
        carried.addAll(encoding.families().carried());
        pathIds.addAll(encoding.families().addPathReceive());
    }

    /**
     * Reads one UPDATE without its header.
     *
     * @param body all readable bytes are the UPDATE; indices are not moved
     */
    public Verdict decode(ByteBuf body, UpdateSink sink) {
        int length = body.readableBytes();
        if (body.hasArray()) {
            return decode(body.array(), body.arrayOffset() + body.readerIndex(), length, sink);
        }
        if (length > scratch.length) {
            scratch = new byte[Math.max(length, Math.min(MessageHeader.MAX_EXTENDED, 2 * scratch.length))];
        }
        body.getBytes(body.readerIndex(), scratch, 0, length);
        return decode(scratch, 0, length, sink);
    }

    /** Reads one UPDATE without its header from {@code length} bytes at {@code offset}. */
    public Verdict decode(byte[] array, int offset, int length, UpdateSink sink) {
        findings.clear();
        reach.clear();
        unreach.clear();
        int end = offset + length;
        if (length < MINIMUM) {
            return reset("an UPDATE body of " + length + " bytes");
        }
        int withdrawnAt = offset + 2;
        int withdrawnEnd = withdrawnAt + Bytes.u16(array, offset);
        if (withdrawnEnd + 2 > end) {
            return reset("withdrawn routes longer than the UPDATE");
        }
        int attributesAt = withdrawnEnd + 2;
        int nlriAt = attributesAt + Bytes.u16(array, withdrawnEnd);
        if (nlriAt > end) {
            return reset("attributes longer than the UPDATE");
        }
        boolean classic = checkClassic(array, withdrawnAt, withdrawnEnd, nlriAt, end);
        list.scan(array, attributesAt, nlriAt, findings);
        checkMp(array);
        boolean announces4 = classic && nlriAt < end;
        boolean announcesMp = reach.hasNlri();
        checkAttributes(array, announces4, announcesMp, nlriAt < end || (reach.present && !reach.isEmpty()));
        if (findings.resets()) {
            return findings.verdict();
        }

        if (classic) {
            emit(array, withdrawnAt, withdrawnEnd, AddressFamily.IPV4_UNICAST, false, sink);
        }
        if (unreach.hasNlri()) {
            emit(array, unreach.nlriAt, unreach.nlriEnd, unreach.family, false, sink);
        }
        boolean announce = !findings.withdraws();
        if (announces4) {
            announceAttributes(announce, sink);
            emit(array, nlriAt, end, AddressFamily.IPV4_UNICAST, announce, sink);
        }
        if (announcesMp) {
            if (announces4 && announce) {
                attributes.setMpNextHop(array, reach);
            }
            announceAttributes(announce, sink);
            emit(array, reach.nlriAt, reach.nlriEnd, reach.family, announce, sink);
        }
        endOfRib(length, withdrawnAt == withdrawnEnd && nlriAt == end, sink);
        Verdict verdict = findings.verdict();
        if (verdict instanceof Verdict.FamilyDisabled(AddressFamily family, String _)) {
            disabled.add(family);
        }
        return verdict;
    }

    private Verdict reset(String text) {
        findings.reset(Notification.Kind.MALFORMED_ATTRIBUTES, NO_DATA, text);
        return findings.verdict();
    }

    /** Checks withdrawn routes and NLRI; false if they are absent or to be ignored. */
    private boolean checkClassic(byte[] array, int withdrawnAt, int withdrawnEnd, int nlriAt, int end) {
        if (withdrawnAt == withdrawnEnd && nlriAt == end) {
            return false;
        }
        AddressFamily family = AddressFamily.IPV4_UNICAST;
        if (!carries(family)) {
            findings.discard("IPv4 routes, which are not negotiated");
            return false;
        }
        boolean addPath = receivesPathIds(family);
        // RFC 4271 §6.3, RFC 7606 §5.3: what cannot be parsed cannot be withdrawn
        if (!Nlri.valid(array, withdrawnAt, withdrawnEnd, family.bits(), addPath)) {
            findings.reset(Notification.Kind.INVALID_NETWORK, NO_DATA, "a malformed prefix in the withdrawn routes");
        }
        if (!Nlri.valid(array, nlriAt, end, family.bits(), addPath)) {
            findings.reset(Notification.Kind.INVALID_NETWORK, NO_DATA, "a malformed prefix in the NLRI");
        }
        return !isDisabled(family);
    }

    private void checkMp(byte[] array) {
        if (list.has(AttributeBlob.MP_UNREACH_NLRI)) {
            unreach.unreach(array, list.at(AttributeBlob.MP_UNREACH_NLRI), this, findings);
        }
        if (list.has(AttributeBlob.MP_REACH_NLRI)) {
            reach.reach(array, list.at(AttributeBlob.MP_REACH_NLRI), this, findings);
        }
    }

    private void checkAttributes(byte[] array, boolean announces4, boolean announcesMp, boolean anyNlri) {
        attributes.decode(array, reach, announcesMp && !announces4, takesAigp(announces4, announcesMp));
        if (announces4 && announcesMp) {
            attributes.checkMpNextHop(array, reach);
        }
        if (announces4 || announcesMp) {
            mandatory(AttributeBlob.ORIGIN);
            mandatory(AttributeBlob.AS_PATH);
            if (announces4) {
                mandatory(AttributeBlob.NEXT_HOP);
            }
        } else if (!anyNlri && !list.only(AttributeBlob.MP_UNREACH_NLRI)) {
            findings.resetForLackOfNlri();
        }
    }

    /** Whether AIGP is taken for all routes of the message (RFC 7311 §3.1). */
    private boolean takesAigp(boolean announces4, boolean announcesMp) {
        Set<AddressFamily> families = encoding.families().aigp();
        return !families.isEmpty()
                && (!announces4 || families.contains(AddressFamily.IPV4_UNICAST))
                && (!announcesMp || families.contains(reach.family));
    }

    /** RFC 7606 §3 d. LOCAL_PREF is not mandatory: its absence means the default (RFC 4271 §5.1.5). */
    private void mandatory(int code) {
        if (!list.has(code)) {
            findings.withdraw(
                    Notification.Kind.MISSING_WELL_KNOWN,
                    new byte[] {(byte) code},
                    AttributeList.name(code) + " is missing");
        }
    }

    private void announceAttributes(boolean announce, UpdateSink sink) {
        if (announce) {
            sink.attributes(builder.array(), 0, builder.length());
        }
    }

    private void emit(byte[] array, int at, int end, AddressFamily family, boolean announce, UpdateSink sink) {
        Nlri.emit(array, at, end, family, receivesPathIds(family), announce, sink);
    }

    /** RFC 4724 §2: an UPDATE with nothing in it, or with nothing but an empty MP_UNREACH_NLRI. */
    private void endOfRib(int length, boolean noClassic, UpdateSink sink) {
        if (length == MINIMUM) {
            if (carries(AddressFamily.IPV4_UNICAST) && !isDisabled(AddressFamily.IPV4_UNICAST)) {
                sink.endOfRib(AddressFamily.IPV4_UNICAST);
            }
        } else if (noClassic && unreach.usable && !unreach.hasNlri() && list.only(AttributeBlob.MP_UNREACH_NLRI)) {
            sink.endOfRib(unreach.family);
        }
    }

    /** Takes the routes of a family again that a {@link Verdict.FamilyDisabled} disabled. */
    public void enable(AddressFamily family) {
        disabled.remove(family);
    }

    boolean carries(AddressFamily family) {
        return carried.contains(family);
    }

    boolean isDisabled(AddressFamily family) {
        return disabled.contains(family);
    }

    boolean receivesPathIds(AddressFamily family) {
        return pathIds.contains(family);
    }

    /** Whether another family is left if this one is disabled. */
    boolean hasOtherThan(AddressFamily family) {
        for (AddressFamily other : encoding.families().carried()) {
            if (other != family && !isDisabled(other) && !findings.disables(other)) {
                return true;
            }
        }
        return false;
    }

    /** Lengths RFC 4760 §3, RFC 2545 §3 and RFC 8950 §3 allow for a family's next hop. */
    boolean acceptsNextHopLength(AddressFamily family, int length) {
        boolean six = length == 16 || length == 32;
        return switch (family) {
            case IPV4_UNICAST ->
                length == 4 || (six && encoding.families().extendedNextHop().contains(family));
            case IPV6_UNICAST -> six;
        };
    }
}
