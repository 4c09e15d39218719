package org.jbgp.config.options.global;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.model.router.Guard;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.jbgp.config.options.row.StatementApplier;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.Suggestion;

/** The block of {@code guard}: what an unconfirmed configuration must keep. */
public final class GuardOptions {
    private GuardOptions() {}

    /** The block while it is read. */
    public static final class GuardDraft {
        private final List<Guard.Bound> bounds = new ArrayList<>();
        private final Map<String, SourcePosition> named = new HashMap<>();
        private int patience = Guard.NONE.patience();

        Guard build() {
            return new Guard(bounds, patience);
        }

        /** Reports protocols that are not there. */
        void check(Context context, Set<String> protocols) {
            named.forEach((name, position) -> {
                if (!protocols.contains(name)) {
                    context.problems()
                            .error(position, "there is no protocol '" + name + "'" + Suggestion.text(name, protocols));
                }
            });
        }
    }

    /** What may stand in it. */
    public static final OptionTable<GuardDraft> TABLE = new OptionTable<>(List.of(
            Option.option(
                    "sessions",
                    ">= | <= <number>",
                    "",
                    "How many BGP sessions must be established.",
                    (arguments, draft) -> bound(Guard.Subject.SESSIONS, arguments, draft)),
            Option.option(
                    "routes from",
                    "<protocol> >= | <= <number>",
                    "",
                    "How many routes must have come from a protocol into its tables.",
                    (arguments, draft) -> bound(Guard.Subject.ROUTES_FROM, arguments, draft)),
            Option.option(
                    "routes to",
                    "<protocol> >= | <= <number>",
                    "",
                    "How many routes must be exported to a protocol.",
                    (arguments, draft) -> bound(Guard.Subject.ROUTES_TO, arguments, draft)),
            Option.option(
                    "patience",
                    "<number>",
                    "10",
                    "For so many seconds a bound may be broken before the configuration is taken back.",
                    (arguments, draft) -> draft.patience = (int) arguments.number("seconds", 0, 3600))));

    private static void bound(Guard.Subject subject, Arguments arguments, GuardDraft draft) {
        Optional<String> protocol = Optional.empty();
        if (subject != Guard.Subject.SESSIONS) {
            SourcePosition position = SourcePosition.of(arguments.here());
            protocol = Optional.of(arguments.name("a protocol"));
            draft.named.putIfAbsent(protocol.get(), position);
        }
        boolean atLeast = arguments.tryPunctuation(">=");
        if (!atLeast && !arguments.tryPunctuation("<=")) {
            throw arguments.expected("'>=' or '<='");
        }
        draft.bounds.add(new Guard.Bound(subject, protocol, atLeast, arguments.number("a number", 0, 0xFFFFFFFFL)));
    }

    static void read(Arguments arguments, GlobalDraft draft) {
        if (draft.guard != null) {
            throw arguments.failAtLast("there is already a 'guard'");
        }
        GuardDraft guard = new GuardDraft();
        StatementApplier.readBlock(arguments, TABLE, guard, "guard");
        draft.guard = guard;
    }
}
