package org.jbgp.daemon.lab;

/** What {@link Hostile} does to a router. */
public enum HostileAttack {
    /** A thousand prefixes announced again and again, each time with attributes never seen before. */
    NEW_SETS,
    /** 60,000 paths of one prefix, all different, announced again and again (ADD-PATH). */
    PATHS,
    /** UPDATEs of 65,535 bytes (RFC 8654), full of prefixes or full of attributes. */
    LARGE,
    /** ROUTE-REFRESH without end. */
    REFRESHES,
    /** Begin and end of a refresh (RFC 7313) without end. */
    MARKS,
    /** Connections with one to three OPENs each. */
    OPENS,
    /** Connections reset in every state of a session. */
    RESETS,
    /** Connections that never say anything. */
    HALF_OPEN,
    /** Many OPENs, all a byte at a time. */
    SLOW_OPEN,
    /** Good conversations with some bytes changed. */
    NOISE,
    /** A window of one byte, read a byte at a time, and a hundred demands for all routes after each byte. */
    SLOW_READER,
    /** Sessions that come up, bring 200 routes and go. */
    FLAPS
}
