package org.jbgp.daemon.rpki.wire;

/** Types of PDUs: one row each, which decoder, encoder and log read. */
public enum PduType {
    SERIAL_NOTIFY(0, "Serial Notify", 0, 12, 12),
    SERIAL_QUERY(1, "Serial Query", 0, 12, 12),
    RESET_QUERY(2, "Reset Query", 0, 8, 8),
    CACHE_RESPONSE(3, "Cache Response", 0, 8, 8),
    IPV4_PREFIX(4, "IPv4 Prefix", 0, 20, 20),
    IPV6_PREFIX(6, "IPv6 Prefix", 0, 32, 32),
    /** 12 bytes in version 0; with three intervals later. */
    END_OF_DATA(7, "End of Data", 0, 12, 24),
    CACHE_RESET(8, "Cache Reset", 0, 8, 8),
    ROUTER_KEY(9, "Router Key", 1, 32, PduDecoder.LONGEST),
    ERROR_REPORT(10, "Error Report", 0, 16, PduDecoder.LONGEST),
    ASPA(11, "ASPA", 2, 12, PduDecoder.LONGEST);

    private static final PduType[] BY_CODE = new PduType[16];

    static {
        for (PduType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final String text;
    private final int since;
    private final int least;
    private final int most;

    PduType(int code, String text, int since, int least, int most) {
        this.code = code;
        this.text = text;
        this.since = since;
        this.least = least;
        this.most = most;
    }

    public int code() {
        return code;
    }

    /** The standard's name. */
    public String text() {
        return text;
    }

    /** Lowest version of the protocol that has it. */
    int since() {
        return since;
    }

    /** Whether a PDU of this type can be so many bytes long, header included. */
    boolean fits(int version, int length) {
        return switch (this) {
            case END_OF_DATA -> length == (version == 0 ? least : most);
            case ASPA -> length >= least && length % 4 == 0;
            default -> length >= least && length <= most;
        };
    }

    /** The type of that number, null if there is none. */
    static PduType of(int code) {
        return code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
