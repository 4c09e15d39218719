package org.jbgp.daemon.policy;

/**
 * Where each attribute a filter can touch sits in a {@link RouteView}: {@code space * 64 + code} of the canonical
 * attribute blob. Space 0 holds BGP path attributes (IANA "BGP Path Attributes"), space 1 the engine's own, space 2 the
 * custom attributes of the configuration in order of definition. BGP's codes of 64 and above follow behind: 192 is code 64.
 */
public final class AttributeSlot {

    /** Number of slots: three spaces of 64 codes, and the other 192 codes of BGP path attributes. */
    public static final int COUNT = 384;

    /** First slot of BGP path attributes with a code of 64 or more. */
    static final int HIGH_BGP = 192;

    /** Slots in 64s, in the order of the canonical blob. */
    private static final int[] ORDER = {0, 3, 4, 5, 1, 2};

    // Space 0: RFC 4271 §5, RFC 1997, RFC 4456, RFC 4360, RFC 7311, RFC 8092, RFC 9234
    public static final int ORIGIN = 1;
    public static final int AS_PATH = 2;
    public static final int NEXT_HOP = 3;
    public static final int MED = 4;
    public static final int LOCAL_PREF = 5;
    public static final int ATOMIC_AGGREGATE = 6;
    public static final int AGGREGATOR = 7;
    public static final int COMMUNITY = 8;
    public static final int ORIGINATOR_ID = 9;
    public static final int CLUSTER_LIST = 10;
    public static final int EXT_COMMUNITY = 16;
    public static final int AIGP = 26;
    public static final int LARGE_COMMUNITY = 32;
    public static final int ONLY_TO_CUSTOMER = 35;

    /** u32, present only if a filter changed it from the default of the route's source. */
    public static final int PREFERENCE = 64 + 1;
    /** u8: 1 unicast, 2 blackhole, 3 unreachable, 4 prohibit. */
    public static final int DEST = 64 + 2;
    /** Repeated {@code [ifindex u32][weight u8][flags u8: 1 = onlink][address length u8][address]}. */
    public static final int NEXTHOPS = 64 + 3;

    public static final int IGP_METRIC = 64 + 5;
    public static final int KRT_SOURCE = 64 + 6;
    public static final int KRT_METRIC = 64 + 7;
    /** UTF-8 interface name. */
    public static final int KRT_TUNNEL = 64 + 8;
    /** 4 or 16 bytes. */
    public static final int KRT_PREFSRC = 64 + 9;

    public static final int KRT_REALM = 64 + 10;
    public static final int KRT_SCOPE = 64 + 11;
    public static final int SCOPE = 64 + 12;
    /** 4 or 16 bytes: {@code from} as a filter set it; absent otherwise. */
    public static final int FROM = 64 + 13;
    /** NEXT_HOP of a BGP route as received; present only if a filter changed or unset it. */
    public static final int RECEIVED_NEXT_HOP = 64 + 14;
    /** u32 bit mask of locked metrics; metric RTAX_n of linux/rtnetlink.h is slot {@code KRT_METRICS + n}. */
    public static final int KRT_METRICS = 64 + 32;
    /** First custom attribute. */
    public static final int CUSTOM = 128;

    private static final byte[] BGP_FLAGS = new byte[64];

    static {
        for (int wellKnown : new int[] {ORIGIN, AS_PATH, NEXT_HOP, LOCAL_PREF, ATOMIC_AGGREGATE}) {
            BGP_FLAGS[wellKnown] = 0x40;
        }
        for (int transitive : new int[] {AGGREGATOR, COMMUNITY, EXT_COMMUNITY, LARGE_COMMUNITY, ONLY_TO_CUSTOMER}) {
            BGP_FLAGS[transitive] = (byte) 0xC0;
        }
        for (int nonTransitive : new int[] {MED, ORIGINATOR_ID, CLUSTER_LIST, AIGP}) {
            BGP_FLAGS[nonTransitive] = (byte) 0x80;
        }
    }

    private AttributeSlot() {}

    /** The flags octet a freshly set attribute gets in the canonical blob. */
    static int flagsOf(int slot) {
        return isBgp(slot) ? (slot < 64 && BGP_FLAGS[slot] != 0 ? BGP_FLAGS[slot] & 0xFF : 0xC0) : slot >> 6;
    }

    /** Whether it is a BGP path attribute. */
    static boolean isBgp(int slot) {
        return slot < 64 || slot >= HIGH_BGP;
    }

    /** The code of the attribute in its space. */
    static int codeOf(int slot) {
        return slot >= HIGH_BGP ? slot - HIGH_BGP + 64 : slot & 63;
    }

    /** The slot of an attribute; negative if it has none. */
    static int of(int space, int code) {
        if (code < 64) {
            return space < 3 ? space << 6 | code : -1;
        }
        return space == 0 ? HIGH_BGP + code - 64 : -1;
    }

    /** Where the attribute stands in the canonical blob: slots of lower rank come first. */
    static int rankOf(int space, int code) {
        return space == 0 ? code : 192 + (space << 6) + Math.min(code, 63);
    }

    /** The slot of that rank. */
    static int ofRank(int rank) {
        return ORDER[rank >> 6] << 6 | (rank & 63);
    }
}
