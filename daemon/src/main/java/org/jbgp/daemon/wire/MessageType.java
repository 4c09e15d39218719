package org.jbgp.daemon.wire;

/** Types of BGP messages with the lengths their headers may announce (RFC 4271 §4, RFC 2918, RFC 8654). */
public enum MessageType {
    OPEN(1, 29, false),
    UPDATE(2, 23, true),
    NOTIFICATION(3, 21, true),
    KEEPALIVE(4, 19, false),
    ROUTE_REFRESH(5, 23, true);

    private static final MessageType[] ALL = values();

    private final int code;
    private final int minimum;
    private final boolean extendable;

    MessageType(int code, int minimum, boolean extendable) {
        this.code = code;
        this.minimum = minimum;
        this.extendable = extendable;
    }

    /** The type octet on the wire. */
    public int code() {
        return code;
    }

    /** Shortest message, header included, in bytes. */
    public int minimum() {
        return minimum;
    }

    /** Longest message, header included, in bytes; {@code negotiated} is 4096 or 65535. */
    public int maximum(int negotiated) {
        if (this == KEEPALIVE) {
            return MessageHeader.LENGTH;
        }
        // RFC 8654 §4: OPEN and KEEPALIVE stay at 4096
        return extendable ? negotiated : Math.min(negotiated, MessageHeader.MAX_STANDARD);
    }

    /** The type with this code, or null. */
    public static MessageType of(int code) {
        return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
    }
}
