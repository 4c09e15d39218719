package org.jbgp.daemon.simulate;

import java.util.OptionalLong;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.KernelIp;

/** One {@code protocol bgp} of a router, as far as it says something about addresses. */
record Peering(RouterFile router, BgpConfig config) {
    /** The neighbor's address, null for a range. */
    KernelIp neighbor() {
        return config.neighbor().address().map(Ip::of).orElse(null);
    }

    /** Our own address, null if it is not given. */
    KernelIp local() {
        return config.local().address().map(Ip::of).orElse(null);
    }

    boolean isDirect() {
        return config.transport().hops().multihop() == 0;
    }

    boolean isLinkLocal() {
        return neighbor() != null && Ip.isLinkLocal(neighbor());
    }

    /** Whether the neighbor's address is given, and not a link-local one. */
    boolean isGlobal() {
        return neighbor() != null && !isLinkLocal();
    }

    String interfaceName() {
        return config.neighbor().interfaceName().orElse("");
    }

    /** Whether this range takes an address. */
    boolean takes(KernelIp address) {
        return address != null
                && config.neighbor()
                        .range()
                        .filter(range -> Prefix.around(Ip.of(range.address()), range.length())
                                .contains(address))
                        .isPresent();
    }

    /** Whether each side's AS is the one that the other expects. */
    boolean fits(Peering other) {
        return expects(other.config.local().asn())
                && other.expects(config.local().asn());
    }

    private boolean expects(long asn) {
        OptionalLong wanted = config.neighbor().asn();
        return switch (config.neighbor().kind()) {
            case BY_NUMBER -> wanted.isEmpty() || wanted.getAsLong() == asn;
            case INTERNAL -> asn == config.local().asn();
            case EXTERNAL -> asn != config.local().asn();
        };
    }

    @Override
    public String toString() {
        return router.name() + " " + config.name();
    }
}
