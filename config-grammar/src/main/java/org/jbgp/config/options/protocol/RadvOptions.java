package org.jbgp.config.options.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.CommonArguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.common.NeighborsOptions;
import org.jbgp.config.options.common.ProtocolDraft;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Effect;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;

/** The options of {@code protocol radv}: those of router discovery; what configures hosts is refused. */
public final class RadvOptions {
    private static final String NO_HOSTS =
            "jbgpd's radv finds routers and configures no hosts: leave that to another daemon, on other interfaces";

    public static final OptionTable<RadvDraft> TABLE = new OptionTable<>(List.of(
            Option.<RadvDraft>option(
                            "neighbors",
                            changes(Effect.LIVE, radv -> List.of(radv.table(), radv.imports())),
                            "[{ … }]",
                            "",
                            "The table that gets the routers found.",
                            (arguments, draft) -> NeighborsOptions.read(arguments, draft.neighbors))
                    .onlyNew()
                    .holding(word -> NeighborsOptions.TABLE),
            Option.<RadvDraft>option(
                            "interface",
                            changes(Effect.LIVE, radv -> radv.interfaces()),
                            "<patterns> { … }",
                            "",
                            "Where routers are looked for; the first that fits counts.",
                            RadvOptions::interfaces)
                    .onlyNew()
                    .holding(word -> RadvOptions.INTERFACE),
            refused("prefix", "What hosts learn of prefixes."),
            refused("rdnss", "Name servers for hosts."),
            refused("dnssl", "Search domains for hosts."),
            refused("custom option", "Other options for hosts."),
            refused("trigger", "A route without which hosts shall use another router."),
            refused("propagate routes", "Routes for hosts (RFC 4191).")));

    /** The block of {@code interface}. */
    public static final OptionTable<InterfaceDraft> INTERFACE = new OptionTable<>(discovery(), hosts());

    private RadvOptions() {}

    private static Change changes(Effect effect, Function<RadvConfig, ?> value) {
        return Change.of(RadvConfig.class, effect, value);
    }

    private static Option<RadvDraft> refused(String words, String meaning) {
        return Option.<RadvDraft>refused(words, meaning, NO_HOSTS).onlyNew();
    }

    private static List<Option<InterfaceDraft>> discovery() {
        return List.of(
                Option.<InterfaceDraft>toggle(
                                "router discovery",
                                "off",
                                "Looks for routers; must be on.",
                                (draft, on) -> draft.discovery = on)
                        .onlyNew(),
                number(
                        "max ra interval",
                        4,
                        1800,
                        "600",
                        "Longest time between two advertisements that nobody asked for; seconds.",
                        (draft, value) -> draft.maxInterval = value),
                number(
                        "min ra interval",
                        3,
                        1350,
                        "a third of the longest",
                        "Shortest time between two advertisements that nobody asked for; seconds.",
                        (draft, value) -> draft.minInterval = value),
                number(
                        "min delay",
                        1,
                        1800,
                        "3",
                        "Shortest time between any two advertisements; seconds.",
                        (draft, value) -> draft.minDelay = value),
                Option.<InterfaceDraft>toggle(
                                "solicited ra unicast",
                                "off",
                                "Answers who asks by itself, instead of everybody.",
                                (draft, on) -> draft.unicast = on)
                        .onlyNew(),
                Option.<InterfaceDraft>option(
                                "default lifetime",
                                "<0 to 9000> [sensitive <switch>]",
                                "3 times 'max ra interval'",
                                "How long others take this for a router after one advertisement; with 0 they do not find it. Seconds.",
                                (arguments, draft) -> {
                                    draft.lifetime = (int) arguments.number("default lifetime", 0, 9000);
                                    if (arguments.tryWords("sensitive")) {
                                        arguments.toggle();
                                    }
                                })
                        .onlyNew(),
                Option.<InterfaceDraft>option(
                                "default preference",
                                "low | medium | high",
                                "low, where BIRD has medium",
                                "How much hosts shall want this as their default router (RFC 4191).",
                                (arguments, draft) -> draft.preference = RadvConfig.Preference.valueOf(arguments
                                        .choice("low", "medium", "high")
                                        .toUpperCase(Locale.ROOT)))
                        .onlyNew(),
                number(
                        "router limit",
                        1,
                        1024,
                        "16",
                        "Most routers found on one interface at a time; an option of jbgpd.",
                        (draft, value) -> draft.most = value));
    }

    private static List<Option<InterfaceDraft>> hosts() {
        List<Option<InterfaceDraft>> rows = new ArrayList<>();
        for (String words : List.of(
                "managed",
                "other config",
                "link mtu",
                "reachable time",
                "retrans timer",
                "current hop limit",
                "route lifetime",
                "route preference",
                "prefix linger time",
                "route linger time",
                "prefix",
                "rdnss",
                "dnssl",
                "custom option",
                "rdnss local",
                "dnssl local",
                "custom option local")) {
            rows.add(Option.<InterfaceDraft>refused(words, "Something for hosts.", NO_HOSTS)
                    .onlyNew());
        }
        return rows;
    }

    private interface NumberSetter {
        void set(InterfaceDraft draft, int value);
    }

    private static Option<InterfaceDraft> number(
            String words, int least, int most, String standard, String meaning, NumberSetter setter) {
        return Option.<InterfaceDraft>option(
                        words,
                        "<" + least + " to " + most + ">",
                        standard,
                        meaning,
                        (arguments, draft) -> setter.set(draft, (int) arguments.number(words, least, most)))
                .onlyNew();
    }

    private static void interfaces(Arguments arguments, RadvDraft draft) {
        List<InterfacePattern> patterns = CommonArguments.interfaceNames(arguments);
        InterfaceDraft read = new InterfaceDraft();
        if (arguments.nextIsBlock()) {
            StatementApplier.readBlock(arguments, INTERFACE, read, "interface");
        }
        draft.interfaces.add(read.build(arguments, patterns));
    }

    /** An interface block while it is read; what is negative was not set. */
    public static final class InterfaceDraft {
        boolean discovery;
        int maxInterval = 600;
        int minInterval = -1;
        int minDelay = 3;
        boolean unicast;
        int lifetime = -1;
        RadvConfig.Preference preference = RadvConfig.Preference.LOW;
        int most = 16;

        RadvConfig.Interfaces build(Arguments arguments, List<InterfacePattern> patterns) {
            if (!discovery) {
                throw arguments.failAtLast("an interface needs 'router discovery yes': " + NO_HOSTS);
            }
            int least = minInterval < 0 ? Math.max(3, maxInterval / 3) : minInterval;
            if (least > 3 && least > maxInterval * 3 / 4) {
                throw arguments.failAtLast("'min ra interval' " + least + " is more than three quarters of"
                        + " 'max ra interval' " + maxInterval);
            }
            int life = lifetime < 0 ? 3 * maxInterval : lifetime;
            if (life > 0 && life < maxInterval) {
                throw arguments.failAtLast(
                        "'default lifetime' " + life + " is neither 0 nor at least 'max ra interval' " + maxInterval);
            }
            return new RadvConfig.Interfaces(
                    patterns,
                    new RadvConfig.Advertising(maxInterval, least, minDelay, unicast, life, preference),
                    most);
        }
    }

    /** A radv protocol while its options are read. */
    public static final class RadvDraft extends ProtocolDraft {
        final NeighborsOptions.Draft neighbors = new NeighborsOptions.Draft();
        final List<RadvConfig.Interfaces> interfaces = new ArrayList<>();

        public RadvDraft(Context context, SourcePosition position) {
            super(context, position);
        }

        @Override
        protected StatementApplier.Scope<?> own() {
            return new StatementApplier.Scope<>(TABLE, this);
        }

        @Override
        protected ProtocolConfig finish(ProtocolCommon common) {
            String table = neighbors.table(context).orElse("");
            check(
                    (neighbors.isPresent() || !interfaces.isEmpty()) && (!neighbors.isPresent() || table.isEmpty()),
                    "protocol radv '" + common.name()
                            + "' needs a channel to a neighbor table: neighbors { table <name>; };");
            if (interfaces.isEmpty() && !isIncomplete()) {
                warn("'" + common.name()
                        + "' has no interface, so it finds nobody: interface \"<pattern>\" { router discovery yes; };");
            }
            return new RadvConfig(common, table, neighbors.imports(), interfaces);
        }
    }
}
