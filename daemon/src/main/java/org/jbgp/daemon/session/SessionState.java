package org.jbgp.daemon.session;

/** The states of RFC 4271 §8.2.2, in the order in which a connection passes through them. */
public enum SessionState {
    IDLE("Idle"),
    CONNECT("Connect"),
    ACTIVE("Active"),
    OPEN_SENT("OpenSent"),
    OPEN_CONFIRM("OpenConfirm"),
    ESTABLISHED("Established");

    private final String label;

    SessionState(String label) {
        this.label = label;
    }

    /** The RFC's spelling, which is also BIRD's. */
    public String label() {
        return label;
    }
}
