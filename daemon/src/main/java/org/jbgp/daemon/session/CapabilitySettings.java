package org.jbgp.daemon.session;

/**
 * Which capabilities we announce besides the families (RFC 5492).
 *
 * @param enabled announce capabilities at all (BIRD {@code capabilities}); without them only IPv4 unicast with 2-byte AS
 *     numbers is spoken
 * @param fourByteAs 4-byte AS numbers (RFC 6793)
 * @param routeRefresh ROUTE-REFRESH (RFC 2918)
 * @param enhancedRouteRefresh demarcated refreshes (RFC 7313)
 * @param extendedMessages messages up to 65535 bytes (RFC 8654)
 * @param gracefulRestartAware announce the Graceful Restart capability (RFC 4724), even if no family is restartable
 * @param gracefulRestartTime seconds the neighbour should keep our routes while we restart, 0..4095
 * @param restarting our daemon has just restarted and kept its routes (RFC 4724 §3, R bit)
 */
public record CapabilitySettings(
        boolean enabled,
        boolean fourByteAs,
        boolean routeRefresh,
        boolean enhancedRouteRefresh,
        boolean extendedMessages,
        boolean gracefulRestartAware,
        int gracefulRestartTime,
        boolean restarting) {

    /** BIRD 2's defaults, less Graceful Restart. */
    public static final CapabilitySettings DEFAULT =
            new CapabilitySettings(true, true, true, true, false, false, 120, false);

    /** The same with another restart state. */
    public CapabilitySettings restarting(boolean state) {
        return new CapabilitySettings(
                enabled,
                fourByteAs,
                routeRefresh,
                enhancedRouteRefresh,
                extendedMessages,
                gracefulRestartAware,
                gracefulRestartTime,
                state);
    }

    /** @throws IllegalArgumentException for a restart time outside 0..4095 */
    public CapabilitySettings {
        if (gracefulRestartTime < 0 || gracefulRestartTime > 4095) {
            throw new IllegalArgumentException("graceful restart time out of range: " + gracefulRestartTime);
        }
    }
}
