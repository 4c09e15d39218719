package org.jbgp.daemon.instance;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jbgp.config.base.IgpTables;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Between the words of the configuration, of BGP and of the kernel for the same thing. Stateless; any thread. */
public final class Conversions {
    private Conversions() {}

    /** The unicast family of BGP for a family of the configuration. */
    public static AddressFamily family(IpFamily family) {
        return family == IpFamily.IPV4 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
    }

    /** The family of the configuration for a unicast family of BGP. */
    public static IpFamily family(AddressFamily family) {
        return family == AddressFamily.IPV4_UNICAST ? IpFamily.IPV4 : IpFamily.IPV6;
    }

    /**
     * The table that next hops of a family are looked up in: the one given for it, that of the channel itself or of the
     * protocol's other channel, or else the default table of BIRD 2.
     *
     * @param channels of the protocol
     */
    public static Optional<String> igpTable(
            IgpTables given, ChannelConfig channel, List<ChannelConfig> channels, IpFamily family) {
        return given.of(family)
                .or(() -> Stream.concat(Stream.of(channel), channels.stream())
                        .filter(each -> each.family() == family)
                        .map(each -> each.bgp()
                                .flatMap(bgp -> bgp.resolution().igpTables().of(family))
                                .orElse(each.table()))
                        .findFirst());
    }

    /** The numbers of the tables that next hops of a channel are looked up in; see {@link #igpTable}. */
    public static ResolutionDomain.Tables igpTables(
            IgpTables given, ChannelConfig channel, List<ChannelConfig> channels, ToIntFunction<String> numbers) {
        return new ResolutionDomain.Tables(
                numbers.applyAsInt(
                        igpTable(given, channel, channels, IpFamily.IPV4).orElse("master4")),
                numbers.applyAsInt(
                        igpTable(given, channel, channels, IpFamily.IPV6).orElse("master6")));
    }

    /** An address of the configuration as the kernel room has it. */
    public static KernelIp kernelAddress(IpAddress address) {
        return new KernelIp(address.family() == IpFamily.IPV4 ? Family.IPV4 : Family.IPV6, address.hi(), address.lo());
    }

    /** The same address as the kernel room has it; {@code address} is not empty. */
    public static KernelIp kernelAddress(Address address) {
        return new KernelIp(address.length() == 4 ? Family.IPV4 : Family.IPV6, address.hi(), address.lo());
    }
}
