package org.jbgp.daemon.bmp.message;

/** Which routes of a neighbor, or of the router itself, a message is about, and the flags that say so. */
public enum ObservedRib {
    /** Adj-RIB-In before the import filter (RFC 7854 §4.2). */
    IN_PRE_POLICY(1 << 0, 0),
    /** Adj-RIB-In after it. */
    IN_POST_POLICY(1 << 1, PeerHeader.POST_POLICY),
    /** Loc-RIB (RFC 9069); of no neighbor. */
    LOCAL(1 << 2, 0),
    /** Adj-RIB-Out before the export filter (RFC 8671 §4). */
    OUT_PRE_POLICY(1 << 3, PeerHeader.ADJ_RIB_OUT),
    /** Adj-RIB-Out after it: what is sent. */
    OUT_POST_POLICY(1 << 4, PeerHeader.ADJ_RIB_OUT | PeerHeader.POST_POLICY);

    private final int bit;
    private final int flags;

    ObservedRib(int bit, int flags) {
        this.bit = bit;
        this.flags = flags;
    }

    int flags() {
        return flags;
    }

    /** A bit for sets of these. */
    public int bit() {
        return bit;
    }
}
