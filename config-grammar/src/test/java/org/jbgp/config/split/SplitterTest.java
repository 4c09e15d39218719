package org.jbgp.config.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.source.MemoryFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both parts of whole configurations, and what is said about them, beside golden files; {@code -Djbgp.rewrite=true}
 * writes them. That BIRD takes them is seen by {@code SplitIT}.
 */
class SplitterTest {
    private static final Path CASES = Path.of("src/test/resources/org/jbgp/config/split");

    private static SplitResult split(Map<String, String> files) {
        return Splitter.split("whole.cfg", new MemoryFiles(files), Optional.empty());
    }

    private static SplitResult split(String text) {
        return split(Map.of("whole.cfg", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"border", "flat", "open", "several"})
    void bothParts(String name) throws IOException {
        Path folder = CASES.resolve(name);
        SplitResult result = split(Files.readString(folder.resolve("whole.cfg")));

        assertThat(result.errors()).isEmpty();
        String report = Stream.concat(
                        result.notes().stream(), result.unsplit().stream().map(each -> each + ""))
                .collect(Collectors.joining("\n", "", "\n"));
        golden(folder.resolve("bird.cfg"), result.texts().orElseThrow().igp());
        golden(folder.resolve("jbgpd.cfg"), result.texts().orElseThrow().bgp());
        golden(folder.resolve("report.txt"), report);
        assertThat(ConfigurationLoader.loadText(
                                "jbgpd.cfg", result.texts().orElseThrow().bgp(), Optional.of(result.dialect()))
                        .errors())
                .isEmpty();
    }

    private static void golden(Path file, String text) throws IOException {
        if (Boolean.getBoolean("jbgp.rewrite")) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    /** A test of routes in jbgpd's part of a file with OSPF. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "source = RTS_STATIC @ source = RTS_STATIC",
                "source = RTS_OSPF_EXT2 @ (source = RTS_INHERIT && krt_source = 12 && igp_metric = 2147483648)",
                "source != RTS_OSPF_EXT2 @ !(source = RTS_INHERIT && krt_source = 12 && igp_metric = 2147483648)",
                "source = RTS_INHERIT @ (source = RTS_INHERIT && krt_source != 12)",
                "source ~ [ RTS_OSPF, RTS_OSPF_IA, RTS_OSPF_EXT1 ] @ (source = RTS_INHERIT && krt_source = 12 && igp_metric != 2147483648)",
                "source ~ [ RTS_OSPF, RTS_OSPF_IA, RTS_OSPF_EXT1, RTS_OSPF_EXT2, RTS_INHERIT ] @ (source = RTS_INHERIT)",
                "source !~ [ RTS_OSPF, RTS_OSPF_IA, RTS_OSPF_EXT1, RTS_OSPF_EXT2, RTS_BGP ] @ !(source = RTS_BGP || (source = RTS_INHERIT && krt_source = 12))",
                "source ~ [ RTS_INHERIT, RTS_BGP, RTS_STATIC ] @ (source ~ [ RTS_BGP, RTS_STATIC ] || (source = RTS_INHERIT && krt_source != 12))",
                "proto = \"core\" @ (source = RTS_INHERIT && krt_source = 12)",
                "proto != \"core\" @ !(source = RTS_INHERIT && krt_source = 12)",
                "proto ~ \"*\" @ (proto ~ \"*\" || (source = RTS_INHERIT && krt_source = 12))",
                "proto = \"up\" @ proto = \"up\"",
                "ospf_metric1 < 10 @ igp_metric < 10",
                "source = RTS_RIP @ source = RTS_RIP",
            })
    void routesAskedOfTheKernel(String before, String after) {
        SplitResult result = split("""
                protocol device { }
                protocol kernel { ipv4 { export all; }; }
                protocol ospf v2 core { ipv4 { import all; export none; }; area 0 { interface "eth0"; }; }
                protocol bgp up { local as 1; neighbor 10.0.0.2 as 2; ipv4 { import all; export where %s; }; }
                """.formatted(before));

        assertThat(result.unsplit()).isEmpty();
        assertThat(result.texts().orElseThrow().bgp()).contains("export where " + after + ";");
    }

    /** Whether BIRD learns jbgpd's routes for what OSPF exports. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "none @ false",
                "all @ true",
                "where source = RTS_STATIC @ false",
                "where source = RTS_STATIC && net ~ [ 10.0.0.0/8+ ] @ false",
                "where source = RTS_STATIC || net = 0.0.0.0/0 @ true",
                "where source != RTS_DEVICE @ true",
                "where proto = \"up\" @ true",
                "where proto = \"fixed\" @ false",
                "where net = 0.0.0.0/0 @ true",
                "filter { if source = RTS_STATIC then accept; reject; } @ false",
                "filter { if source = RTS_STATIC then { ospf_tag = 1; accept; } else reject; } @ false",
                "filter { if source = RTS_STATIC then reject; accept; } @ true",
                "filter { if net = 0.0.0.0/0 then { if source ~ [ RTS_STATIC, RTS_DEVICE ] then accept; } reject; } @ false",
                "filter { if source = RTS_STATIC then accept; else if source = RTS_BGP then accept; reject; } @ true",
                "filter { case source { RTS_BGP: accept; else: reject; } } @ true",
            })
    void birdLearnsWhatItExports(String export, boolean learns) {
        SplitResult result = split("""
                protocol device { }
                protocol kernel { ipv4 { export all; }; }
                protocol ospf v2 core { ipv4 { import all; export %s; }; area 0 { interface "eth0"; }; }
                protocol bgp up { local as 1; neighbor 10.0.0.2 as 2; ipv4 { import all; export none; }; }
                """.formatted(export));

        assertThat(result.texts().orElseThrow().igp().contains("learn;")).isEqualTo(learns);
    }

    @Test
    void whatIsIncludedStandsInItsPlace() {
        SplitResult result = split(Map.of(
                "whole.cfg",
                """
                include "base.cfg";
                protocol ospf v2 { area 0 { include "links/*.cfg"; }; }
                protocol bgp up { local as 1; neighbor 10.0.0.2 as 2; ipv4 { import where net ~ [
                    include "nets.cfg";
                ]; export none; }; }
                """,
                "base.cfg",
                "protocol device { }   # all\nprotocol kernel { ipv4 { export all; }; }",
                "links/a.cfg",
                "interface \"eth0\";",
                "links/b.cfg",
                "interface \"eth1\" { cost 7; };  # slow",
                "nets.cfg",
                "10.0.0.0/8, # private\n11.0.0.0/8"));

        assertThat(result.errors()).isEmpty();
        assertThat(result.texts().orElseThrow().igp())
                .contains(
                        "protocol device { }   # all\n",
                        "interface \"eth0\";",
                        "interface \"eth1\" { cost 7; };  # slow");
        assertThat(result.texts().orElseThrow().bgp())
                .contains("10.0.0.0/8, # private\n11.0.0.0/8")
                .doesNotContain("eth0");
        assertThat(ConfigurationLoader.loadText(
                                "jbgpd.cfg", result.texts().orElseThrow().bgp(), Optional.of(Dialect.BIRD_2))
                        .errors())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "protocol bgp { local as 1; } @ whole.cfg:1:1 there is no OSPF, RIP or Babel to split off: jbgpd reads this file as it is",
                "protocol ospf { } @ whole.cfg:1:1 there is no BGP for jbgpd: leave this file to BIRD",
                "protocol ospf { area 0 { }; @ whole.cfg:1:15 this '{' is not closed",
                "protocol ospf { } } @ whole.cfg:1:19 this '}' closes nothing",
                "router id 1.2.3.4 @ whole.cfg:1:1 the statement that begins here has no end",
                "include \"none.cfg\"; @ whole.cfg:1:9 cannot read included file 'none.cfg': No such file or directory",
                "log \"x @ whole.cfg:1:5 the string that starts here is not closed on the same line",
            })
    void refused(String text, String message) {
        SplitResult result = split(text);

        assertThat(result.texts()).isEmpty();
        assertThat(result.errors().getFirst()).hasToString(message);
    }

    @Test
    void noSuchFile() {
        assertThat(split(Map.of()).errors().getFirst())
                .hasToString("whole.cfg:1:1 cannot read the file: No such file or directory");
    }
}
