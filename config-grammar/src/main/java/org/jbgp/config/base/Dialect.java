package org.jbgp.config.base;

import java.util.Optional;

/** Which of BIRD's configuration languages a file is written in. */
public enum Dialect {
    /** BIRD 1.6 as {@code bird}: flat protocols, every route is IPv4. */
    BIRD_1_6_IPV4,
    /** BIRD 1.6 as {@code bird6}: flat protocols, every route is IPv6; the router id remains a dotted quad. */
    BIRD_1_6_IPV6,
    /** BIRD 2.x and 3.x: channels and named tables of both families. */
    BIRD_2;

    /** True for 1.6, where import, export, table and preference stand directly in the protocol. */
    public boolean isFlat() {
        return this != BIRD_2;
    }

    /** The one family of a 1.6 file; empty for 2.x. */
    public Optional<IpFamily> family() {
        return switch (this) {
            case BIRD_1_6_IPV4 -> Optional.of(IpFamily.IPV4);
            case BIRD_1_6_IPV6 -> Optional.of(IpFamily.IPV6);
            case BIRD_2 -> Optional.empty();
        };
    }
}
