package org.jbgp.config.options;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Element;

/** The options of {@code protocol aggregator}; those of its channel stand beside them. */
final class AggregatorOptions {
    static final OptionTable<AggregatorDraft> TABLE = new OptionTable<>(List.of(
            Option.<AggregatorDraft>option(
                            "table",
                            "<table>",
                            "",
                            "The table routes are taken from. It must be given.",
                            (arguments, draft) -> draft.adoptTable(arguments.table()))
                    .later(),
            Option.<AggregatorDraft>option(
                            "peer table",
                            "<table>",
                            "",
                            "The table merged routes go to. It must be given.",
                            (arguments, draft) -> draft.peer = arguments.table())
                    .later(),
            Option.<AggregatorDraft>option(
                            "aggregate on",
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
                    Option.State.LATER,
                    "",
                    (arguments, draft) -> {
                        if (!arguments.atEnd() && arguments.take() instanceof Element.MergeBlock merge) {
                            draft.mergeBy = merge.tree().getText();
                        }
                    })));

    private AggregatorOptions() {}

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
