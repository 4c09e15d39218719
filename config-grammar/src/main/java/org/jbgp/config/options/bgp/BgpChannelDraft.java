package org.jbgp.config.options.bgp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IgpTables;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.config.model.bgp.BgpCapabilityOptions.RestartMode;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions.AddPaths;
import org.jbgp.config.model.bgp.BgpChannelOptions.Aigp;
import org.jbgp.config.model.bgp.BgpChannelOptions.ExtendedNextHop;
import org.jbgp.config.model.bgp.BgpChannelOptions.Gateway;
import org.jbgp.config.model.bgp.BgpChannelOptions.Kept;
import org.jbgp.config.model.bgp.BgpChannelOptions.LinkLocalFormat;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHopPreference;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHopScope;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHops;
import org.jbgp.config.model.bgp.BgpChannelOptions.Resolution;
import org.jbgp.config.model.bgp.BgpChannelOptions.Restart;
import org.jbgp.config.model.bgp.BgpChannelOptions.Selection;
import org.jbgp.config.model.bgp.ConditionalExport;
import org.jbgp.config.options.common.ChannelDraft;

/** A channel of a BGP protocol while its options are read; a field that is null, or a time below 0, was not set. */
public final class BgpChannelDraft extends ChannelDraft {
    boolean mandatory;
    NextHopScope nextHopSelf = NextHopScope.DEFAULT;
    NextHopScope nextHopKeep = NextHopScope.DEFAULT;
    IpAddress nextHopAddress;
    NextHopPreference nextHopPrefer = NextHopPreference.DEFAULT;
    LinkLocalFormat linkLocalFormat = LinkLocalFormat.NATIVE;
    boolean extendedNextHop;
    Gateway gateway;
    IgpTables igpTables = IgpTables.NONE;
    boolean receivesPaths;
    boolean sendsPaths;
    boolean secondary;
    final List<ConditionalExport> conditions = new ArrayList<>();
    Boolean gracefulRestart;
    Boolean longLivedGracefulRestart;
    long longLivedStaleTime = -1;
    long minLongLivedStaleTime = -1;
    long maxLongLivedStaleTime = -1;
    boolean requireAddPaths;
    boolean requireExtendedNextHop;
    boolean importTable;
    boolean exportTable;
    Aigp aigp;
    long cost;

    public BgpChannelDraft(String name, IpFamily family) {
        super(name, family);
    }

    /** Settles the defaults that depend on other options, and builds. */
    ChannelConfig build(BgpDraft draft) {
        if (draft.errors.disableAfterError
                && importLimit.map(Limit::action).equals(Optional.of(Limit.Action.RESTART))) {
            importLimit = importLimit.map(limit -> new Limit(limit.routes(), Limit.Action.DISABLE));
        }
        NextHopScope keep = nextHopKeep;
        if (keep == NextHopScope.DEFAULT) {
            keep = draft.role.rrClient
                    ? NextHopScope.IBGP
                    : draft.role.rsClient ? NextHopScope.ALL : NextHopScope.DEFAULT;
        }
        Gateway way = effectiveGateway(draft);
        NextHopPreference prefer = nextHopPrefer;
        if (prefer == NextHopPreference.DEFAULT) {
            prefer = way == Gateway.DIRECT ? NextHopPreference.GLOBAL : NextHopPreference.LINK_LOCAL;
        }
        RestartMode restart = draft.capabilities.gracefulRestart;
        RestartMode longLived = draft.capabilities.longLivedGracefulRestart;
        BgpChannelOptions options = new BgpChannelOptions(
                mandatory,
                new NextHops(
                        nextHopSelf,
                        keep,
                        Optional.ofNullable(nextHopAddress),
                        prefer,
                        linkLocalFormat,
                        new ExtendedNextHop(extendedNextHop, requireExtendedNextHop)),
                new Resolution(way, igpTables, cost),
                new AddPaths(receivesPaths, sendsPaths, requireAddPaths),
                new Selection(secondary, conditions),
                new Restart(
                        Optional.ofNullable(gracefulRestart).orElse(restart == RestartMode.ON),
                        draft.capabilities.isLongLivedAware()
                                && Optional.ofNullable(longLivedGracefulRestart).orElse(longLived == RestartMode.ON),
                        own(longLivedStaleTime, draft.capabilities.longLivedStaleTime),
                        leastStaleTime(draft),
                        mostStaleTime(draft)),
                new Kept(importTable, exportTable),
                Optional.ofNullable(aigp).orElse(draft.isInterior() ? Aigp.ON : Aigp.OFF));
        return build(new FilterRef.All(), new FilterRef.None(), Optional.of(options));
    }

    /** How a next hop becomes a gateway: unless said otherwise, as far away as the neighbor is. */
    Gateway effectiveGateway(BgpDraft draft) {
        return Optional.ofNullable(gateway).orElse(draft.effectiveMultihop() > 0 ? Gateway.RECURSIVE : Gateway.DIRECT);
    }

    /** Least time the neighbor's stale routes are kept, in seconds. */
    long leastStaleTime(BgpDraft draft) {
        return own(minLongLivedStaleTime, draft.capabilities.minLongLivedStaleTime);
    }

    /** Longest time the neighbor's stale routes are kept, in seconds. */
    long mostStaleTime(BgpDraft draft) {
        return own(maxLongLivedStaleTime, draft.capabilities.maxLongLivedStaleTime);
    }

    private static long own(long channel, long protocol) {
        return channel < 0 ? protocol : channel;
    }
}
