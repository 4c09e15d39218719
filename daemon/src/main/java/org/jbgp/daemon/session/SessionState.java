package org.jbgp.daemon.session;

/** The states of RFC 4271 §8.2.2, in the order in which a connection passes through them. */
public enum SessionState {
    IDLE(1, "Idle"),
    CONNECT(2, "Connect"),
    ACTIVE(3, "Active"),
    OPEN_SENT(4, "OpenSent"),
    OPEN_CONFIRM(5, "OpenConfirm"),
    ESTABLISHED(6, "Established");

    private final int code;
    private final String label;

    SessionState(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** Its number in MRT files (RFC 6396 §4.4.1) and in the MIB (RFC 4273). */
    public int code() {
        return code;
    }

    /** The RFC's spelling, which is also BIRD's. */
    public String label() {
        return label;
    }
}
