package org.jbgp.daemon.session.settings;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.Vrf;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpErrorOptions;
import org.jbgp.config.model.bgp.BgpRoleOptions;
import org.jbgp.config.model.bgp.BgpSessionOptions;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.config.model.bgp.BgpTransport;
import org.jbgp.config.model.bgp.HopLimit;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.PeerRole;

/**
 * Builds {@link NeighborSettings}, starting from BIRD 2's defaults less graceful restart: port 179, direct, hold time
 * 240, active, no password, no family. Not thread-safe.
 */
public final class NeighborSettingsBuilder {
    private final String name;
    private String description = "";
    private InetAddress localAddress;
    private InetAddress listenAddress;
    private int listenPort = NeighborSettings.BGP_PORT;
    private InetAddress remoteAddress;
    private int remotePort = NeighborSettings.BGP_PORT;
    private String interfaceName = "";
    private long localAs;
    private long remoteAs;
    private int routerId;
    private String hostname = "";
    private HopLimit hops = HopLimit.DIRECT;
    private String password = "";
    private List<AoKey> aoKeys = List.of();
    private Optional<Vrf> vrf = Optional.empty();
    private boolean passive;
    private BgpErrorOptions errors = BgpErrorOptions.DEFAULT;
    private BgpTimers timers = BgpTimers.DEFAULT;
    private boolean capabilities = true;
    private boolean retryWithout;
    private boolean advertiseIpv4 = true;
    private Set<BgpCapability> offered =
            Set.of(BgpCapability.FOUR_BYTE_AS, BgpCapability.ROUTE_REFRESH, BgpCapability.ENHANCED_ROUTE_REFRESH);
    private Set<BgpCapability> required = Set.of();
    private PeerRole role;
    private boolean roleRequired;
    private final Map<AddressFamily, BgpChannelOptions> families = new EnumMap<>(AddressFamily.class);

    /** Starts from the defaults. */
    public NeighborSettingsBuilder(String name) {
        this.name = name;
    }

    /** A channel that differs from the default in what the OPEN has of it. */
    public static BgpChannelOptions channel(
            boolean mandatory,
            BgpChannelOptions.AddPaths paths,
            BgpChannelOptions.ExtendedNextHop nextHop,
            boolean graceful) {
        BgpChannelOptions usual = BgpChannelOptions.DEFAULT;
        BgpChannelOptions.NextHops hops = usual.nextHops();
        return new BgpChannelOptions(
                mandatory,
                new BgpChannelOptions.NextHops(
                        hops.self(), hops.keep(), hops.address(), hops.prefer(), hops.linkLocalFormat(), nextHop),
                usual.resolution(),
                paths,
                usual.selection(),
                new BgpChannelOptions.Restart(graceful, false, 0, 0, 0),
                usual.kept(),
                usual.aigp());
    }

    /** Sets the description. */
    public NeighborSettingsBuilder retryWithoutCapabilities(boolean value) {
        retryWithout = value;
        return this;
    }

    public NeighborSettingsBuilder description(String value) {
        this.description = value;
        return this;
    }

    /** Sets {@link Endpoints#localAddress}. */
    public NeighborSettingsBuilder localAddress(InetAddress value) {
        this.localAddress = value;
        return this;
    }

    /** Sets {@link Endpoints#listenAddress}. */
    public NeighborSettingsBuilder listenAddress(InetAddress value) {
        this.listenAddress = value;
        return this;
    }

    /** Sets {@link Endpoints#listenPort}. */
    public NeighborSettingsBuilder listenPort(int value) {
        this.listenPort = value;
        return this;
    }

    /** Sets {@link Endpoints#remoteAddress}. */
    public NeighborSettingsBuilder remoteAddress(InetAddress value) {
        this.remoteAddress = value;
        return this;
    }

    /** Sets {@link Endpoints#remotePort}. */
    public NeighborSettingsBuilder remotePort(int value) {
        this.remotePort = value;
        return this;
    }

    /** Sets {@link Endpoints#interfaceName}. */
    public NeighborSettingsBuilder interfaceName(String value) {
        this.interfaceName = value;
        return this;
    }

    /** Sets {@link Identity#localAs}. */
    public NeighborSettingsBuilder localAs(long value) {
        this.localAs = value;
        return this;
    }

    /** Sets {@link Identity#remoteAs}. */
    public NeighborSettingsBuilder remoteAs(long value) {
        this.remoteAs = value;
        return this;
    }

    /** Sets {@link Identity#routerId}. */
    public NeighborSettingsBuilder routerId(int value) {
        this.routerId = value;
        return this;
    }

    /** Sets {@link Identity#hostname}. */
    public NeighborSettingsBuilder hostname(String value) {
        this.hostname = value;
        return this;
    }

    /** Sets {@link BgpTransport#hops}. */
    public NeighborSettingsBuilder hops(HopLimit value) {
        this.hops = value;
        return this;
    }

    /** Sets {@link NeighborSettings#password}. */
    public NeighborSettingsBuilder password(String value) {
        this.password = value;
        return this;
    }

    /** Sets {@link BgpTransport#passive}. */
    public NeighborSettingsBuilder passive(boolean value) {
        this.passive = value;
        return this;
    }

    /** Sets {@link NeighborSettings#errors}. */
    public NeighborSettingsBuilder errors(BgpErrorOptions value) {
        this.errors = value;
        return this;
    }

    /** Sets {@link NeighborSettings#timers}. */
    public NeighborSettingsBuilder timers(BgpTimers value) {
        this.timers = value;
        return this;
    }

    /** Offers no capabilities at all. */
    public NeighborSettingsBuilder withoutCapabilities() {
        this.capabilities = false;
        return this;
    }

    /** Leaves IPv4 unicast unnamed in the OPEN. */
    public NeighborSettingsBuilder withoutIpv4Capability() {
        this.advertiseIpv4 = false;
        return this;
    }

    /** Sets {@link BgpCapabilityOptions#offered}. */
    public NeighborSettingsBuilder offers(BgpCapability... all) {
        this.offered = Set.of(all);
        return this;
    }

    /** Sets {@link BgpCapabilityOptions#required}. */
    public NeighborSettingsBuilder requires(BgpCapability... all) {
        this.required = Set.of(all);
        return this;
    }

    /** Our role, null for none, and whether the neighbor must have one. */
    public NeighborSettingsBuilder role(PeerRole own, boolean isRequired) {
        this.role = own;
        this.roleRequired = isRequired;
        return this;
    }

    /** Sets {@link ProtocolCommon#vrf}. */
    public NeighborSettingsBuilder vrf(Optional<Vrf> value) {
        this.vrf = value;
        return this;
    }

    /** Sets {@link NeighborSettings#aoKeys}. */
    public NeighborSettingsBuilder aoKeys(List<AoKey> value) {
        this.aoKeys = value;
        return this;
    }

    /** Adds or replaces one family. */
    public NeighborSettingsBuilder family(AddressFamily family, BgpChannelOptions settings) {
        families.put(family, settings);
        return this;
    }

    /** Adds plain families. */
    public NeighborSettingsBuilder families(AddressFamily... plain) {
        for (AddressFamily family : plain) {
            families.put(family, BgpChannelOptions.DEFAULT);
        }
        return this;
    }

    /** @throws IllegalArgumentException for values that cannot work, see {@link NeighborSettings} */
    public NeighborSettings build() {
        BgpTransport usual = BgpTransport.DEFAULT;
        return new NeighborSettings(
                new ProtocolCommon(
                        name,
                        ProtocolCommon.Life.ALWAYS,
                        Set.of(),
                        Set.of(),
                        Optional.empty(),
                        Optional.of(description),
                        Optional.empty(),
                        vrf),
                new Endpoints(localAddress, listenAddress, listenPort, remoteAddress, remotePort, interfaceName),
                new Identity(localAs, remoteAs, routerId, hostname),
                new BgpSessionOptions(
                        new BgpTransport(
                                hops,
                                passive,
                                usual.binding(),
                                usual.reach(),
                                new BgpTransport.Key(Optional.of(password).filter(key -> !key.isEmpty()), true, aoKeys),
                                usual.disableRx(),
                                usual.txSizeWarning()),
                        timers,
                        new BgpRoleOptions(
                                false,
                                Optional.empty(),
                                false,
                                OptionalLong.empty(),
                                false,
                                Optional.ofNullable(role).map(own -> BgpRoleOptions.LocalRole.valueOf(own.name())),
                                roleRequired),
                        new BgpCapabilityOptions(
                                capabilities,
                                retryWithout,
                                advertiseIpv4,
                                offered,
                                required,
                                new BgpCapabilityOptions.GracefulRestart(
                                        BgpCapabilityOptions.RestartMode.AWARE, 120, 0, 4095, false),
                                new BgpCapabilityOptions.LongLived(BgpCapabilityOptions.RestartMode.AWARE, 3600)),
                        errors),
                families,
                false,
                false);
    }
}
