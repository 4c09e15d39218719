package org.jbgp.daemon.wire;

import static org.jbgp.daemon.wire.AttributeBlob.OPTIONAL_NON_TRANSITIVE;
import static org.jbgp.daemon.wire.AttributeBlob.OPTIONAL_TRANSITIVE;
import static org.jbgp.daemon.wire.AttributeBlob.WELL_KNOWN;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.ADDRESS;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.ANY;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.AS_AND_ADDRESS;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.EIGHT;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.EIGHTS;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.FOUR;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.FOURS;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.ONE;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.TWELVES;
import static org.jbgp.daemon.wire.AttributeType.LengthRule.ZERO;
import static org.jbgp.daemon.wire.AttributeType.Malformed.DISCARD;
import static org.jbgp.daemon.wire.AttributeType.Malformed.WITHDRAW;
import static org.jbgp.daemon.wire.AttributeType.TakenFrom.ALL;
import static org.jbgp.daemon.wire.AttributeType.TakenFrom.INTERIOR;
import static org.jbgp.daemon.wire.AttributeType.TakenFrom.INTERNAL;

/**
 * The table of attributes: BGP's that jbgpd knows, and those the router itself attaches to routes. A row has the code,
 * the flags it must have, the lengths it may have, what becomes of a malformed one, what {@code show route all} and
 * filters call it, what it consists of, and the sorts of neighbors it is taken from and sent to. Each row of BGP's
 * cites its rule; {@code AttributeDecoder} adds the rules about values. Decoder, encoder, filters, {@code show route
 * all} and JSON read these rows; the filter language, which cannot see them, is compared with them by a test. Any
 * thread.
 */
public enum AttributeType {
    /** RFC 7606 §7.1. */
    ORIGIN(AttributeBlob.ORIGIN, WELL_KNOWN, ONE, WITHDRAW, "origin", Shape.ORIGIN),
    /** RFC 7606 §7.2; the structure is checked by {@code AsPathDecoder}. */
    AS_PATH(AttributeBlob.AS_PATH, WELL_KNOWN, ANY, WITHDRAW, "as_path", "bgp_path", Shape.AS_PATH, ALL),
    /** RFC 7606 §7.3. */
    NEXT_HOP(AttributeBlob.NEXT_HOP, WELL_KNOWN, FOUR, WITHDRAW, "next_hop", Shape.NEXT_HOP),
    /** RFC 7606 §7.4. */
    MULTI_EXIT_DISC(AttributeBlob.MULTI_EXIT_DISC, OPTIONAL_NON_TRANSITIVE, FOUR, WITHDRAW, "med", Shape.NUMBER),
    /** RFC 7606 §7.5: discarded from external neighbors, whatever it looks like. */
    LOCAL_PREF(AttributeBlob.LOCAL_PREF, WELL_KNOWN, FOUR, WITHDRAW, "local_pref", Shape.NUMBER, INTERIOR),
    /** RFC 7606 §7.6. */
    ATOMIC_AGGREGATE(AttributeBlob.ATOMIC_AGGREGATE, WELL_KNOWN, ZERO, DISCARD, "atomic_aggr", Shape.BYTES),
    /** RFC 7606 §7.7; 8 bytes with 4-byte AS numbers, else 6. */
    AGGREGATOR(AttributeBlob.AGGREGATOR, OPTIONAL_TRANSITIVE, AS_AND_ADDRESS, DISCARD, "aggregator", Shape.AGGREGATOR),
    /** RFC 7606 §7.8. */
    COMMUNITY(AttributeBlob.COMMUNITY, OPTIONAL_TRANSITIVE, FOURS, WITHDRAW, "community", Shape.COMMUNITIES),
    /** RFC 7606 §7.9. */
    ORIGINATOR_ID(
            AttributeBlob.ORIGINATOR_ID,
            OPTIONAL_NON_TRANSITIVE,
            FOUR,
            WITHDRAW,
            "originator_id",
            Shape.IDENTIFIERS,
            INTERNAL),
    /** RFC 7606 §7.10. */
    CLUSTER_LIST(
            AttributeBlob.CLUSTER_LIST,
            OPTIONAL_NON_TRANSITIVE,
            FOURS,
            WITHDRAW,
            "cluster_list",
            Shape.IDENTIFIERS,
            INTERNAL),
    /** RFC 7606 §7.11; the structure is checked by {@code MpAttribute}. */
    MP_REACH_NLRI(AttributeBlob.MP_REACH_NLRI, OPTIONAL_NON_TRANSITIVE, ANY, WITHDRAW, "", Shape.BYTES),
    /** RFC 7606 §7.12; the structure is checked by {@code MpAttribute}. */
    MP_UNREACH_NLRI(AttributeBlob.MP_UNREACH_NLRI, OPTIONAL_NON_TRANSITIVE, ANY, WITHDRAW, "", Shape.BYTES),
    /** RFC 7606 §7.14. */
    EXTENDED_COMMUNITIES(
            AttributeBlob.EXTENDED_COMMUNITIES,
            OPTIONAL_TRANSITIVE,
            EIGHTS,
            WITHDRAW,
            "ext_community",
            Shape.EXTENDED_COMMUNITIES),
    /** RFC 6793 §6; the structure is checked by {@code AsPathDecoder}. */
    AS4_PATH(AttributeBlob.AS4_PATH, OPTIONAL_TRANSITIVE, ANY, DISCARD, "", Shape.BYTES),
    /** RFC 6793 §6. */
    AS4_AGGREGATOR(AttributeBlob.AS4_AGGREGATOR, OPTIONAL_TRANSITIVE, EIGHT, DISCARD, "", Shape.BYTES),
    /** RFC 7311 §3; the TLVs are checked by {@link Aigp}, and the session decides whether it is taken. */
    AIGP(AttributeBlob.AIGP, OPTIONAL_NON_TRANSITIVE, ANY, DISCARD, "aigp", Shape.AIGP),
    /** RFC 8092 §6. */
    LARGE_COMMUNITY(
            AttributeBlob.LARGE_COMMUNITY,
            OPTIONAL_TRANSITIVE,
            TWELVES,
            WITHDRAW,
            "large_community",
            Shape.LARGE_COMMUNITIES),
    /** RFC 9234 §5. */
    ONLY_TO_CUSTOMER(AttributeBlob.ONLY_TO_CUSTOMER, OPTIONAL_TRANSITIVE, FOUR, WITHDRAW, "otc", Shape.NUMBER),
    /** Present only if a filter changed the preference from its source's default. */
    PREFERENCE(AttributeBlob.PREFERENCE, FOUR, "", "preference", Shape.NUMBER),
    /** {@link Destination#code}. */
    DEST(AttributeBlob.DEST, ONE, "", "dest", Shape.NUMBER),
    /** One {@link NextHopLeg} after another. */
    NEXTHOPS(AttributeBlob.NEXTHOPS, ANY, "", "", Shape.BYTES),
    /** Distance of the next hop, where a filter set it. */
    IGP_METRIC(AttributeBlob.IGP_METRIC, FOUR, "igp_metric", "igp_metric", Shape.NUMBER),
    /** The kernel's rtm_protocol. */
    KRT_SOURCE(AttributeBlob.KRT_SOURCE, FOUR, "Kernel.source", "krt_source", Shape.NUMBER),
    /** RTA_PRIORITY. */
    KRT_METRIC(AttributeBlob.KRT_METRIC, FOUR, "Kernel.metric", "krt_metric", Shape.NUMBER),
    /** Name of a tunnel device, UTF-8. */
    KRT_TUNNEL(AttributeBlob.KRT_TUNNEL, ANY, "Kernel.tunnel", "krt_tunnel", Shape.TEXT),
    /** RTA_PREFSRC, 4 or 16 bytes. */
    KRT_PREFSRC(AttributeBlob.KRT_PREFSRC, ADDRESS, "Kernel.prefsrc", "krt_prefsrc", Shape.ADDRESS),
    /** RTA_FLOW. */
    KRT_REALM(AttributeBlob.KRT_REALM, FOUR, "Kernel.realm", "krt_realm", Shape.NUMBER),
    /** The kernel's rtm_scope. */
    KRT_SCOPE(AttributeBlob.KRT_SCOPE, FOUR, "Kernel.scope", "krt_scope", Shape.NUMBER),
    /** {@link Scope#code}, where a filter set it. */
    SCOPE(AttributeBlob.SCOPE, FOUR, "", "scope", Shape.NUMBER),
    /** {@code from} as a filter set it, 4 or 16 bytes. */
    FROM(AttributeBlob.FROM, ADDRESS, "", "from", Shape.ADDRESS),
    /** NEXT_HOP as received, where a filter changed it: what is advertised changes, the way of packets does not. */
    RECEIVED_NEXT_HOP(AttributeBlob.RECEIVED_NEXT_HOP, ANY, "", "", Shape.NEXT_HOP),
    /** The static route leads to an interface and no gateway, which is a source of its own in BIRD 1.6. */
    STATIC_DEVICE(AttributeBlob.STATIC_DEVICE, ONE, "", "", Shape.NUMBER),
    /** RTAX_LOCK: which metrics the kernel must not change, a bit each; filters read them one by one. */
    KRT_LOCK(AttributeBlob.KRT_METRICS + 1, FOUR, "Kernel.lock", "", Shape.LOCKS),
    KRT_MTU(2, "mtu"),
    KRT_WINDOW(3, "window"),
    KRT_RTT(4, "rtt"),
    KRT_RTTVAR(5, "rttvar"),
    KRT_SSTHRESH(6, "ssthresh"),
    KRT_CWND(7, "cwnd"),
    KRT_ADVMSS(8, "advmss"),
    KRT_REORDERING(9, "reordering"),
    KRT_HOPLIMIT(10, "hoplimit"),
    KRT_INITCWND(11, "initcwnd"),
    /** RTAX_FEATURES: a bit each; filters read them one by one. */
    KRT_FEATURES(AttributeBlob.KRT_METRICS + 12, FOUR, "Kernel.features", "", Shape.FEATURES),
    KRT_RTO_MIN(13, "rto_min"),
    KRT_INITRWND(14, "initrwnd"),
    KRT_QUICKACK(15, "quickack"),
    /** RTAX_CC_ALGO: the one metric that is a text. */
    KRT_CONGCTL(AttributeBlob.KRT_CONGCTL, ANY, "Kernel.congctl", "krt_congctl", Shape.TEXT),
    KRT_FASTOPEN_NO_COOKIE(17, "fastopen_no_cookie");

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
        /** Router and cluster identifiers, written like IPv4 addresses. */
        IDENTIFIERS,
        /** One address. */
        ADDRESS,
        /** UTF-8. */
        TEXT,
        /** 4 bytes each. */
        COMMUNITIES,
        /** 8 bytes each. */
        EXTENDED_COMMUNITIES,
        /** 12 bytes each. */
        LARGE_COMMUNITIES,
        /** TLVs (RFC 7311 §3). */
        AIGP,
        /** A bit for each metric of the kernel. */
        LOCKS,
        /** A bit for each RTAX_FEATURE_*. */
        FEATURES,
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
        ADDRESS(4, 12, "4 or 16"),
        AS_AND_ADDRESS(8, 0, "8, or 6 with 2-byte AS numbers");

        private final int minimum;
        private final int step;
        private final String text;

        LengthRule(int minimum, int step, String text) {
            this.minimum = minimum;
            this.step = step;
            this.text = text;
        }

        /** Whether a value may be that long; {@code as4}: on a session with 4-byte AS numbers. */
        public boolean accepts(int length, boolean as4) {
            if (this == AS_AND_ADDRESS) {
                return length == (as4 ? 8 : 6);
            }
            if (this == ADDRESS) {
                return length == 4 || length == 16;
            }
            return step == 0 ? length == minimum : length >= minimum && length % step == 0;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What becomes of a malformed attribute (RFC 7606 §2). */
    public enum Malformed {
        DISCARD,
        WITHDRAW
    }

    /** Sorts of neighbors an attribute is taken from and sent to; others' are discarded. */
    public enum TakenFrom {
        ALL,
        INTERIOR,
        INTERNAL,
        NOBODY
    }

    /** By {@code space << 8 | code}. */
    private static final AttributeType[] ROWS = new AttributeType[512];

    /** Those that come from neighbors, by code. */
    private static final AttributeType[] RECEIVED = new AttributeType[256];

    static {
        for (AttributeType type : values()) {
            ROWS[type.space << 8 | type.code] = type;
            if (type.takenFrom != TakenFrom.NOBODY) {
                RECEIVED[type.code] = type;
            }
        }
    }

    private final int space;
    private final int code;
    private final int flags;
    private final LengthRule length;
    private final Malformed malformed;
    private final String title;
    private final String filterName;
    private final Shape shape;
    private final TakenFrom takenFrom;

    /** A path attribute that all neighbors may send. */
    AttributeType(int code, int flags, LengthRule length, Malformed malformed, String shown, Shape shape) {
        this(code, flags, length, malformed, shown, shape, TakenFrom.ALL);
    }

    /** A path attribute that filters call what {@code show route all} calls it. */
    AttributeType(
            int code,
            int flags,
            LengthRule length,
            Malformed malformed,
            String shown,
            Shape shape,
            TakenFrom takenFrom) {
        this(code, flags, length, malformed, shown, shown.isEmpty() ? "" : "bgp_" + shown, shape, takenFrom);
    }

    /** A path attribute. */
    AttributeType(
            int code,
            int flags,
            LengthRule length,
            Malformed malformed,
            String shown,
            String filterName,
            Shape shape,
            TakenFrom takenFrom) {
        this.space = AttributeBlob.BGP;
        this.code = code;
        this.flags = flags;
        this.length = length;
        this.malformed = malformed;
        this.title = shown.isEmpty() ? "" : "BGP." + shown;
        this.filterName = filterName;
        this.shape = shape;
        this.takenFrom = takenFrom;
    }

    /** An attribute of the router's own: no neighbor sends it, so none is malformed. */
    AttributeType(int code, LengthRule length, String title, String filterName, Shape shape) {
        this.space = AttributeBlob.ENGINE;
        this.code = code;
        this.flags = AttributeBlob.ENGINE;
        this.length = length;
        this.malformed = DISCARD;
        this.title = title;
        this.filterName = filterName;
        this.shape = shape;
        this.takenFrom = TakenFrom.NOBODY;
    }

    /** A metric of the kernel's, by its RTAX_* number. */
    AttributeType(int metric, String name) {
        this(AttributeBlob.KRT_METRICS + metric, LengthRule.FOUR, "Kernel." + name, "krt_" + name, Shape.NUMBER);
    }

    /** The row of a path attribute if neighbors may send it, else null. */
    public static AttributeType of(int code) {
        return RECEIVED[code];
    }

    /**
     * The row of an attribute, null if it has none.
     *
     * @param space {@link AttributeBlob#BGP} or {@link AttributeBlob#ENGINE}
     * @param code 0..255
     */
    public static AttributeType of(int space, int code) {
        return ROWS[space << 8 | code];
    }

    /** {@link AttributeBlob#BGP} or {@link AttributeBlob#ENGINE}. */
    public int space() {
        return space;
    }

    /** Its code, 1..255, unique in its space. */
    public int code() {
        return code;
    }

    /** Its name in {@code show route all}, e.g. {@code BGP.med}; empty if it is never shown. */
    public String title() {
        return title;
    }

    /** Its name in filters, e.g. {@code bgp_med}; empty if they know it by none. */
    public String filterName() {
        return filterName;
    }

    /** What its value consists of. */
    public Shape shape() {
        return shape;
    }

    /** Flags octet of the canonical form: Optional and Transitive as they must be, or the space. */
    public int flags() {
        return flags;
    }

    /** Lengths its value may have. */
    public LengthRule length() {
        return length;
    }

    /** What becomes of a malformed one. */
    public Malformed malformed() {
        return malformed;
    }

    /** Whether it is taken from such a neighbor and sent to it. */
    public boolean isTakenFrom(PeerSort peer) {
        return switch (takenFrom) {
            case ALL -> true;
            case INTERIOR -> peer != PeerSort.EXTERNAL;
            case INTERNAL -> peer == PeerSort.INTERNAL;
            case NOBODY -> false;
        };
    }
}
