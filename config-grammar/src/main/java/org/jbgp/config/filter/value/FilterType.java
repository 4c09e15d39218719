package org.jbgp.config.filter.value;

/**
 * Types of the filter language. The codes are those BIRD prints for enumerations, {@code (enum 30)1}.
 */
public enum FilterType {
    /** Of a value that is not there, and of an expression whose type only shows at run time. */
    VOID(0x00, "void"),
    INT(0x10, "int"),
    BOOL(0x11, "bool"),
    PAIR(0x12, "pair"),
    QUAD(0x13, "quad"),
    IP(0x20, "ip"),
    PREFIX(0x21, "prefix"),
    STRING(0x22, "string"),
    PATH_MASK(0x23, "bgpmask"),
    PATH(0x24, "bgppath"),
    CLIST(0x25, "clist"),
    EC(0x26, "ec"),
    ECLIST(0x27, "eclist"),
    LC(0x28, "lc"),
    LCLIST(0x29, "lclist"),
    RD(0x2a, "rd"),
    BYTESTRING(0x2c, "bytestring"),
    MAC(0x2d, "mac"),
    ENUM_RTS(0x30, "enum rts"),
    ENUM_BGP_ORIGIN(0x31, "enum bgp_origin"),
    ENUM_SCOPE(0x32, "enum scope"),
    ENUM_RTD(0x33, "enum rtd"),
    ENUM_ROA(0x34, "enum roa"),
    ENUM_ASPA(0x35, "enum aspa"),
    ENUM_NET_TYPE(0x36, "enum net_type"),
    ENUM_RA_PREFERENCE(0x37, "enum ra_preference"),
    ENUM_AF(0x38, "enum af"),
    ENUM_MPLS_POLICY(0x39, "enum mpls_policy"),
    ENUM_NET_EVPN_TYPE(0x3a, "enum net_evpn_type"),
    /** Of attributes that are only there or not, such as {@code bgp_atomic_aggr}. */
    ENUM_EMPTY(0x3f, "enum empty"),
    /** One of the routes that {@code merge by} makes one of. */
    ROUTE(0x78, "route"),
    /** All of them. */
    ROUTES(0x79, "block of routes"),
    /** Set of any element type but prefixes. */
    SET(0x80, "set"),
    PREFIX_SET(0x81, "prefix set");

    private final int code;
    private final String label;

    FilterType(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** BIRD's number of the type. */
    public int code() {
        return code;
    }

    /** The type's name in the user's words. */
    public String label() {
        return label;
    }

    public boolean isEnumeration() {
        return code >= 0x30 && code <= 0x3f;
    }

    /** Whether sets of this element type can be written {@code [ … ]}. */
    public boolean canBeInSet() {
        return switch (this) {
            case INT, PAIR, QUAD, IP, EC, LC, RD, MAC -> true;
            default -> isEnumeration();
        };
    }

    /** Whether an undefined value of this type reads as an empty list. */
    public boolean isList() {
        return this == PATH || this == CLIST || this == ECLIST || this == LCLIST;
    }

    /** What {@code for} iterates over, {@link #VOID} if this is not a list. */
    public FilterType elementType() {
        return switch (this) {
            case PATH -> INT;
            case CLIST -> PAIR;
            case ECLIST -> EC;
            case LCLIST -> LC;
            case ROUTES -> ROUTE;
            default -> VOID;
        };
    }
}
