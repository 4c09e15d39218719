package org.jbgp.daemon.wire;

/**
 * The canonical form of an attribute set, and static readers for it: the form in which routes are decoded, filtered,
 * interned, compared and encoded.
 *
 * <p>A blob is a sequence of attributes {@code [flags u8][code u8][length u16][value]}, ascending by (space, code),
 * each (space, code) at most once. The low four bits of flags are the <em>space</em>; equal attribute sets therefore
 * have equal bytes.
 *
 * <ul>
 *   <li>Space {@link #BGP}: path attributes. Values are as on the wire, except that AS_PATH and AGGREGATOR always hold
 *       4-byte AS numbers (RFC 6793; AS4_PATH and AS4_AGGREGATOR are merged when decoding), NEXT_HOP holds 4, 16 or 32
 *       bytes (32: global and link-local, RFC 2545 §3), and MP_REACH_NLRI and MP_UNREACH_NLRI are never stored. The
 *       high bits of flags are Optional, Transitive and Partial as received; Extended Length is never set.
 *   <li>Space {@link #ENGINE}: what the router itself attaches; never on the wire.
 *   <li>Space {@link #CUSTOM}: attributes a configuration defines; code is the order of definition, the value is {@code
 *       [type u8][payload]}; never on the wire.
 * </ul>
 *
 * <p>All methods are pure and may be called by any thread. They trust the blob: bytes from a peer must come through the
 * UPDATE decoder. Offsets are absolute positions in the array.
 */
public final class AttributeBlob {
    /** Returned by {@link #find} if the attribute is not in the set. */
    public static final int ABSENT = -1;

    /** Length of flags, code and length field of each attribute, in bytes. */
    public static final int HEADER = 4;

    /** Longest value of one attribute, in bytes. */
    public static final int MAX_VALUE = 0xffff;

    public static final int BGP = 0;
    public static final int ENGINE = 1;
    public static final int CUSTOM = 2;

    /** Attribute flags, RFC 4271 §4.3. */
    public static final int OPTIONAL = 0x80;

    public static final int TRANSITIVE = 0x40;
    public static final int PARTIAL = 0x20;

    /** Flags of the kinds of attributes. */
    public static final int WELL_KNOWN = TRANSITIVE;

    public static final int OPTIONAL_TRANSITIVE = OPTIONAL | TRANSITIVE;
    public static final int OPTIONAL_NON_TRANSITIVE = OPTIONAL;

    /** Bit of an extended community's first byte: it must not be passed on to another AS (RFC 4360 §2). */
    public static final int STAYS_WITHIN_AS = 0x40;

    /**
     * Codes of path attributes under IANA's names (BGP Path Attributes); the rest of each stands in {@link
     * AttributeType}.
     */
    public static final int ORIGIN = 1;

    public static final int AS_PATH = 2;
    public static final int NEXT_HOP = 3;
    public static final int MULTI_EXIT_DISC = 4;
    public static final int LOCAL_PREF = 5;
    public static final int ATOMIC_AGGREGATE = 6;
    public static final int AGGREGATOR = 7;
    public static final int COMMUNITY = 8;
    public static final int ORIGINATOR_ID = 9;
    public static final int CLUSTER_LIST = 10;
    public static final int MP_REACH_NLRI = 14;
    public static final int MP_UNREACH_NLRI = 15;
    public static final int EXTENDED_COMMUNITIES = 16;
    public static final int AS4_PATH = 17;
    public static final int AS4_AGGREGATOR = 18;
    /** RFC 5701; passed on as it comes, apart from what must not leave the AS. */
    public static final int IPV6_EXTENDED_COMMUNITIES = 25;

    public static final int AIGP = 26;
    public static final int LARGE_COMMUNITY = 32;
    public static final int ONLY_TO_CUSTOMER = 35;

    /** Community of routes whose neighbor is away for long (RFC 9494 §4.3). */
    public static final int LLGR_STALE = 0xFFFF0006;
    /** The community of routes that will be withdrawn soon (RFC 8326 §4). */
    public static final int GRACEFUL_SHUTDOWN = 0xFFFF0000;

    /** Community of routes that do not outlive a restart's usual time (RFC 9494 §4.4). */
    public static final int NO_LLGR = 0xFFFF0007;

    /** Values of ORIGIN. */
    public static final int ORIGIN_IGP = 0;

    public static final int ORIGIN_EGP = 1;
    public static final int ORIGIN_INCOMPLETE = 2;

    /** Codes of {@link #ENGINE}; the rest of each stands in {@link AttributeType}. */
    public static final int PREFERENCE = 1;

    public static final int DEST = 2;
    public static final int NEXTHOPS = 3;
    public static final int IGP_METRIC = 5;
    public static final int KRT_SOURCE = 6;
    public static final int KRT_METRIC = 7;
    public static final int KRT_TUNNEL = 8;
    public static final int KRT_PREFSRC = 9;
    public static final int KRT_REALM = 10;
    public static final int KRT_SCOPE = 11;
    public static final int SCOPE = 12;
    public static final int FROM = 13;
    public static final int RECEIVED_NEXT_HOP = 14;
    public static final int STATIC_DEVICE = 15;

    /** Metrics of kernel routes: {@code KRT_METRICS + n} is RTAX_n of {@code linux/rtnetlink.h}. */
    public static final int KRT_METRICS = 32;

    /** RTAX_CC_ALGO, the one of {@link #KRT_METRICS} that is no number. */
    public static final int KRT_CONGCTL = KRT_METRICS + 16;

    private AttributeBlob() {}

    /** Position of the attribute's header, or {@link #ABSENT}. */
    public static int find(byte[] array, int offset, int length, int space, int code) {
        int wanted = space << 8 | code;
        int end = offset + length;
        for (int at = offset; at < end; at = next(array, at)) {
            int key = key(array, at);
            if (key >= wanted) {
                return key == wanted ? at : ABSENT;
            }
        }
        return ABSENT;
    }

    /** Position of the attribute's header in a blob that fills its array, or {@link #ABSENT}. */
    public static int find(byte[] blob, int space, int code) {
        return find(blob, 0, blob.length, space, code);
    }

    /**
     * Position behind the attribute at {@code at}: the next attribute's header, or the end of the blob. To iterate:
     * {@code for (int at = offset; at < offset + length; at = next(array, at))}.
     */
    public static int next(byte[] array, int at) {
        return at + HEADER + Bytes.u16(array, at + 2);
    }

    /** Sort key of the attribute at {@code at}: {@code space << 8 | code}. */
    public static int key(byte[] array, int at) {
        return (array[at] & 0x0f) << 8 | (array[at + 1] & 0xff);
    }

    /** Space of the attribute at {@code at}: {@link #BGP}, {@link #ENGINE} or {@link #CUSTOM}. */
    public static int space(byte[] array, int at) {
        return array[at] & 0x0f;
    }

    /** Wire flags of the attribute at {@code at}, without the space. */
    public static int flags(byte[] array, int at) {
        return array[at] & 0xf0;
    }

    /** Code of the attribute at {@code at}, 0..255. */
    public static int code(byte[] array, int at) {
        return array[at + 1] & 0xff;
    }

    /** Position of the value of the attribute at {@code at}. */
    public static int value(int at) {
        return at + HEADER;
    }

    /** Length of the value of the attribute at {@code at}, in bytes. */
    public static int valueLength(byte[] array, int at) {
        return Bytes.u16(array, at + 2);
    }

    /** First byte of the value of the attribute at {@code at}. */
    public static int u8(byte[] array, int at) {
        return array[at + HEADER] & 0xff;
    }

    /** First four bytes of the value of the attribute at {@code at}, unsigned. */
    public static long u32(byte[] array, int at) {
        return Bytes.u32(array, at + HEADER);
    }

    /** The attribute's value as u32, or {@code otherwise} if the set has no such attribute. */
    public static long u32(byte[] array, int offset, int length, int space, int code, long otherwise) {
        int at = find(array, offset, length, space, code);
        return at == ABSENT ? otherwise : u32(array, at);
    }

    /** The attribute's value as u8, or {@code otherwise} if the set has no such attribute. */
    public static int u8(byte[] array, int offset, int length, int space, int code, int otherwise) {
        int at = find(array, offset, length, space, code);
        return at == ABSENT ? otherwise : u8(array, at);
    }

    /** True if the COMMUNITY attribute at {@code at}, which may be {@link #ABSENT}, holds this one. */
    public static boolean hasCommunity(byte[] blob, int at, int community) {
        if (at == ABSENT) {
            return false;
        }
        int end = next(blob, at);
        for (int value = value(at); value + 4 <= end; value += 4) {
            if (Bytes.i32(blob, value) == community) {
                return true;
            }
        }
        return false;
    }
}
