package org.jbgp.daemon.wire.update;

import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Bytes;
import org.jbgp.daemon.wire.Notification;

/** MP_REACH_NLRI or MP_UNREACH_NLRI of the UPDATE in hand, taken apart (RFC 4760 §3, §4). Reused. */
final class MpAttribute {
    /** Afi and safi are readable, the family is carried on this session and has not been disabled. */
    boolean usable;

    /** The attribute is there, usable or not. */
    boolean present;

    AddressFamily family;
    int nextHopAt;
    int nextHopLength;
    int nlriAt;
    int nlriEnd;

    void clear() {
        usable = false;
        present = false;
        nlriAt = 0;
        nlriEnd = 0;
    }

    /** The attribute is there, and certainly announces or withdraws nothing. */
    boolean isEmpty() {
        return usable && nlriAt == nlriEnd;
    }

    boolean hasNlri() {
        return usable && nlriAt < nlriEnd;
    }

    /** Takes MP_UNREACH_NLRI apart. */
    void unreach(byte[] array, int at, UpdateDecoder decoder, Findings findings) {
        int value = AttributeList.value(array, at);
        int end = AttributeList.end(array, at);
        if (head(array, at, value, end, 3, "MP_UNREACH_NLRI", decoder, findings)) {
            nlri(array, at, value + 3, end, "MP_UNREACH_NLRI", decoder, findings);
        }
    }

    /** Takes MP_REACH_NLRI apart. */
    void reach(byte[] array, int at, UpdateDecoder decoder, Findings findings) {
        int value = AttributeList.value(array, at);
        int end = AttributeList.end(array, at);
        if (!head(array, at, value, end, 5, "MP_REACH_NLRI", decoder, findings)) {
            return;
        }
        nextHopAt = value + 4;
        nextHopLength = array[value + 3] & 0xff;
        // RFC 7606 §7.11: the NLRI cannot be located if the length of the next hop is wrong
        if (!decoder.acceptsNextHopLength(family, nextHopLength) || nextHopAt + nextHopLength + 1 > end) {
            broken(array, at, end, "MP_REACH_NLRI: next hop of " + nextHopLength + " bytes", decoder, findings);
            return;
        }
        nlri(array, at, nextHopAt + nextHopLength + 1, end, "MP_REACH_NLRI", decoder, findings);
    }

    private boolean head(
            byte[] array,
            int at,
            int value,
            int end,
            int minimum,
            String name,
            UpdateDecoder decoder,
            Findings findings) {
        present = true;
        if (end - value < 3) {
            findings.reset(
                    Notification.Kind.OPTIONAL_ATTRIBUTE,
                    Findings.attribute(array, at, end),
                    name + ": length " + (end - value));
            return false;
        }
        int afi = Bytes.u16(array, value);
        int safi = array[value + 2] & 0xff;
        family = AddressFamily.of(afi, safi);
        if (family == null || !decoder.carries(family)) {
            findings.discard(name + ": AFI " + afi + " SAFI " + safi + " is not negotiated");
            return false;
        }
        if (decoder.isDisabled(family)) {
            return false;
        }
        if (end - value < minimum) {
            broken(array, at, end, name + ": length " + (end - value), decoder, findings);
            return false;
        }
        return true;
    }

    private void nlri(byte[] array, int at, int from, int end, String name, UpdateDecoder decoder, Findings findings) {
        if (Nlri.valid(array, from, end, family.bits(), decoder.receivesPathIds(family))) {
            usable = true;
            nlriAt = from;
            nlriEnd = end;
        } else {
            broken(array, at, end, name + ": a malformed prefix", decoder, findings);
        }
    }

    /** RFC 7606 §3 j, RFC 4760 §7: disable the family, or reset the session where that would leave nothing. */
    private void broken(byte[] array, int at, int end, String text, UpdateDecoder decoder, Findings findings) {
        byte[] data = Findings.attribute(array, at, end);
        if (decoder.hasOtherThan(family)) {
            findings.disable(family, Notification.Kind.OPTIONAL_ATTRIBUTE, data, text);
        } else {
            findings.reset(Notification.Kind.OPTIONAL_ATTRIBUTE, data, text);
        }
    }
}
