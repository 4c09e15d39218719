package org.jbgp.daemon.simulate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.kernel.KernelIp;

/** One {@code protocol bgp} of a router, as far as it says something about addresses. */
public record Peering(RouterFile router, BgpConfig config) {
    /** All that are not disabled. */
    public static List<Peering> of(List<RouterFile> files) {
        List<Peering> all = new ArrayList<>();
        for (RouterFile file : files) {
            file.enabled().forEach(protocol -> {
                if (protocol instanceof BgpConfig bgp) {
                    all.add(new Peering(file, bgp));
                }
            });
        }
        return all;
    }

    /** As {@code --neighbor} names it. */
    public String words() {
        return router.name() + ":" + config.name();
    }

    /** The neighbor's address, null for a range. */
    public KernelIp neighbor() {
        return config.neighbor().address().map(Ip::of).orElse(null);
    }

    /** Our own address, null if it is not given. */
    public KernelIp local() {
        return config.local().address().map(Ip::of).orElse(null);
    }

    public boolean isDirect() {
        return config.transport().hops().multihop() == 0;
    }

    public boolean isLinkLocal() {
        return neighbor() != null && Ip.isLinkLocal(neighbor());
    }

    /** Whether the neighbor's address is given, and not a link-local one. */
    public boolean isGlobal() {
        return neighbor() != null && !isLinkLocal();
    }

    /** Device of the VRF it is in, empty for the default one. */
    public String vrf() {
        return config.common().vrfDevice();
    }

    public String interfaceName() {
        return config.neighbor().interfaceName().orElse("");
    }

    /** Whether this range takes an address. */
    public boolean takes(KernelIp address) {
        return address != null
                && config.neighbor()
                        .range()
                        .filter(range -> Prefix.around(Ip.of(range.address()), range.length())
                                .contains(address))
                        .isPresent();
    }

    /** Whether each side's AS is the one that the other expects. */
    public boolean fits(Peering other) {
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
