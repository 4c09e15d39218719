package org.jbgp.config.options.global;

import static org.jbgp.config.options.row.Option.option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.base.RoaConfig;
import org.jbgp.config.base.SettleTime;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.argument.StatementFailure;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Element;

/** Definitions of tables, and the options in their blocks. */
public final class TableOptions {
    /** Seconds. */
    private static final double LONGEST_PERIOD = 3600;

    public static final OptionTable<TableDraft> TABLE = new OptionTable<>(List.of(
            option(
                    "sorted",
                    "[<switch>]",
                    "off",
                    "Keeps all routes of a prefix in order of preference.",
                    (arguments, draft) -> draft.sorted = arguments.toggle()),
            option(
                    "trie",
                    "[<switch>]",
                    "on",
                    "Keeps a prefix trie for queries of subnets.",
                    (arguments, draft) -> draft.trie = arguments.toggle()),
            option(
                    "debug",
                    "all | off | { states, routes, filters, interfaces, events, packets }",
                    "debug tables",
                    "What the table reports to the log: 'routes' its best routes as they change, 'states' when it comes and"
                            + " goes, the others nothing.",
                    (arguments, draft) -> draft.debug = CommonArguments.debug(arguments)),
            Option.<TableDraft>option(
                            "min settle time",
                            "<time>",
                            "1 s",
                            "How long authorizations must not change before filters that ask the table are run again.",
                            (arguments, draft) -> draft.minSettle = settle(arguments, "min settle time"))
                    .onlyNew(),
            Option.<TableDraft>option(
                            "max settle time",
                            "<time>",
                            "20 s",
                            "How long after the first change filters that ask the table are run again in any case.",
                            (arguments, draft) -> draft.maxSettle = settle(arguments, "max settle time"))
                    .onlyNew(),
            ignored("gc threshold", "<number>", "1000"),
            ignored("gc period", "<time>", "10 s or more"),
            ignored("cork threshold", "<number> <number>", "333300 1011010"),
            ignored("export settle time", "<time> <time>", "1 ms 100 ms"),
            ignored("route refresh export settle time", "<time> <time>", "100 ms 3 s"),
            Option.<TableDraft>option(
                            "digest settle time",
                            "<time> <time>",
                            "1 s 20 s",
                            "BIRD 3's way to say min and max settle time.",
                            (arguments, draft) -> {
                                draft.minSettle = settle(arguments, "digest settle time");
                                draft.maxSettle = settle(arguments, "digest settle time");
                            })
                    .onlyNew(),
            ignored("thread group", "<name>", "worker")));

    public static final OptionTable<GlobalDraft> GLOBAL = new OptionTable<>(List.of(
            definition("ipv4 table", IpFamily.IPV4, TableConfig.Kind.ROUTES, "A table of IPv4 routes.")
                    .onlyNew(),
            definition("ipv6 table", IpFamily.IPV6, TableConfig.Kind.ROUTES, "A table of IPv6 routes.")
                    .onlyNew(),
            definition("roa4 table", IpFamily.IPV4, TableConfig.Kind.ROA, "A table of IPv4 origin authorisations.")
                    .onlyNew(),
            definition("roa6 table", IpFamily.IPV6, TableConfig.Kind.ROA, "A table of IPv6 origin authorisations.")
                    .onlyNew(),
            definition("aspa table", IpFamily.IPV4, TableConfig.Kind.ASPA, "A table of provider authorisations.")
                    .onlyNew(),
            Option.<GlobalDraft>option(
                            "neighbor table",
                            "<name> [sorted] [{ … }]",
                            "",
                            "A table of routers that protocol radv finds and protocol bgp talks to.",
                            TableOptions::defineNeighbors)
                    .onlyNew()
                    .holding(word -> TABLE),
            Option.<GlobalDraft>option(
                            "table",
                            "<name> [sorted]",
                            "",
                            "A table of the file's family.",
                            (arguments, draft) -> define(
                                    arguments,
                                    draft,
                                    draft.context.dialect().family().orElse(IpFamily.IPV4),
                                    TableConfig.Kind.ROUTES))
                    .onlyOld(),
            Option.<GlobalDraft>option(
                            "roa table",
                            "<name> [{ roa <prefix> max <length> as <number>; … }]",
                            "",
                            "A table of origin authorisations of the file's family.",
                            (arguments, draft) -> define(
                                    arguments,
                                    draft,
                                    draft.context.dialect().family().orElse(IpFamily.IPV4),
                                    TableConfig.Kind.ROA))
                    .onlyOld()
                    .holding(word -> TableOptions.ROA)));

    /** The block of {@code roa table} of 1.6. */
    public static final OptionTable<TableDraft> ROA = new OptionTable<>(List.of(Option.<TableDraft>option(
                    "roa",
                    "<prefix> max <length> as <number>",
                    "",
                    "An authorisation.",
                    (arguments, draft) -> draft.roas.add(roa(arguments, draft.family)))
            .onlyOld()));

    private TableOptions() {}

    /** A table while its block is read. */
    public static final class TableDraft {
        boolean sorted;
        boolean trie = true;
        final IpFamily family;
        final List<RoaConfig> roas = new ArrayList<>();
        /** Null unless set. */
        Set<DebugFlag> debug;

        Duration minSettle = SettleTime.USUAL.shortest();
        Duration maxSettle = SettleTime.USUAL.longest();

        public TableDraft(IpFamily family) {
            this.family = family;
        }

        SettleTime settle() {
            return new SettleTime(minSettle, maxSettle);
        }
    }

    private static Duration settle(Arguments arguments, String what) {
        return Duration.ofMillis(Math.round(arguments.time(what) * 1000));
    }

    private static RoaConfig roa(Arguments arguments, IpFamily family) {
        IpPrefix prefix = arguments.prefix();
        if (prefix.family() != family) {
            throw arguments.failAtLast("the prefix " + prefix + " is not " + family.title() + " like the table");
        }
        arguments.words("max");
        int max = (int) arguments.number("max", prefix.length(), prefix.family().bits());
        arguments.words("as");
        return new RoaConfig(prefix, max, arguments.number("as"));
    }

    private static Option<GlobalDraft> definition(
            String words, IpFamily family, TableConfig.Kind kind, String meaning) {
        return Option.<GlobalDraft>option(
                        words,
                        "<name> [sorted] [{ … }]",
                        "",
                        meaning,
                        (arguments, draft) -> define(arguments, draft, family, kind))
                .holding(word -> TABLE);
    }

    private static Option<TableDraft> ignored(String words, String argument, String standard) {
        return Option.<TableDraft>option(
                        words,
                        argument,
                        standard,
                        "Tuning of BIRD's own table; accepted, nothing is lost.",
                        (arguments, draft) -> {
                            for (String each : argument.split(" ", -1)) {
                                switch (each) {
                                    case "<time>" -> {
                                        if (arguments.time(words) > LONGEST_PERIOD && words.equals("gc period")) {
                                            throw arguments.failAtLast("'gc period' can be at most 3600 s");
                                        }
                                    }
                                    case "<number>" -> arguments.number(words);
                                    default -> arguments.name("thread group");
                                }
                            }
                        })
                .onlyNew();
    }

    /** Nothing of the block matters to a handful of neighbors. */
    private static void defineNeighbors(Arguments arguments, GlobalDraft global) {
        Token token = arguments.here();
        String name = arguments.name("name");
        TableDraft draft = new TableDraft(IpFamily.IPV6);
        draft.sorted = arguments.tryWords("sorted");
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, TABLE, draft, "table " + name);
        }
        if (arguments.context().claim(token, name, "neighbor table")) {
            arguments.context().neighborTables().add(name);
        }
    }

    private static void define(Arguments arguments, GlobalDraft global, IpFamily family, TableConfig.Kind kind) {
        Token token = arguments.here();
        String name = arguments.name("name");
        TableDraft draft = new TableDraft(family);
        draft.sorted = arguments.tryWords("sorted");
        if (arguments.nextIsBlock()) {
            Element.Block block = arguments.block();
            boolean flat = arguments.context().dialect().isFlat();
            if (flat && kind != TableConfig.Kind.ROA) {
                throw new StatementFailure(
                        SourcePosition.of(block.token()), "a table has no options in the dialect of BIRD 1.6");
            }
            new StatementApplier(arguments.context())
                    .applyAll(block, List.of(new StatementApplier.Scope<>(flat ? ROA : TABLE, draft)), "table " + name);
        }
        Context context = arguments.context();
        TableConfig table = new TableConfig(
                name,
                kind,
                family,
                draft.sorted,
                draft.trie,
                draft.roas,
                draft.settle(),
                draft.debug == null ? global.debugTables : draft.debug);
        TableConfig standard = context.tables().get(name);
        if (standard != null && Optional.of("default table").equals(context.kindOf(name))) {
            if (standard.family() != family || standard.kind() != kind) {
                throw arguments.failAtLast("the table '" + name + "' exists already and holds " + standard.contents());
            }
            // The default tables may be written down, to give them options.
            context.tables().put(name, table);
            global.definedTables.add(name);
        } else if (context.claim(token, name, "table")) {
            context.tables().put(name, table);
        }
    }
}
