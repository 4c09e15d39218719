package org.jbgp.config.options.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jbgp.config.syntax.ConfigStatement;

/** The options one kind of block may hold. Immutable. */
public final class OptionTable<D> {
    private final List<Option<D>> rows;
    private final Map<String, List<Option<D>>> byFirstWord = new HashMap<>();

    @SafeVarargs
    public OptionTable(List<Option<D>>... parts) {
        List<Option<D>> all = new ArrayList<>();
        for (List<Option<D>> part : parts) {
            all.addAll(part);
        }
        rows = List.copyOf(all);
        for (Option<D> row : rows) {
            List<Option<D>> same = byFirstWord.computeIfAbsent(row.words().getFirst(), word -> new ArrayList<>());
            same.add(row);
            // Longest first, so that `local as` is found before `local`.
            same.sort((a, b) -> b.words().size() - a.words().size());
        }
    }

    /** All rows, in the order of the reference. */
    public List<Option<D>> rows() {
        return rows;
    }

    /** The option with the most words the statement begins with; of equally long ones, one of the dialect. */
    public Optional<Option<D>> find(ConfigStatement statement, boolean flat) {
        Option<D> best = null;
        for (Option<D> row : candidates(statement)) {
            if (matched(row, statement) == row.words().size()
                    && (best == null
                            || (row.words().size() == best.words().size()
                                    && row.dialects().isIn(flat)))) {
                best = row;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The options that begin with the statement's first word. */
    public List<Option<D>> candidates(ConfigStatement statement) {
        return byFirstWord.getOrDefault(statement.elements().getFirst().leadingWord(), List.of());
    }

    /** How many of the option's words the statement begins with. */
    public static int matched(Option<?> row, ConfigStatement statement) {
        int count = 0;
        while (count < row.words().size()
                && count < statement.elements().size()
                && statement
                        .elements()
                        .get(count)
                        .leadingWord()
                        .equals(row.words().get(count))) {
            count++;
        }
        return count;
    }
}
