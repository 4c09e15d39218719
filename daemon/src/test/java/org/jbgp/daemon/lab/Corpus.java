package org.jbgp.daemon.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Recorded configurations and sessions that are not part of the project's own files. */
public final class Corpus {
    private Corpus() {}

    /**
     * A file or folder of the corpus. Skips the test where the machine has no corpus.
     *
     * @param path below {@code corpus}, such as {@code calico/mesh}
     */
    public static Path path(String path) {
        String named = System.getProperty("jbgpd.corpus", "");
        Path here = Path.of("").toAbsolutePath();
        Stream<Path> places = named.isEmpty()
                ? Stream.iterate(here, Objects::nonNull, Path::getParent).map(up -> up.resolve("shared/corpus"))
                : Stream.of(Path.of(named));
        Path found = places.map(place -> place.resolve(path))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                found != null, "no corpus beside the project (../shared/corpus, or -Djbgpd.corpus=DIRECTORY): " + path);
        return found;
    }
}
