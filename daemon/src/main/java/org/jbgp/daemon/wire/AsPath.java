package org.jbgp.daemon.wire;

/**
 * Reads AS_PATH values with 4-byte AS numbers, as {@link AttributeBlob} holds them: repeated {@code [segment type
 * u8][count u8][count × u32]} (RFC 4271 §4.3, RFC 6793, RFC 5065).
 *
 * <p>Pure; any thread. The value must be well-formed, which the UPDATE decoder guarantees. {@code offset} and {@code
 * length} delimit the value, without the attribute header.
 */
public final class AsPath {
    /** Stands for a 4-byte AS number where only two bytes fit (RFC 6793 §9). */
    public static final int AS_TRANS = 23456;

    public static final int SET = 1;
    public static final int SEQUENCE = 2;
    public static final int CONFED_SEQUENCE = 3;
    public static final int CONFED_SET = 4;

    /** Most AS numbers in one segment. */
    public static final int MAX_SEGMENT = 255;

    private AsPath() {}

    /**
     * Path length for best-path selection: a set counts 1 (RFC 4271 §9.1.2.2 a), confederation segments 0 (RFC 5065
     * §5.3).
     */
    public static int hopLength(byte[] array, int offset, int length) {
        int hops = 0;
        for (int at = offset; at < offset + length; at = nextSegment(array, at)) {
            hops += switch (segmentType(array, at)) {
                case SEQUENCE -> segmentCount(array, at);
                case SET -> 1;
                default -> 0;
            };
        }
        return hops;
    }

    /**
     * The neighboring AS: leftmost AS number behind any confederation segments; 0 if the path is empty or starts with a
     * set.
     */
    public static long firstAs(byte[] array, int offset, int length) {
        for (int at = offset; at < offset + length; at = nextSegment(array, at)) {
            int type = segmentType(array, at);
            if (type == SEQUENCE && segmentCount(array, at) > 0) {
                return Bytes.u32(array, at + 2);
            }
            if (type == SET) {
                return 0;
            }
        }
        return 0;
    }

    /**
     * The leftmost AS number of the path, in whatever kind of sequence it stands; 0 if the path is empty or starts with
     * a set.
     */
    public static long leftmostAs(byte[] array, int offset, int length) {
        if (length < 6 || segmentCount(array, offset) == 0) {
            return 0;
        }
        int type = segmentType(array, offset);
        return type == SEQUENCE || type == CONFED_SEQUENCE ? Bytes.u32(array, offset + 2) : 0;
    }

    /**
     * The originating AS: rightmost AS number, also of a confederation's sequence; -1 if the path is empty or ends with
     * a set, of a confederation or not, so that nobody knows it.
     */
    public static long lastAs(byte[] array, int offset, int length) {
        long last = -1;
        for (int at = offset; at < offset + length; at = nextSegment(array, at)) {
            int count = segmentCount(array, at);
            if (count > 0) {
                int type = segmentType(array, at);
                last = type == SEQUENCE || type == CONFED_SEQUENCE ? Bytes.u32(array, at + 2 + 4 * (count - 1)) : -1;
            }
        }
        return last;
    }

    /**
     * Whether the AS number occurs anywhere, sets and confederation segments included: the loop check of RFC 4271
     * §9.1.2.
     */
    public static boolean contains(byte[] array, int offset, int length, long as) {
        return count(array, offset, length, as) > 0;
    }

    /** How often the AS number occurs in all segments. */
    public static int count(byte[] array, int offset, int length, long as) {
        int found = 0;
        int at = offset;
        while (at < offset + length) {
            int end = nextSegment(array, at);
            for (int each = at + 2; each < end; each += 4) {
                if (Bytes.u32(array, each) == as) {
                    found++;
                }
            }
            at = end;
        }
        return found;
    }

    /** Whether any segment is an AS_SET or AS_CONFED_SET (RFC 9774 deprecates them). */
    public static boolean hasSets(byte[] array, int offset, int length) {
        for (int at = offset; at < offset + length; at = nextSegment(array, at)) {
            int type = segmentType(array, at);
            if (type == SET || type == CONFED_SET) {
                return true;
            }
        }
        return false;
    }

    /** Whether any segment is an AS_CONFED_SEQUENCE or AS_CONFED_SET (RFC 5065). */
    public static boolean hasConfedSegments(byte[] array, int offset, int length) {
        for (int at = offset; at < offset + length; at = nextSegment(array, at)) {
            if (segmentType(array, at) >= CONFED_SEQUENCE) {
                return true;
            }
        }
        return false;
    }

    /** Type of the segment at {@code at}: {@link #SET} … {@link #CONFED_SET}. */
    public static int segmentType(byte[] array, int at) {
        return array[at] & 0xff;
    }

    /** Number of AS numbers in the segment at {@code at}. */
    public static int segmentCount(byte[] array, int at) {
        return array[at + 1] & 0xff;
    }

    /** Position behind the segment at {@code at}. */
    public static int nextSegment(byte[] array, int at) {
        return at + 2 + 4 * segmentCount(array, at);
    }

    /**
     * Appends the path as BIRD prints it: {@code 65001 {65002 65003} (65004)}; sets in braces, confederations in
     * parentheses.
     */
    public static StringBuilder appendTo(StringBuilder text, byte[] array, int offset, int length) {
        boolean first = true;
        int at = offset;
        while (at < offset + length) {
            int end = nextSegment(array, at);
            int type = segmentType(array, at);
            if (!first) {
                text.append(' ');
            }
            first = false;
            text.append(
                    switch (type) {
                        case SET -> "{";
                        case CONFED_SEQUENCE -> "(";
                        case CONFED_SET -> "({";
                        default -> "";
                    });
            for (int each = at + 2; each < end; each += 4) {
                if (each > at + 2) {
                    text.append(' ');
                }
                text.append(Bytes.u32(array, each));
            }
            text.append(
                    switch (type) {
                        case SET -> "}";
                        case CONFED_SEQUENCE -> ")";
                        case CONFED_SET -> "})";
                        default -> "";
                    });
            at = end;
        }
        return text;
    }
}
