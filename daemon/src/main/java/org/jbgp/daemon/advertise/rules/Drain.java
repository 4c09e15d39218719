package org.jbgp.daemon.advertise.rules;

/** How far a neighbor is on its way to being sent nothing, by an operator's order. */
public enum Drain {
    /** It is sent its routes as ever. */
    NONE,
    /** Its routes carry GRACEFUL_SHUTDOWN, and the lowest LOCAL_PREF where they have one (RFC 8326 §4.2). */
    MARKED,
    /** It is sent nothing. */
    WITHDRAWN
}
