package org.jbgp.config.options.common;

import static org.jbgp.config.options.row.Option.option;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.syntax.Suggestion;

/** The {@code neighbors} channel of protocols radv and bgp, which joins them to a neighbor table. */
public final class NeighborsOptions {
    private static final String NO_FILTER = "neighbors have no filters: write 'all' or 'none'";

    public static final OptionTable<Draft> TABLE = new OptionTable<>(List.of(
            Option.<Draft>option(
                            "table",
                            "<neighbor table>",
                            "the first one of the file",
                            "The table.",
                            NeighborsOptions::table)
                    .onlyNew(),
            Option.<Draft>option(
                            "import",
                            "all | none",
                            "all",
                            "Whether neighbors that the protocol finds go into the table.",
                            (arguments, draft) -> draft.imports = allOrNone(arguments))
                    .onlyNew(),
            Option.<Draft>option(
                            "export",
                            "all | none",
                            "none",
                            "Whether the protocol gets the neighbors of the table.",
                            (arguments, draft) -> draft.exports = allOrNone(arguments))
                    .onlyNew(),
            Option.<Draft>option(
                            "preference",
                            "<number>",
                            "0",
                            "Says nothing: whoever is found is a neighbor.",
                            (arguments, draft) -> arguments.number("preference", 0, 65_535))
                    .onlyNew(),
            option(
                    "debug",
                    "all | off | { states, routes, filters, interfaces, events, packets }",
                    "off",
                    "Says nothing more than 'debug' of the protocol.",
                    (arguments, draft) -> CommonArguments.debug(arguments)),
            limit("import limit"),
            limit("receive limit"),
            limit("export limit"),
            Option.<Draft>refused("import keep filtered", "Keeps what 'import' refuses.", NO_FILTER)
                    .onlyNew()));

    private NeighborsOptions() {}

    private static Option<Draft> limit(String words) {
        return Option.<Draft>refused(
                        words,
                        "A limit of neighbors.",
                        "write 'router limit <number>' in an 'interface' of protocol radv")
                .onlyNew();
    }

    private static boolean allOrNone(Arguments arguments) {
        if (!arguments.nextIsWord("all") && !arguments.nextIsWord("none")) {
            throw arguments.fail(NO_FILTER);
        }
        return arguments.choice("all", "none").equals("all");
    }

    private static void table(Arguments arguments, Draft draft) {
        String name = arguments.name("table");
        Context context = arguments.context();
        if (!context.neighborTables().contains(name)) {
            throw arguments.failAtLast(context.kindOf(name)
                    .map(kind -> "'" + name + "' is a " + kind + ", not a neighbor table")
                    .orElseGet(() -> "there is no neighbor table '" + name + "'"
                            + Suggestion.text(name, context.neighborTables())));
        }
        draft.table = name;
    }

    /** Reads the block that is next, if one is, into what a template may have said before. */
    public static void read(Arguments arguments, Draft draft) {
        draft.present = true;
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, TABLE, draft, "channel neighbors");
        }
    }

    /** The channel while it is read. */
    public static final class Draft {
        private boolean present;
        private String table;
        private boolean imports = true;
        private boolean exports;

        /** Whether the protocol has one. */
        public boolean isPresent() {
            return present;
        }

        public boolean imports() {
            return imports;
        }

        public boolean exports() {
            return exports;
        }

        /** The table named, or else the first one of the file; empty if there is none. */
        public Optional<String> table(Context context) {
            return Optional.ofNullable(table)
                    .or(() -> context.neighborTables().stream().findFirst());
        }
    }
}
