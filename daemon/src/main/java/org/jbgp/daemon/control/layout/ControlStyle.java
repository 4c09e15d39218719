package org.jbgp.daemon.control.layout;

/** The BIRD whose replies a socket gives. */
public enum ControlStyle {
    /** BIRD 2 and later. */
    BIRD_2,
    /** BIRD 1.6, the daemon of IPv4; what Calico's programs parse. */
    BIRD_1_6,
    /** BIRD 1.6, the daemon of IPv6. */
    BIRD_1_6_IPV6;

    /** True for those of BIRD 1.6, whose daemons have one family and one table for each protocol. */
    public boolean isFlat() {
        return this != BIRD_2;
    }
}
