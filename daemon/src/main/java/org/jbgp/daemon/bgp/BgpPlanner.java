package org.jbgp.daemon.bgp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.router.RouterOptions;
import org.jbgp.daemon.advertise.rules.Drain;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.instance.PolicyFactory;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.ShutdownPolicy;
import org.jbgp.daemon.protocol.InterfaceMatcher;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.rib.store.Prefixes;
import org.jbgp.daemon.session.settings.Endpoints;
import org.jbgp.daemon.session.settings.Identity;
import org.jbgp.daemon.session.settings.NeighborRange;
import org.jbgp.daemon.session.settings.NeighborSettings;
import org.jbgp.daemon.wire.AddressFamily;

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
     * @param hostname our name for neighbors that negotiate the hostname capability
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
                made::table,
                made.channels()::of);
    }

    public BgpPlan plan(BgpConfig config) {
        int ownId = config.common().routerId().map(id -> (int) id.lo()).orElse(routerId);
        List<ChannelPlan> plans = new ArrayList<>();
        for (ChannelConfig channel : config.channels()) {
            plans.add(channelPlan(config, channel));
        }
        int cluster = config.role().rrClient()
                ? config.role().rrClusterId().map(id -> (int) id.lo()).orElse(ownId)
                : 0;
        return new BgpPlan(settings(config, ownId), config.paths(), plans, cluster, dialect.isFlat(), Drain.NONE);
    }

    private ChannelPlan channelPlan(BgpConfig config, ChannelConfig channel) {
        BgpChannelOptions.Resolution resolution = channel.bgp().orElseThrow().resolution();
        boolean recursive = resolution.gateway() == BgpChannelOptions.Gateway.RECURSIVE;
        return new ChannelPlan(
                channels.applyAsInt(config.name() + "." + channel.name()),
                Conversions.family(channel.family()),
                tables.applyAsInt(channel.table()),
                importPolicy(config, channel),
                new ChannelPlan.Exports(policies.compile(channel.exportFilter()), conditions(channel)),
                new ChannelPlan.Resolving(
                        recursive
                                ? ResolutionDomain.Mode.RECURSIVE
                                : config.transport().reach().onlink()
                                        ? ResolutionDomain.Mode.ONLINK
                                        : ResolutionDomain.Mode.DIRECT,
                        Conversions.igpTables(resolution.igpTables(), channel, config.channels(), tables),
                        resolution.cost(),
                        prefersLinkLocal(channel.bgp().orElseThrow().nextHops().prefer(), recursive)),
                Channel.Decision.of(config.paths().comparison(), config.role().confederationMember()),
                channel);
    }

    private List<ExportConditions.Condition> conditions(ChannelConfig channel) {
        return channel.bgp().orElseThrow().selection().conditions().stream()
                .map(condition -> {
                    String table = condition.table().isEmpty() ? channel.table() : condition.table();
                    return new ExportConditions.Condition(
                            condition,
                            table,
                            tables.applyAsInt(table),
                            Conversions.family(condition.family()),
                            compile(condition.routes()),
                            compile(condition.sought()));
                })
                .toList();
    }

    private Policy compile(Optional<Filter> filter) {
        return filter.map(each -> policies.compile(new FilterRef.Inline(each))).orElse(Policy.ALL);
    }

    private static boolean prefersLinkLocal(BgpChannelOptions.NextHopPreference prefer, boolean recursive) {
        return switch (prefer) {
            case DEFAULT -> recursive;
            case GLOBAL -> false;
            case LINK_LOCAL -> true;
        };
    }

    private Policy importPolicy(BgpConfig config, ChannelConfig channel) {
        Policy filter = policies.compile(channel.importFilter());
        return config.paths().shutdown().receive() ? ShutdownPolicy.behind(filter) : filter;
    }

    private NeighborSettings settings(BgpConfig config, int ownId) {
        Map<AddressFamily, BgpChannelOptions> families = new EnumMap<>(AddressFamily.class);
        for (ChannelConfig channel : config.channels()) {
            families.put(Conversions.family(channel.family()), channel.bgp().orElseThrow());
        }
        long remoteAs = config.isInternal()
                ? config.local().asn()
                : config.neighbor().asn().orElse(0);
        return new NeighborSettings(
                config.common(),
                new Endpoints(
                        config.local().address().map(BgpPlanner::inet).orElse(null),
                        listenAddress(options, config),
                        listenPort(options, config),
                        inet(config.neighbor().address().orElseThrow()),
                        config.neighbor().port(),
                        config.neighbor().interfaceName().orElse("")),
                new Identity(
                        config.local().asn(),
                        remoteAs,
                        ownId,
                        config.common().hostname().orElse(hostname)),
                config.session(),
                families,
                false,
                false);
    }

    private static InetAddress listenAddress(RouterOptions options, BgpConfig config) {
        return (config.transport().binding().strict()
                        ? config.local().address()
                        : options.listen().address())
                .map(BgpPlanner::inet)
                .orElse(null);
    }

    private static int listenPort(RouterOptions options, BgpConfig config) {
        return config.local().port() != NeighborSettings.BGP_PORT
                ? config.local().port()
                : options.listen().port();
    }

    /**
     * What the network must know of a {@code neighbor range}.
     *
     * @param boundTo interface that the listening socket is bound to; empty = none
     */
    static NeighborRange range(RouterOptions options, BgpConfig config, String boundTo) {
        IpPrefix range = config.neighbor().range().orElseThrow();
        return new NeighborRange(
                config.name(),
                inet(range.address()),
                range.length(),
                new NeighborRange.Place(
                        config.local().address().map(BgpPlanner::inet).orElse(null),
                        listenAddress(options, config),
                        listenPort(options, config),
                        new NeighborRange.Device(boundTo, config.common().vrfDevice()),
                        name -> mayBeOn(config, name)),
                config.transport());
    }

    /** Whether neighbors of a range may be on the interface of this name. */
    static boolean mayBeOn(BgpConfig range, String interfaceName) {
        List<InterfacePattern> patterns = range.neighbor().spawning().interfaces();
        return range.neighbor().interfaceName().map(interfaceName::equals).orElse(true)
                && (patterns.isEmpty() || InterfaceMatcher.names(patterns, interfaceName));
    }

    static InetAddress inet(IpAddress address) {
        return Prefixes.address(Conversions.family(address.family()), address.hi(), address.lo());
    }
}
