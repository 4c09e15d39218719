package org.jbgp.config.model.bgp;

/**
 * What the OPEN offers (RFC 5492).
 *
 * @param capabilities send capabilities at all
 * @param as4 4-byte AS numbers (RFC 6793)
 * @param routeRefresh route refresh (RFC 2918)
 * @param enhancedRouteRefresh enhanced route refresh (RFC 7313)
 * @param extendedMessages messages up to 65535 bytes (RFC 8654)
 * @param advertiseHostname the hostname capability
 * @param gracefulRestart graceful restart (RFC 4724)
 * @param gracefulRestartTime seconds the neighbor should wait for us, 1 to 4095; 120 unless set
 * @param minGracefulRestartTime least time the neighbor's routes are kept, whatever it asks for; 0 unless set
 * @param maxGracefulRestartTime longest time, 4095 unless set
 * @param longLivedGracefulRestart long-lived graceful restart (RFC 9494)
 * @param longLivedStaleTime seconds stale routes may stay, 3600 unless set
 * @param requireAs4 refuse neighbors without 4-byte AS numbers
 * @param requireRouteRefresh refuse neighbors without route refresh
 * @param requireEnhancedRouteRefresh refuse neighbors without enhanced route refresh
 * @param requireExtendedMessages refuse neighbors without extended messages
 * @param requireHostname refuse neighbors without the hostname capability
 * @param requireGracefulRestart refuse neighbors without graceful restart
 * @param requireLongLivedGracefulRestart refuse neighbors without long-lived graceful restart
 * @param disableRx ignore the neighbor's capabilities
 */
public record BgpCapabilityOptions(
        boolean capabilities,
        boolean as4,
        boolean routeRefresh,
        boolean enhancedRouteRefresh,
        boolean extendedMessages,
        boolean advertiseHostname,
        RestartMode gracefulRestart,
        int gracefulRestartTime,
        int minGracefulRestartTime,
        int maxGracefulRestartTime,
        RestartMode longLivedGracefulRestart,
        long longLivedStaleTime,
        boolean requireAs4,
        boolean requireRouteRefresh,
        boolean requireEnhancedRouteRefresh,
        boolean requireExtendedMessages,
        boolean requireHostname,
        boolean requireGracefulRestart,
        boolean requireLongLivedGracefulRestart,
        boolean disableRx) {

    /** How far graceful restart goes. */
    public enum RestartMode {
        /** Neither restart gracefully nor help others to. */
        OFF,
        /** Help the neighbor when it restarts. */
        AWARE,
        /** Help, and ask for help when we restart. */
        ON
    }
}
