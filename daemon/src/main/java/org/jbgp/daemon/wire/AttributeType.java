package org.jbgp.daemon.wire;

/**
 * The table of path attributes jbgpd knows: code, flags they must have, lengths they may have, what becomes of a malformed one, from
 * which sorts of neighbors they are taken, and how they are shown. Each row cites its rule; {@code AttributeDecoder} adds the rules
 * about values. Filters, {@code show route all}, JSON and the encoder read the same rows. Any thread.
 */
public enum AttributeType {
    /** RFC 7606 §7.1. */
    ORIGIN(AttributeBlob.ORIGIN, AttributeBlob.WELL_KNOWN, LengthRule.ONE, Malformed.WITHDRAW, "origin", Shape.ORIGIN),
    /** RFC 7606 §7.2; the structure is checked by {@code AsPathDecoder}. */
    AS_PATH(
            AttributeBlob.AS_PATH,
            AttributeBlob.WELL_KNOWN,
            LengthRule.ANY,
            Malformed.WITHDRAW,
            "as_path",
            Shape.AS_PATH),
    /** RFC 7606 §7.3. */
    NEXT_HOP(
            AttributeBlob.NEXT_HOP,
            AttributeBlob.WELL_KNOWN,
            LengthRule.FOUR,
            Malformed.WITHDRAW,
            "next_hop",
            Shape.NEXT_HOP),
    /** RFC 7606 §7.4. */
    MULTI_EXIT_DISC(
            AttributeBlob.MULTI_EXIT_DISC,
            AttributeBlob.OPTIONAL_NON_TRANSITIVE,
            LengthRule.FOUR,
            Malformed.WITHDRAW,
            "med",
            Shape.NUMBER),
    /** RFC 7606 §7.5: discarded from external neighbors, whatever it looks like. */
    LOCAL_PREF(
            AttributeBlob.LOCAL_PREF,
            AttributeBlob.WELL_KNOWN,
            LengthRule.FOUR,
            Malformed.WITHDRAW,
            "local_pref",
            Shape.NUMBER,
            TakenFrom.INTERIOR),
    /** RFC 7606 §7.6. */
    ATOMIC_AGGREGATE(
            AttributeBlob.ATOMIC_AGGREGATE,
            AttributeBlob.WELL_KNOWN,
            LengthRule.ZERO,
            Malformed.DISCARD,
            "atomic_aggr",
            Shape.BYTES),
    /** RFC 7606 §7.7; 8 bytes with 4-byte AS numbers, else 6. */
    AGGREGATOR(
            AttributeBlob.AGGREGATOR,
            AttributeBlob.OPTIONAL_TRANSITIVE,
            LengthRule.AS_AND_ADDRESS,
            Malformed.DISCARD,
            "aggregator",
            Shape.AGGREGATOR),
    /** RFC 7606 §7.8. */
    COMMUNITY(
            AttributeBlob.COMMUNITY,
            AttributeBlob.OPTIONAL_TRANSITIVE,
            LengthRule.FOURS,
            Malformed.WITHDRAW,
            "community",
            Shape.COMMUNITIES),
    /** RFC 7606 §7.9. */
    ORIGINATOR_ID(
            AttributeBlob.ORIGINATOR_ID,
            AttributeBlob.OPTIONAL_NON_TRANSITIVE,
            LengthRule.FOUR,
            Malformed.WITHDRAW,
            "originator_id",
            Shape.ADDRESSES,
            TakenFrom.INTERNAL),
    /** RFC 7606 §7.10. */
    CLUSTER_LIST(
            AttributeBlob.CLUSTER_LIST,
            AttributeBlob.OPTIONAL_NON_TRANSITIVE,
            LengthRule.FOURS,
            Malformed.WITHDRAW,
            "cluster_list",
            Shape.ADDRESSES,
            TakenFrom.INTERNAL),
    /** RFC 7606 §7.11; the structure is checked by {@code MpAttribute}. */
    MP_REACH_NLRI(
            AttributeBlob.MP_REACH_NLRI,
            AttributeBlob.OPTIONAL_NON_TRANSITIVE,
            LengthRule.ANY,
            Malformed.WITHDRAW,
            "",
            Shape.BYTES),
    /** RFC 7606 §7.12; the structure is checked by {@code MpAttribute}. */
    MP_UNREACH_NLRI(
            AttributeBlob.MP_UNREACH_NLRI,
            AttributeBlob.OPTIONAL_NON_TRANSITIVE,
            LengthRule.ANY,
            Malformed.WITHDRAW,
            "",
            Shape.BYTES),
    /** RFC 7606 §7.14. */
    EXTENDED_COMMUNITIES(
            AttributeBlob.EXTENDED_COMMUNITIES,
            AttributeBlob.OPTIONAL_TRANSITIVE,
            LengthRule.EIGHTS,
            Malformed.WITHDRAW,
            "ext_community",
            Shape.EXTENDED_COMMUNITIES),
    /** RFC 6793 §6; the structure is checked by {@code AsPathDecoder}. */
    AS4_PATH(
            AttributeBlob.AS4_PATH,
            AttributeBlob.OPTIONAL_TRANSITIVE,
            LengthRule.ANY,
            Malformed.DISCARD,
            "",
            Shape.BYTES),
    /** RFC 6793 §6. */
    AS4_AGGREGATOR(
            AttributeBlob.AS4_AGGREGATOR,
            AttributeBlob.OPTIONAL_TRANSITIVE,
            LengthRule.EIGHT,
            Malformed.DISCARD,
            "",
            Shape.BYTES),
    /** RFC 7311: not taken from neighbors; a row for what filters and commands call it. */
    AIGP(AttributeBlob.AIGP, AttributeBlob.OPTIONAL_NON_TRANSITIVE, null, Malformed.DISCARD, "aigp", Shape.AIGP),
    /** RFC 8092 §6. */
    LARGE_COMMUNITY(
            AttributeBlob.LARGE_COMMUNITY,
            AttributeBlob.OPTIONAL_TRANSITIVE,
            LengthRule.TWELVES,
            Malformed.WITHDRAW,
            "large_community",
            Shape.LARGE_COMMUNITIES),
    /** RFC 9234 §5. */
    ONLY_TO_CUSTOMER(
            AttributeBlob.ONLY_TO_CUSTOMER,
            AttributeBlob.OPTIONAL_TRANSITIVE,
            LengthRule.FOUR,
            Malformed.WITHDRAW,
            "otc",
            Shape.NUMBER);

    /** What a value consists of, which is how it is shown. */
    public enum Shape {
        /** One byte with names. */
        ORIGIN,
        /** Segments of 4-byte AS numbers. */
        AS_PATH,
        /** One address, or a global and a link-local one of 16 bytes each. */
        NEXT_HOP,
        /** 32 bits. */
        NUMBER,
        /** AS number and IPv4 address. */
        AGGREGATOR,
        /** IPv4 addresses. */
        ADDRESSES,
        /** 4 bytes each. */
        COMMUNITIES,
        /** 8 bytes each. */
        EXTENDED_COMMUNITIES,
        /** 12 bytes each. */
        LARGE_COMMUNITIES,
        /** TLVs (RFC 7311 §3). */
        AIGP,
        /** Bytes without a meaning, or none. */
        BYTES
    }

    /** Lengths a value may have. */
    public enum LengthRule {
        ANY(0, 1, "any"),
        ZERO(0, 0, "0"),
        ONE(1, 0, "1"),
        FOUR(4, 0, "4"),
        EIGHT(8, 0, "8"),
        FOURS(4, 4, "a multiple of 4"),
        EIGHTS(8, 8, "a multiple of 8"),
        TWELVES(12, 12, "a multiple of 12"),
        AS_AND_ADDRESS(8, 0, "8, or 6 with 2-byte AS numbers");

        private final int minimum;
        private final int step;
        private final String text;

        LengthRule(int minimum, int step, String text) {
            this.minimum = minimum;
            this.step = step;
            this.text = text;
        }

        public boolean accepts(int length, boolean as4) {
            if (this == AS_AND_ADDRESS) {
                return length == (as4 ? 8 : 6);
            }
            return step == 0 ? length == minimum : length >= minimum && length % step == 0;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What becomes of a malformed attribute. */
    public enum Malformed {
        DISCARD,
        WITHDRAW
    }

    /** Sorts of neighbors an attribute is taken from; others' are discarded. */
    public enum TakenFrom {
        ALL,
        INTERIOR,
        INTERNAL
    }

    private static final AttributeType[] INTERPRETED = new AttributeType[256];
    private static final AttributeType[] SHOWN = new AttributeType[256];

    static {
        for (AttributeType type : values()) {
            if (type.length != null) {
                INTERPRETED[type.code] = type;
            }
            if (!type.shown.isEmpty()) {
                SHOWN[type.code] = type;
            }
        }
    }

    private final int code;
    private final int flags;
    private final LengthRule length;
    private final Malformed malformed;
    private final String shown;
    private final String title;
    private final Shape shape;
    private final TakenFrom takenFrom;

    AttributeType(int code, int flags, LengthRule length, Malformed malformed, String shown, Shape shape) {
        this(code, flags, length, malformed, shown, shape, TakenFrom.ALL);
    }

    AttributeType(
            int code,
            int flags,
            LengthRule length,
            Malformed malformed,
            String shown,
            Shape shape,
            TakenFrom takenFrom) {
        this.code = code;
        this.flags = flags;
        this.length = length;
        this.malformed = malformed;
        this.shown = shown;
        this.title = "BGP." + shown;
        this.shape = shape;
        this.takenFrom = takenFrom;
    }

    /** The row of this code if the attribute is taken from neighbors, else null. */
    public static AttributeType of(int code) {
        return INTERPRETED[code];
    }

    /** The row by which an attribute of this code is shown; null if it has no name. */
    public static AttributeType shownAs(int code) {
        return SHOWN[code];
    }

    /** Its code, 1..255. */
    public int code() {
        return code;
    }

    /** Name after {@code BGP.} in {@code show route all}; empty if it is never in a table. */
    public String shownName() {
        return shown;
    }

    /** The whole name in {@code show route all}, e.g. {@code BGP.med}. */
    public String title() {
        return title;
    }

    /** What its value consists of. */
    public Shape shape() {
        return shape;
    }

    /** Optional and Transitive as they must be. */
    public int flags() {
        return flags;
    }

    public LengthRule length() {
        return length;
    }

    public Malformed malformed() {
        return malformed;
    }

    public boolean isTakenFrom(PeerSort peer) {
        return switch (takenFrom) {
            case ALL -> true;
            case INTERIOR -> peer != PeerSort.EXTERNAL;
            case INTERNAL -> peer == PeerSort.INTERNAL;
        };
    }
}
