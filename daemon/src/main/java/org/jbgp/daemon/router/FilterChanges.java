package org.jbgp.daemon.router;

import java.util.Optional;
import java.util.Set;
import org.jbgp.config.filter.Filter;
import org.jbgp.config.model.FilterRef;

/** Comparison of filters by what they do. */
final class FilterChanges {
    private FilterChanges() {}

    /** True if both do the same, whatever their names. */
    static boolean same(FilterRef a, FilterRef b) {
        Optional<Filter> left = filter(a);
        Optional<Filter> right = filter(b);
        return (left.isPresent() && right.isPresent()) ? left.equals(right) : a.equals(b);
    }

    /** True if the filter asks one of these ROA tables. */
    static boolean asks(FilterRef reference, Set<String> tables) {
        return !tables.isEmpty()
                && filter(reference)
                        .map(filter -> filter.validityTables().stream().anyMatch(tables::contains))
                        .orElse(false);
    }

    private static Optional<Filter> filter(FilterRef reference) {
        return switch (reference) {
            case FilterRef.All all -> Optional.empty();
            case FilterRef.None none -> Optional.empty();
            case FilterRef.Named named -> Optional.of(named.filter());
            case FilterRef.Inline inline -> Optional.of(inline.filter());
        };
    }
}
