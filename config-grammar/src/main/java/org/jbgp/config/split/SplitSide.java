package org.jbgp.config.split;

/** Whose part it is. */
enum SplitSide {
    /** BIRD's: OSPF, RIP, Babel. */
    IGP(12),
    /** jbgpd's. */
    BGP(186);

    private final int protocolNumber;

    SplitSide(int protocolNumber) {
        this.protocolNumber = protocolNumber;
    }

    /** What the kernel has as the protocol of the routes this side puts there (RTPROT, linux/rtnetlink.h). */
    int protocolNumber() {
        return protocolNumber;
    }

    SplitSide other() {
        return this == IGP ? BGP : IGP;
    }
}
