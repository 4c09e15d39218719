package org.jbgp.daemon.simulate.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.source.SystemWords;
import org.jbgp.daemon.progress.Work;

/** Reads the configurations of the routers. */
public final class RouterFiles {
    private static final Pattern HINT = Pattern.compile("^\\s*#\\s*simulate:\\s*(.*?)\\s*$", Pattern.MULTILINE);
    private static final List<String> MAIN_FILES = List.of("jbgpd.conf", "bird.conf", "bird.cfg", "jbgpd.cfg");

    private final List<String> problems = new ArrayList<>();
    private final Consumer<String> warnings;

    private RouterFiles(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /**
     * Reads them. A file is a router of that name; of a directory each file that ends with {@code .conf} or {@code
     * .cfg} is one, and each folder in it that has one of the usual names in it.
     */
    public static List<RouterFile> read(List<Path> paths, Consumer<String> warnings, Work work) throws BadInput {
        RouterFiles reader = new RouterFiles(warnings);
        Map<String, Path> named = new LinkedHashMap<>();
        for (Path path : paths) {
            reader.name(path, named);
        }
        List<RouterFile> files = new ArrayList<>();
        work.total(named.size());
        named.forEach((name, path) -> {
            reader.load(name, path).ifPresent(files::add);
            work.add(1);
        });
        if (!reader.problems.isEmpty()) {
            throw new BadInput(reader.problems);
        }
        return files;
    }

    private void name(Path path, Map<String, Path> named) {
        if (!Files.isDirectory(path)) {
            put(nameOf(path), path, named);
            return;
        }
        int before = named.size();
        try (Stream<Path> inside = Files.list(path)) {
            for (Path each : inside.sorted().toList()) {
                if (Files.isDirectory(each)) {
                    MAIN_FILES.stream()
                            .map(each::resolve)
                            .filter(Files::isRegularFile)
                            .findFirst()
                            .ifPresent(file -> put(each.getFileName().toString(), file, named));
                } else if (each.toString().endsWith(".conf") || each.toString().endsWith(".cfg")) {
                    put(nameOf(each), each, named);
                }
            }
        } catch (IOException e) {
            problems.add(path + ": " + SystemWords.of(e));
            return;
        }
        if (named.size() == before && problems.isEmpty()) {
            problems.add(path + ": no file in it ends with .conf or .cfg, and no folder in it has a "
                    + MAIN_FILES.getFirst() + " or " + MAIN_FILES.get(1));
        }
    }

    private void put(String name, Path path, Map<String, Path> named) {
        Path other = named.putIfAbsent(name, path);
        if (other != null) {
            problems.add(path + ": there is a router " + name + " already (" + other + "): give one another file name");
        }
    }

    private static String nameOf(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private Optional<RouterFile> load(String name, Path path) {
        LoadResult loaded = ConfigurationLoader.load(path);
        loaded.warnings().forEach(warning -> warnings.accept(warning.position() + " warning: " + warning.message()));
        loaded.errors().forEach(error -> problems.add(error.toString()));
        List<RouterFile.Interface> interfaces = interfaces(path);
        return loaded.configuration().map(configuration -> {
            List<String> leftOut = new ArrayList<>();
            return new RouterFile(
                    name,
                    path.toString(),
                    Simulable.of(configuration, leftOut),
                    List.copyOf(leftOut),
                    interfaces,
                    false);
        });
    }

    /** Comments of the form {@code # simulate: interface eth0 192.0.2.1/24 vrf red}. */
    private List<RouterFile.Interface> interfaces(Path path) {
        List<RouterFile.Interface> interfaces = new ArrayList<>();
        String text;
        try {
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return interfaces; // it was read before, and says so itself if it cannot be
        }
        Matcher hints = HINT.matcher(text);
        while (hints.find()) {
            String[] words = hints.group(1).split("\\s+", -1);
            boolean within = words.length >= 5 && words[words.length - 2].equals("vrf");
            String vrf = within ? words[words.length - 1] : "";
            boolean good = words.length >= 3 && words[0].equals("interface");
            for (int i = 2; good && i < words.length - (within ? 2 : 0); i++) {
                Optional<Plan.Address> read = Plan.Address.parse(words[i]);
                read.ifPresent(
                        each -> interfaces.add(new RouterFile.Interface(words[1], each.address(), each.length(), vrf)));
                good = read.isPresent() && words[i].contains("/");
            }
            if (!good) {
                long line = text.substring(0, hints.start()).lines().count() + 1;
                problems.add(path + ":" + line + ":1 '" + hints.group(1)
                        + "' is not understood: write '# simulate: interface eth0 192.0.2.1/24'");
            }
        }
        return interfaces;
    }
}
