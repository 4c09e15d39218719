package org.jbgp.config.options.common;

import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.function.Function;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.source.SourcePosition;

/** The options every channel has; in the dialect of BIRD 1.6 they stand in the protocol itself. */
public final class ChannelOptions {

    public static final OptionTable<ChannelDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "table",
                    changes(Effect.RESTART, channel -> channel.table()),
                    "<table>",
                    "master4, master6 or master",
                    "The table.",
                    ChannelOptions::table),
            option(
                    "import",
                    changes(Effect.IMPORT, channel -> channel.importFilter().meaning()),
                    "all | none | filter <name> | filter { … } | where <condition>",
                    "all; none for an external BGP neighbor of 2.x, where it must be written",
                    "Which routes go from the protocol into the table.",
                    (arguments, draft) -> draft.importFilter = CommonArguments.filter(arguments)),
            option(
                    "export",
                    changes(Effect.EXPORT, channel -> channel.exportFilter().meaning()),
                    "all | none | filter <name> | filter { … } | where <condition>",
                    "none",
                    "Which routes go from the table to the protocol.",
                    (arguments, draft) -> draft.exportFilter = CommonArguments.filter(arguments)),
            Option.<ChannelDraft>option(
                            "export in",
                            Change.alias("export"),
                            "<prefix> all | none | filter <name> | filter { … } | where <condition>",
                            "",
                            "As 'export', for routes inside the prefix only; another 'export' behind it keeps the prefix (3.x).",
                            ChannelOptions::exportIn)
                    .onlyNew(),
            option(
                    "preference",
                    changes(Effect.IMPORT, channel -> channel.preference()),
                    "<0 to 65535>",
                    "direct 240, static 200, bgp 100, pipe 70, learned kernel routes 10",
                    "Preference of the protocol's routes against those of others.",
                    (arguments, draft) -> draft.preference = (int) arguments.number("preference", 0, 65535)),
            option(
                    "import keep filtered",
                    changes(Effect.LIVE, channel -> channel.importKeepFiltered()),
                    "[<switch>]",
                    "off",
                    "Keeps the routes the import filter rejected, for 'show route filtered'.",
                    (arguments, draft) -> draft.importKeepFiltered = arguments.toggle()),
            option(
                    "receive limit",
                    changes(Effect.LIVE, channel -> channel.receiveLimit()),
                    "<number> [action warn | block | restart | disable] | off",
                    "off",
                    "Limit on the routes received, before the import filter.",
                    (arguments, draft) -> draft.receiveLimit = CommonArguments.limit(arguments)),
            option(
                    "import limit",
                    changes(Effect.LIVE, channel -> channel.importLimit()),
                    "<number> [action warn | block | restart | disable] | off",
                    "off",
                    "Limit on the routes the import filter accepts.",
                    (arguments, draft) -> draft.importLimit = CommonArguments.limit(arguments)),
            option(
                    "export limit",
                    changes(Effect.LIVE, channel -> channel.exportLimit()),
                    "<number> [action warn | block | restart | disable] | off",
                    "off",
                    "Limit on the routes the export filter accepts (BGP only).",
                    (arguments, draft) -> draft.exportLimit = CommonArguments.limit(arguments)),
            Option.<ChannelDraft>option(
                            "debug",
                            changes(Effect.LIVE, channel -> channel.debug()),
                            "all | off | { states, routes, filters, interfaces, events, packets }",
                            "off",
                            "What the channel reports to the log: 'routes' and 'filters', the others mean nothing here.",
                            (arguments, draft) -> draft.debug = CommonArguments.debug(arguments))
                    .onlyNew(),
            Option.<ChannelDraft>option(
                            "rpki reload",
                            changes(Effect.LIVE, channel -> channel.rpkiReload()),
                            "[<switch>]",
                            "on",
                            "Runs filters again when authorizations change that they ask, for the routes concerned.",
                            (arguments, draft) -> draft.rpkiReload = arguments.toggle())
                    .onlyNew()));

    private ChannelOptions() {}

    private static Change changes(Effect effect, Function<ChannelConfig, ?> value) {
        return Change.of(ChannelConfig.class, effect, value);
    }

    private static void exportIn(Arguments arguments, ChannelDraft draft) {
        SourcePosition position = SourcePosition.of(arguments.here());
        IpPrefix prefix = arguments.prefix();
        if (prefix.family() != draft.family) {
            throw arguments.failAtLast(
                    "the prefix " + prefix + " is not " + draft.family.title() + " like the channel");
        }
        draft.exportFilter = CommonArguments.filter(arguments);
        draft.exportPrefix = prefix;
        draft.exportPrefixPosition = position;
    }

    private static void table(Arguments arguments, ChannelDraft draft) {
        TableConfig table = arguments.table();
        if (table.family() != draft.family || table.kind() != draft.kind()) {
            throw arguments.failAtLast(
                    "table '" + table.name() + "' holds " + table.contents() + ", but the channel is " + draft.name);
        }
        draft.table = table;
    }
}
