package org.jbgp.daemon.instance;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;

/** Comparison of filters by what they do. */
public final class FilterChanges {
    private FilterChanges() {}

    /** True if the filter asks one of these ROA tables. */
    public static boolean asks(FilterRef reference, Set<String> tables) {
        return asks(filter(reference), tables);
    }

    /** The same of a filter without a name; empty: {@code all}. */
    public static boolean asks(Optional<Filter> filter, Set<String> tables) {
        return !tables.isEmpty()
                && filter.map(each -> each.validityTables().stream().anyMatch(tables::contains))
                        .orElse(false);
    }

    /**
     * True if some filter of a channel may set where a route leads, so that routes of neighbors can be blackholes, or
     * if aggregators make some.
     */
    public static boolean setDestination(Configuration configuration) {
        return configuration.protocols().stream().anyMatch(AggregatorConfig.class::isInstance)
                || configuration.protocols().stream()
                        .flatMap(protocol -> protocol.channels().stream())
                        .flatMap(channel -> Stream.of(channel.importFilter(), channel.exportFilter()))
                        .anyMatch(reference ->
                                filter(reference).map(Filter::setsDestination).orElse(false));
    }

    /** True if what the filter accepts may have other attributes than before. */
    public static boolean changesRoutes(FilterRef reference) {
        return filter(reference).map(Filter::changesRoutes).orElse(false);
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
