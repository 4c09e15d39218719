package org.jbgp.config;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.filter.SuiteRunner;
import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.run.RouteAccess;
import org.jbgp.config.filter.tree.Filter;

/**
 * Reads any bytes as a configuration, and runs the filters and test suites in it: problems are reported, nothing is
 * thrown.
 * The entry point is Jazzer's ({@code --target_class=org.jbgp.config.ConfigurationFuzz}); {@link ConfigurationFuzzTest}
 * calls it too.
 */
public final class ConfigurationFuzz {
    private ConfigurationFuzz() {}

    /** One input; the first byte chooses the dialect. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        List<Dialect> dialects = List.copyOf(EnumSet.allOf(Dialect.class));
        Dialect dialect = dialects.get((data[0] & 0xFF) % dialects.size());
        String text = new String(data, 1, data.length - 1, StandardCharsets.ISO_8859_1);
        LoadResult loaded = ConfigurationLoader.loadText("fuzz", text, Optional.of(dialect));
        if (loaded.configuration().isPresent() != loaded.errors().isEmpty()) {
            throw new AssertionError("errors and configuration exclude each other");
        }
        loaded.understood().ifPresent(understood -> {
            understood.filters().filters().values().forEach(ConfigurationFuzz::run);
            new SuiteRunner(FilterEnvironment.NONE, line -> {}).run(understood.filters());
        });
    }

    private static void run(Filter filter) {
        try {
            new Interpreter().run(filter, RouteAccess.NONE, FilterEnvironment.NONE);
        } catch (FilterException e) {
            // What a filter may do to itself.
        }
    }
}
