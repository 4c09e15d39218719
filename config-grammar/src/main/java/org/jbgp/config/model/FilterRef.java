package org.jbgp.config.model;

import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.source.SourcePosition;

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

    /** The same for routes inside of a prefix only; {@code position} is where that stands. */
    default FilterRef within(SourcePosition position, IpPrefix prefix) {
        return switch (this) {
            case All all -> new Inline(Filter.within(position, prefix, null));
            case None none -> none;
            case Named named -> new Named(named.name(), Filter.within(position, prefix, named.filter()));
            case Inline inline -> new Inline(Filter.within(position, prefix, inline.filter()));
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
