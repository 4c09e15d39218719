package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configurations that BIRD's packages install load, each protocol in its place. */
class SampleConfigurationsIT {

    @Test
    @NeedsPeer(Software.BIRD2)
    void thatOfDebiansBird2() {
        assertThat(protocols(load(Path.of("/usr/share/bird2/bird.conf"), Dialect.BIRD_2)))
                .containsExactly("device1", "direct1", "kernel1", "kernel2", "static1");
    }

    @ParameterizedTest
    @NeedsPeer(Software.BIRD1)
    @CsvSource({
        "bird/bird.conf, BIRD_1_6_IPV4",
        "bird/bird6.conf, BIRD_1_6_IPV6",
        "doc/bird/examples/bird.conf.gz, BIRD_1_6_IPV4",
        "doc/bird/examples/bird6.conf.gz, BIRD_1_6_IPV6"
    })
    void thoseOfBird16(String name, Dialect dialect) {
        Path share =
                Path.of(Software.BIRD1.program()).resolveSibling("../share").normalize();

        assertThat(protocols(load(share.resolve(name), dialect))).contains("kernel1", "device1");
    }

    private static List<String> protocols(LoadResult result) {
        assertThat(result.errors()).isEmpty();
        Configuration configuration = result.configuration().orElseThrow();
        return configuration.protocols().stream().map(ProtocolConfig::name).toList();
    }

    private static LoadResult load(Path file, Dialect dialect) {
        return ConfigurationLoader.loadText(file.getFileName().toString(), text(file), Optional.of(dialect));
    }

    private static String text(Path file) {
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
