package org.jbgp.config.options;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.filter.Lookups;
import org.jbgp.config.filter.Symbol;

/**
 * The items of a file that had no problem, with what they came to: a reload of the file reads only those that changed.
 * Immutable.
 *
 * @param dialect the language
 * @param surroundings the items that are not kept, in the order of the file
 * @param items the others by what they begin with
 */
public record KeptItems(Dialect dialect, List<Surroundings> surroundings, Map<String, Item> items) {
    public KeptItems {
        surroundings = List.copyOf(surroundings);
        items = new HashMap<>(items);
    }

    /** What is known before the first file is read. */
    public static KeptItems none() {
        return new KeptItems(Dialect.BIRD_2, List.of(), Map.of());
    }

    /**
     * An item that is read every time (an option, a table, a template), and by its identity all of them up to this one:
     * an object goes from one load to the next as long as they stay the same.
     */
    static final class Surroundings {
        private final String text;
        private final Lookups lookups;

        Surroundings(String text, Lookups lookups) {
            this.text = text;
            this.lookups = lookups;
        }

        /** Its tokens and where they stand. */
        String text() {
            return text;
        }

        Lookups lookups() {
            return lookups;
        }

        boolean isSame(Surroundings other) {
            return other == this;
        }
    }

    /**
     * An item that is read again only if something of this is otherwise.
     *
     * @param file where it stands
     * @param line the line of its first token
     * @param column and the characters before it there
     * @param text from its first token to its last
     * @param tokens how many
     * @param lookups what names meant to it
     * @param surroundings the last of them before it, null before the first
     */
    record Item(
            String file,
            int line,
            int column,
            String text,
            int tokens,
            Lookups lookups,
            Surroundings surroundings,
            Meaning meaning) {}

    /** What an item came to. */
    sealed interface Meaning {
        /** A filter, function or constant. */
        record Name(String name, Symbol symbol) implements Meaning {}

        /** A protocol. */
        record Protocol(ProtocolItems.Made made) implements Meaning {}
    }
}
