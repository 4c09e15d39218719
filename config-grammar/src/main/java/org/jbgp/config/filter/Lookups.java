package org.jbgp.config.filter;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jbgp.config.base.TableConfig;

/**
 * What names meant to one item of a file: everything outside of its own text that the filter language looked at. An
 * item of the same text whose names still mean the same comes to the same. Immutable, and small: each item of the
 * configuration in force has one.
 */
public final class Lookups {
    private static final String[] NO_NAMES = {};
    private static final Symbol[] NO_SYMBOLS = {};

    private final String[] names;
    /** In the order of the names; null for a name that meant nothing. */
    private final Symbol[] symbols;

    private final Map<String, Optional<TableConfig.Kind>> tables;

    private Lookups(Notes notes) {
        names = notes.symbols.keySet().toArray(NO_NAMES);
        symbols = notes.symbols.values().toArray(NO_SYMBOLS);
        tables = Map.copyOf(notes.tables);
    }

    /** What is noted while an item is read. Belongs to the thread that loads. */
    public static final class Notes {
        /** Null for a name that means nothing. */
        private final Map<String, Symbol> symbols = new HashMap<>();

        private final Map<String, Optional<TableConfig.Kind>> tables = new HashMap<>();

        Notes() {}

        void note(String name, Symbol symbol) {
            symbols.put(name, symbol);
        }

        void noteTable(String name, Optional<TableConfig.Kind> kind) {
            tables.put(name, kind);
        }

        /** Leaves out what the item itself defined, by that very object: a function may call itself. */
        public void leaveOut(String name, Symbol own) {
            symbols.computeIfPresent(name, (key, noted) -> isOwn(noted, own) ? null : noted);
        }

        @SuppressWarnings("ReferenceEquality") // what was looked up is the object that the name stands for
        private static boolean isOwn(Symbol noted, Symbol own) {
            return noted == own;
        }

        /** All of it. */
        public Lookups done() {
            return new Lookups(this);
        }
    }

    boolean holdIn(Checker checker) {
        for (int each = 0; each < names.length; each++) {
            if (!same(symbols[each], checker.symbols().get(names[each]))) {
                return false;
            }
        }
        for (Map.Entry<String, Optional<TableConfig.Kind>> each : tables.entrySet()) {
            if (!each.getValue().equals(checker.tableNow(each.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Functions and filters are the same if they are one object, which also stands where it stood. */
    private static boolean same(Symbol former, Symbol now) {
        if (former == null || now == null) {
            return former == null && now == null;
        }
        return former.getClass() == now.getClass()
                && switch (former) {
                    case Symbol.Constant constant -> Objects.equals(constant.value(), ((Symbol.Constant) now).value());
                    case Symbol.Custom custom -> custom.attribute().equals(((Symbol.Custom) now).attribute());
                    case Symbol.Routine routine -> routine.function().equals(((Symbol.Routine) now).function());
                    case Symbol.NamedFilter filter -> filter.filter().isSame(((Symbol.NamedFilter) now).filter());
                };
    }
}
