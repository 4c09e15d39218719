package org.jbgp.daemon.control.layout;

/** The BIRD whose replies a socket gives. */
public enum ControlStyle {
    /** BIRD 2. */
    BIRD_2,
    /** BIRD 3, as far as its replies differ where programs look; see docs/commands.md. */
    BIRD_3,
    /** The same with attributes of routes by their names of BIRD 2 ({@code v2 attributes}). */
    BIRD_3_V2_ATTRIBUTES,
    /** BIRD 1.6, the daemon of IPv4; what Calico's programs parse. */
    BIRD_1_6,
    /** BIRD 1.6, the daemon of IPv6. */
    BIRD_1_6_IPV6;

    /** What a control socket with {@code v2 attributes} gives. */
    public ControlStyle withV2Attributes() {
        return this == BIRD_3 ? BIRD_3_V2_ATTRIBUTES : this;
    }

    /** True for those of BIRD 1.6, whose daemons have one family and one table for each protocol. */
    public boolean isFlat() {
        return this == BIRD_1_6 || this == BIRD_1_6_IPV6;
    }
}
