package org.jbgp.config.model.bgp;

import java.util.Optional;
import java.util.OptionalLong;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;

/**
 * The other end of a BGP session.
 *
 * @param address the neighbor's address; empty for a range
 * @param range {@code neighbor range P}: accept sessions from any address in it; with an address too: a neighbor that
 *     was found so
 * @param names how neighbors found so are called
 * @param port TCP port to dial, 179 unless set
 * @param asn the neighbor's AS number; empty with {@code internal} or {@code external}
 * @param kind what was written instead of, or besides, the AS number
 * @param interfaceName interface the neighbor is on ({@code %eth0}, {@code interface}); for link-local addresses always
 *     present
 */
public record BgpNeighborOptions(
        Optional<IpAddress> address,
        Optional<IpPrefix> range,
        DynamicNames names,
        int port,
        OptionalLong asn,
        Kind kind,
        Optional<String> interfaceName) {

    /**
     * Names of dynamic neighbors.
     *
     * @param prefix what they begin with
     * @param digits least number of digits that follow, 0 to 10
     */
    public record DynamicNames(String prefix, int digits) {
        /** {@code dynbgp1}, {@code dynbgp2}, … */
        public static final DynamicNames DEFAULT = new DynamicNames("dynbgp", 0);

        /** The name of the n-th. */
        public String name(int n) {
            return prefix + (digits == 0 ? String.valueOf(n) : String.format("%0" + digits + "d", n));
        }
    }

    /** What is required of the neighbor's AS. */
    public enum Kind {
        /** The number alone says. */
        BY_NUMBER,
        /** Ours. */
        INTERNAL,
        /** Any but ours. */
        EXTERNAL
    }

    /** True if the neighbor is known to be in the AS given. */
    public boolean isInternal(long localAsn) {
        return switch (kind) {
            case BY_NUMBER -> asn.isPresent() && asn.getAsLong() == localAsn;
            case INTERNAL -> true;
            case EXTERNAL -> false;
        };
    }
}
