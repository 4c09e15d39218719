package org.jbgp.daemon.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Configurations and sessions as they are found in the field. The project has some of its own; recorded ones, which are
 * no part of its files, are an addition where they are: in {@code ../shared/corpus}, or where {@code -Djbgpd.corpus}
 * says.
 */
public final class Corpus {
    private static final Path CLUSTER = Path.of("../config-grammar/src/test/resources/org/jbgp/config/cluster");

    private Corpus() {}

    /**
     * Folders of configurations of Kubernetes nodes: our own cases first, then, where they are, those of Calico's
     * template tests.
     */
    public static List<Path> cluster() {
        return Stream.concat(Stream.of(CLUSTER), recorded("calico").stream()).toList();
    }

    /**
     * A recorded file or folder, if this machine has it.
     *
     * @param path below the corpus, such as {@code calico/mesh}
     */
    public static Optional<Path> recorded(String path) {
        String named = System.getProperty("jbgpd.corpus", "");
        Path here = Path.of("").toAbsolutePath();
        Stream<Path> places = named.isEmpty()
                ? Stream.iterate(here, Objects::nonNull, Path::getParent).map(up -> up.resolve("shared/corpus"))
                : Stream.of(Path.of(named));
        return places.map(place -> place.resolve(path)).filter(Files::exists).findFirst();
    }
}
