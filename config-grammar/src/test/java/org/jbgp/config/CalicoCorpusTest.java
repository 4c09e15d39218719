package org.jbgp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.config.model.Dialect;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every configuration Calico's template tests expect must load: one root file for each family, and what it includes. */
class CalicoCorpusTest {

    private static Path corpus() {
        for (Path base = Path.of("").toAbsolutePath(); base != null; base = base.getParent()) {
            Path corpus = base.resolve("../shared/corpus/calico").normalize();
            if (Files.isDirectory(corpus)) {
                return corpus;
            }
        }
        return null;
    }

    private static List<Path> files(String name) {
        Path corpus = corpus();
        assumeTrue(corpus != null, "../shared/corpus/calico is not there: nothing to load");
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .sorted()
                    .toList();
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
        return files(name).stream()
                .map(file -> DynamicTest.dynamicTest(corpus().relativize(file).toString(), () -> {
                    LoadResult result = ConfigurationLoader.load(file, dialect);
                    assertThat(result.errors()).isEmpty();
                    assertThat(result.configuration().orElseThrow().files()).hasSize(3);
                }));
    }
}
