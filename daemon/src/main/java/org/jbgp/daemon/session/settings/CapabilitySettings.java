package org.jbgp.daemon.session.settings;

import java.util.Set;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.PeerRole;

/**
 * Which capabilities we offer besides the families (RFC 5492).
 *
 * @param enabled offer capabilities at all (BIRD {@code capabilities}); without them only IPv4 unicast with 2-byte AS
 *     numbers is spoken
 * @param offered those that are offered whatever the families ask for; Graceful Restart (RFC 4724) also without a family that can be
 *     restarted, Long-Lived Graceful Restart (RFC 9494) only together with it
 * @param gracefulRestartTime seconds the neighbor should keep our routes while we restart, 0..4095
 * @param restarting our daemon has just restarted and kept its routes (RFC 4724 §3, R bit)
 * @param roles our role and whether the neighbor must have one (RFC 9234)
 * @param hostname told to the neighbor (draft-walton-bgp-hostname-capability), empty = none
 * @param required without which a neighbor is refused (BIRD: {@code require …})
 */
public record CapabilitySettings(
        boolean enabled,
        Set<CapabilityType> offered,
        int gracefulRestartTime,
        boolean restarting,
        Roles roles,
        String hostname,
        Set<CapabilityType> required) {

    /**
     * BGP roles (RFC 9234 §4).
     *
     * @param own our role on the session, null = none
     * @param required neighbors that announce none are refused (the RFC's strict mode)
     */
    public record Roles(PeerRole own, boolean required) {
        /** No roles. */
        public static final Roles NONE = new Roles(null, false);
    }

    /** BIRD 2's defaults, less Graceful Restart. */
    public static final CapabilitySettings DEFAULT = new CapabilitySettings(
            true,
            Set.of(CapabilityType.FOUR_BYTE_AS, CapabilityType.ROUTE_REFRESH, CapabilityType.ENHANCED_ROUTE_REFRESH),
            120,
            false,
            Roles.NONE,
            "",
            Set.of());

    /** The same with another restart state. */
    public CapabilitySettings restarting(boolean state) {
        return new CapabilitySettings(enabled, offered, gracefulRestartTime, state, roles, hostname, required);
    }

    /** Whether the capability is offered whatever the families ask for. */
    public boolean offers(CapabilityType type) {
        return offered.contains(type);
    }

    /** @throws IllegalArgumentException for a restart time outside 0..4095 */
    public CapabilitySettings {
        offered = Set.copyOf(offered);
        required = Set.copyOf(required);
        if (gracefulRestartTime < 0 || gracefulRestartTime > 4095) {
            throw new IllegalArgumentException("graceful restart time out of range: " + gracefulRestartTime);
        }
    }
}
