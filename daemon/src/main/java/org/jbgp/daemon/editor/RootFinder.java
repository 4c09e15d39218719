package org.jbgp.daemon.editor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.config.editor.FileScan;

/**
 * Finds the configurations that include a file: those the editor names, those that are open, and files named {@code
 * *.conf} or {@code *.cfg} in its directory and the ones above.
 */
final class RootFinder {
    private static final int LEVELS = 4;
    private static final int MOST_IN_DIRECTORY = 64;
    private static final long LARGEST = 4 << 20;

    private final OpenDocuments documents;

    RootFinder(OpenDocuments documents) {
        this.documents = documents;
    }

    /**
     * The configurations a file is part of; itself if there is no other.
     *
     * @param named the roots that the editor's settings name, as normal paths
     */
    Set<String> rootsOf(String file, List<String> named) {
        Set<String> roots = new LinkedHashSet<>();
        List<String> candidates = new ArrayList<>(named);
        documents.all().forEach(document -> candidates.add(document.path()));
        nearby(file, candidates);
        Map<String, Set<String>> included = new HashMap<>();
        String wanted = OpenDocuments.file(file);
        for (String candidate : new LinkedHashSet<>(candidates)) {
            if (!candidate.equals(file)
                    && included.computeIfAbsent(candidate, this::included).contains(wanted)) {
                roots.add(candidate);
            }
        }
        if (roots.isEmpty() || named.contains(file)) {
            roots.add(file);
        }
        // One that is itself included is no root.
        Set<String> tops = new LinkedHashSet<>(roots);
        tops.removeIf(root -> roots.stream()
                .anyMatch(other -> !other.equals(root)
                        && included.computeIfAbsent(other, this::included).contains(OpenDocuments.file(root))));
        return tops.isEmpty() ? roots : tops;
    }

    private void nearby(String file, List<String> candidates) {
        Path directory;
        try {
            directory = Path.of(file).getParent();
        } catch (InvalidPathException none) {
            return;
        }
        for (int level = 0; level < LEVELS && directory != null && directory.isAbsolute(); level++) {
            try (Stream<Path> entries = Files.list(directory)) {
                entries.filter(RootFinder::isConfiguration)
                        .limit(MOST_IN_DIRECTORY)
                        .map(Path::toString)
                        .sorted()
                        .forEach(candidates::add);
            } catch (IOException | UncheckedIOException unreadable) {
                // What cannot be looked at is no candidate.
            }
            directory = directory.getParent();
        }
    }

    private static boolean isConfiguration(Path path) {
        String name = path.getFileName().toString();
        try {
            return (name.endsWith(".conf") || name.endsWith(".cfg"))
                    && Files.isRegularFile(path)
                    && Files.size(path) < LARGEST
                    && Files.readString(path, StandardCharsets.ISO_8859_1).contains("include");
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** All that a file includes. */
    private Set<String> included(String root) {
        try {
            return FileScan.read(root, new OverlaidFiles(documents), Optional.empty()).files().stream()
                    .skip(1)
                    .map(OpenDocuments::file)
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            return Set.of();
        }
    }
}
