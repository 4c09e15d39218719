package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on how jbgpd is built, and the glossary, name what is there: every package, in its order, and no class
 * that is not. */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** Modules, and the package that the page leaves out of names. */
    private static final Map<String, String> MODULES = Map.of(
            "config-grammar", "org.jbgp.config",
            "kernel-fib", "org.jbgp.kernel",
            "daemon", "org.jbgp.daemon",
            "cli", "org.jbgp.cli",
            "bench", "org.jbgp.bench");
    /** {@code Shard} or {@code Shard.later}; with one hump it may be a word of commands. */
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][A-Za-z]*)+|Shard)(?:\\.([a-z]\\w+))?`");

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?org\\.jbgp\\.daemon\\.([a-z.]+)\\.[A-Z]");

    @Test
    void everyPackageIsNamed() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            Path sources = ROOT.resolve(module.getKey()).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.endsWith("package-info.java"))
                        .map(file ->
                                sources.relativize(file.getParent()).toString().replace('/', '.'))
                        .map(name -> name.equals(module.getValue())
                                ? name
                                : name.substring(module.getValue().length() + 1))
                        .filter(name -> !page.contains("`" + name + "`"))
                        .forEach(name -> missing.add(module.getKey() + " " + name));
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void roomsKnowOnlyThoseAboveThemInTheTable() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));
        Map<String, Integer> rows = new HashMap<>();
        page.substring(page.indexOf("Inside `daemon`"), page.indexOf("(`org.jbgp.daemon` itself)"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> {
                    int row = rows.size();
                    Matcher packages = Pattern.compile("`([a-z.]+)`").matcher(line.split("\\|", -1)[1]);
                    while (packages.find()) {
                        rows.put(packages.group(1), row);
                    }
                });
        Set<String> wrong = new TreeSet<>();
        Path sources = ROOT.resolve("daemon/src/main/java/org/jbgp/daemon");
        for (String room : rows.keySet()) {
            try (Stream<Path> files = Files.list(sources.resolve(room.replace('.', '/')))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    IMPORT.matcher(Files.readString(file))
                            .results()
                            .filter(known -> rows.getOrDefault(known.group(1), 0) > rows.get(room))
                            .forEach(known ->
                                    wrong.add(room + " knows " + known.group(1) + " in " + file.getFileName()));
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md"})
    void everyClassIsThere(String page) throws IOException {
        Map<String, Path> classes = new HashMap<>();
        for (String module : MODULES.keySet()) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file ->
                                classes.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        Set<String> wrong = new TreeSet<>();
        Matcher names = CLASS.matcher(Files.readString(ROOT.resolve(page)));
        while (names.find()) {
            Path source = classes.get(names.group(1));
            if (source == null || (names.group(2) != null && !hasMember(source, names.group(2)))) {
                wrong.add(names.group());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean hasMember(Path source, String name) throws IOException {
        return Pattern.compile(" " + name + "[(; ]")
                .matcher(Files.readString(source))
                .find();
    }

    @Test
    void pointersStayInsideTheRepository() throws IOException {
        Path page = ROOT.resolve("docs/architecture.md");
        List<String> wrong = new ArrayList<>();
        Matcher links = Pattern.compile("\\]\\(([^)#]+)").matcher(Files.readString(page));
        while (links.find()) {
            Path target = page.resolveSibling(links.group(1)).normalize();
            if (!target.startsWith(ROOT) || !Files.exists(target)) {
                wrong.add(links.group(1));
            }
        }
        assertThat(wrong).isEmpty();
    }
}
