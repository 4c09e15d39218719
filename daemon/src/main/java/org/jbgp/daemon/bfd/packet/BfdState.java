package org.jbgp.daemon.bfd.packet;

/** State of a session (RFC 5880 §6.2), numbered as on the wire. */
public enum BfdState {
    ADMIN_DOWN(0, "AdminDown"),
    DOWN(1, "Down"),
    INIT(2, "Init"),
    UP(3, "Up");

    private static final BfdState[] ALL = values();

    private final int code;
    private final String label;

    BfdState(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The state of these two bits. */
    public static BfdState of(int bits) {
        return ALL[bits & 3];
    }

    /** The two bits. */
    public int code() {
        return code;
    }

    /** As BIRD shows it. */
    public String label() {
        return label;
    }
}
