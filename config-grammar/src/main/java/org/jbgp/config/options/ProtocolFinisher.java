package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.StaticRoute;

/** Checks what a protocol's options say together, and turns its draft into the model. */
final class ProtocolFinisher {
    private final Context context;
    private final BgpFinisher bgp;
    private final LaterFinisher later;

    /** Names of kernel protocols by the table they serve, and by family and kernel table. */
    private final Map<String, String> kernelsByTable = new HashMap<>();

    private String device;

    ProtocolFinisher(Context context) {
        this.context = context;
        bgp = new BgpFinisher(context);
        later = new LaterFinisher(context);
    }

    ProtocolConfig finish(String name, ProtocolDraft draft, GlobalDraft global) {
        ProtocolCommon common = new ProtocolCommon(
                name,
                draft.disabled,
                draft.debug == null ? global.debugProtocols : draft.debug,
                draft.mrtdump == null ? global.mrtdumpProtocols : draft.mrtdump,
                Optional.ofNullable(draft.routerId),
                Optional.ofNullable(draft.description),
                Optional.ofNullable(draft.hostname),
                Optional.ofNullable(draft.vrf));
        for (ChannelDraft channel : draft.channels.values()) {
            if (channel.debug == null && !global.debugChannels.isEmpty()) {
                channel.debug = global.debugChannels;
            }
            if (channel.table == null
                    && !draft.incomplete
                    && !(draft instanceof PipeOptions.PipeDraft)
                    && !(draft instanceof AggregatorOptions.AggregatorDraft)) {
                error(draft, "channel " + channel.name + " of '" + name + "' needs a 'table'");
            }
        }
        if (context.dialect().isFlat()) {
            draft.mainChannel();
        }
        return switch (draft) {
            case BgpDraft bgpDraft -> bgp.finish(common, bgpDraft);
            case StaticOptions.StaticDraft staticDraft -> finish(common, staticDraft);
            case KernelDraft kernel -> finish(common, kernel);
            case DeviceOptions.DeviceDraft deviceDraft -> finish(common, deviceDraft);
            case DirectOptions.DirectDraft direct ->
                new DirectConfig(common, channels(direct), List.copyOf(direct.interfaces), direct.checkLink);
            case PipeOptions.PipeDraft pipe -> finish(common, pipe);
            case BfdOptions.BfdDraft bfd -> later.finish(common, bfd);
            case RpkiOptions.RpkiDraft rpki -> later.finish(common, rpki);
            case BmpOptions.BmpDraft bmp -> later.finish(common, bmp);
            case MrtOptions.MrtDraft mrt -> later.finish(common, mrt);
            case AggregatorOptions.AggregatorDraft aggregator -> later.finish(common, aggregator);
            case ProtocolDraft other ->
                throw new IllegalArgumentException(other.getClass().getName());
        };
    }

    private void error(ProtocolDraft draft, String message) {
        context.problems().error(draft.position, message);
    }

    private static List<ChannelConfig> channels(ProtocolDraft draft) {
        List<ChannelConfig> channels = new ArrayList<>();
        for (ChannelDraft channel : draft.channels.values()) {
            channels.add(channel.build(new FilterRef.All(), new FilterRef.None(), Optional.empty()));
        }
        return channels;
    }

    private StaticConfig finish(ProtocolCommon common, StaticOptions.StaticDraft draft) {
        if (draft.channels.isEmpty() && draft.incomplete) {
            // What is missing was refused or misspelled, and that has been said.
        } else if (draft.channels.isEmpty()) {
            error(draft, "protocol static '" + common.name() + "' needs a channel: ipv4; or ipv6;");
        } else {
            ChannelDraft channel = draft.channels.values().iterator().next();
            TableConfig.Kind kind = ChannelOptions.kind(channel);
            for (StaticOptions.Placed placed : draft.routes) {
                checkRoute(placed, channel.family, kind);
            }
            if (kind != TableConfig.Kind.ROA && !draft.roas.isEmpty()) {
                error(draft, "routes with 'max … as …' need a channel roa4 or roa6");
            }
            if (kind != TableConfig.Kind.ASPA && !draft.aspas.isEmpty()) {
                error(draft, "routes of 'aspa' need a channel aspa");
            }
        }
        List<StaticRoute> routes =
                draft.routes.stream().map(StaticOptions.Placed::route).toList();
        return new StaticConfig(
                common,
                channels(draft),
                routes,
                draft.roas,
                draft.aspas,
                draft.checkLink,
                Optional.ofNullable(draft.igpTable).map(TableConfig::name));
    }

    private void checkRoute(StaticOptions.Placed placed, IpFamily family, TableConfig.Kind kind) {
        StaticRoute route = placed.route();
        if (kind == TableConfig.Kind.ASPA) {
            context.problems()
                    .error(
                            placed.position(),
                            "a route of an ASPA channel is written 'route aspa <number> providers <number>, …'");
        } else if (kind == TableConfig.Kind.ROA) {
            context.problems()
                    .error(
                            placed.position(),
                            "a route of a ROA channel is written 'route <prefix> max" + " <length> as <number>'");
        } else if (route.prefix().family() != family) {
            context.problems()
                    .error(
                            placed.position(),
                            "the route " + route.prefix() + " is not " + family.title() + " like "
                                    + (context.dialect().isFlat()
                                            ? "the routes of this file"
                                            : "the protocol's channel"));
        }
        // IPv4 routes through IPv6 neighbors are fine (RFC 8950), the other way round is not.
        if (route.destination() instanceof StaticRoute.Via via) {
            for (StaticRoute.NextHop hop : via.nextHops()) {
                if (hop.gateway().isPresent()
                        && route.prefix().family() == IpFamily.IPV6
                        && hop.gateway().get().family() == IpFamily.IPV4) {
                    context.problems()
                            .error(
                                    placed.position(),
                                    "an IPv6 route cannot go via the IPv4 address "
                                            + hop.gateway().get());
                }
            }
        }
    }

    private KernelConfig finish(ProtocolCommon common, KernelDraft draft) {
        if (draft.channels.isEmpty() && draft.incomplete) {
            // What is missing was refused or misspelled, and that has been said.
        } else if (draft.channels.isEmpty()) {
            error(draft, "protocol kernel '" + common.name() + "' needs a channel: ipv4 { … }; or ipv6 { … };");
        } else {
            ChannelDraft channel = draft.channels.values().iterator().next();
            String sameTable = channel.table == null
                    ? null
                    : kernelsByTable.putIfAbsent("table " + channel.table.name(), common.name());
            String kernelTable = channel.family.title() + " kernel table " + draft.kernelTable;
            String sameKernelTable = kernelsByTable.putIfAbsent(kernelTable, common.name());
            if (sameTable != null) {
                error(
                        draft,
                        "the kernel protocol '" + sameTable + "' already serves the table '" + channel.table.name()
                                + "'");
            } else if (sameKernelTable != null) {
                error(draft, "the kernel protocol '" + sameKernelTable + "' already serves the " + kernelTable);
            }
        }
        return new KernelConfig(
                common,
                channels(draft),
                draft.persist,
                draft.learn,
                draft.scanTime,
                draft.gracefulRestart,
                draft.mergePaths,
                draft.kernelTable,
                draft.metric,
                draft.nextHopObjects,
                draft.netlinkReceiveBuffer);
    }

    private DeviceConfig finish(ProtocolCommon common, DeviceOptions.DeviceDraft draft) {
        if (device != null) {
            error(draft, "there is already a device protocol, '" + device + "'");
        }
        device = common.name();
        return new DeviceConfig(common, draft.scanTime, List.copyOf(draft.interfaces));
    }

    private PipeConfig finish(ProtocolCommon common, PipeOptions.PipeDraft draft) {
        boolean flat = context.dialect().isFlat();
        ChannelDraft channel = draft.mainChannel();
        String who = "protocol pipe '" + common.name() + "'";
        if (channel.table == null && !draft.incomplete) {
            error(draft, who + " needs a 'table'");
        }
        if (draft.peer == null && !draft.incomplete) {
            error(draft, who + " needs a 'peer table'");
        } else if (channel.table != null && draft.peer != null) {
            if (draft.peer.name().equals(channel.table.name())) {
                error(draft, who + " leads from the table '" + draft.peer.name() + "' to itself");
            } else if (draft.peer.family() != channel.table.family() || draft.peer.kind() != channel.table.kind()) {
                error(
                        draft,
                        who + " cannot connect a table of " + ChannelOptions.describe(channel.table) + " with one of "
                                + ChannelOptions.describe(draft.peer));
            }
        }
        if (channel.receiveLimit.isPresent()) {
            error(draft, who + " cannot have a 'receive limit'");
        }
        if (channel.importKeepFiltered) {
            error(draft, who + " cannot keep filtered routes");
        }
        FilterRef export = flat ? new FilterRef.None() : new FilterRef.All();
        return new PipeConfig(
                common,
                List.of(channel.build(new FilterRef.All(), export, Optional.empty())),
                draft.peer == null ? "" : draft.peer.name(),
                draft.maxGeneration);
    }
}
