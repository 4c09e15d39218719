package org.jbgp.daemon.rib;

import org.jbgp.daemon.wire.AttributeBlob;

/** What best-path selection needs from an AS_PATH with four-byte AS numbers (RFC 4271 §4.3, §9.1.2.2; RFC 5065 §5.3). */
final class AsPaths {
    private static final int AS_SET = 1;
    private static final int AS_SEQUENCE = 2;

    private AsPaths() {}

    /** Path length: an AS_SET counts one, confederation segments nothing. */
    static int hops(byte[] bytes, int offset, int length) {
        int hops = 0;
        int end = offset + length;
        for (int at = offset; at + 2 <= end; at += 2 + 4 * (bytes[at + 1] & 0xFF)) {
            switch (bytes[at]) {
                case AS_SET -> hops++;
                case AS_SEQUENCE -> hops += bytes[at + 1] & 0xFF;
                default -> {
                    // RFC 5065 §5.3: confederation segments are not counted.
                }
            }
        }
        return hops;
    }

    /** The neighbouring AS: the first of the first sequence outside the confederation, 0 if there is none. */
    static int neighbourAs(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at + 2 <= end; at += 2 + 4 * (bytes[at + 1] & 0xFF)) {
            if (bytes[at] == AS_SEQUENCE && bytes[at + 1] != 0) {
                return (int) AttributeBlob.u32(bytes, at + 2);
            }
            if (bytes[at] == AS_SET) {
                return 0;
            }
        }
        return 0;
    }
}
