package org.jbgp.config.options.bgp;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.bgp.BgpSessionOptions;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ChannelDraft;
import org.jbgp.config.options.common.ChannelOptions;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** A BGP protocol while its options are read, in the groups of its options. */
public final class BgpDraft extends ProtocolDraft {
    final BgpEndpointRows.Draft ends = new BgpEndpointRows.Draft();
    final BgpTimerRows.Draft timers = new BgpTimerRows.Draft();
    final BgpTransportRows.Draft transport = new BgpTransportRows.Draft();
    final BgpRoleRows.Draft role = new BgpRoleRows.Draft();
    final BgpPathRows.Draft paths = new BgpPathRows.Draft();
    final BgpCapabilityRows.Draft capabilities = new BgpCapabilityRows.Draft();
    final BgpErrorRows.Draft errors = new BgpErrorRows.Draft();

    public BgpDraft(Context context, SourcePosition position) {
        super(context, position);
    }

    boolean isInternal() {
        return switch (ends.neighborKind) {
            case BY_NUMBER -> ends.neighborAs == ends.localAs;
            case INTERNAL -> true;
            case EXTERNAL -> false;
        };
    }

    /** True for neighbors in our AS, or in our confederation. */
    boolean isInterior() {
        return isInternal() || role.confederationMember;
    }

    /** True for a range of link-local addresses, whose neighbors are on a link of ours and nowhere else. */
    boolean isLinkLocalRange() {
        return ends.neighborRange != null && ends.neighborRange.address().isLinkLocal();
    }

    /** External neighbors are one hop away, internal ones may be anywhere, unless said otherwise. */
    int effectiveMultihop() {
        return Optional.ofNullable(transport.multihop).orElse(isInternal() && !isLinkLocalRange() ? 64 : 0);
    }

    @Override
    protected StatementApplier.Scope<?> own() {
        return new StatementApplier.Scope<>(BgpOptions.TABLE, this);
    }

    @Override
    public List<StatementApplier.Scope<?>> channelScopes(ChannelDraft channel) {
        return List.of(
                new StatementApplier.Scope<>(BgpChannelRows.TABLE, (BgpChannelDraft) channel),
                new StatementApplier.Scope<>(ChannelOptions.TABLE, channel));
    }

    @Override
    public ChannelDraft newChannel(String name, IpFamily family) {
        return new BgpChannelDraft(name, family);
    }

    /** The channels opened so far. */
    List<BgpChannelDraft> bgpChannels() {
        return channels().values().stream().map(BgpChannelDraft.class::cast).toList();
    }

    @Override
    protected ProtocolConfig finish(ProtocolCommon common) {
        new BgpChecks(context, common.name(), this).check();
        return new BgpConfig(
                common,
                ends.local(),
                ends.build(context),
                new BgpSessionOptions(
                        transport.build(effectiveMultihop(), context.dialect().isFlat()),
                        timers.build(),
                        role.build(),
                        capabilities.build(context.dialect().family().equals(Optional.of(IpFamily.IPV4))),
                        errors.build()),
                paths.build(context.dialect().isFlat()),
                bgpChannels().stream().map(channel -> channel.build(this)).toList());
    }
}
