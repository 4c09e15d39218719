package org.jbgp.daemon.simulate.play;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpErrorOptions;
import org.jbgp.config.model.bgp.BgpLocal;
import org.jbgp.config.model.bgp.BgpNeighborOptions;
import org.jbgp.config.model.bgp.BgpRoleOptions;
import org.jbgp.config.model.bgp.BgpSessionOptions;
import org.jbgp.config.model.bgp.BgpTransport;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.session.settings.Endpoints;
import org.jbgp.daemon.session.settings.Identity;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.simulation.Ip;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** What the other side of a {@code protocol bgp} is configured like, if it fits. Stateless. */
public final class Counterpart {
    private Counterpart() {}

    /**
     * The protocol that the neighbor of another one has.
     *
     * @param name what it is called
     * @param theirs the router's own protocol
     * @param router address that the router has for the session
     * @param asn AS number of the neighbor
     */
    public static BgpConfig of(String name, BgpConfig theirs, KernelIp router, long asn) {
        BgpTransport transport = theirs.transport();
        BgpRoleOptions role = theirs.role();
        boolean member = role.confederationMember() || asn == theirs.local().asn();
        long routerAs = member
                ? theirs.local().asn()
                : role.confederation().orElse(theirs.local().asn());
        return new BgpConfig(
                new ProtocolCommon(
                        name,
                        ProtocolCommon.Life.ALWAYS,
                        Set.of(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new BgpLocal(theirs.neighbor().address(), theirs.neighbor().port(), asn),
                new BgpNeighborOptions(
                        Optional.of(address(router)),
                        Optional.empty(),
                        BgpNeighborOptions.Spawning.DEFAULT,
                        theirs.local().port(),
                        OptionalLong.of(routerAs),
                        BgpNeighborOptions.Kind.BY_NUMBER,
                        Ip.isLinkLocal(router) ? Optional.of("eth0") : Optional.empty()),
                new BgpSessionOptions(
                        new BgpTransport(
                                transport.hops(),
                                false,
                                new BgpTransport.Binding(false, false),
                                transport.reach(),
                                transport.key(),
                                false,
                                0),
                        theirs.timers(),
                        new BgpRoleOptions(
                                false,
                                Optional.empty(),
                                false,
                                member ? role.confederation() : OptionalLong.empty(),
                                role.confederationMember(),
                                role.localRole().map(Counterpart::opposite),
                                false),
                        offering(theirs.capabilities()),
                        BgpErrorOptions.DEFAULT),
                theirs.paths(),
                theirs.channels().stream().map(Counterpart::channel).toList());
    }

    private static IpAddress address(KernelIp address) {
        return new IpAddress(
                address.family() == Family.IPV4 ? IpFamily.IPV4 : IpFamily.IPV6, address.hi(), address.lo());
    }

    /** RFC 9234 §4.2. */
    private static BgpRoleOptions.LocalRole opposite(BgpRoleOptions.LocalRole role) {
        return switch (role) {
            case PROVIDER -> BgpRoleOptions.LocalRole.CUSTOMER;
            case CUSTOMER -> BgpRoleOptions.LocalRole.PROVIDER;
            case RS_SERVER -> BgpRoleOptions.LocalRole.RS_CLIENT;
            case RS_CLIENT -> BgpRoleOptions.LocalRole.RS_SERVER;
            case PEER -> BgpRoleOptions.LocalRole.PEER;
        };
    }

    /** All that the router offers or requires, and nothing required. */
    private static BgpCapabilityOptions offering(BgpCapabilityOptions theirs) {
        Set<BgpCapability> offered = new HashSet<>(theirs.offered());
        offered.addAll(theirs.required());
        return new BgpCapabilityOptions(
                theirs.enabled(),
                theirs.retryWithout(),
                theirs.advertiseIpv4(),
                offered,
                Set.of(),
                theirs.gracefulRestart(),
                theirs.longLived());
    }

    private static ChannelConfig channel(ChannelConfig theirs) {
        BgpChannelOptions bgp = theirs.bgp().orElseThrow();
        BgpChannelOptions mirrored = new BgpChannelOptions(
                false,
                bgp.nextHops(),
                bgp.resolution(),
                new BgpChannelOptions.AddPaths(
                        /* receive= */ bgp.addPaths().send(),
                        /* send= */ bgp.addPaths().receive(),
                        false),
                bgp.selection(),
                BgpChannelOptions.Restart.NONE,
                new BgpChannelOptions.Kept(false, false),
                bgp.aigp());
        return new ChannelConfig(
                theirs.name(),
                theirs.family(),
                theirs.table(),
                theirs.filters(),
                theirs.preference(),
                ChannelConfig.Limits.NONE,
                Set.of(),
                Optional.of(mirrored));
    }

    /**
     * What the session of such a protocol obeys.
     *
     * @param id BGP Identifier, not 0
     */
    public static NeighborSettings settings(BgpConfig config, int id) {
        Map<AddressFamily, BgpChannelOptions> families = new EnumMap<>(AddressFamily.class);
        List<ChannelConfig> channels = config.channels();
        channels.forEach(channel ->
                families.put(Conversions.family(channel.family()), channel.bgp().orElseThrow()));
        return new NeighborSettings(
                config.common(),
                new Endpoints(
                        Ip.socket(Ip.of(config.local().address().orElseThrow())),
                        null,
                        config.local().port(),
                        Ip.socket(Ip.of(config.neighbor().address().orElseThrow())),
                        config.neighbor().port(),
                        config.neighbor().interfaceName().orElse("")),
                new Identity(config.local().asn(), config.neighbor().asn().orElseThrow(), id, ""),
                config.session(),
                families,
                false,
                false);
    }
}
