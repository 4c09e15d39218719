package org.jbgp.config.filter.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Operations on canonical AS_PATH values in place: segments {@code [type u8][count u8][asn u32 …]} (RFC 4271 §4.3, RFC
 * 6793, RFC 5065 for confederations). The bytes have been validated by the decoder.
 */
public final class AsPaths {

    public static final int AS_SET = 1;
    public static final int AS_SEQUENCE = 2;
    public static final int AS_CONFED_SEQUENCE = 3;
    public static final int AS_CONFED_SET = 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_SEGMENT = 255;

    private AsPaths() {}

    static long u32(byte[] path, int at) {
        return (int) INT.get(path, at) & 0xFFFF_FFFFL;
    }

    static boolean isSet(int segmentType) {
        return segmentType == AS_SET || segmentType == AS_CONFED_SET;
    }

    private static int next(byte[] path, int at) {
        return at + 2 + 4 * (path[at + 1] & 0xFF);
    }

    /** Elements a mask sees: every AS of a sequence, and each set as one. */
    static int positions(byte[] path, int offset, int length) {
        int positions = 0;
        for (int at = offset; at < offset + length; at = next(path, at)) {
            positions += isSet(path[at]) ? 1 : path[at + 1] & 0xFF;
        }
        return positions;
    }

    /**
     * Length for best-path selection (RFC 4271 §9.1.2.2, RFC 5065 §5.3): a set counts one, confederation segments
     * nothing.
     */
    public static int length(byte[] path, int offset, int length) {
        int result = 0;
        for (int at = offset; at < offset + length; at = next(path, at)) {
            if (path[at] == AS_SEQUENCE) {
                result += path[at + 1] & 0xFF;
            } else if (path[at] == AS_SET) {
                result++;
            }
        }
        return result;
    }

    /** The leftmost AS, 0 if the path is empty or does not begin with a sequence. */
    public static long first(byte[] path, int offset, int length) {
        return length == 0 || path[offset] != AS_SEQUENCE || path[offset + 1] == 0 ? 0 : u32(path, offset + 2);
    }

    /** The rightmost AS, 0 if the path is empty or ends in a set. */
    public static long last(byte[] path, int offset, int length) {
        long last = 0;
        for (int at = offset; at < offset + length; at = next(path, at)) {
            int count = path[at + 1] & 0xFF;
            if (count != 0) {
                last = isSet(path[at]) ? 0 : u32(path, at + 2 + 4 * (count - 1));
            }
        }
        return last;
    }

    /** The rightmost AS before the first set, 0 if there is none. */
    public static long lastNonAggregated(byte[] path, int offset, int length) {
        long last = 0;
        for (int at = offset; at < offset + length; at = next(path, at)) {
            int count = path[at + 1] & 0xFF;
            if (count != 0) {
                if (isSet(path[at])) {
                    return last;
                }
                last = u32(path, at + 2 + 4 * (count - 1));
            }
        }
        return last;
    }

    /** Whether the AS occurs anywhere. */
    public static boolean contains(byte[] path, int offset, int length, long asn) {
        for (int at = offset; at < offset + length; at = next(path, at)) {
            int end = next(path, at);
            for (int as = at + 2; as < end; as += 4) {
                if (u32(path, as) == asn) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether any AS is in the set. */
    public static boolean matches(byte[] path, int offset, int length, RangeSet set) {
        for (int at = offset; at < offset + length; at = next(path, at)) {
            int end = next(path, at);
            for (int as = at + 2; as < end; as += 4) {
                if (set.contains(u32(path, as))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Number of AS numbers counting each member of sets, as {@code for} walks them. */
    public static int count(byte[] path, int offset, int length) {
        int count = 0;
        for (int at = offset; at < offset + length; at = next(path, at)) {
            count += path[at + 1] & 0xFF;
        }
        return count;
    }

    /** The AS number at that place of a walk over all, -1 behind the end. */
    public static long get(byte[] path, int offset, int length, int index) {
        int rest = index;
        for (int at = offset; at < offset + length; at = next(path, at)) {
            int count = path[at + 1] & 0xFF;
            if (rest < count) {
                return u32(path, at + 2 + 4 * rest);
            }
            rest -= count;
        }
        return -1;
    }

    /** A new path with the AS in front of an AS_SEQUENCE. */
    public static byte[] prepend(byte[] path, int offset, int length, long asn) {
        byte[] result = new byte[length + prependedBytes(path, offset, length)];
        prepend(path, offset, length, asn, result, 0);
        return result;
    }

    /**
     * The same into another array (or another part of this one), which has {@link #prependedBytes} more room than the
     * path takes.
     */
    public static void prepend(byte[] path, int offset, int length, long asn, byte[] to, int start) {
        boolean joins = prependedBytes(path, offset, length) == 4;
        int rest = joins ? 2 : 0;
        System.arraycopy(path, offset + rest, to, start + 6, length - rest);
        to[start + 1] = (byte) (joins ? path[offset + 1] + 1 : 1);
        to[start] = AS_SEQUENCE;
        INT.set(to, start + 2, (int) asn);
    }

    /** How much longer a path becomes by one more AS in front: 4 bytes, or 6 if that begins a segment. */
    public static int prependedBytes(byte[] path, int offset, int length) {
        return length > 0 && path[offset] == AS_SEQUENCE && (path[offset + 1] & 0xFF) < MAX_SEGMENT ? 4 : 6;
    }

    /**
     * A new path with only the ASes for which membership in the set is {@code keepMembers}; segments left empty vanish.
     *
     * @param set the set, or null to compare with {@code asn}
     */
    public static byte[] filter(byte[] path, int offset, int length, RangeSet set, long asn, boolean keepMembers) {
        byte[] result = new byte[length];
        int out = 0;
        for (int at = offset; at < offset + length; at = next(path, at)) {
            int end = next(path, at);
            int start = out;
            out += 2;
            for (int as = at + 2; as < end; as += 4) {
                long here = u32(path, as);
                if ((set == null ? here == asn : set.contains(here)) == keepMembers) {
                    INT.set(result, out, (int) here);
                    out += 4;
                }
            }
            int kept = (out - start - 2) / 4;
            if (kept == 0) {
                out = start;
            } else {
                result[start] = path[at];
                result[start + 1] = (byte) kept;
            }
        }
        return Arrays.copyOf(result, out);
    }

    /** Order of two paths: AS by AS; the shorter is less if all else is equal. */
    public static int compare(byte[] one, byte[] other) {
        for (int i = 0; ; i++) {
            long a = get(one, 0, one.length, i);
            long b = get(other, 0, other.length, i);
            if (a != b) {
                return Long.compare(a, b);
            }
            if (a < 0) {
                return 0;
            }
        }
    }

    /** {@code 1 2 {3 4}}, as {@code show route all} prints it. */
    public static void format(StringBuilder text, byte[] path, int offset, int length) {
        for (int at = offset; at < offset + length; at = next(path, at)) {
            if (at > offset) {
                text.append(' ');
            }
            text.append(
                    switch (path[at]) {
                        case AS_SET -> "{";
                        case AS_CONFED_SEQUENCE -> "(";
                        case AS_CONFED_SET -> "({";
                        default -> "";
                    });
            int end = next(path, at);
            for (int as = at + 2; as < end; as += 4) {
                text.append(as > at + 2 ? " " : "").append(u32(path, as));
            }
            text.append(
                    switch (path[at]) {
                        case AS_SET -> "}";
                        case AS_CONFED_SEQUENCE -> ")";
                        case AS_CONFED_SET -> "})";
                        default -> "";
                    });
        }
    }
}
