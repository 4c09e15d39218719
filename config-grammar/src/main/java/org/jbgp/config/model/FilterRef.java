package org.jbgp.config.model;

import org.jbgp.config.filter.tree.Filter;

/** What stands behind {@code import} and {@code export}. */
public sealed interface FilterRef {
    /** Equal for two that do the same, whatever their names. */
    default Object meaning() {
        return switch (this) {
            case All all -> all;
            case None none -> none;
            case Named named -> named.filter();
            case Inline inline -> inline.filter();
        };
    }

    /** {@code all}: accept unchanged. */
    record All() implements FilterRef {}

    /** {@code none}: reject. */
    record None() implements FilterRef {}

    /** {@code filter NAME}. */
    record Named(String name, Filter filter) implements FilterRef {}

    /** {@code filter { … }} or {@code where …}. */
    record Inline(Filter filter) implements FilterRef {}
}
