package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.bfd.BfdSessionConfig;

/**
 * Bidirectional forwarding detection (RFC 5880).
 *
 * @param common the options every protocol has
 * @param accepted which sessions are taken
 * @param interfaces what sessions are like, by interface; the first that fits counts
 * @param multihop what sessions with neighbors farther away are like; empty: as by default
 * @param neighbors sessions that no other protocol asks for
 * @param strictBind bind to the local addresses of sessions only
 * @param zeroUdp6ChecksumRx take UDP over IPv6 without a checksum
 */
public record BfdConfig(
        ProtocolCommon common,
        Accepted accepted,
        List<Interfaces> interfaces,
        Optional<BfdSessionConfig> multihop,
        List<Neighbor> neighbors,
        boolean strictBind,
        boolean zeroUdp6ChecksumRx)
        implements ProtocolConfig {
    public BfdConfig {
        interfaces = List.copyOf(interfaces);
        neighbors = List.copyOf(neighbors);
    }

    /**
     * Sorts of sessions.
     *
     * @param direct with direct neighbors
     * @param multihop with neighbors farther away
     */
    public record Accepted(boolean ipv4, boolean ipv6, boolean direct, boolean multihop) {
        /** All of them. */
        public static final Accepted ALL = new Accepted(true, true, true, true);
    }

    /**
     * Sessions on some interfaces.
     *
     * @param patterns which interfaces; no item has a prefix
     * @param session what they are like
     */
    public record Interfaces(List<InterfacePattern> patterns, BfdSessionConfig session) {}

    /**
     * A session of its own.
     *
     * @param address the other end
     * @param interfaceName interface it is on; empty if multihop, or to be found
     * @param local our end; present if multihop
     * @param multihop the other end is not on a connected network
     */
    public record Neighbor(
            IpAddress address, Optional<String> interfaceName, Optional<IpAddress> local, boolean multihop) {}

    /**
     * Whether it takes such sessions: one that is in a VRF takes those of that VRF, one without {@code vrf} those of
     * all.
     *
     * @param vrfDevice device of the VRF of who wishes the session; empty: the default one
     */
    public boolean accepts(String vrfDevice, IpFamily family, boolean farAway) {
        return (common.vrf().isEmpty() || common.vrfDevice().equals(vrfDevice))
                && (family == IpFamily.IPV4 ? accepted.ipv4() : accepted.ipv6())
                && (farAway ? accepted.multihop() : accepted.direct());
    }

    @Override
    public List<ChannelConfig> channels() {
        return List.of();
    }

    @Override
    public BfdConfig with(ProtocolCommon other) {
        return new BfdConfig(other, accepted, interfaces, multihop, neighbors, strictBind, zeroUdp6ChecksumRx);
    }

    @Override
    public String keyword() {
        return "bfd";
    }
}
