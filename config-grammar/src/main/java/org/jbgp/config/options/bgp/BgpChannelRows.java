package org.jbgp.config.options.bgp;

import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.Limit;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.config.model.bgp.BgpChannelOptions.Aigp;
import org.jbgp.config.model.bgp.BgpChannelOptions.Gateway;
import org.jbgp.config.model.bgp.BgpChannelOptions.LinkLocalFormat;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHopPreference;
import org.jbgp.config.model.bgp.BgpChannelOptions.NextHopScope;
import org.jbgp.config.model.bgp.ConditionalExport;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;

/** What a channel of a BGP protocol has besides the options of every channel. */
public final class BgpChannelRows {
    public static final OptionTable<BgpChannelDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "next hop self",
                    changes(Effect.EXPORT, bgp -> bgp.nextHops().self()),
                    "[<switch>] | ibgp | ebgp",
                    "off",
                    "Announces this router as next hop of all routes, or of those from internal or external neighbors.",
                    (arguments, draft) -> {
                        draft.nextHopSelf = nextHopScope(arguments);
                        if (arguments.context().dialect().isFlat()) {
                            draft.nextHopKeep = NextHopScope.DEFAULT;
                        }
                    }),
            option(
                    "next hop keep",
                    changes(Effect.EXPORT, bgp -> bgp.nextHops().keep()),
                    "[<switch>] | ibgp | ebgp",
                    "off; ibgp for clients of a reflector, on for clients of a route server",
                    "Leaves the next hop as it was received.",
                    (arguments, draft) -> {
                        draft.nextHopKeep = nextHopScope(arguments);
                        if (arguments.context().dialect().isFlat()) {
                            draft.nextHopSelf = NextHopScope.DEFAULT;
                        }
                    }),
            Option.<BgpChannelDraft>option(
                            "next hop address",
                            changes(Effect.EXPORT, bgp -> bgp.nextHops().address()),
                            "<address>",
                            "the local address of the session",
                            "Address announced where this router announces itself as next hop.",
                            (arguments, draft) -> draft.nextHopAddress = arguments.address())
                    .onlyNew(),
            Option.<BgpChannelDraft>option(
                            "next hop prefer",
                            changes(Effect.IMPORT, bgp -> bgp.nextHops().prefer()),
                            "global | local",
                            "global with gateway direct, else local",
                            "Which of two IPv6 next hops received counts.",
                            (arguments, draft) -> draft.nextHopPrefer =
                                    arguments.choice("global", "local").equals("global")
                                            ? NextHopPreference.GLOBAL
                                            : NextHopPreference.LINK_LOCAL)
                    .onlyNew(),
            Option.<BgpChannelDraft>option(
                            "link local next hop format",
                            changes(Effect.EXPORT, bgp -> bgp.nextHops().linkLocalFormat()),
                            "native | single | double",
                            "native",
                            "How a link-local next hop without a global one is sent: after the unspecified address, alone, or twice.",
                            (arguments, draft) -> draft.linkLocalFormat = LinkLocalFormat.valueOf(arguments
                                    .choice("native", "single", "double")
                                    .toUpperCase(Locale.ROOT)))
                    .onlyNew(),
            option(
                    "missing lladdr",
                    Change.NOTHING,
                    "self | drop | ignore",
                    "",
                    "Obsolete, ignored as by BIRD.",
                    (arguments, draft) -> {
                        arguments.choice("self", "drop", "ignore");
                        arguments.warn("'missing lladdr' is ignored, remove it");
                    }),
            option(
                    "gateway",
                    changes(Effect.IMPORT, bgp -> bgp.resolution().gateway()),
                    "direct | recursive",
                    "direct for direct neighbors, recursive for multihop ones",
                    "Whether a next hop must be a neighbor itself, or is reached through other routes.",
                    (arguments, draft) -> draft.gateway =
                            arguments.choice("direct", "recursive").equals("direct")
                                    ? Gateway.DIRECT
                                    : Gateway.RECURSIVE),
            option(
                    "igp table",
                    changes(Effect.RESTART, bgp -> bgp.resolution().igpTables()),
                    "<table>",
                    "the channel's",
                    "Table that recursive next hops of its family are resolved in.",
                    (arguments, draft) -> draft.igpTables = draft.igpTables.with(arguments.routeTable())),
            option(
                    "add paths",
                    changes(
                            Effect.RESTART,
                            bgp -> List.of(
                                    bgp.addPaths().receive(), bgp.addPaths().send())),
                    "[<switch>] | rx | tx",
                    "off",
                    "More than one path of a prefix (RFC 7911), received, sent, or both.",
                    (arguments, draft) -> {
                        boolean receives = arguments.tryWords("rx");
                        boolean sends = !receives && arguments.tryWords("tx");
                        boolean both = !receives && !sends && arguments.toggle();
                        draft.receivesPaths = receives || both;
                        draft.sendsPaths = sends || both;
                    }),
            toggle(
                            "require add paths",
                            changes(Effect.RESTART, bgp -> bgp.addPaths().required()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.requireAddPaths = on)
                    .onlyNew(),
            toggle(
                            "mandatory",
                            changes(Effect.RESTART, bgp -> bgp.mandatory()),
                            "off",
                            "Refuses neighbors without this family.",
                            (draft, on) -> draft.mandatory = on)
                    .onlyNew(),
            toggle(
                    "secondary",
                    changes(Effect.RESTART, bgp -> bgp.selection().secondary()),
                    "off",
                    "Announces the next best route if the best one may not be announced.",
                    (draft, on) -> draft.secondary = on),
            option(
                    "conditional export",
                    changes(Effect.EXPORT, bgp -> bgp.selection().conditions()),
                    "<filter> while exist | absent [in <table>] <filter>",
                    "off",
                    "Announces routes that the first filter accepts only while the second one accepts some best route of the"
                            + " table, or none; several are allowed. Each is 'all', 'filter …' or 'where …'.",
                    BgpChannelRows::conditionalExport),
            Option.<BgpChannelDraft>refused(
                            "validate", "Validates flow routes.", "it is for flow routes, which jbgpd does not carry")
                    .onlyNew(),
            Option.<BgpChannelDraft>refused(
                            "base table", "Table to validate in.", "it is for flow routes, which jbgpd does not carry")
                    .onlyNew(),
            toggle(
                            "graceful restart",
                            changes(Effect.RESTART, bgp -> bgp.restart().graceful()),
                            "as in the protocol",
                            "Graceful restart of this family.",
                            (draft, on) -> draft.gracefulRestart = on)
                    .onlyNew(),
            toggle(
                            "long lived graceful restart",
                            changes(Effect.RESTART, bgp -> bgp.restart().longLived()),
                            "as in the protocol",
                            "Long-lived graceful restart of this family.",
                            (draft, on) -> draft.longLivedGracefulRestart = on)
                    .onlyNew(),
            Option.<BgpChannelDraft>option(
                            "long lived stale time",
                            changes(Effect.RESTART, bgp -> bgp.restart().staleTime()),
                            "<0 to 16777215>",
                            "as in the protocol",
                            "Seconds that stale routes may stay.",
                            (arguments, draft) -> draft.longLivedStaleTime =
                                    arguments.number("long lived stale time", 0, (1 << 24) - 1))
                    .onlyNew(),
            staleBound("min", changes(Effect.RESTART, bgp -> bgp.restart().least())),
            staleBound("max", changes(Effect.RESTART, bgp -> bgp.restart().most())),
            toggle(
                            "extended next hop",
                            changes(
                                    Effect.RESTART,
                                    bgp -> bgp.nextHops().extended().enabled()),
                            "off",
                            "IPv4 routes with IPv6 next hops (RFC 8950), IPv6 routes with IPv4 ones (RFC 4798).",
                            (draft, on) -> draft.extendedNextHop = on)
                    .onlyNew(),
            toggle(
                            "require extended next hop",
                            changes(
                                    Effect.RESTART,
                                    bgp -> bgp.nextHops().extended().required()),
                            "off",
                            "Refuses neighbors without it.",
                            (draft, on) -> draft.requireExtendedNextHop = on)
                    .onlyNew(),
            toggle(
                            "import table",
                            changes(Effect.RESTART, bgp -> bgp.kept().imported()),
                            "off",
                            "Keeps all routes received, so that a changed filter needs no route refresh.",
                            (draft, on) -> draft.importTable = on)
                    .onlyNew(),
            toggle(
                            "export table",
                            changes(Effect.LIVE, bgp -> bgp.kept().exported()),
                            "off",
                            "Keeps all routes sent, which jbgpd does in any case: see 'show route export table'.",
                            (draft, on) -> draft.exportTable = on)
                    .onlyNew(),
            Option.<BgpChannelDraft>option(
                            "route limit",
                            Change.alias("import limit"),
                            "<number>",
                            "off",
                            "Old name of 'import limit … action restart'.",
                            (arguments, draft) -> draft.importLimit =
                                    Optional.of(new Limit(arguments.number("route limit"), Limit.Action.RESTART)))
                    .onlyOld(),
            Option.<BgpChannelDraft>option(
                            "aigp",
                            changes(Effect.SESSION, bgp -> bgp.aigp()),
                            "[<switch>] | originate",
                            "on for internal neighbors",
                            "Use of the AIGP attribute (RFC 7311).",
                            (arguments, draft) -> {
                                if (arguments.tryWords("originate")) {
                                    draft.aigp = Aigp.ORIGINATE;
                                } else {
                                    draft.aigp = arguments.toggle() ? Aigp.ON : Aigp.OFF;
                                }
                            })
                    .onlyNew(),
            Option.<BgpChannelDraft>option(
                            "cost",
                            changes(Effect.IMPORT, bgp -> bgp.resolution().cost()),
                            "<number>",
                            "0",
                            "Distance to a next hop with 'gateway direct', for 'igp metric' and AIGP.",
                            (arguments, draft) -> draft.cost = arguments.number("cost", 1, 0xffff_ffffL))
                    .onlyNew()));

    private BgpChannelRows() {}

    private static Change changes(Effect effect, Function<BgpChannelOptions, ?> value) {
        return Change.of(ChannelConfig.class, effect, channel -> channel.bgp().map(value));
    }

    private static Option<BgpChannelDraft> toggle(
            String words, Change change, String standard, String meaning, Option.Switch<BgpChannelDraft> action) {
        return Option.toggle(words, change, standard, meaning, action);
    }

    private static Option<BgpChannelDraft> staleBound(String bound, Change change) {
        String words = bound + " long lived stale time";
        return Option.<BgpChannelDraft>option(
                        words,
                        change,
                        "<seconds>",
                        "as in the protocol",
                        "Bound of the neighbor's 'long lived stale time'.",
                        (arguments, draft) -> {
                            long seconds = arguments.number(words, 0, (1 << 24) - 1);
                            if (bound.equals("min")) {
                                draft.minLongLivedStaleTime = seconds;
                            } else {
                                draft.maxLongLivedStaleTime = seconds;
                            }
                        })
                .onlyNew();
    }

    private static void conditionalExport(Arguments arguments, BgpChannelDraft draft) {
        Optional<Filter> routes = condition(arguments);
        arguments.words("while");
        boolean exist = arguments.choice("exist", "absent").equals("exist");
        TableConfig table = null;
        if (arguments.tryWords("in")) {
            table = arguments.table();
            if (table.kind() != TableConfig.Kind.ROUTES) {
                throw arguments.failAtLast("'" + table.name() + "' holds " + table.contents()
                        + ", and a condition looks for routes; name a table of routes");
            }
        }
        draft.conditions.add(new ConditionalExport(
                routes,
                exist,
                table == null ? "" : table.name(),
                table == null ? draft.family : table.family(),
                condition(arguments)));
    }

    /** {@code all}, which is empty, {@code filter …} or {@code where …}. */
    private static Optional<Filter> condition(Arguments arguments) {
        if (arguments.tryWords("none")) {
            throw arguments.failAtLast(
                    "'none' accepts no route: write 'where' or 'filter', or leave the condition out");
        }
        return switch (CommonArguments.filter(arguments)) {
            case FilterRef.Named named -> Optional.of(named.filter());
            case FilterRef.Inline inline -> Optional.of(inline.filter());
            case FilterRef.All all -> Optional.empty();
            case FilterRef.None none -> throw new IllegalStateException("none was refused");
        };
    }

    private static NextHopScope nextHopScope(Arguments arguments) {
        if (arguments.tryWords("ibgp")) {
            return NextHopScope.IBGP;
        }
        if (arguments.tryWords("ebgp")) {
            return NextHopScope.EBGP;
        }
        return arguments.toggle() ? NextHopScope.ALL : NextHopScope.NONE;
    }
}
