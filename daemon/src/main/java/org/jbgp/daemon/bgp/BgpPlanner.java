package org.jbgp.daemon.bgp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpPathOptions;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.PolicyFactory;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.session.settings.CapabilitySettings;
import org.jbgp.daemon.session.settings.Disabling;
import org.jbgp.daemon.session.settings.FamilySettings;
import org.jbgp.daemon.session.settings.HopLimit;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.session.settings.Reports;
import org.jbgp.daemon.session.settings.SocketSettings;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.jbgp.daemon.wire.open.PeerRole;

/** Turns a checked {@code protocol bgp} into what runs. Stateless apart from the names it is given; control thread. */
public final class BgpPlanner {
    private final RouterOptions options;
    private final Dialect dialect;
    private final int routerId;
    private final String hostname;
    private final PolicyFactory policies;
    private final ToIntFunction<String> tables;
    private final ToIntFunction<String> channels;

    /**
     * @param hostname what neighbors are told that want to know who we are
     * @param tables number of a table by name
     * @param channels number of a channel by {@code protocol.channel}
     */
    BgpPlanner(
            RouterOptions options,
            Dialect dialect,
            int routerId,
            String hostname,
            PolicyFactory policies,
            ToIntFunction<String> tables,
            ToIntFunction<String> channels) {
        this.options = options;
        this.dialect = dialect;
        this.routerId = routerId;
        this.hostname = hostname;
        this.policies = policies;
        this.tables = tables;
        this.channels = channels;
    }

    /** The planner of neighbors of that configuration. */
    public static BgpPlanner of(Assembly made) {
        return new BgpPlanner(
                made.configuration().router(),
                made.configuration().dialect(),
                made.routerId(),
                made.hostname(),
                made.policies(),
                name -> made.tables().of(name) - 1,
                made.channels()::of);
    }

    public BgpPlan plan(BgpConfig config) {
        int ownId = config.common().routerId().map(id -> (int) id.lo()).orElse(routerId);
        BgpPathOptions paths = config.paths();
        List<ChannelPlan> plans = new ArrayList<>();
        for (ChannelConfig channel : config.channels()) {
            plans.add(channelPlan(config, channel));
        }
        int cluster = config.role().rrClient()
                ? config.role().rrClusterId().map(id -> (int) id.lo()).orElse(ownId)
                : 0;
        return new BgpPlan(
                config.common(),
                settings(config, ownId),
                new BgpPlan.Bounds(
                        config.capabilities().minGracefulRestartTime(),
                        config.capabilities().maxGracefulRestartTime()),
                plans,
                cluster,
                paths.allowLocalAs(),
                paths.allowAsSets(),
                paths.caps(),
                paths.enforceFirstAs(),
                paths.allowBgpMed(),
                paths.allowBgpLocalPref(),
                config.errors().channelErrorWait(),
                paths.interpretCommunities(),
                dialect.isFlat());
    }

    private ChannelPlan channelPlan(BgpConfig config, ChannelConfig channel) {
        BgpChannelOptions bgp = channel.bgp().orElseThrow();
        BgpPathOptions paths = config.paths();
        boolean recursive = bgp.gateway() == BgpChannelOptions.Gateway.RECURSIVE;
        return new ChannelPlan(
                channels.applyAsInt(config.name() + "." + channel.name()),
                Conversions.family(channel.family()),
                tables.applyAsInt(channel.table()),
                policies.compile(channel.importFilter()),
                policies.compile(channel.exportFilter()),
                channel.preference().orElse(100),
                recursive
                        ? ResolutionDomain.Mode.RECURSIVE
                        : config.transport().onlink() ? ResolutionDomain.Mode.ONLINK : ResolutionDomain.Mode.DIRECT,
                tables.applyAsInt(bgp.igpTable().orElse(channel.table())),
                new Channel.Decision(
                        paths.defaultLocalPref(),
                        paths.defaultMed(),
                        paths.pathMetric(),
                        paths.medMetric(),
                        paths.igpMetric(),
                        paths.preferOlder(),
                        paths.deterministicMed(),
                        config.role().confederationMember()),
                bgp.nextHopAddress().map(address -> Address.of(inet(address))).orElse(Address.NONE),
                scope(bgp.nextHopSelf()),
                nextHopKeep(config, bgp),
                channel);
    }

    private static ExportSettings.RoutesOf nextHopKeep(BgpConfig config, BgpChannelOptions bgp) {
        if (bgp.nextHopKeep() != BgpChannelOptions.NextHopScope.DEFAULT) {
            return scope(bgp.nextHopKeep());
        }
        // RFC 4456 §10 and RFC 7947 §2.2.1: reflectors and route servers leave the next hop alone.
        if (config.role().rrClient()) {
            return ExportSettings.RoutesOf.INTERNAL;
        }
        return config.role().rsClient() ? ExportSettings.RoutesOf.ALL : ExportSettings.RoutesOf.NONE;
    }

    private NeighborSettings settings(BgpConfig config, int ownId) {
        BgpCapabilityOptions offered = config.capabilities();
        Map<AddressFamily, FamilySettings> families = new EnumMap<>(AddressFamily.class);
        for (ChannelConfig channel : config.channels()) {
            BgpChannelOptions bgp = channel.bgp().orElseThrow();
            families.put(
                    Conversions.family(channel.family()),
                    new FamilySettings(
                            receivesPaths(bgp),
                            sendsPaths(bgp),
                            bgp.extendedNextHop(),
                            bgp.mandatory(),
                            bgp.gracefulRestart(),
                            false,
                            bgp.longLivedGracefulRestart() && longLivedAware(offered),
                            (int) bgp.longLivedStaleTime(),
                            bgp.requireAddPaths(),
                            bgp.requireExtendedNextHop()));
        }
        IpAddress remote = config.neighbor().address().orElseThrow();
        InetAddress local = config.local().address().map(BgpPlanner::inet).orElse(null);
        long remoteAs = config.isInternal()
                ? config.local().asn()
                : config.neighbor().asn().orElse(0);
        return new NeighborSettings(
                config.name(),
                config.common().description().orElse(""),
                local,
                listenAddress(options, config),
                listenPort(options, config),
                inet(remote),
                config.neighbor().port(),
                config.neighbor().interfaceName().orElse(""),
                config.local().asn(),
                remoteAs,
                new NeighborSettings.Confederation(
                        config.role().confederation().orElse(0), config.role().confederationMember()),
                ownId,
                new HopLimit(config.transport().multihop(), config.transport().ttlSecurity()),
                config.transport().password().orElse(""),
                config.transport().passive(),
                config.role().rrClient(),
                config.role().rsClient(),
                new Disabling(
                        config.errors().disableAfterError(), config.errors().disableAfterCease()),
                new SocketSettings(
                        config.transport().freeBind(),
                        config.transport().strictBind()
                                && config.neighbor().interfaceName().isPresent(),
                        offered.disableRx(),
                        config.transport().txSizeWarning()),
                new Reports(
                        config.common().debug().contains(DebugFlag.EVENTS),
                        config.common().debug().contains(DebugFlag.PACKETS)),
                config.timers(),
                new CapabilitySettings(
                        offered.capabilities(),
                        offered(offered),
                        offered.gracefulRestartTime(),
                        false,
                        roles(config),
                        offered.advertiseHostname() ? config.common().hostname().orElse(hostname) : "",
                        required(offered)),
                families);
    }

    private static InetAddress listenAddress(RouterOptions options, BgpConfig config) {
        return (config.transport().strictBind() ? config.local().address() : options.bgpListenAddress())
                .map(BgpPlanner::inet)
                .orElse(null);
    }

    private static int listenPort(RouterOptions options, BgpConfig config) {
        return config.local().port() != NeighborSettings.BGP_PORT
                ? config.local().port()
                : options.bgpListenPort();
    }

    /** What the network must know of a {@code neighbor range}. */
    static NeighborRange range(RouterOptions options, BgpConfig config) {
        IpPrefix range = config.neighbor().range().orElseThrow();
        return new NeighborRange(
                config.name(),
                inet(range.address()),
                range.length(),
                config.local().address().map(BgpPlanner::inet).orElse(null),
                listenAddress(options, config),
                listenPort(options, config),
                config.neighbor().interfaceName().orElse(""),
                config.transport().freeBind(),
                config.transport().password().orElse(""));
    }

    private static CapabilitySettings.Roles roles(BgpConfig config) {
        return new CapabilitySettings.Roles(
                config.role()
                        .localRole()
                        .map(role -> PeerRole.valueOf(role.name()))
                        .orElse(null),
                config.role().requireRoles());
    }

    private static boolean longLivedAware(BgpCapabilityOptions offered) {
        return offered.gracefulRestart() != BgpCapabilityOptions.RestartMode.OFF
                && offered.longLivedGracefulRestart() != BgpCapabilityOptions.RestartMode.OFF;
    }

    private static Set<CapabilityType> offered(BgpCapabilityOptions options) {
        return wanted(Map.of(
                CapabilityType.FOUR_BYTE_AS, options.as4(),
                CapabilityType.ROUTE_REFRESH, options.routeRefresh(),
                CapabilityType.ENHANCED_ROUTE_REFRESH, options.enhancedRouteRefresh(),
                CapabilityType.EXTENDED_MESSAGE, options.extendedMessages(),
                CapabilityType.GRACEFUL_RESTART, options.gracefulRestart() != BgpCapabilityOptions.RestartMode.OFF,
                CapabilityType.LONG_LIVED_GRACEFUL_RESTART, longLivedAware(options)));
    }

    private static Set<CapabilityType> required(BgpCapabilityOptions options) {
        return wanted(Map.of(
                CapabilityType.FOUR_BYTE_AS, options.requireAs4(),
                CapabilityType.ROUTE_REFRESH, options.requireRouteRefresh(),
                CapabilityType.ENHANCED_ROUTE_REFRESH, options.requireEnhancedRouteRefresh(),
                CapabilityType.EXTENDED_MESSAGE, options.requireExtendedMessages(),
                CapabilityType.HOSTNAME, options.requireHostname(),
                CapabilityType.GRACEFUL_RESTART, options.requireGracefulRestart(),
                CapabilityType.LONG_LIVED_GRACEFUL_RESTART, options.requireLongLivedGracefulRestart()));
    }

    private static Set<CapabilityType> wanted(Map<CapabilityType, Boolean> options) {
        return options.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean receivesPaths(BgpChannelOptions bgp) {
        return switch (bgp.addPaths()) {
            case RECEIVE, BOTH -> true;
            case OFF, SEND -> false;
        };
    }

    private static boolean sendsPaths(BgpChannelOptions bgp) {
        return switch (bgp.addPaths()) {
            case SEND, BOTH -> true;
            case OFF, RECEIVE -> false;
        };
    }

    static InetAddress inet(IpAddress address) {
        return Prefixes.address(Conversions.family(address.family()), address.hi(), address.lo());
    }

    private static ExportSettings.RoutesOf scope(BgpChannelOptions.NextHopScope configured) {
        return switch (configured) {
            case DEFAULT, NONE -> ExportSettings.RoutesOf.NONE;
            case ALL -> ExportSettings.RoutesOf.ALL;
            case IBGP -> ExportSettings.RoutesOf.INTERNAL;
            case EBGP -> ExportSettings.RoutesOf.EXTERNAL;
        };
    }
}
