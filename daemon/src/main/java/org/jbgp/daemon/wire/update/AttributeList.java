package org.jbgp.daemon.wire.update;

import java.util.Arrays;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;
import org.jbgp.daemon.wire.Bytes;
import org.jbgp.daemon.wire.Notification;

/**
 * Where the attributes of the UPDATE in hand stand, by code. Each is cut to its length before anything interprets it.
 */
final class AttributeList {
    private static final int EXTENDED_LENGTH = 0x10;

    /** From the first attribute on: no message is longer than 65,535 bytes, but it may stand anywhere in its array. */
    private final char[] position = new char[256];

    private int first;

    private final long[] seen = new long[4];
    private boolean cut;

    /** Finds the attributes from {@code at} to {@code end}: framing and duplicates (RFC 7606 §3 g, §4). */
    void scan(byte[] array, int at, int end, Findings findings) {
        Arrays.fill(seen, 0);
        cut = false;
        first = at;
        int next = at;
        while (next < end) {
            int header = headerLength(array, next);
            if (end - next < header) {
                cut = true;
                findings.withdraw(
                        Notification.Kind.MALFORMED_ATTRIBUTES,
                        Findings.attribute(array, next, end),
                        "a truncated attribute header");
                return;
            }
            int code = array[next + 1] & 0xff;
            int length = end(array, next) - next - header;
            if (length > end - next - header) {
                cut = true;
                findings.withdraw(
                        Notification.Kind.BAD_ATTRIBUTE_LENGTH,
                        Findings.attribute(array, next, end),
                        name(code) + ": length " + length + " where " + (end - next - header) + " bytes are left");
                return;
            }
            int following = next + header + length;
            if (has(code)) {
                duplicate(code, Findings.attribute(array, next, following), findings);
            } else {
                seen[code >> 6] |= 1L << code;
                position[code] = (char) (next - first);
            }
            next = following;
        }
    }

    private static void duplicate(int code, byte[] data, Findings findings) {
        if (code == AttributeBlob.MP_REACH_NLRI || code == AttributeBlob.MP_UNREACH_NLRI) {
            findings.reset(Notification.Kind.MALFORMED_ATTRIBUTES, data, name(code) + " occurs twice");
        } else {
            findings.discard(name(code) + " occurs twice");
        }
    }

    boolean has(int code) {
        return (seen[code >> 6] & (1L << code)) != 0;
    }

    /** The smallest code that occurs and is at least {@code from}; 256 if there is none. */
    int next(int from) {
        int word = from >> 6;
        if (word >= seen.length) {
            return 256;
        }
        long rest = seen[word] & (-1L << from);
        while (rest == 0) {
            word++;
            if (word == seen.length) {
                return 256;
            }
            rest = seen[word];
        }
        return (word << 6) | Long.numberOfTrailingZeros(rest);
    }

    /** Whether nothing but this attribute occurs; one that is cut counts. */
    boolean only(int code) {
        return !cut && has(code) && next(0) == code && next(code + 1) == 256;
    }

    /** Position of the attribute's flags. */
    int at(int code) {
        return first + position[code];
    }

    /** Position of the value of the attribute whose flags are at {@code at}. */
    static int value(byte[] array, int at) {
        return at + headerLength(array, at);
    }

    /** Position behind the attribute whose flags are at {@code at}. */
    static int end(byte[] array, int at) {
        return (array[at] & EXTENDED_LENGTH) == 0 ? at + 3 + (array[at + 2] & 0xff) : at + 4 + Bytes.u16(array, at + 2);
    }

    private static int headerLength(byte[] array, int at) {
        return (array[at] & EXTENDED_LENGTH) == 0 ? 3 : 4;
    }

    /** The attribute's name for logs. */
    static String name(int code) {
        AttributeType type = AttributeType.of(code);
        return type == null ? "attribute " + code : type.name();
    }
}
