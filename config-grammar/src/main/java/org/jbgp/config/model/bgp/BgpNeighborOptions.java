package org.jbgp.config.model.bgp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;

/**
 * The other end of a BGP session.
 *
 * @param address the neighbor's address; empty for a range
 * @param range {@code neighbor range P}: accept sessions from any address in it; with an address too: a neighbor that
 *     was found so
 * @param spawning which of them become neighbors, and what they are called
 * @param port TCP port to dial, 179 unless set
 * @param asn the neighbor's AS number; empty with {@code internal} or {@code external}
 * @param kind what was written instead of, or besides, the AS number
 * @param interfaceName interface the neighbor is on ({@code %eth0}, {@code interface}); for link-local addresses always
 *     present
 */
public record BgpNeighborOptions(
        Optional<IpAddress> address,
        Optional<IpPrefix> range,
        Spawning spawning,
        int port,
        OptionalLong asn,
        Kind kind,
        Optional<String> interfaceName) {

    /**
     * How a range comes to neighbors.
     *
     * @param names how they are called
     * @param interfaces those they may be on ({@code interface range}); empty: any
     * @param table the {@code neighbor table} whose entries are dialled; empty: whoever dials becomes a neighbor, and
     *     nobody else
     */
    public record Spawning(DynamicNames names, List<InterfacePattern> interfaces, Optional<String> table) {
        /** Whoever dials, on any interface. */
        public static final Spawning DEFAULT = new Spawning(DynamicNames.DEFAULT, List.of(), Optional.empty());

        public Spawning {
            interfaces = List.copyOf(interfaces);
        }
    }

    /** How neighbors of a range are called. */
    public DynamicNames names() {
        return spawning.names();
    }

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
