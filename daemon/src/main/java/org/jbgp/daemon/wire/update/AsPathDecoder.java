package org.jbgp.daemon.wire.update;

import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.Bytes;

/**
 * AS_PATH and AS4_PATH from the wire into the canonical form with 4-byte AS numbers (RFC 4271 §4.3, RFC 6793 §4.2.3).
 */
final class AsPathDecoder {
    private AsPathDecoder() {}

    /**
     * Checks the structure of a path with AS numbers of {@code width} bytes (RFC 7606 §7.2, RFC 7607 §2).
     *
     * @param asZero AS number 0 is let pass
     * @return null if it is well-formed, else what is wrong
     */
    static String check(byte[] array, int at, int end, int width, boolean asZero) {
        int next = at;
        while (next < end) {
            if (end - next < 2) {
                return "a truncated segment";
            }
            int type = AsPath.segmentType(array, next);
            int count = AsPath.segmentCount(array, next);
            next += 2;
            if (type < AsPath.SET || type > AsPath.CONFED_SET) {
                return "unknown segment type";
            }
            if (count == 0) {
                return "a segment without AS numbers";
            }
            int last = next + count * width;
            if (last > end) {
                return "a segment longer than the path";
            }
            if (!asZero && hasZero(array, next, last, width)) {
                return "AS number 0 (RFC 7607)";
            }
            next = last;
        }
        return null;
    }

    /** The same of AS4_PATH, which says nothing without an AS number (RFC 6793 §6). */
    static String checkAs4(byte[] array, int at, int end) {
        return at == end ? "no AS number" : check(array, at, end, 4, false);
    }

    private static boolean hasZero(byte[] array, int from, int to, int width) {
        for (int at = from; at < to; at += width) {
            if ((width == 4 ? Bytes.i32(array, at) : Bytes.u16(array, at)) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a checked path has a segment of either type. */
    static boolean hasSegment(byte[] array, int at, int end, int width, int type, int other) {
        for (int next = at; next < end; next += 2 + width * AsPath.segmentCount(array, next)) {
            int found = AsPath.segmentType(array, next);
            if (found == type || found == other) {
                return true;
            }
        }
        return false;
    }

    /** Hops of a checked path as {@link AsPath#hopLength} counts them. */
    static int hops(byte[] array, int at, int end, int width) {
        int hops = 0;
        for (int next = at; next < end; next += 2 + width * AsPath.segmentCount(array, next)) {
            hops += switch (AsPath.segmentType(array, next)) {
                case AsPath.SEQUENCE -> AsPath.segmentCount(array, next);
                case AsPath.SET -> 1;
                default -> 0;
            };
        }
        return hops;
    }

    /** Copies a checked path of 2-byte AS numbers to {@code to}; returns the position behind the copy. */
    static int widen(byte[] array, int at, int end, byte[] target, int to) {
        int next = at;
        int written = to;
        while (next < end) {
            int count = AsPath.segmentCount(array, next);
            target[written] = array[next];
            target[written + 1] = array[next + 1];
            next += 2;
            written += 2;
            for (int i = 0; i < count; i++) {
                Bytes.put32(target, written, Bytes.u16(array, next));
                next += 2;
                written += 4;
            }
        }
        return written;
    }

    /**
     * Reconstructs the path from a checked AS_PATH of 2-byte AS numbers and a checked AS4_PATH that does not have more
     * hops (RFC 6793 §4.2.3): the leading hops AS4_PATH lacks, then AS4_PATH without its confederation segments.
     *
     * @return the position behind the path written to {@code to}
     */
    static int merge(byte[] array, int at, int end, int at4, int end4, byte[] target, int to) {
        int missing = hops(array, at, end, 2) - hops(array, at4, end4, 4);
        int written = to;
        int lastSegment = -1;
        for (int next = at; next < end; next += 2 + 2 * AsPath.segmentCount(array, next)) {
            int type = AsPath.segmentType(array, next);
            boolean confederation = type >= AsPath.CONFED_SEQUENCE;
            if (missing == 0 && !confederation) {
                break;
            }
            int count = AsPath.segmentCount(array, next);
            int taken = type == AsPath.SEQUENCE ? Math.min(count, missing) : count;
            missing -= confederation ? 0 : type == AsPath.SET ? 1 : taken;
            lastSegment = written;
            target[written] = (byte) type;
            target[written + 1] = (byte) taken;
            written += 2;
            for (int i = 0; i < taken; i++) {
                Bytes.put32(target, written, Bytes.u16(array, next + 2 + 2 * i));
                written += 4;
            }
        }
        for (int next = at4; next < end4; next = AsPath.nextSegment(array, next)) {
            int type = AsPath.segmentType(array, next);
            int count = AsPath.segmentCount(array, next);
            if (type >= AsPath.CONFED_SEQUENCE) {
                continue; // RFC 6793 §6: such segments are discarded
            }
            boolean joins = type == AsPath.SEQUENCE
                    && lastSegment >= 0
                    && AsPath.segmentType(target, lastSegment) == AsPath.SEQUENCE
                    && AsPath.segmentCount(target, lastSegment) + count <= AsPath.MAX_SEGMENT;
            if (joins) {
                target[lastSegment + 1] += (byte) count;
            } else {
                target[written] = (byte) type;
                target[written + 1] = (byte) count;
                written += 2;
            }
            lastSegment = -1; // only the seam is closed
            System.arraycopy(array, next + 2, target, written, 4 * count);
            written += 4 * count;
        }
        return written;
    }
}
