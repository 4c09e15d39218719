package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.options.bgp.BgpChannelRows;
import org.jbgp.config.options.bgp.BgpOptions;
import org.jbgp.config.options.common.ChannelOptions;
import org.jbgp.config.options.common.CommonOptions;
import org.jbgp.config.options.protocol.AggregatorOptions;
import org.jbgp.config.options.protocol.BfdOptions;
import org.jbgp.config.options.protocol.BmpOptions;
import org.jbgp.config.options.protocol.DeviceOptions;
import org.jbgp.config.options.protocol.DirectOptions;
import org.jbgp.config.options.protocol.KernelOptions;
import org.jbgp.config.options.protocol.MrtOptions;
import org.jbgp.config.options.protocol.PipeOptions;
import org.jbgp.config.options.protocol.RadvOptions;
import org.jbgp.config.options.protocol.RpkiOptions;
import org.jbgp.config.options.protocol.StaticOptions;
import org.jbgp.config.options.row.Change;
import org.jbgp.config.options.row.Option;
import org.jbgp.config.options.row.OptionTable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every option's row says what a change of it asks for, and a change of one option is seen as one of that option alone.
 */
class OptionChangesTest {
    /** The tables of protocols and channels. */
    private static final Map<String, OptionTable<?>> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("common", CommonOptions.TABLE);
        TABLES.put("channel", ChannelOptions.TABLE);
        TABLES.put("bgp", BgpOptions.TABLE);
        TABLES.put("bgp channel", BgpChannelRows.TABLE);
        TABLES.put("static", StaticOptions.TABLE);
        TABLES.put("kernel", KernelOptions.TABLE);
        TABLES.put("device", DeviceOptions.TABLE);
        TABLES.put("direct", DirectOptions.TABLE);
        TABLES.put("pipe", PipeOptions.TABLE);
        TABLES.put("bfd", BfdOptions.TABLE);
        TABLES.put("radv", RadvOptions.TABLE);
        TABLES.put("rpki", RpkiOptions.TABLE);
        TABLES.put("bmp", BmpOptions.TABLE);
        TABLES.put("mrt", MrtOptions.TABLE);
        TABLES.put("aggregator", AggregatorOptions.TABLE);
    }

    /** Options that BIRD ignores too, or that have one permitted value. */
    private static final Set<String> NOTHING = Set.of(
            "[bgp channel] missing lladdr", "[pipe] mode", "[bfd] express thread group", "[common] thread group");

    private record Case(String section, String option, String former, String next) {}

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        String section = "";
        try (InputStream stream = OptionChangesTest.class.getResourceAsStream("option-changes.txt")) {
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("[")) {
                    section = line.substring(1, line.length() - 1);
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] cells = line.split(" \\| ", -1);
                    cases.add(
                            cells.length == 1
                                    ? new Case(section, line, line + " off;", line + " on;")
                                    : new Case(section, cells[0], statements(cells[1]), statements(cells[2])));
                }
            }
        }
        return cases;
    }

    private static String statements(String cell) {
        return cell.equals("-") ? "" : cell + ";";
    }

    private static Configuration load(String section, String statements) {
        boolean flat = section.endsWith(" 1.6");
        String text = flat
                ? "filter F { accept; } "
                : "neighbor table n; neighbor table m; ipv4 table t; ipv4 table u; ipv4 table s sorted; filter F { if net.len > 24 then reject; accept; } ";
        text += switch (section) {
            case "bgp", "common" ->
                "protocol bgp x { local 10.0.0.1 as 65000; "
                        + (statements.contains("neighbor range") ? "" : "neighbor 10.0.0.2 as 65001; ") + statements
                        + " ipv4 { import all; export none; next hop keep off; aigp off; gateway recursive; next hop prefer global; }; }";
            case "bgp 1.6" ->
                "protocol bgp x { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; " + statements + "}";
            case "bgp channel", "channel" ->
                "protocol bgp x { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; ipv4 { import all; export none; "
                        + statements + "}; }";
            case "static", "kernel", "direct" -> "protocol " + section + " x { ipv4; " + statements + "}";
            case "pipe" -> "protocol pipe x { " + statements + "}";
            case "radv" ->
                "protocol radv x { " + (statements.contains("neighbors") ? "" : "neighbors; ") + statements + "}";
            case "rpki" -> "roa4 table r; protocol rpki x { roa4 { table r; }; " + statements + "}";
            default -> "protocol " + section.replace(" 1.6", "") + " x { " + statements + "}";
        };
        LoadResult loaded =
                ConfigurationLoader.loadText("t", text, Optional.of(flat ? Dialect.BIRD_1_6_IPV4 : Dialect.BIRD_2));
        assertThat(loaded.errors()).isEmpty();
        return loaded.configuration().orElseThrow();
    }

    private static Set<OptionChanges.Changed> changes(Configuration former, Configuration next) {
        OptionChanges changes = new OptionChanges(next.dialect().isFlat());
        ProtocolConfig before = former.protocol("x").orElseThrow();
        ProtocolConfig after = next.protocol("x").orElseThrow();
        Set<OptionChanges.Changed> all = new LinkedHashSet<>();
        if (!before.equals(after)) {
            all.addAll(changes.between(before, after));
        }
        for (int i = 0; i < before.channels().size(); i++) {
            all.addAll(
                    changes.between(before.channels().get(i), after.channels().get(i)));
        }
        return all;
    }

    @TestFactory
    Stream<DynamicTest> aChangeNamesItsOptionAlone() throws IOException {
        return cases().stream()
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> {
                    Configuration former = load(each.section(), each.former());
                    Configuration next = load(each.section(), each.next());
                    assertThat(changes(former, next))
                            .extracting(OptionChanges.Changed::option)
                            .containsOnly(each.option());
                    assertThat(changes(next, former))
                            .extracting(OptionChanges.Changed::option)
                            .containsOnly(each.option());
                    assertThat(changes(former, former)).isEmpty();
                }));
    }

    @Test
    void everyRowSaysWhatAChangeAsksFor() throws IOException {
        Set<String> shown = new LinkedHashSet<>();
        cases().forEach(each -> shown.add("[" + each.section().replace(" 1.6", "") + "] " + each.option()));
        List<String> wrong = new ArrayList<>();
        TABLES.forEach((section, table) -> {
            for (Option<?> row : table.rows()) {
                String name = "[" + section + "] " + row.name();
                boolean right = switch (row.change().kind()) {
                    case VALUE -> shown.contains(name);
                    case ALIAS -> isValue(row.change().other());
                    case NOTHING -> row.state() != Option.State.WORKS || NOTHING.contains(name);
                    case ELSEWHERE -> false;
                };
                if (!right) {
                    wrong.add(name + ": " + row.change().kind());
                }
            }
        });

        assertThat(wrong).isEmpty();
    }

    private static boolean isValue(String option) {
        return TABLES.values().stream()
                .flatMap(table -> table.rows().stream())
                .anyMatch(row -> row.name().equals(option) && row.change().kind() == Change.Kind.VALUE);
    }
}
