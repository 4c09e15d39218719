package org.jbgp.daemon.session.fsm;

/** The two connections a neighbor can have until collision detection leaves one (RFC 4271 §6.8). */
public enum Side {
    /** The one we dial. */
    OUTGOING("outgoing"),
    /** The one the neighbor dials. */
    INCOMING("incoming");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    /** Word for log lines. */
    public String label() {
        return label;
    }

    /** The other connection. */
    public Side other() {
        return this == OUTGOING ? INCOMING : OUTGOING;
    }
}
