package org.jbgp.daemon.policy;

import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;

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

    /** First slot of the engine's own attributes. */
    private static final int ENGINE = 64;

    /** Slots in 64s, in the order of the canonical blob. */
    private static final int[] ORDER = {0, 3, 4, 5, 1, 2};

    // BGP path attributes have their code as slot; here are those this program speaks of.
    public static final int ORIGIN = AttributeBlob.ORIGIN;
    public static final int AS_PATH = AttributeBlob.AS_PATH;
    public static final int NEXT_HOP = AttributeBlob.NEXT_HOP;
    public static final int MULTI_EXIT_DISC = AttributeBlob.MULTI_EXIT_DISC;
    public static final int LOCAL_PREF = AttributeBlob.LOCAL_PREF;
    public static final int COMMUNITY = AttributeBlob.COMMUNITY;
    public static final int EXTENDED_COMMUNITIES = AttributeBlob.EXTENDED_COMMUNITIES;
    public static final int LARGE_COMMUNITY = AttributeBlob.LARGE_COMMUNITY;

    /** u32, present only if a filter changed it from the default of the route's source. */
    public static final int PREFERENCE = ENGINE + AttributeBlob.PREFERENCE;
    /** u8: 1 unicast, 2 blackhole, 3 unreachable, 4 prohibit. */
    public static final int DEST = ENGINE + AttributeBlob.DEST;
    /** Repeated {@code [ifindex u32][weight u8][flags u8: 1 = onlink][address length u8][address]}. */
    public static final int NEXTHOPS = ENGINE + AttributeBlob.NEXTHOPS;

    public static final int IGP_METRIC = ENGINE + AttributeBlob.IGP_METRIC;
    public static final int KRT_SOURCE = ENGINE + AttributeBlob.KRT_SOURCE;
    public static final int KRT_METRIC = ENGINE + AttributeBlob.KRT_METRIC;
    /** UTF-8 interface name. */
    public static final int KRT_TUNNEL = ENGINE + AttributeBlob.KRT_TUNNEL;
    /** 4 or 16 bytes. */
    public static final int KRT_PREFSRC = ENGINE + AttributeBlob.KRT_PREFSRC;

    public static final int KRT_REALM = ENGINE + AttributeBlob.KRT_REALM;
    public static final int KRT_SCOPE = ENGINE + AttributeBlob.KRT_SCOPE;
    public static final int SCOPE = ENGINE + AttributeBlob.SCOPE;
    /** 4 or 16 bytes: {@code from} as a filter set it; absent otherwise. */
    public static final int FROM = ENGINE + AttributeBlob.FROM;
    /** NEXT_HOP of a BGP route as received; present only if a filter changed or unset it. */
    public static final int RECEIVED_NEXT_HOP = ENGINE + AttributeBlob.RECEIVED_NEXT_HOP;
    /** u32 bit mask of locked metrics; metric RTAX_n of linux/rtnetlink.h is slot {@code KRT_METRICS + n}. */
    public static final int KRT_METRICS = ENGINE + AttributeBlob.KRT_METRICS;
    /** First custom attribute. */
    public static final int CUSTOM = 128;

    /** Flags of the path attributes that have a row in {@link AttributeType}. */
    private static final byte[] BGP_FLAGS = new byte[64];

    static {
        for (AttributeType type : AttributeType.values()) {
            if (type.code() < BGP_FLAGS.length && !type.shownName().isEmpty()) {
                BGP_FLAGS[type.code()] = (byte) type.flags();
            }
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
