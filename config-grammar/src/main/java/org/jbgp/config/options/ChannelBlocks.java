package org.jbgp.config.options;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.argument.StatementFailure;
import org.jbgp.config.options.common.ChannelDraft;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.ConfigStatement;
import org.jbgp.config.syntax.Element;

/** {@code ipv4 { … };} and the like in protocols of the dialect of BIRD 2.x. */
final class ChannelBlocks {
    private static final Map<String, IpFamily> OURS = Map.of("ipv4", IpFamily.IPV4, "ipv6", IpFamily.IPV6);
    /** Channels of tables that only filters ask; an ASPA table has no family. */
    private static final Map<String, IpFamily> AUTHORISATIONS =
            Map.of("roa4", IpFamily.IPV4, "roa6", IpFamily.IPV6, "aspa", IpFamily.IPV4);

    private static final List<String> OTHERS = List.of("vpn4", "vpn6", "flow4", "flow6", "mpls", "eth", "evpn");
    private static final List<String> VARIANTS = List.of("multicast", "mpls", "sadr");

    private final Context context;
    private final StatementApplier applier;

    ChannelBlocks(Context context) {
        this.context = context;
        applier = new StatementApplier(context);
    }

    /** True if the statement is a channel's. */
    static boolean isChannel(ConfigStatement statement) {
        List<Element> elements = statement.elements();
        if (!(elements.getFirst() instanceof Element.Word word)
                || !(OURS.containsKey(word.text())
                        || AUTHORISATIONS.containsKey(word.text())
                        || OTHERS.contains(word.text()))) {
            return false;
        }
        return elements.size() == 1
                || elements.get(1) instanceof Element.Block
                || (elements.get(1) instanceof Element.Word variant && VARIANTS.contains(variant.text()));
    }

    /** Opens the channel, or goes on with one that a template began. */
    void apply(ConfigStatement statement, ProtocolKind kind, ProtocolDraft draft, String where) {
        try {
            Arguments arguments = new Arguments(context, statement.elements(), 0, statement.end());
            String name = arguments.name("channel");
            if (context.dialect().isFlat()) {
                throw new StatementFailure(
                        SourcePosition.of(statement.token()),
                        "channels like '" + name + "' belong to BIRD 2.x, but this file is in the dialect of BIRD 1.6");
            }
            ChannelDraft channel = open(arguments, name, kind, draft, where);
            if (arguments.nextIsBlock()) {
                applier.applyAll(arguments.block(), draft.channelScopes(channel), "channel " + name);
            }
            arguments.finish();
        } catch (StatementFailure failure) {
            applier.report(failure);
        }
    }

    private ChannelDraft open(Arguments arguments, String name, ProtocolKind kind, ProtocolDraft draft, String where) {
        boolean authorisations =
                AUTHORISATIONS.containsKey(name) && kind.channels().contains(name);
        if (!OURS.containsKey(name) && !authorisations) {
            draft.foundForeignChannel();
            throw arguments.failAtLast("channel '" + name + "' is not supported in " + where
                    + ": jbgpd carries IPv4 and IPv6 unicast routes only");
        }
        if (!arguments.atEnd() && arguments.peek() instanceof Element.Word variant) {
            draft.foundForeignChannel();
            throw arguments.fail("channel '" + name + " " + variant.text()
                    + "' is not supported: jbgpd carries IPv4 and IPv6 unicast routes only");
        }
        if (kind == ProtocolKind.RPKI && OURS.containsKey(name)) {
            throw arguments.failAtLast("protocol rpki has channels roa4, roa6 and aspa only, not '" + name + "'");
        }
        switch (kind) {
            case DEVICE -> throw arguments.failAtLast("protocol device has no channels: it only watches interfaces");
            case PIPE ->
                throw arguments.failAtLast(
                        "protocol pipe has no channels: write its 'table', 'peer table', 'import' and 'export' directly");
            case AGGREGATOR ->
                throw arguments.failAtLast(
                        "protocol aggregator has no channels: write its 'table' and 'peer table' directly");
            case RADV ->
                throw arguments.failAtLast(
                        "protocol radv has the channel 'neighbors' only: jbgpd's radv finds routers and advertises no routes");
            case BFD, BMP, MRT -> throw arguments.failAtLast(where + " has no channels");
            case BGP, STATIC, KERNEL, DIRECT, RPKI -> {}
        }
        ChannelDraft known = draft.channels().get(name);
        if (known != null) {
            if (known.openedHere) {
                throw arguments.failAtLast("there is already a channel '" + name + "' in " + where);
            }
            known.openedHere = true;
            return known;
        }
        if ((kind == ProtocolKind.STATIC || kind == ProtocolKind.KERNEL)
                && !draft.channels().isEmpty()) {
            throw arguments.failAtLast(where + " has one channel only, and this one already has '"
                    + draft.channels().keySet().iterator().next() + "'");
        }
        IpFamily family = family(name);
        ChannelDraft channel = draft.newChannel(name, family);
        channel.table = authorisations
                ? firstTable(channel)
                : context.tables().get(family == IpFamily.IPV4 ? "master4" : "master6");
        draft.channels().put(name, channel);
        return channel;
    }

    /** The family of a channel that jbgpd has. */
    static IpFamily family(String name) {
        return Optional.ofNullable(OURS.get(name)).orElseGet(() -> AUTHORISATIONS.get(name));
    }

    /** What BIRD connects a channel to that names no table: the first one of its kind in the file, or null. */
    private TableConfig firstTable(ChannelDraft channel) {
        return context.tables().values().stream()
                .filter(table -> table.kind() == channel.kind() && table.family() == channel.family)
                .findFirst()
                .orElse(null);
    }
}
