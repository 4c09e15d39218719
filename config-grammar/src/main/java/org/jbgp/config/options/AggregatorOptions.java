package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Element;

/** The options of {@code protocol aggregator}; those of its channel stand beside them. */
final class AggregatorOptions {
    static final OptionTable<AggregatorDraft> TABLE = new OptionTable<>(List.of(
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
    static final class AggregatorDraft extends TwoTablesDraft {
        final List<String> aggregateOn = new ArrayList<>();
        String mergeBy;

        AggregatorDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }
    }
}
