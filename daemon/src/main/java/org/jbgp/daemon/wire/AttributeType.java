package org.jbgp.daemon.wire;

/**
 * The table of path attributes jbgpd interprets: flags they must have, lengths they may have, what becomes of a malformed one, and
 * from which sorts of neighbours they are taken. Each row cites its rule; {@link AttributeDecoder} adds the rules about values.
 */
enum AttributeType {
    /** RFC 7606 §7.1. */
    ORIGIN(1, AttributeBlob.WELL_KNOWN, LengthRule.ONE, Malformed.WITHDRAW),
    /** RFC 7606 §7.2; the structure is checked by {@link AsPathDecoder}. */
    AS_PATH(2, AttributeBlob.WELL_KNOWN, LengthRule.ANY, Malformed.WITHDRAW),
    /** RFC 7606 §7.3. */
    NEXT_HOP(3, AttributeBlob.WELL_KNOWN, LengthRule.FOUR, Malformed.WITHDRAW),
    /** RFC 7606 §7.4. */
    MULTI_EXIT_DISC(4, AttributeBlob.OPTIONAL_NON_TRANSITIVE, LengthRule.FOUR, Malformed.WITHDRAW),
    /** RFC 7606 §7.5: discarded from external neighbours, whatever it looks like. */
    LOCAL_PREF(5, AttributeBlob.WELL_KNOWN, LengthRule.FOUR, Malformed.WITHDRAW, TakenFrom.INTERIOR),
    /** RFC 7606 §7.6. */
    ATOMIC_AGGREGATE(6, AttributeBlob.WELL_KNOWN, LengthRule.ZERO, Malformed.DISCARD),
    /** RFC 7606 §7.7; 8 bytes with 4-byte AS numbers, else 6. */
    AGGREGATOR(7, AttributeBlob.OPTIONAL_TRANSITIVE, LengthRule.AS_AND_ADDRESS, Malformed.DISCARD),
    /** RFC 7606 §7.8. */
    COMMUNITY(8, AttributeBlob.OPTIONAL_TRANSITIVE, LengthRule.FOURS, Malformed.WITHDRAW),
    /** RFC 7606 §7.9. */
    ORIGINATOR_ID(9, AttributeBlob.OPTIONAL_NON_TRANSITIVE, LengthRule.FOUR, Malformed.WITHDRAW, TakenFrom.INTERNAL),
    /** RFC 7606 §7.10. */
    CLUSTER_LIST(10, AttributeBlob.OPTIONAL_NON_TRANSITIVE, LengthRule.FOURS, Malformed.WITHDRAW, TakenFrom.INTERNAL),
    /** RFC 7606 §7.11; the structure is checked by {@link MpAttribute}. */
    MP_REACH_NLRI(14, AttributeBlob.OPTIONAL_NON_TRANSITIVE, LengthRule.ANY, Malformed.WITHDRAW),
    /** RFC 7606 §7.12; the structure is checked by {@link MpAttribute}. */
    MP_UNREACH_NLRI(15, AttributeBlob.OPTIONAL_NON_TRANSITIVE, LengthRule.ANY, Malformed.WITHDRAW),
    /** RFC 7606 §7.14. */
    EXTENDED_COMMUNITIES(16, AttributeBlob.OPTIONAL_TRANSITIVE, LengthRule.EIGHTS, Malformed.WITHDRAW),
    /** RFC 6793 §6; the structure is checked by {@link AsPathDecoder}. */
    AS4_PATH(17, AttributeBlob.OPTIONAL_TRANSITIVE, LengthRule.ANY, Malformed.DISCARD),
    /** RFC 6793 §6. */
    AS4_AGGREGATOR(18, AttributeBlob.OPTIONAL_TRANSITIVE, LengthRule.EIGHT, Malformed.DISCARD),
    /** RFC 8092 §6. */
    LARGE_COMMUNITY(32, AttributeBlob.OPTIONAL_TRANSITIVE, LengthRule.TWELVES, Malformed.WITHDRAW),
    /** RFC 9234 §5. */
    ONLY_TO_CUSTOMER(35, AttributeBlob.OPTIONAL_TRANSITIVE, LengthRule.FOUR, Malformed.WITHDRAW);

    /** Lengths a value may have. */
    enum LengthRule {
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

        boolean accepts(int length, boolean as4) {
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
    enum Malformed {
        DISCARD,
        WITHDRAW
    }

    /** Sorts of neighbours an attribute is taken from; others' are discarded. */
    enum TakenFrom {
        ALL,
        INTERIOR,
        INTERNAL
    }

    private static final AttributeType[] BY_CODE = new AttributeType[256];

    static {
        for (AttributeType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final int flags;
    private final LengthRule length;
    private final Malformed malformed;
    private final TakenFrom takenFrom;

    AttributeType(int code, int flags, LengthRule length, Malformed malformed) {
        this(code, flags, length, malformed, TakenFrom.ALL);
    }

    AttributeType(int code, int flags, LengthRule length, Malformed malformed, TakenFrom takenFrom) {
        this.code = code;
        this.flags = flags;
        this.length = length;
        this.malformed = malformed;
        this.takenFrom = takenFrom;
    }

    /** The row of this code, or null if jbgpd does not interpret the attribute. */
    static AttributeType of(int code) {
        return BY_CODE[code];
    }

    /** Optional and Transitive as they must be. */
    int flags() {
        return flags;
    }

    LengthRule length() {
        return length;
    }

    Malformed malformed() {
        return malformed;
    }

    boolean isTakenFrom(PeerSort peer) {
        return switch (takenFrom) {
            case ALL -> true;
            case INTERIOR -> peer != PeerSort.EXTERNAL;
            case INTERNAL -> peer == PeerSort.INTERNAL;
        };
    }
}
