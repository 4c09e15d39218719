package org.jbgp.daemon.wire;

/**
 * The value of the attribute AIGP (RFC 7311 §3): TLVs {@code [type u8][length u16, header included][value]}, of which
 * the first one of type 1 holds the accumulated metric. Static; any thread.
 */
public final class Aigp {
    /** The greatest metric, which is no better than none; metrics are unsigned. */
    public static final long MAX = -1;

    private static final int TLV_HEADER = 3;
    private static final int METRIC = 1;
    private static final int METRIC_LENGTH = TLV_HEADER + 8;

    private Aigp() {}

    /** What is wrong with a value, null if nothing (RFC 7311 §3). */
    public static String fault(byte[] array, int value, int length) {
        int end = value + length;
        int at = value;
        while (at < end) {
            if (end - at < TLV_HEADER) {
                return "a TLV of " + (end - at) + " bytes";
            }
            int size = Bytes.u16(array, at + 1);
            if (size < TLV_HEADER || size > end - at) {
                return "a TLV of " + size + " bytes where " + (end - at) + " are left";
            }
            if (array[at] == METRIC && size != METRIC_LENGTH) {
                return "a metric of " + size + " bytes, not " + METRIC_LENGTH;
            }
            at += size;
        }
        return null;
    }

    /** The metric of a sound value; {@link #MAX} if it has none. */
    public static long metric(byte[] array, int value, int length) {
        int at = find(array, value, length);
        return at < 0 ? MAX : Bytes.i64(array, at + TLV_HEADER);
    }

    /** Whether a sound value has a metric. */
    public static boolean hasMetric(byte[] array, int value, int length) {
        return find(array, value, length) >= 0;
    }

    /**
     * The metric with the distance to the next hop added (RFC 7311 §3.4.3, §4.1), at least 1, as BIRD has it; never
     * beyond {@link #MAX}.
     *
     * @param distance unsigned 32 bits; 2³²-1 or more if it is not known
     */
    public static long plus(long metric, long distance) {
        if (distance >= 0xFFFF_FFFFL) {
            return MAX;
        }
        long sum = metric + Math.max(1, distance);
        return Long.compareUnsigned(sum, metric) < 0 ? MAX : sum;
    }

    /** Sets the metric of the set's attribute, which it gets if it has none; other TLVs stay. */
    public static void setMetric(AttributeBlobBuilder set, long metric) {
        int at = set.find(AttributeBlob.BGP, AttributeBlob.AIGP);
        int tlv = -1;
        if (at == AttributeBlob.ABSENT) {
            tlv = set.reserve(AttributeType.AIGP.flags(), AttributeBlob.AIGP, METRIC_LENGTH);
        } else {
            tlv = find(set.array(), AttributeBlob.value(at), AttributeBlob.valueLength(set.array(), at));
            if (tlv < 0) {
                tlv = set.splice(at, 0, 0, METRIC_LENGTH);
            }
        }
        set.array()[tlv] = METRIC;
        Bytes.put16(set.array(), tlv + 1, METRIC_LENGTH);
        Bytes.put64(set.array(), tlv + TLV_HEADER, metric);
    }

    private static int find(byte[] array, int value, int length) {
        int end = value + length;
        for (int at = value; end - at >= TLV_HEADER; at += Math.max(TLV_HEADER, Bytes.u16(array, at + 1))) {
            if (array[at] == METRIC && Bytes.u16(array, at + 1) == METRIC_LENGTH && at + METRIC_LENGTH <= end) {
                return at;
            }
        }
        return -1;
    }
}
