package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BIRD takes its parts of the configurations that the tests of {@code --split} have. */
@NeedsPeer({Software.BIRD2, Software.BIRD1})
class SplitIT {
    private static final Path CASES = Path.of("../config-grammar/src/test/resources/org/jbgp/config/split");

    @ParameterizedTest
    @CsvSource({"border, BIRD2", "open, BIRD2", "several, BIRD2", "flat, BIRD1"})
    void birdTakesTheWholeAndItsPart(String name, Software bird) throws IOException, InterruptedException {
        for (String file : new String[] {"whole.cfg", "bird.cfg"}) {
            Path path = CASES.resolve(name).resolve(file);
            Process check = new ProcessBuilder(bird.program(), "-p", "-c", path.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(check.waitFor()).as("%s: %s", path, said).isZero();
        }
    }
}
