package org.jbgp.config.model.bgp;

import java.util.Set;

/**
 * What the OPEN offers (RFC 5492), and what is required of the neighbor's.
 *
 * @param enabled send capabilities at all; without them only IPv4 unicast with 2-byte AS numbers is spoken
 * @param retryWithout open a session without any when the neighbor refuses them, as BIRD 1.6 does for IPv4
 *     by default
 * @param advertiseIpv4 name IPv4 unicast among the families, which without any name is what is meant (RFC 4760 §8);
 *     1.6 only
 * @param offered those that are offered whatever the channels ask for; graceful restart (RFC 4724) also without a
 *     channel that can be restarted, long-lived graceful restart (RFC 9494) only together with it
 * @param required those without which a neighbor is refused ({@code require …})
 * @param gracefulRestart graceful restart (RFC 4724)
 * @param longLived long-lived graceful restart (RFC 9494)
 */
public record BgpCapabilityOptions(
        boolean enabled,
        boolean retryWithout,
        boolean advertiseIpv4,
        Set<BgpCapability> offered,
        Set<BgpCapability> required,
        GracefulRestart gracefulRestart,
        LongLived longLived) {
    public BgpCapabilityOptions {
        offered = Set.copyOf(offered);
        required = Set.copyOf(required);
    }

    /** Whether the capability is offered whatever the channels ask for. */
    public boolean offers(BgpCapability capability) {
        return offered.contains(capability);
    }

    /** Whether a neighbor without the capability is refused. */
    public boolean requires(BgpCapability capability) {
        return required.contains(capability);
    }

    /**
     * Graceful restart (RFC 4724).
     *
     * @param mode how far it goes
     * @param time seconds the neighbor should wait for us, 0 to 4095; 120 unless set
     * @param least least time the neighbor's routes are kept, whatever it asks for; 0 unless set
     * @param most longest time, 4095 unless set
     * @param notifications it holds after a NOTIFICATION too (RFC 8538)
     */
    public record GracefulRestart(RestartMode mode, int time, int least, int most, boolean notifications) {
        /** How many seconds the routes of a neighbor are kept that asks for so many. */
        public int kept(int wish) {
            return Math.clamp(wish, least, most);
        }
    }

    /**
     * Long-lived graceful restart (RFC 9494).
     *
     * @param mode how far it goes
     * @param staleTime seconds stale routes may stay, 3600 unless set
     */
    public record LongLived(RestartMode mode, long staleTime) {}

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
