package org.jbgp.bench.config;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.policy.compile.ConfiguredValidity;
import org.jbgp.daemon.policy.compile.Policies;

/**
 * Reads and checks one configuration as a start of the daemon does, compiles all filters of its channels, and prints
 * how long that took from the start of the JVM, the processor time of all threads, and the most memory used. {@code
 * bench/configuration-load} runs it.
 */
public final class ConfigurationLoad {
    private ConfigurationLoad() {}

    /** Loads the file named by the first argument; exit code 1 if it has errors. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        long born = ManagementFactory.getRuntimeMXBean().getStartTime();
        report(out, "JVM started", born);
        LoadResult result = ConfigurationLoader.load(Path.of(arguments[0]));
        result.errors().forEach(out::println);
        if (result.configuration().isEmpty()) {
            System.exit(1);
        }
        Configuration configuration = result.configuration().get();
        report(out, configuration.protocols().size() + " protocols read and checked", born);
        Policies policies = new Policies(new ConfiguredValidity(configuration));
        List<Filter> filters = new ArrayList<>();
        for (ProtocolConfig protocol : configuration.protocols()) {
            for (ChannelConfig channel : protocol.channels()) {
                filter(channel.importFilter()).ifPresent(filters::add);
                filter(channel.exportFilter()).ifPresent(filters::add);
            }
        }
        // On all cores, as shards do.
        filters.parallelStream().forEach(policies::compiled);
        report(out, filters.size() + " filters of channels compiled", born);
    }

    private static Optional<Filter> filter(FilterRef reference) {
        return switch (reference) {
            case FilterRef.All all -> Optional.empty();
            case FilterRef.None none -> Optional.empty();
            case FilterRef.Named named -> Optional.of(named.filter());
            case FilterRef.Inline inline -> Optional.of(inline.filter());
        };
    }

    private static void report(PrintStream out, String what, long born) {
        long memory = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            memory += pool.getPeakUsage().getUsed();
        }
        out.printf(
                Locale.ROOT,
                "%-40s %5d ms, processor %5d ms, most memory %4d MiB%n",
                what,
                System.currentTimeMillis() - born,
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis(),
                memory >> 20);
    }
}
