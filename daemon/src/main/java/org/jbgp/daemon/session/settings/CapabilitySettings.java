package org.jbgp.daemon.session.settings;

import java.util.Set;
import org.jbgp.daemon.wire.open.PeerRole;

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
 * @param longLivedAware announce Long-Lived Graceful Restart (RFC 9494), which Graceful Restart must go with
 * @param roles our role and whether the neighbour must have one (RFC 9234)
 * @param hostname told to the neighbour (draft-walton-bgp-hostname-capability), empty = none
 * @param required what the neighbour must announce
 */
public record CapabilitySettings(
        boolean enabled,
        boolean fourByteAs,
        boolean routeRefresh,
        boolean enhancedRouteRefresh,
        boolean extendedMessages,
        boolean gracefulRestartAware,
        int gracefulRestartTime,
        boolean restarting,
        boolean longLivedAware,
        Roles roles,
        String hostname,
        Set<Requirement> required) {

    /**
     * BGP roles (RFC 9234 §4).
     *
     * @param own our role on the session, null = none
     * @param required neighbours that announce none are refused (the RFC's strict mode)
     */
    public record Roles(PeerRole own, boolean required) {
        /** No roles. */
        public static final Roles NONE = new Roles(null, false);
    }

    /** Capabilities without which a neighbour is refused (BIRD: {@code require …}). */
    public enum Requirement {
        ROUTE_REFRESH(2),
        EXTENDED_MESSAGES(6),
        GRACEFUL_RESTART(64),
        FOUR_BYTE_AS(65),
        ENHANCED_ROUTE_REFRESH(70),
        LONG_LIVED_GRACEFUL_RESTART(71),
        HOSTNAME(73);

        private final int code;

        Requirement(int code) {
            this.code = code;
        }

        /** The capability's code. */
        public int code() {
            return code;
        }
    }

    /** BIRD 2's defaults, less Graceful Restart. */
    public static final CapabilitySettings DEFAULT =
            new CapabilitySettings(true, true, true, true, false, false, 120, false, false, Roles.NONE, "", Set.of());

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
                state,
                longLivedAware,
                roles,
                hostname,
                required);
    }

    /** @throws IllegalArgumentException for a restart time outside 0..4095 */
    public CapabilitySettings {
        required = Set.copyOf(required);
        if (gracefulRestartTime < 0 || gracefulRestartTime > 4095) {
            throw new IllegalArgumentException("graceful restart time out of range: " + gracefulRestartTime);
        }
    }
}
