package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** BIRD itself takes the example configurations, so that they are no dialect of our own. */
@NeedsPeer({Software.BIRD2, Software.BIRD1})
class ExampleConfigurationsIT {
    private static final Path EXAMPLES = Path.of("../examples/configurations");
    /** Those in the language of BIRD 1.6. */
    private static final List<String> OLD = List.of("calico-mesh.conf", "calico-reflector.conf", "edge-1.6.conf");

    /**
     * Those in the language of BIRD 2.19, which Debian has not; its 2.0.12 knows neither BMP nor TCP-AO. Aggregates of
     * prefixes and conditions are options of ours.
     */
    private static final List<String> NEWER = List.of(
            "unnumbered-fabric.conf", "bmp-exchange.conf", "tcp-ao.conf", "aggregation.conf", "conditional.conf");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files
                    .filter(file -> file.toString().endsWith(".conf"))
                    .filter(file -> !NEWER.contains(file.getFileName().toString()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void birdTakesIt(Path file) throws Exception {
        Software bird = OLD.contains(file.getFileName().toString()) ? Software.BIRD1 : Software.BIRD2;
        Process check = new ProcessBuilder(bird.program(), "-p", "-c", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(said).isZero();
    }
}
