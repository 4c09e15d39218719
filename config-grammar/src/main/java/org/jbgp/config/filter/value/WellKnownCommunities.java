package org.jbgp.config.filter.value;

import java.util.Map;
import java.util.Optional;

/** The standard communities that mean the same everywhere (IANA, BGP Well-known Communities). Pure. */
public final class WellKnownCommunities {
    /** The first half of all of them. */
    private static final long RESERVED = 0xFFFF;

    /** Below, the second half is a number that somebody may use for an AS number, or for an agreement of his own. */
    private static final long UNLIKELY_TO_BE_ANYTHING_ELSE = 666;

    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(0L, "GRACEFUL_SHUTDOWN (RFC 8326)"),
            Map.entry(1L, "ACCEPT_OWN (RFC 7611)"),
            Map.entry(6L, "LLGR_STALE (RFC 9494)"),
            Map.entry(7L, "NO_LLGR (RFC 9494)"),
            Map.entry(666L, "BLACKHOLE (RFC 7999)"),
            Map.entry(65281L, "NO_EXPORT (RFC 1997)"),
            Map.entry(65282L, "NO_ADVERTISE (RFC 1997)"),
            Map.entry(65283L, "NO_EXPORT_SUBCONFED (RFC 1997)"),
            Map.entry(65284L, "NOPEER (RFC 3765)"));

    private WellKnownCommunities() {}

    /** Name and source of a community; empty if it is none of these. */
    public static Optional<String> name(long first, long second) {
        return first == RESERVED ? Optional.ofNullable(NAMES.get(second)) : Optional.empty();
    }

    /** What is to be said of a community that is one of these with its halves swapped; empty if it is not. */
    public static Optional<String> swapped(long first, long second) {
        return first < UNLIKELY_TO_BE_ANYTHING_ELSE
                ? Optional.empty()
                : name(second, first)
                        .map(name -> "(" + first + "," + second + ") is " + name
                                + " with its halves swapped, did you mean (" + second + "," + first + ")?");
    }
}
