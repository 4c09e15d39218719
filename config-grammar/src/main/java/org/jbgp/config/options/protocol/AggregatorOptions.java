package org.jbgp.config.options.protocol;

import static org.jbgp.config.options.row.Option.option;
import static org.jbgp.config.options.row.Option.toggle;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.argument.StatementFailure;
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
    /** What an expression to aggregate on may be (BIRD: what fits a machine word, or nearly so). */
    private static final Set<FilterType> COMPACT = EnumSet.of(
            FilterType.VOID,
            FilterType.INT,
            FilterType.BOOL,
            FilterType.PAIR,
            FilterType.QUAD,
            FilterType.IP,
            FilterType.EC,
            FilterType.LC,
            FilterType.RD);

    public static final OptionTable<AggregatorDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "table",
                    Change.alias("table"),
                    "<table>",
                    "",
                    "The table routes are taken from, by 'export'. It must be given.",
                    (arguments, draft) -> draft.adoptTable(arguments.table())),
            option(
                    "peer table",
                    changes(Effect.RESTART, aggregator -> aggregator.peerTable()),
                    "<table>",
                    "for 'aggregate <prefix>' the table itself",
                    "The table the routes made go to, through 'import'; it may be the same. It must be given with 'aggregate on'.",
                    (arguments, draft) -> draft.peer = arguments.table()),
            option(
                    "aggregate on",
                    changes(Effect.EXPORT, aggregator -> aggregator.merging().map(AggregatorConfig.Merging::on)),
                    "net, <attribute>, (<expression>), …",
                    "",
                    "Routes of one prefix are merged that have all this in common; the merged route has these attributes too.",
                    AggregatorOptions::aggregateOn),
            // One word of the grammar.
            new Option<>(
                    List.of("merge by"),
                    "{ <filter code> }",
                    Option.Dialects.BOTH,
                    "accepts",
                    "Makes the merged route: 'routes' are those it is made of, the best one first.",
                    changes(Effect.EXPORT, aggregator -> aggregator.merging().flatMap(AggregatorConfig.Merging::by)),
                    new Option.Standing(Option.State.WORKS, ""),
                    AggregatorOptions::mergeBy),
            Option.<AggregatorDraft>option(
                            "aggregate",
                            changes(Effect.LIVE, aggregator -> aggregator.aggregates()),
                            "<prefix> [{ … }]",
                            "",
                            "A route for the prefix while 'table' has one inside of it; any number, but not beside 'aggregate on'. An option of jbgpd.",
                            AggregatorOptions::aggregate)
                    .holding(word -> AggregatorOptions.AGGREGATE),
            option(
                    "local as",
                    changes(Effect.LIVE, aggregator -> aggregator.localAs()),
                    "<number>",
                    "the AS of the BGP neighbors, if all have the same",
                    "The AS that AGGREGATOR of an 'aggregate <prefix>' names; without one there is no AGGREGATOR. An option of jbgpd.",
                    (arguments, draft) ->
                            draft.localAs = OptionalLong.of(arguments.number("local as", 1, 0xffff_ffffL)))));

    /** The block of {@code aggregate <prefix>}. */
    public static final OptionTable<AggregateDraft> AGGREGATE = new OptionTable<>(List.of(
            toggle(
                    "summary only",
                    "off",
                    "BGP neighbors that 'table' is exported to are not sent the routes it is made of while it is there.",
                    (draft, on) -> draft.summaryOnly = on),
            toggle(
                    "as set",
                    "off",
                    "It carries the ASs of these routes, those that are not common in an AS_SET, which RFC 9774 deprecates, and their communities.",
                    (draft, on) -> draft.asSet = on),
            toggle(
                    "same med",
                    "off",
                    "It is there only while these routes have one MED, and carries that (RFC 4271 section 9.2.2.2).",
                    (draft, on) -> draft.sameMed = on)));

    private AggregatorOptions() {}

    private static Change changes(Effect effect, Function<AggregatorConfig, ?> value) {
        return Change.of(AggregatorConfig.class, effect, value);
    }

    private static void aggregateOn(Arguments arguments, AggregatorDraft draft) {
        if (!draft.on.isEmpty()) {
            throw arguments.fail("there is already an 'aggregate on'");
        }
        boolean net = false;
        do {
            if (!arguments.atEnd() && arguments.peek() instanceof Element.Expression expression) {
                arguments.take();
                draft.on.add(key(arguments, expression));
            } else {
                SourcePosition position = SourcePosition.of(arguments.here());
                String name = arguments.name("attribute");
                net |= name.equals("net");
                Filter value = arguments
                        .context()
                        .filters()
                        .attributeValue(position, name)
                        .orElseThrow(() -> new StatementFailure(null, ""));
                draft.on.add(new AggregatorConfig.Key(value, Optional.of(attribute(value))));
            }
        } while (arguments.tryPunctuation(","));
        if (!net) {
            throw arguments.failAtLast("'net' must be among what routes are aggregated on");
        }
    }

    private static RouteAttribute attribute(Filter value) {
        return ((org.jbgp.config.filter.tree.Expression.Attribute) ((Statement.Return) value.body()).value())
                .attribute();
    }

    private static AggregatorConfig.Key key(Arguments arguments, Element.Expression expression) {
        Filter value = arguments
                .context()
                .filters()
                .value(expression.tree(), "(" + expression.tree().getText() + ")");
        FilterType type = ((Statement.Return) value.body()).value().type();
        if (!COMPACT.contains(type) && !type.isEnumeration()) {
            throw arguments.failAtLast("routes cannot be aggregated on an expression of type " + type.label()
                    + ": set a custom attribute in the export filter, and write its name here");
        }
        return new AggregatorConfig.Key(value, Optional.empty());
    }

    private static void mergeBy(Arguments arguments, AggregatorDraft draft) {
        if (draft.by != null) {
            throw arguments.fail("there is already a 'merge by'");
        }
        if (arguments.atEnd() || !(arguments.take() instanceof Element.MergeBlock merge)) {
            throw arguments.expected("'{'");
        }
        draft.by = arguments.context().filters().merging(merge.tree(), merge.token());
    }

    private static void aggregate(Arguments arguments, AggregatorDraft draft) {
        IpPrefix prefix = arguments.prefix();
        if (prefix.length() == prefix.family().bits()) {
            throw arguments.failAtLast("nothing is more specific than " + prefix);
        }
        if (draft.aggregates.stream().anyMatch(known -> known.prefix().equals(prefix))) {
            throw arguments.failAtLast("there is already an 'aggregate " + prefix + "'");
        }
        AggregateDraft read = new AggregateDraft();
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, AGGREGATE, read, "aggregate " + prefix);
        }
        draft.aggregates.add(new AggregatorConfig.Aggregate(prefix, read.summaryOnly, read.asSet, read.sameMed));
    }

    /** The block of one {@code aggregate <prefix>} while it is read. */
    public static final class AggregateDraft {
        boolean summaryOnly;
        boolean asSet;
        boolean sameMed;
    }

    /** An aggregator while its options are read. */
    public static final class AggregatorDraft extends TwoTablesDraft {
        final List<AggregatorConfig.Key> on = new ArrayList<>();
        final List<AggregatorConfig.Aggregate> aggregates = new ArrayList<>();
        Filter by;
        OptionalLong localAs = OptionalLong.empty();

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
            if (peer == null && !aggregates.isEmpty()) {
                peer = channel.table;
            }
            check(channel.table == null, who + " needs a 'table'");
            check(peer == null, who + " needs a 'peer table'");
            check(on.isEmpty() && aggregates.isEmpty(), who + " needs 'aggregate on' or 'aggregate <prefix>'");
            if (!on.isEmpty() && !aggregates.isEmpty()) {
                error(who + " cannot both merge routes ('aggregate on') and aggregate prefixes: make it two protocols");
            }
            check(by != null && on.isEmpty(), who + " has 'merge by', which needs 'aggregate on'");
            if (channel.table != null && peer != null) {
                if (peer.family() != channel.table.family() || peer.kind() != channel.table.kind()) {
                    error(who + " cannot connect a table of " + channel.table.contents() + " with one of "
                            + peer.contents());
                }
                aggregates.stream()
                        .filter(aggregate -> aggregate.prefix().family() != channel.table.family())
                        .forEach(aggregate -> error("'aggregate " + aggregate.prefix() + "' of " + who
                                + " does not fit its table of " + channel.table.contents()));
            }
            return new AggregatorConfig(
                    common,
                    channelConfigs(),
                    peer == null ? "" : peer.name(),
                    on.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new AggregatorConfig.Merging(on, Optional.ofNullable(by))),
                    aggregates,
                    localAs);
        }
    }
}
