package org.jbgp.daemon.rpki.wire;

import java.util.Optional;

/** Codes of an Error Report (RFC 8210 §12; 8210bis adds the last ones). All but {@link #NO_DATA} end the connection. */
public enum PduError {
    CORRUPT_DATA(0, "Corrupt Data"),
    INTERNAL(1, "Internal Error"),
    NO_DATA(2, "No Data Available"),
    INVALID_REQUEST(3, "Invalid Request"),
    UNSUPPORTED_VERSION(4, "Unsupported Protocol Version"),
    UNSUPPORTED_TYPE(5, "Unsupported PDU Type"),
    UNKNOWN_RECORD(6, "Withdrawal of Unknown Record"),
    DUPLICATE(7, "Duplicate Announcement Received"),
    UNEXPECTED_VERSION(8, "Unexpected Protocol Version"),
    ASPA_PROVIDERS(9, "ASPA Provider List Error"),
    TRANSPORT_FAILED(10, "Transport Failed"),
    ORDERING(11, "Ordering Error");

    private final int code;
    private final String text;

    PduError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** The standard's words. */
    public String text() {
        return text;
    }

    /** The error of that number, empty for one that no standard knows. */
    public static Optional<PduError> of(int code) {
        return code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    /** Its words, or its number. */
    public static String text(int code) {
        return of(code).map(PduError::text).orElse("error " + code);
    }
}
