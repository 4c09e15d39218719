package org.jbgp.daemon.bmp.message;

/** Types of BMP messages (RFC 7854 §4.1). */
public enum BmpMessageType {
    ROUTE_MONITORING(0),
    STATISTICS_REPORT(1),
    PEER_DOWN(2),
    PEER_UP(3),
    INITIATION(4),
    TERMINATION(5),
    ROUTE_MIRRORING(6);

    private final int code;

    BmpMessageType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
