package org.jbgp.daemon.policy;

import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;

/**
 * Where each attribute a filter can touch sits in a {@link RouteView}: {@code space * 64 + code} of the canonical
 * attribute blob. Space 0 holds BGP path attributes (IANA "BGP Path Attributes"), space 1 the engine's own, space 2 the
 * custom attributes of the configuration in order of definition. BGP's codes of 64 and above follow behind: 192 is code
 * 64.
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

    // The engine's own, whose rows in AttributeType say what they are.
    public static final int PREFERENCE = ENGINE + AttributeBlob.PREFERENCE;
    public static final int DEST = ENGINE + AttributeBlob.DEST;
    public static final int NEXTHOPS = ENGINE + AttributeBlob.NEXTHOPS;
    public static final int IGP_METRIC = ENGINE + AttributeBlob.IGP_METRIC;
    public static final int SCOPE = ENGINE + AttributeBlob.SCOPE;
    public static final int FROM = ENGINE + AttributeBlob.FROM;
    public static final int RECEIVED_NEXT_HOP = ENGINE + AttributeBlob.RECEIVED_NEXT_HOP;

    /** First custom attribute. */
    public static final int CUSTOM = 128;

    /** Flags of what is no row of {@link AttributeType}: a path attribute by its number, or a custom one. */
    private static int otherFlags(int slot) {
        return isBgp(slot) ? AttributeBlob.OPTIONAL_TRANSITIVE : slot >> 6;
    }

    private static final byte[] FLAGS = new byte[COUNT];
    private static final boolean[] ONE_BYTE = new boolean[COUNT];

    static {
        for (int slot = 0; slot < COUNT; slot++) {
            FLAGS[slot] = (byte) otherFlags(slot);
        }
        for (AttributeType type : AttributeType.values()) {
            int slot = of(type.space(), type.code());
            if (type.space() != AttributeBlob.BGP || !type.title().isEmpty()) {
                FLAGS[slot] = (byte) type.flags();
            }
            ONE_BYTE[slot] = type.length() == AttributeType.LengthRule.ONE;
        }
    }

    private AttributeSlot() {}

    /** The flags octet a freshly set attribute gets in the canonical blob. */
    static int flagsOf(int slot) {
        return FLAGS[slot] & 0xff;
    }

    /** Whether its number is one byte instead of four. */
    static boolean isOneByte(int slot) {
        return ONE_BYTE[slot];
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
    public static int of(int space, int code) {
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
