package org.jbgp.config.options.row;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jbgp.config.options.argument.Arguments;
import org.jbgp.config.options.argument.Context;
import org.jbgp.config.options.argument.StatementFailure;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.ConfigStatement;
import org.jbgp.config.syntax.Element;
import org.jbgp.config.syntax.Suggestion;
import org.jbgp.config.syntax.SyntaxErrors;

/** Finds the option a statement sets, and sets it. */
public final class StatementApplier {
    /** More words to go on with do not help. */
    private static final int MOST_NEXT = 6;

    private final Context context;
    /** See {@link #reached}; written by the load's thread alone. */
    private int reached;

    public StatementApplier(Context context) {
        this.context = context;
    }

    /**
     * A table and what its options write to.
     *
     * @param table the options
     * @param draft what they change
     */
    public record Scope<D>(OptionTable<D> table, D draft) {}

    /** An option found in a scope. */
    private record Match<D>(Option<D> option, D draft) {}

    /** Takes the block that is next, and applies its statements to a draft. */
    public static <D> void readBlock(Arguments arguments, OptionTable<D> table, D draft, String where) {
        new StatementApplier(arguments.context())
                .applyAll(arguments.block(), List.of(new Scope<>(table, draft)), where);
    }

    /** Index of the token with which the statement began that was applied last. Any thread, a moment old. */
    public int reached() {
        return reached;
    }

    /** Applies all statements of a block, and insists that the last one is ended. */
    public void applyAll(Element.Block block, List<Scope<?>> scopes, String where) {
        for (ConfigStatement statement : block.statements()) {
            apply(statement, scopes, where);
        }
        if (!block.rest().isEmpty()) {
            context.problems().error(block.end(), "expected ';' before '}'");
            apply(new ConfigStatement(block.rest(), block.end()), scopes, where);
        }
    }

    /**
     * Applies one statement.
     *
     * @param scopes tables in the order they are searched; of options of equal length the first counts
     * @param where the block, for messages: {@code protocol bgp}
     */
    public void apply(ConfigStatement statement, List<Scope<?>> scopes, String where) {
        reached = statement.token().getTokenIndex();
        try {
            Match<?> best = null;
            for (Scope<?> scope : scopes) {
                Optional<? extends Match<?>> match = find(statement, scope);
                if (match.isPresent()
                        && (best == null
                                || match.get()
                                        .option()
                                        .isBetter(
                                                best.option(), context.dialect().isFlat()))) {
                    best = match.get();
                }
            }
            if (best == null) {
                throw unknown(statement, scopes, where);
            }
            apply(statement, best, where);
        } catch (StatementFailure failure) {
            report(failure);
        }
    }

    /** Records the failure, unless it was said before what is wrong. */
    public void report(StatementFailure failure) {
        // What is wrong in a template is reported once, not for each protocol made from it, whose name the message has.
        if (failure.position() != null && !context.problems().isWrongAt(failure.position())) {
            context.problems().error(failure.position(), failure.getMessage());
        } else {
            context.problems().followed();
        }
    }

    /** True if some option of the scopes, of whatever dialect, begins the statement. */
    public boolean knows(ConfigStatement statement, List<Scope<?>> scopes) {
        return scopes.stream().anyMatch(scope -> find(statement, scope).isPresent());
    }

    private <D> Optional<Match<D>> find(ConfigStatement statement, Scope<D> scope) {
        return scope.table().find(statement, context.dialect().isFlat()).map(row -> new Match<>(row, scope.draft()));
    }

    private <D> void apply(ConfigStatement statement, Match<D> match, String where) {
        Option<D> row = match.option();
        Arguments arguments = new Arguments(context, statement.elements(), nameLength(row, statement), statement.end());
        boolean flat = context.dialect().isFlat();
        if (!row.dialects().isIn(flat)) {
            throw new StatementFailure(
                    SourcePosition.of(statement.token()),
                    "'" + row.name() + "' in " + where + " belongs to BIRD "
                            + row.dialects().title()
                            + ", but this file is in the dialect of BIRD " + (flat ? "1.6" : "2.x"));
        }
        if (row.state() == Option.State.REFUSED) {
            throw new StatementFailure(
                    SourcePosition.of(statement.token()), "'" + row.name() + "' is not supported: " + row.note());
        }
        row.action().apply(arguments, match.draft());
        arguments.finish();
        if (row.state() == Option.State.LOSES && !arguments.turnedOff()) {
            arguments.warn("'" + row.name() + "' is accepted, but " + row.note());
        }
    }

    /** How many elements are the option's name and nothing else: {@code filter NAME} is name and argument in one. */
    private static int nameLength(Option<?> row, ConfigStatement statement) {
        int words = row.words().size();
        return statement.elements().get(words - 1) instanceof Element.Word ? words : words - 1;
    }

    private StatementFailure unknown(ConfigStatement statement, List<Scope<?>> scopes, String where) {
        if (context.problems().enough()) {
            return new StatementFailure(SourcePosition.of(statement.token()), "unknown option");
        }
        boolean flat = context.dialect().isFlat();
        int most = 0;
        Set<String> next = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        for (Scope<?> scope : scopes) {
            for (Option<?> row : scope.table().rows()) {
                if (!row.dialects().isIn(flat)) {
                    continue;
                }
                names.add(row.name());
                int matched = OptionTable.matched(row, statement);
                if (matched > most) {
                    most = matched;
                    next.clear();
                }
                if (matched > 0 && matched == most) {
                    next.add("'" + row.words().get(matched) + "'");
                }
            }
        }
        Arguments arguments = new Arguments(context, statement.elements(), most, statement.end());
        String written = leadingWords(statement);
        Near near = Near.of(written, names, context);
        if (most > 0 && near.hint().isEmpty() && next.size() <= MOST_NEXT) {
            return arguments.expected(SyntaxErrors.join(List.copyOf(next)));
        }
        if (written.isEmpty()) {
            return new StatementFailure(
                    SourcePosition.of(statement.token()),
                    "expected an option of " + where + ", found " + SyntaxErrors.describe(statement.token()));
        }
        return new StatementFailure(
                SourcePosition.of(statement.token()),
                "unknown option '" + near.written() + "' in " + where + near.hint());
    }

    /**
     * The option nearest to what was written, or to its first words: the last may be the argument.
     *
     * @param written the words that are meant to be the option's name; the others might be anything, a password too
     * @param hint a tail of a message, or empty
     */
    private record Near(String written, String hint) {
        private static String known(String written, Context context) {
            List<String> words = List.of(written.split(" "));
            int count = 1;
            while (count < words.size() && context.isOptionWord(words.get(count))) {
                count++;
            }
            return String.join(" ", words.subList(0, count));
        }

        static Near of(String written, List<String> names, Context context) {
            List<String> words = new ArrayList<>(List.of(written.split(" ")));
            while (true) {
                int count = words.size();
                String first = String.join(" ", words);
                List<String> asLong = names.stream()
                        .filter(name -> name.split(" ").length == count)
                        .toList();
                String hint = Suggestion.text(first, asLong);
                if (!hint.isEmpty()) {
                    return new Near(first, hint);
                }
                if (count == 1) {
                    return new Near(known(written, context), "");
                }
                words.removeLast();
            }
        }
    }

    private static String leadingWords(ConfigStatement statement) {
        StringBuilder words = new StringBuilder();
        for (Element element : statement.elements()) {
            if (!(element instanceof Element.Word word) || isSwitch(word.text())) {
                break;
            }
            if (!words.isEmpty()) {
                words.append(' ');
            }
            words.append(word.text());
        }
        return words.toString();
    }

    private static boolean isSwitch(String word) {
        return switch (word) {
            case "on", "off", "yes", "no", "true", "false", "all", "none" -> true;
            default -> false;
        };
    }
}
