package org.jbgp.config.options.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.ChannelDraft;
import org.jbgp.config.options.common.TwoTablesDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Element;

/** The options of {@code protocol aggregator}; those of its channel stand beside them. */
public final class AggregatorOptions {
    public static final OptionTable<AggregatorDraft> TABLE = new OptionTable<>(List.of(
            Option.<AggregatorDraft>option(
                            "table",
                            Change.alias("table"),
                            "<table>",
                            "",
                            "The table routes are taken from. It must be given.",
                            (arguments, draft) -> draft.adoptTable(arguments.table()))
                    .later(),
            Option.<AggregatorDraft>option(
                            "peer table",
                            changes(Effect.RESTART, aggregator -> aggregator.peerTable()),
                            "<table>",
                            "",
                            "The table merged routes go to. It must be given.",
                            (arguments, draft) -> draft.peer = arguments.table())
                    .later(),
            Option.<AggregatorDraft>option(
                            "aggregate on",
                            changes(Effect.RESTART, aggregator -> aggregator.aggregateOn()),
                            "net, <attribute>, (<expression>), …",
                            "",
                            "What the routes that are merged have in common. It must be given.",
                            AggregatorOptions::aggregateOn)
                    .later(),
            new Option<>(
                    List.of("merge by"),
                    "{ <filter code> }",
                    Option.Dialects.BOTH,
                    "",
                    "How one route is made of many. Only the syntax is checked.",
                    changes(Effect.RESTART, aggregator -> aggregator.mergeBy()),
                    new Option.Standing(Option.State.LATER, ""),
                    (arguments, draft) -> {
                        if (!arguments.atEnd() && arguments.take() instanceof Element.MergeBlock merge) {
                            draft.mergeBy = merge.tree().getText();
                        }
                    })));

    private AggregatorOptions() {}

    private static Change changes(Effect effect, Function<AggregatorConfig, ?> value) {
        return Change.of(AggregatorConfig.class, effect, value);
    }

    private static void aggregateOn(Arguments arguments, AggregatorDraft draft) {
        if (!draft.aggregateOn.isEmpty()) {
            throw arguments.fail("there is already an 'aggregate on'");
        }
        boolean net = false;
        do {
            if (!arguments.atEnd() && arguments.peek() instanceof Element.Expression expression) {
                arguments.take();
                draft.aggregateOn.add("(" + expression.tree().getText() + ")");
            } else {
                String name = arguments.name("attribute");
                net |= name.equals("net");
                draft.aggregateOn.add(name);
            }
        } while (arguments.tryPunctuation(","));
        if (!net) {
            throw arguments.failAtLast("'net' must be among what routes are aggregated on");
        }
    }

    /** An aggregator while its options are read. */
    public static final class AggregatorDraft extends TwoTablesDraft {
        final List<String> aggregateOn = new ArrayList<>();
        String mergeBy;

        public AggregatorDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            String who = "protocol '" + common.name() + "'";
            ChannelDraft channel = mainChannel();
            check(channel.table == null, who + " needs a 'table'");
            check(peer == null, who + " needs a 'peer table'");
            check(aggregateOn.isEmpty(), who + " needs 'aggregate on'");
            if (channel.table != null && peer != null) {
                check(
                        peer.family() != channel.table.family() || peer.kind() != channel.table.kind(),
                        who + " cannot connect a table of " + channel.table.contents() + " with one of "
                                + peer.contents());
            }
            warnUnbuilt(common, "jbgpd aggregates no routes yet");
            return new AggregatorConfig(
                    common,
                    channelConfigs(),
                    peer == null ? "" : peer.name(),
                    aggregateOn,
                    Optional.ofNullable(mergeBy));
        }
    }
}
