package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Container recipes and the Kubernetes examples name what is there, and their configurations can be used. */
class DeploymentFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path KUBERNETES = ROOT.resolve("examples/kubernetes");

    /** What the build leaves, as {@code dist/pom.xml} names it: it is not there yet when this runs. */
    private static final String PACKAGE = "dist/target/jbgpd_*.deb";

    @TempDir
    Path directory;

    private static List<Path> files(Path directory, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.getFileName().toString().matches(pattern))
                    .sorted()
                    .toList();
        }
    }

    static List<Map<?, ?>> manifests() throws IOException {
        List<Map<?, ?>> manifests = new ArrayList<>();
        for (Path file : files(KUBERNETES, ".*\\.yaml")) {
            for (Object document : new Yaml().loadAll(Files.readString(file))) {
                manifests.add((Map<?, ?>) document);
            }
        }
        return manifests;
    }

    static List<Path> recipes() throws IOException {
        return files(ROOT.resolve("dist/container"), "Dockerfile.*");
    }

    /** Follows names and list positions. */
    private static Object at(Object value, String path) {
        Object now = value;
        for (String name : path.split("/", -1)) {
            now = now instanceof List<?> list ? list.get(Integer.parseInt(name)) : ((Map<?, ?>) now).get(name);
        }
        return now;
    }

    private static List<?> names(Object list) {
        return list == null
                ? List.of()
                : ((List<?>) list).stream().map(each -> at(each, "name")).toList();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void aManifestSaysWhatItIs(Map<?, ?> manifest) {
        assertThat(manifest.get("apiVersion")).isInstanceOf(String.class);
        assertThat(manifest.get("kind")).isInstanceOf(String.class);
        assertThat(at(manifest, "metadata/name")).isInstanceOf(String.class);
    }

    @Test
    void configurationsCanBeUsed() throws IOException {
        int count = 0;
        for (Map<?, ?> manifest : manifests()) {
            if (manifest.get("kind").equals("ConfigMap")) {
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) manifest.get("data")).entrySet()) {
                    Path file = directory.resolve(entry.getKey().toString());
                    Files.writeString(file, entry.getValue().toString());
                    LoadResult result = ConfigurationLoader.load(file);
                    assertThat(result.errors()).isEmpty();
                    assertThat(result.warnings()).isEmpty();
                    assertThat(result.configuration()).isPresent();
                    count++;
                }
            }
        }
        assertThat(count).isPositive();
    }

    @Test
    void theReflectorsAreTwoNodesAndFindTheirFiles() throws IOException {
        List<Map<?, ?>> all = manifests();
        Map<?, ?> deployment = all.stream()
                .filter(each -> each.get("kind").equals("Deployment"))
                .findFirst()
                .orElseThrow();
        Object labels = at(deployment, "spec/template/metadata/labels");
        assertThat(at(deployment, "spec/replicas")).isEqualTo(2);
        assertThat(at(deployment, "spec/selector/matchLabels")).isEqualTo(labels);
        Object apart = at(
                deployment,
                "spec/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");
        assertThat(at(apart, "labelSelector/matchLabels")).isEqualTo(labels);
        assertThat(at(apart, "topologyKey")).isEqualTo("kubernetes.io/hostname");
        assertThat(all)
                .filteredOn(each -> each.get("kind").equals("PodDisruptionBudget"))
                .singleElement()
                .satisfies(budget ->
                        assertThat(at(budget, "spec/selector/matchLabels")).isEqualTo(labels));
        Object pod = at(deployment, "spec/template/spec");
        assertThat(names(at(pod, "volumes"))).isEqualTo(names(at(pod, "containers/0/volumeMounts")));
        assertThat(all.stream()
                        .filter(each -> each.get("kind").equals("ConfigMap"))
                        .map(each -> at(each, "metadata/name")))
                .contains(at(pod, "volumes/0/configMap/name"));
        // Where the nodes dial, and where the probes and Prometheus ask.
        String file = at(
                        all.stream()
                                .filter(each -> each.get("kind").equals("ConfigMap"))
                                .findFirst()
                                .orElseThrow(),
                        "data")
                .toString();
        for (Object port : (List<?>) at(pod, "containers/0/ports")) {
            assertThat(file).contains(" port " + at(port, "containerPort"));
        }
        assertThat(all.stream()
                        .filter(each -> each.get("kind").equals("BGPPeer"))
                        .map(each -> at(each, "spec/peerIP").toString()))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).endsWith(":" + at(pod, "containers/0/ports/0/containerPort")));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aRecipeCopiesWhatIsThere(Path recipe) throws IOException {
        List<String> stages = new ArrayList<>();
        int copies = 0;
        for (String line : Files.readAllLines(recipe)) {
            List<String> words = Arrays.asList(line.split(" +"));
            if (words.getFirst().equals("FROM") && words.size() == 4) {
                stages.add(words.get(3));
            }
            if (words.getFirst().equals("COPY")) {
                copies++;
                if (words.get(1).startsWith("--from=")) {
                    assertThat(stages).contains(words.get(1).substring("--from=".length()));
                } else {
                    for (String source : words.subList(1, words.size() - 1)) {
                        assertThat(source.equals(PACKAGE) || Files.exists(ROOT.resolve(source)))
                                .as(source)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(copies).isPositive();
        assertThat(Files.readString(ROOT.resolve("dist/pom.xml")))
                .contains("<deb>${project.build.directory}/jbgpd_[[version]]_${deb.arch}.deb</deb>");
    }

    /** Files that the README's table and the comments of the files name. */
    @Test
    void whatTheReadmeNamesIsThere() throws IOException {
        String readme = Files.readString(KUBERNETES.resolve("README.md"));
        List<MatchResult> named = Pattern.compile("[\\w./-]+\\.yaml|-f (\\S*Dockerfile\\S*)")
                .matcher(readme)
                .results()
                .toList();
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(
                                each.group(1) == null ? KUBERNETES.resolve(each.group()) : ROOT.resolve(each.group(1)))
                        .exists());
    }
}
