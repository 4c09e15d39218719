package org.jbgp.config.model.bgp;

/**
 * Capabilities (RFC 5492) that options offer to the neighbor or require of it. The engine's table of capabilities has a
 * row of the same name for each.
 */
public enum BgpCapability {
    /** 4-byte AS numbers (RFC 6793). */
    FOUR_BYTE_AS("as4"),
    /** Route refresh (RFC 2918). */
    ROUTE_REFRESH("route refresh"),
    /** Enhanced route refresh (RFC 7313). */
    ENHANCED_ROUTE_REFRESH("enhanced route refresh"),
    /** Messages of up to 65535 bytes (RFC 8654). */
    EXTENDED_MESSAGE("extended messages"),
    /** The host name (draft-walton-bgp-hostname-capability). */
    HOSTNAME("hostname"),
    /** Graceful restart (RFC 4724). */
    GRACEFUL_RESTART("graceful restart"),
    /** Long-lived graceful restart (RFC 9494). */
    LONG_LIVED_GRACEFUL_RESTART("long lived graceful restart");

    private final String words;

    BgpCapability(String words) {
        this.words = words;
    }

    /** What {@code require …}, and for some {@code enable …}, calls it. */
    public String words() {
        return words;
    }
}
