package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.InterfacePattern;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.DeviceConfig;
import org.jbgp.config.model.DirectConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.KernelConfig;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Configurations as Calico's templates write them load, one root file for each family and what it includes: our own
 * cases, and where {@code ../shared/corpus/calico} stands beside the project, those that Calico's template tests
 * expect.
 */
class CalicoCorpusTest {
    private static final Path OWN = Path.of("src/test/resources/org/jbgp/config/cluster");

    private static List<Path> places() {
        return Stream.concat(
                        Stream.of(OWN),
                        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                                .map(base ->
                                        base.resolve("../shared/corpus/calico").normalize())
                                .filter(Files::isDirectory)
                                .limit(1))
                .toList();
    }

    private static Stream<Path> files(Path place, String name) {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(file -> file.getFileName().toString().equals(name)).sorted().toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @TestFactory
    Stream<DynamicTest> ipv4() {
        return tests("bird.cfg", Dialect.BIRD_1_6_IPV4);
    }

    @TestFactory
    Stream<DynamicTest> ipv6() {
        return tests("bird6.cfg", Dialect.BIRD_1_6_IPV6);
    }

    private static Stream<DynamicTest> tests(String name, Dialect dialect) {
        return places().stream()
                .flatMap(place -> files(place, name))
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
                    LoadResult result = ConfigurationLoader.load(file, dialect);
                    assertThat(result.errors()).isEmpty();
                    Configuration configuration = result.configuration().orElseThrow();
                    assertThat(configuration.files()).hasSize(3);
                    assertThat(configuration.dialect()).isEqualTo(dialect);
                    assertThat(configuration.router().routerId().configured()).isPresent();
                    assertKernel(configuration);
                    assertDevice(configuration);
                    long statics = 0;
                    for (String read : configuration.files()) {
                        statics += find(Files.readString(Path.of(read)), "(?m)^(protocol static)")
                                .count();
                    }
                    assertThat(configuration.protocols().stream().filter(StaticConfig.class::isInstance))
                            .hasSize((int) statics);
                    assertNeighbors(configuration, Files.readString(file));
                    assertContents(configuration);
                }));
    }

    /** Filters, functions, static routes and AS numbers are those of the text, over all files read. */
    private static void assertContents(Configuration configuration) throws IOException {
        StringBuilder whole = new StringBuilder();
        for (String read : configuration.files()) {
            whole.append(Files.readString(Path.of(read)));
        }
        String text = whole.toString();
        assertThat(configuration.filters().filters().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        find(text, "(?m)^filter ['\"]?([^\\s'\"{]+)").toList());
        find(text, "(?m)^function (\\w+)")
                .forEach(name -> assertThat(configuration.filters().function(name))
                        .as(name)
                        .isPresent());
        assertThat(configuration.protocols().stream()
                        .filter(StaticConfig.class::isInstance)
                        .flatMap(fixed -> ((StaticConfig) fixed).routes().stream())
                        .map(route -> route.prefix().toString()))
                .hasSameSizeAs(find(text, "(?m)^\\s*route (\\S+)").toList());
        Set<Long> asNumbers =
                find(text, "(?m)^\\s*local as (\\d+)").map(Long::valueOf).collect(Collectors.toSet());
        assertThat(configuration.protocols())
                .filteredOn(BgpConfig.class::isInstance)
                .allMatch(bgp -> asNumbers.contains(((BgpConfig) bgp).local().asn()));
    }

    private static void assertKernel(Configuration configuration) {
        KernelConfig kernel = (KernelConfig) configuration.protocol("kernel1").orElseThrow();
        assertThat(kernel.learn()).isEqualTo(KernelConfig.Learn.ALIEN);
        assertThat(kernel.persist()).isTrue();
        assertThat(kernel.scanTime()).isEqualTo(2);
        assertThat(kernel.gracefulRestart()).isTrue();
        assertThat(kernel.table().mergePaths()).isEqualTo(16);
        assertThat(kernel.table().metric()).isZero();
        ChannelConfig channel = kernel.channels().getFirst();
        assertThat(channel.table()).isEqualTo("master");
        assertThat(channel.importFilter()).isEqualTo(new FilterRef.All());
        assertThat(channel.exportFilter())
                .isInstanceOfSatisfying(
                        FilterRef.Named.class,
                        filter -> assertThat(filter.name()).isEqualTo("calico_kernel_programming"));
    }

    private static void assertDevice(Configuration configuration) {
        assertThat(((DeviceConfig) configuration.protocol("device1").orElseThrow()).scanTime())
                .isEqualTo(2);
        DirectConfig direct = (DirectConfig) configuration.protocol("direct1").orElseThrow();
        assertThat(direct.interfaces())
                .contains(
                        new InterfacePattern(false, Optional.of("cali*"), Optional.empty()),
                        new InterfacePattern(true, Optional.of("*"), Optional.empty()));
        assertThat(direct.interfaces().getLast().accept()).isTrue();
    }

    /** Every {@code protocol bgp} of the text is there with its neighbor, and has what the template says. */
    private static void assertNeighbors(Configuration configuration, String text) {
        List<BgpConfig> neighbors = configuration.protocols().stream()
                .filter(BgpConfig.class::isInstance)
                .map(BgpConfig.class::cast)
                .toList();
        assertThat(neighbors)
                .extracting(BgpConfig::name)
                .containsExactlyElementsOf(
                        find(text, "(?m)^protocol bgp (\\S+) from").toList());
        assertThat(neighbors)
                .extracting(bgp -> bgp.neighbor().address().orElseThrow().toString())
                .containsExactlyElementsOf(find(text, "(?m)^\\s*neighbor (\\S+)")
                        .map(address -> IpAddress.parse(address).orElseThrow().toString())
                        .toList());
        for (BgpConfig bgp : neighbors) {
            assertThat(bgp.local().asn()).isPositive();
            assertThat(bgp.neighbor().asn()).isPresent();
            assertThat(bgp.timers().dialing().delay()).isEqualTo(2);
            assertThat(bgp.timers().dialing().retry()).isEqualTo(5);
            assertThat(bgp.timers().errorWait().least()).isEqualTo(5);
            assertThat(bgp.timers().errorWait().most()).isEqualTo(30);
            assertThat(bgp.common().description()).contains("Connection to BGP peer");
            ChannelConfig channel = bgp.channels().getFirst();
            assertThat(channel.bgp().orElseThrow().resolution().gateway())
                    .isEqualTo(BgpChannelOptions.Gateway.RECURSIVE);
            assertThat(channel.bgp().orElseThrow().addPaths())
                    .isEqualTo(new BgpChannelOptions.AddPaths(true, true, false));
            assertThat(channel.importFilter()).isInstanceOfAny(FilterRef.All.class, FilterRef.Inline.class);
            assertThat(channel.exportFilter()).isInstanceOf(FilterRef.Inline.class);
        }
    }

    private static Stream<String> find(String text, String regex) {
        return Pattern.compile(regex).matcher(text).results().map(match -> match.group(1));
    }
}
