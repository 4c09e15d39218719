package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.BmpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.MrtConfig;
import org.jbgp.config.model.PipeConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The configurations in {@code examples/configurations} become what they say: one line for each table, protocol and
 * channel in {@code examples.txt}. {@code -Djbgp.rewrite=true} writes that file anew; read the difference.
 */
class ExampleConfigurationsTest {
    private static final Path EXAMPLES = Path.of("../examples/configurations");
    private static final Path EXPECTED = Path.of("src/test/resources/org/jbgp/config/examples.txt");

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> structure() throws IOException {
        if (Boolean.getBoolean("jbgp.rewrite")) {
            List<String> all = new ArrayList<>();
            for (Path file : files()) {
                all.add("[" + file.getFileName() + "]");
                all.addAll(describe(ConfigurationLoader.load(file)));
                all.add("");
            }
            Files.writeString(EXPECTED, String.join("\n", all));
        }
        List<String> expected = Files.readAllLines(EXPECTED);
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    int start = expected.indexOf("[" + file.getFileName() + "]") + 1;
                    List<String> section = expected.subList(start, expected.size()).stream()
                            .takeWhile(line -> !line.isEmpty())
                            .toList();
                    LoadResult result = ConfigurationLoader.load(file);
                    assertThat(result.errors()).isEmpty();
                    assertThat(describe(result)).isEqualTo(section);
                }));
    }

    private static List<String> describe(LoadResult result) {
        List<String> lines = new ArrayList<>();
        Configuration configuration = result.configuration().orElseThrow(() -> new AssertionError(result.errors()));
        lines.add(configuration.dialect() + ", router id "
                + configuration.router().routerId().configured().orElseThrow() + ", files "
                + configuration.files().size() + ", logs "
                + configuration.logs().size());
        for (TableConfig table : configuration.tables()) {
            lines.add("table " + table.name() + " of " + table.family().title() + " " + table.kind()
                    + (table.sorted() ? " sorted" : "")
                    + (table.roas().isEmpty() ? "" : " " + table.roas().size() + " roas"));
        }
        for (ProtocolConfig protocol : configuration.protocols()) {
            lines.add(protocol.keyword() + " " + protocol.name()
                    + (protocol.common().disabled() ? " (disabled)" : "") + ": " + own(protocol));
            for (ChannelConfig channel : protocol.channels()) {
                lines.add("  " + describe(channel));
            }
        }
        lines.add("filters " + configuration.filters().filters().keySet());
        lines.add("attributes " + configuration.filters().customAttributes());
        return lines;
    }

    private static String describe(ChannelConfig channel) {
        return channel.name() + " of " + channel.table() + ", import " + describe(channel.importFilter()) + ", export "
                + describe(channel.exportFilter())
                + channel.preference().stream()
                        .mapToObj(preference -> ", preference " + preference)
                        .collect(Collectors.joining())
                + channel.importLimit()
                        .map(limit -> ", import limit " + limit.routes() + " " + limit.action())
                        .orElse("")
                + channel.bgp()
                        .map(bgp -> ", gateway " + bgp.resolution().gateway() + ", next hop self "
                                + bgp.nextHops().self() + ", add paths " + addPaths(bgp.addPaths())
                                + (bgp.selection().secondary() ? ", secondary" : "")
                                + (bgp.selection().conditions().isEmpty()
                                        ? ""
                                        : ", conditions "
                                                + bgp.selection().conditions().size()))
                        .orElse("");
    }

    private static String describe(FilterRef filter) {
        return switch (filter) {
            case FilterRef.All all -> "all";
            case FilterRef.None none -> "none";
            case FilterRef.Named named -> named.name();
            case FilterRef.Inline inline -> "{…}";
        };
    }

    private static String own(ProtocolConfig protocol) {
        return switch (protocol) {
            case BgpConfig bgp ->
                "AS " + bgp.local().asn()
                        + bgp.local().address().map(address -> " " + address).orElse("") + " to "
                        + (bgp.neighbor().asn().isPresent()
                                ? "AS " + bgp.neighbor().asn().getAsLong()
                                : bgp.neighbor().kind().toString())
                        + " "
                        + (bgp.isRange()
                                ? "range " + bgp.neighbor().range().orElseThrow()
                                : bgp.neighbor().address().orElseThrow())
                        + bgp.neighbor()
                                .interfaceName()
                                .map(name -> " on " + name)
                                .orElse("") + ", multihop "
                        + bgp.transport().hops().multihop() + ", hold "
                        + bgp.timers().hold()
                        + (bgp.transport().passive() ? ", passive" : "")
                        + (bgp.transport().key().password().isPresent() ? ", password" : "")
                        + (bgp.role().rrClient() ? ", rr client" : "")
                        + (bgp.role().rsClient() ? ", rs client" : "");
            case StaticConfig fixed ->
                fixed.routes().size() + " routes, " + fixed.roas().size() + " roas";
            case KernelConfig kernel ->
                "kernel table " + kernel.table().number() + ", learn " + kernel.learn() + ", merge "
                        + kernel.table().mergePaths() + ", metric "
                        + kernel.table().metric() + (kernel.persist() ? ", persist" : "");
            case DeviceConfig device -> "scan time " + device.scanTime();
            case DirectConfig direct -> direct.interfaces().size() + " patterns";
            case PipeConfig pipe -> "to " + pipe.peerTable();
            case BfdConfig bfd -> bfd.neighbors().size() + " neighbors";
            case RadvConfig radv -> radv.interfaces().size() + " lists of interfaces, table " + radv.table();
            case RpkiConfig rpki -> rpki.host() + " port " + rpki.port();
            case BmpConfig bmp -> bmp.station() + " port " + bmp.port();
            case MrtConfig mrt -> mrt.filename();
            case AggregatorConfig aggregator -> "to " + aggregator.peerTable();
        };
    }

    private static String addPaths(BgpChannelOptions.AddPaths paths) {
        return paths.receive() ? paths.send() ? "BOTH" : "RECEIVE" : paths.send() ? "SEND" : "OFF";
    }
}
