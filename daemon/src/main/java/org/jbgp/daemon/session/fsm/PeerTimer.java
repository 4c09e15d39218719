package org.jbgp.daemon.session.fsm;

/** The timers of a neighbor (RFC 4271 §10, RFC 9687); all but {@link #ERROR_WAIT} belong to one connection. */
public enum PeerTimer {
    /** In Active: until we dial. */
    CONNECT_DELAY(true),
    /** In Connect: until the dial is given up (RFC 4271 ConnectRetryTimer). */
    CONNECT_RETRY(true),
    /** Until the neighbor counts as dead; restarted by what it sends. */
    HOLD(false),
    /** Until our next KEEPALIVE. */
    KEEPALIVE(true),
    /** Until a connection that takes no data counts as dead (RFC 9687); restarted by progress. */
    SEND_HOLD(false),
    /** Until a neighbor that made errors is started again. */
    ERROR_WAIT(true);

    private final boolean jittered;

    PeerTimer(boolean jittered) {
        this.jittered = jittered;
    }

    /** True if the time is to be shortened by a random factor of ¾ to 1 (RFC 4271 §10). */
    public boolean jittered() {
        return jittered;
    }
}
