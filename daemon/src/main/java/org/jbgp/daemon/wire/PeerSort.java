package org.jbgp.daemon.wire;

/** The sorts of neighbors that decide which attributes are acceptable (RFC 7606, RFC 5065). */
public enum PeerSort {
    /** Same AS, or same member AS of a confederation: iBGP. */
    INTERNAL,
    /** Another member AS of our confederation. */
    CONFEDERATION,
    /** Another AS, route servers and their clients included: eBGP. */
    EXTERNAL
}
