package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.bgp.BgpCapabilityOptions;
import org.jbgp.config.model.bgp.BgpCapabilityOptions.RestartMode;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions.Aigp;
import org.jbgp.config.model.bgp.BgpChannelOptions.Gateway;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHopPreference;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHopScope;
import org.jbgp.config.model.bgp.BgpErrorOptions;
import org.jbgp.config.model.bgp.BgpLocal;
import org.jbgp.config.model.bgp.BgpNeighbor;
import org.jbgp.config.model.bgp.BgpPathOptions;
import org.jbgp.config.model.bgp.BgpRoleOptions;
import org.jbgp.config.model.bgp.BgpTimers;
import org.jbgp.config.model.bgp.BgpTransport;
import org.jbgp.config.model.bgp.PathCaps;

/** Checks what the options of a BGP protocol say together, settles the defaults that depend on others, and builds. */
final class BgpFinisher {
    private static final int MOST_TWO_BYTE_AS = 65535;

    private final Context context;

    BgpFinisher(Context context) {
        this.context = context;
    }

    BgpConfig finish(ProtocolCommon common, BgpDraft draft) {
        new BgpChecks(context, common.name(), draft).check();
        long asn = draft.neighborAs == 0 && draft.neighborKind == BgpNeighbor.Kind.INTERNAL
                ? draft.localAs
                : draft.neighborAs;
        int multihop = draft.effectiveMultihop();
        List<ChannelConfig> channels = new ArrayList<>();
        for (ChannelDraft channel : draft.channels.values()) {
            channels.add(channel(channel, draft, multihop));
        }
        RestartMode longLived = Optional.ofNullable(draft.longLivedGracefulRestart)
                .orElse(draft.gracefulRestart == RestartMode.OFF ? RestartMode.OFF : RestartMode.AWARE);
        return new BgpConfig(
                common,
                new BgpLocal(Optional.ofNullable(draft.localAddress), draft.localPort, draft.localAs),
                new BgpNeighbor(
                        Optional.ofNullable(draft.neighbor),
                        Optional.ofNullable(draft.neighborRange),
                        new BgpNeighbor.DynamicNames(draft.dynamicName, draft.dynamicNameDigits),
                        draft.neighborPort,
                        asn == 0 ? OptionalLong.empty() : OptionalLong.of(asn),
                        draft.neighborKind,
                        Optional.ofNullable(draft.interfaceName)),
                new BgpTransport(
                        multihop,
                        draft.ttlSecurity,
                        draft.passive,
                        draft.strictBind,
                        draft.freeBind,
                        draft.onlink,
                        Optional.ofNullable(draft.password),
                        draft.setKey,
                        Optional.ofNullable(draft.checkLink)
                                .orElse(!context.dialect().isFlat() && multihop == 0),
                        draft.bfd,
                        draft.txSizeWarning),
                new BgpTimers(
                        draft.hold,
                        draft.minHold,
                        draft.startupHold,
                        draft.keepalive,
                        draft.minKeepalive,
                        draft.sendHold,
                        new BgpTimers.Dialing(draft.connectDelay, draft.connectRetry),
                        new BgpTimers.ErrorWait(draft.errorWaitMin, draft.errorWaitMax, draft.errorForget)),
                new BgpRoleOptions(
                        draft.rrClient,
                        Optional.ofNullable(draft.rrClusterId),
                        draft.rsClient,
                        draft.confederation == 0 ? OptionalLong.empty() : OptionalLong.of(draft.confederation),
                        draft.confederationMember,
                        Optional.ofNullable(draft.localRole),
                        draft.requireRoles),
                new BgpPathOptions(
                        draft.allowLocalAs,
                        draft.allowBgpLocalPref,
                        draft.allowBgpMed,
                        draft.allowAsSets,
                        draft.enforceFirstAs,
                        draft.pathMetric,
                        draft.medMetric,
                        draft.igpMetric,
                        draft.preferOlder,
                        draft.deterministicMed,
                        draft.defaultMed,
                        draft.defaultLocalPref,
                        draft.interpretCommunities,
                        new PathCaps(draft.mostPathLength, draft.mostCommunities)),
                new BgpCapabilityOptions(
                        draft.capabilities,
                        draft.as4,
                        draft.routeRefresh,
                        draft.enhancedRouteRefresh,
                        draft.extendedMessages,
                        draft.advertiseHostname,
                        draft.gracefulRestart,
                        draft.gracefulRestartTime,
                        draft.minGracefulRestartTime,
                        draft.maxGracefulRestartTime,
                        longLived,
                        draft.longLivedStaleTime,
                        draft.requireAs4,
                        draft.requireRouteRefresh,
                        draft.requireEnhancedRouteRefresh,
                        draft.requireExtendedMessages,
                        draft.requireHostname,
                        draft.requireGracefulRestart,
                        draft.requireLongLivedGracefulRestart,
                        draft.disableRx),
                new BgpErrorOptions(draft.disableAfterError, draft.channelErrorWait, draft.disableAfterCease),
                channels);
    }

    private ChannelConfig channel(ChannelDraft channel, BgpDraft draft, int multihop) {
        if (draft.disableAfterError
                && channel.importLimit.map(Limit::action).equals(Optional.of(Limit.Action.RESTART))) {
            channel.importLimit = channel.importLimit.map(limit -> new Limit(limit.routes(), Limit.Action.DISABLE));
        }
        Gateway gateway =
                Optional.ofNullable(channel.gateway).orElse(multihop > 0 ? Gateway.RECURSIVE : Gateway.DIRECT);
        NextHopScope keep = channel.nextHopKeep;
        if (keep == NextHopScope.DEFAULT) {
            keep = draft.rrClient ? NextHopScope.IBGP : draft.rsClient ? NextHopScope.ALL : NextHopScope.DEFAULT;
        }
        NextHopPreference prefer = channel.nextHopPrefer;
        if (prefer == NextHopPreference.DEFAULT) {
            prefer = gateway == Gateway.DIRECT ? NextHopPreference.GLOBAL : NextHopPreference.LINK_LOCAL;
        }
        BgpChannelOptions options = new BgpChannelOptions(
                channel.mandatory,
                channel.nextHopSelf,
                keep,
                Optional.ofNullable(channel.nextHopAddress),
                prefer,
                channel.linkLocalFormat,
                channel.extendedNextHop,
                channel.requireExtendedNextHop,
                gateway,
                Optional.ofNullable(channel.igpTable).map(table -> table.name()),
                channel.addPaths,
                channel.requireAddPaths,
                channel.secondary,
                false,
                Optional.ofNullable(channel.gracefulRestart).orElse(draft.gracefulRestart == RestartMode.ON),
                draft.longLivedGracefulRestart != RestartMode.OFF
                        && Optional.ofNullable(channel.longLivedGracefulRestart)
                                .orElse(draft.longLivedGracefulRestart == RestartMode.ON),
                own(channel.longLivedStaleTime, draft.longLivedStaleTime),
                own(channel.minLongLivedStaleTime, draft.minLongLivedStaleTime),
                own(channel.maxLongLivedStaleTime, draft.maxLongLivedStaleTime),
                channel.importTable,
                channel.exportTable,
                Optional.ofNullable(channel.aigp).orElse(draft.isInterior() ? Aigp.ON : Aigp.OFF),
                channel.cost);
        return channel.build(new FilterRef.All(), new FilterRef.None(), Optional.of(options));
    }

    private static long own(long channel, long protocol) {
        return channel < 0 ? protocol : channel;
    }

    /** The checks, each of which BIRD makes too. */
    private record BgpChecks(Context context, String name, BgpDraft draft) {

        private void error(String message) {
            context.problems().error(draft.position, message);
        }

        private void check(boolean wrong, Supplier<String> message) {
            if (wrong) {
                error(message.get());
            }
        }

        void check() {
            boolean flat = context.dialect().isFlat();
            boolean noNeighbor = draft.neighbor == null && draft.neighborRange == null;
            if (draft.incomplete && (draft.localAs == 0 || noNeighbor || draft.neighborAs == 0)) {
                return;
            }
            check(draft.localAs == 0, () -> "protocol bgp '" + name + "' needs a local AS number: local as <number>;");
            check(noNeighbor, () -> "protocol bgp '" + name + "' needs a neighbor: neighbor <address> as <number>;");
            check(
                    !noNeighbor && draft.neighborAs == 0 && draft.neighborKind == BgpNeighbor.Kind.BY_NUMBER,
                    () -> "the neighbor of '" + name + "' needs an AS number"
                            + (flat ? "" : ", or 'internal' or 'external'"));
            if (draft.localAs == 0 || noNeighbor) {
                return;
            }
            boolean internal = draft.isInternal();
            int multihop = draft.effectiveMultihop();
            sides(internal);
            if (draft.neighbor != null) {
                addresses(flat, multihop);
            } else {
                range();
            }
            times();
            bounds(
                    draft.minGracefulRestartTime,
                    draft.maxGracefulRestartTime,
                    "graceful restart time",
                    "'" + name + "'");
            check(
                    (!draft.capabilities || !draft.as4) && draft.neighborAs > MOST_TWO_BYTE_AS,
                    () -> "the neighbor's AS number " + draft.neighborAs + " needs 4 bytes, which are turned off for '"
                            + name + "'");
            check(
                    draft.gracefulRestart == RestartMode.OFF
                            && draft.longLivedGracefulRestart != null
                            && draft.longLivedGracefulRestart != RestartMode.OFF,
                    () -> "'long lived graceful restart' needs 'graceful restart', which is off for '" + name + "'");
            for (ChannelDraft channel : draft.channels.values()) {
                channel(channel, flat, multihop);
            }
            if (draft.channels.isEmpty() && !flat) {
                context.problems()
                        .warning(
                                draft.position,
                                "'" + name + "' has no channel, so it exchanges no routes: ipv4 { … };");
            }
        }

        private void sides(boolean internal) {
            check(
                    draft.neighborKind == BgpNeighbor.Kind.INTERNAL
                            && draft.neighborAs != 0
                            && draft.neighborAs != draft.localAs,
                    () -> "an internal neighbor has our AS number " + draft.localAs + ", not " + draft.neighborAs);
            check(
                    draft.neighborKind == BgpNeighbor.Kind.EXTERNAL && draft.neighborAs == draft.localAs,
                    () -> "an external neighbor cannot have our own AS number " + draft.localAs);
            check(
                    draft.confederationMember && draft.confederation == 0,
                    () -> "'confederation member' needs the 'confederation' of '" + name + "'");
            check(
                    !internal && draft.rrClient,
                    () -> "only an internal neighbor can be an RR client, but '" + name + "' is external");
            check(
                    internal && draft.rsClient,
                    () -> "only an external neighbor can be an RS client, but '" + name + "' is internal");
            check(
                    internal && draft.localRole != null,
                    () -> "a local role is for external neighbors, but '" + name + "' is internal");
            check(
                    draft.requireRoles && draft.localRole == null,
                    () -> "'require roles' needs a 'local role' for '" + name + "'");
            check(
                    internal && draft.enforceFirstAs,
                    () -> "'enforce first as' is for external neighbors, but '" + name + "' is internal");
            if (draft.requireAs4 && !draft.as4) {
                warn("4-byte AS numbers are required of '" + name + "' but turned off");
            }
            if (draft.requireEnhancedRouteRefresh && !(draft.routeRefresh && draft.enhancedRouteRefresh)) {
                warn("enhanced route refresh is required of '" + name + "' but turned off");
            }
            if (draft.requireExtendedMessages && !draft.extendedMessages) {
                warn("extended messages are required of '" + name + "' but not enabled");
            }
        }

        private void bounds(long least, long most, String what, String where) {
            check(
                    least > most,
                    () -> "the min " + what + " " + least + " of " + where + " exceeds its max " + what + " " + most);
        }

        private void warn(String message) {
            context.problems().warning(draft.position, message);
        }

        private void range() {
            check(
                    draft.localAddress != null && draft.localAddress.family() != draft.neighborRange.family(),
                    () -> "the local address " + draft.localAddress + " and the neighbor range " + draft.neighborRange
                            + " of '" + name + "' are not of one family");
            check(
                    draft.strictBind && draft.localAddress == null,
                    () -> "'strict bind' needs a local address for the neighbor range of '" + name + "'");
        }

        private void addresses(boolean flat, int multihop) {
            Optional<IpFamily> family = context.dialect().family();
            check(
                    flat && draft.neighbor.family() != family.orElseThrow(),
                    () -> "the neighbor " + draft.neighbor + " of '" + name + "' is not "
                            + family.map(IpFamily::title).orElse("") + " like the routes of this file");
            check(
                    draft.localAddress != null && draft.localAddress.family() != draft.neighbor.family(),
                    () -> "the local address " + draft.localAddress + " and the neighbor " + draft.neighbor + " of '"
                            + name + "' are not of one family");
            check(
                    draft.neighbor.isUnspecified(),
                    () -> "the neighbor of '" + name + "' cannot have the address " + draft.neighbor);
            if (draft.neighbor.isMulticast()) {
                // BIRD takes it too: only the connection will fail.
                warn("the neighbor address " + draft.neighbor + " of '" + name + "' is a multicast address");
            }
            boolean linkLocal =
                    draft.neighbor.isLinkLocal() || (draft.localAddress != null && draft.localAddress.isLinkLocal());
            check(
                    linkLocal && draft.interfaceName == null,
                    () -> "a link-local address needs an interface: neighbor "
                            + (draft.neighbor.isLinkLocal() ? draft.neighbor : draft.localAddress)
                            + "%<interface>");
            check(
                    multihop > 0 && linkLocal,
                    () -> "a neighbor with a link-local address is never multihop: write 'direct' for '" + name + "'");
            check(
                    multihop > 0 && !linkLocal && draft.interfaceName != null,
                    () -> "a multihop neighbor cannot be bound to an interface: write 'direct' for '" + name + "'");
            check(
                    multihop > 0 && Boolean.TRUE.equals(draft.checkLink),
                    () -> "'check link' is for direct neighbors, but '" + name + "' is multihop");
            check(
                    multihop > 0 && draft.bfd && draft.localAddress == null,
                    () -> "BFD with a multihop neighbor needs a local address for '" + name + "'");
            check(
                    multihop > 0 && draft.onlink,
                    () -> "'onlink' is for direct neighbors, but '" + name + "' is multihop");
            check(
                    multihop == 0 && draft.onlink && draft.interfaceName == null && !draft.passive,
                    () -> "'onlink' needs an interface for '" + name + "'");
            check(
                    draft.strictBind && draft.localAddress == null && draft.interfaceName == null,
                    () -> "'strict bind' needs a local address or an interface for '" + name + "'");
        }

        private void times() {
            check(
                    draft.keepalive > draft.hold && draft.hold > 0,
                    () -> "the keepalive time " + draft.keepalive + " of '" + name + "' exceeds its hold time "
                            + draft.hold);
            if (draft.hold > 0 && draft.keepalive <= draft.hold && draft.keepalive > draft.hold / 2) {
                warn("the keepalive time " + draft.keepalive + " of '" + name + "' is more than half of its hold time "
                        + draft.hold);
            }
            check(
                    draft.sendHold > 0 && draft.sendHold < draft.hold,
                    () -> "the send hold time " + draft.sendHold + " of '" + name + "' is less than its hold time "
                            + draft.hold);
            check(
                    draft.minHold > draft.hold,
                    () -> "the min hold time " + draft.minHold + " of '" + name + "' exceeds its hold time "
                            + draft.hold);
            int keepalive = draft.keepalive == 0 ? draft.hold / 3 : draft.keepalive;
            check(
                    draft.minKeepalive > keepalive,
                    () -> "the min keepalive time " + draft.minKeepalive + " of '" + name
                            + "' exceeds its keepalive time " + keepalive);
            check(
                    draft.md5 && draft.password == null,
                    () -> "'authentication md5' of '" + name + "' needs a 'password'");
        }

        private void channel(ChannelDraft channel, boolean flat, int multihop) {
            String where = flat ? "'" + name + "'" : "channel " + channel.name + " of '" + name + "'";
            check(
                    !flat && !draft.isInterior() && !draft.incomplete && channel.importFilter == null,
                    () -> "an external neighbor needs an 'import' rule in " + where);
            check(
                    !flat && !draft.isInterior() && !draft.incomplete && channel.exportFilter == null,
                    () -> "an external neighbor needs an 'export' rule in " + where);
            bounds(
                    own(channel.minLongLivedStaleTime, draft.minLongLivedStaleTime),
                    own(channel.maxLongLivedStaleTime, draft.maxLongLivedStaleTime),
                    "long lived stale time",
                    where);
            check(
                    channel.requireAddPaths && channel.addPaths == BgpChannelOptions.AddPaths.OFF,
                    () -> "'require add paths' needs 'add paths' in " + where);
            check(
                    channel.requireExtendedNextHop && !channel.extendedNextHop,
                    () -> "'require extended next hop' needs 'extended next hop' in " + where);
            Gateway gateway =
                    Optional.ofNullable(channel.gateway).orElse(multihop > 0 ? Gateway.RECURSIVE : Gateway.DIRECT);
            check(
                    multihop > 0 && gateway == Gateway.DIRECT,
                    () -> "'gateway direct' is for direct neighbors, but '" + name + "' is multihop");
            check(
                    gateway == Gateway.RECURSIVE
                            && channel.igpTable != null
                            && channel.igpTable.family() != channel.family
                            && !channel.extendedNextHop,
                    () -> "the igp table of " + where + " does not hold " + channel.family.title() + " routes");
            if (channel.table != null) {
                check(
                        gateway == Gateway.RECURSIVE && channel.table.sorted(),
                        () -> "'gateway recursive' cannot be used with the sorted table '" + channel.table.name()
                                + "' of " + where);
                check(
                        draft.deterministicMed && channel.table.sorted(),
                        () -> "'deterministic med' cannot be used with the sorted table '" + channel.table.name()
                                + "' of " + where);
                check(
                        channel.secondary && !channel.table.sorted(),
                        () -> "'secondary' needs a sorted table, which '" + channel.table.name() + "' of " + where
                                + " is not");
            }
        }
    }
}
