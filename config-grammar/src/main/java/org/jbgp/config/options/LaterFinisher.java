package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.BmpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.MrtConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RpkiConfig;

/** Checks protocols whose engine comes later, turns their drafts into the model, and says what is lost meanwhile. */
final class LaterFinisher {
    private final Context context;

    LaterFinisher(Context context) {
        this.context = context;
    }

    ProtocolConfig finish(ProtocolCommon common, BfdOptions.BfdDraft draft) {
        warn(common, draft, "jbgpd has no BFD yet, so a dead neighbor is noticed by its hold timer only");
        return new BfdConfig(
                common,
                draft.acceptIpv4,
                draft.acceptIpv6,
                draft.acceptDirect,
                draft.acceptMultihop,
                draft.interfaces,
                Optional.ofNullable(draft.multihop),
                draft.neighbors,
                draft.strictBind,
                draft.zeroUdp6ChecksumRx);
    }

    ProtocolConfig finish(ProtocolCommon common, RpkiOptions.RpkiDraft draft) {
        String who = who(common);
        check(draft, draft.host == null, who + " needs a cache: remote <address> or \"<name>\";");
        check(
                draft,
                draft.minVersion > draft.maxVersion,
                "the min version " + draft.minVersion + " of '" + common.name() + "' exceeds its max version "
                        + draft.maxVersion);
        check(draft, draft.channels.isEmpty(), who + " needs a channel: roa4 { … }; or roa6 { … };");
        RpkiConfig.Transport transport = draft.transport();
        warn(
                common,
                draft,
                "jbgpd cannot ask an RPKI cache yet, so 'roa_check' knows the ROAs of static protocols only");
        return new RpkiConfig(
                common,
                channels(draft),
                draft.host == null ? "" : draft.host,
                draft.port != 0 ? draft.port : transport instanceof RpkiConfig.Ssh ? 22 : 323,
                Optional.ofNullable(draft.localAddress),
                transport,
                draft.refresh,
                draft.retry,
                draft.expire,
                draft.ignoreMaxLength,
                draft.minVersion,
                draft.maxVersion);
    }

    ProtocolConfig finish(ProtocolCommon common, BmpOptions.BmpDraft draft) {
        check(
                draft,
                draft.station == null || draft.port == 0,
                who(common) + " needs a station: station address ip <address> port <number>;");
        warn(common, draft, "jbgpd reports to no BMP station yet");
        return new BmpConfig(
                common,
                Optional.ofNullable(draft.localAddress),
                draft.station,
                draft.port,
                draft.systemDescription,
                draft.systemName,
                draft.prePolicy,
                draft.postPolicy,
                draft.txBufferLimit);
    }

    ProtocolConfig finish(ProtocolCommon common, MrtOptions.MrtDraft draft) {
        String who = who(common);
        check(draft, draft.table == null && draft.tablePattern == null, who + " needs a 'table'");
        check(draft, draft.filename == null, who + " needs a 'filename'");
        check(draft, draft.period == 0, who + " needs a 'period'");
        warn(common, draft, "jbgpd writes no MRT dumps yet");
        return new MrtConfig(
                common,
                Optional.ofNullable(draft.table),
                Optional.ofNullable(draft.tablePattern),
                draft.filter,
                draft.filename == null ? "" : draft.filename,
                draft.period,
                draft.alwaysAddPath);
    }

    ProtocolConfig finish(ProtocolCommon common, AggregatorOptions.AggregatorDraft draft) {
        String who = who(common);
        ChannelDraft channel = draft.mainChannel();
        check(draft, channel.table == null, who + " needs a 'table'");
        check(draft, draft.peer == null, who + " needs a 'peer table'");
        check(draft, draft.aggregateOn.isEmpty(), who + " needs 'aggregate on'");
        if (channel.table != null && draft.peer != null) {
            check(
                    draft,
                    draft.peer.family() != channel.table.family() || draft.peer.kind() != channel.table.kind(),
                    who + " cannot connect a table of " + ChannelOptions.describe(channel.table) + " with one of "
                            + ChannelOptions.describe(draft.peer));
        }
        warn(common, draft, "jbgpd aggregates no routes yet");
        return new AggregatorConfig(
                common,
                channels(draft),
                draft.peer == null ? "" : draft.peer.name(),
                draft.aggregateOn,
                Optional.ofNullable(draft.mergeBy));
    }

    private static List<ChannelConfig> channels(ProtocolDraft draft) {
        List<ChannelConfig> channels = new ArrayList<>();
        for (ChannelDraft channel : draft.channels.values()) {
            channels.add(channel.build(new FilterRef.All(), new FilterRef.None(), Optional.empty()));
        }
        return channels;
    }

    private static String who(ProtocolCommon common) {
        return "protocol '" + common.name() + "'";
    }

    private void check(ProtocolDraft draft, boolean wrong, String message) {
        if (wrong && !draft.incomplete) {
            context.problems().error(draft.position, message);
        }
    }

    private void warn(ProtocolCommon common, ProtocolDraft draft, String lost) {
        if (!common.disabled()) {
            context.problems().warning(draft.position, "'" + common.name() + "' is read and checked only: " + lost);
        }
    }
}
