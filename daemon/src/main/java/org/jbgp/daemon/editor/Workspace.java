package org.jbgp.daemon.editor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.editor.FileScan;
import org.jbgp.config.editor.NameIndex;
import org.jbgp.config.editor.SourceText;

/** What is known of the configurations whose files are open. Belongs to the thread that answers questions. */
final class Workspace {
    private final OpenDocuments documents;
    private final RootFinder finder;
    private final Map<String, Reading> readings = new HashMap<>();
    /** The configurations each open file is part of. */
    private final Map<String, Set<String>> roots = new HashMap<>();

    private List<String> named = List.of();
    private Optional<Dialect> dialect = Optional.empty();

    /**
     * A configuration as it was read.
     *
     * @param root its first file
     * @param generation of the texts
     */
    record Reading(String root, FileScan scan, NameIndex names, long generation) {
        /** How the scan calls a file, null if it is no part of the configuration. */
        String nameOf(String path) {
            for (String file : scan.files()) {
                if (OpenDocuments.normal(file).equals(path)) {
                    return file;
                }
            }
            String same = OpenDocuments.file(path);
            return scan.files().stream()
                    .filter(file -> OpenDocuments.file(file).equals(same))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * A place in an open text.
     *
     * @param reading a configuration it is part of
     * @param file as the scan calls it
     * @param offset in UTF-16 units
     */
    record Spot(Reading reading, String file, SourceText text, int offset) {
        Optional<Token> token() {
            return reading.scan().tokenAt(file, offset);
        }
    }

    Workspace(OpenDocuments documents) {
        this.documents = documents;
        finder = new RootFinder(documents);
    }

    /** What the editor's settings say of roots and language. */
    void settings(List<String> rootFiles, Optional<Dialect> language) {
        named = rootFiles.stream().map(OpenDocuments::normal).toList();
        dialect = language;
        roots.clear();
        readings.clear();
    }

    Optional<Dialect> dialect() {
        return dialect;
    }

    /** The files of the disk may be others now. */
    void forgetRoots() {
        roots.clear();
    }

    /** The configurations that open files are part of, each read anew if anything changed. */
    Set<String> activeRoots() {
        Set<String> open = new HashSet<>();
        documents.all().forEach(document -> open.add(document.path()));
        roots.keySet().retainAll(open);
        Set<String> active = new LinkedHashSet<>();
        for (String file : open) {
            active.addAll(rootsOf(file));
        }
        readings.keySet().retainAll(active);
        return active;
    }

    private Set<String> rootsOf(String file) {
        Set<String> known = roots.get(file);
        if (known == null || !known.stream().allMatch(root -> contains(root, file)) || hasNewRoot(file, known)) {
            known = finder.rootsOf(file, named);
            roots.put(file, known);
        }
        return known;
    }

    /** Whether an open file has come to include one that stood alone. */
    private boolean hasNewRoot(String file, Set<String> known) {
        return known.contains(file)
                && readings.values().stream()
                        .anyMatch(reading -> !reading.root().equals(file) && reading.nameOf(file) != null);
    }

    private boolean contains(String root, String file) {
        return root.equals(file)
                || reading(root).map(reading -> reading.nameOf(file) != null).orElse(false);
    }

    /** A configuration as it stands; empty if its first file cannot be read. */
    Optional<Reading> reading(String root) {
        Reading known = readings.get(root);
        long generation = documents.generation();
        if (known != null && known.generation() == generation) {
            return Optional.of(known);
        }
        try {
            FileScan scan = FileScan.read(root, new OverlaidFiles(documents), dialect);
            Reading reading =
                    new Reading(root, scan, new NameIndex(scan, known == null ? null : known.names()), generation);
            readings.put(root, reading);
            return Optional.of(reading);
        } catch (IOException unreadable) {
            readings.remove(root);
            return Optional.empty();
        }
    }

    /** The same with other texts, which are not kept. */
    Optional<Reading> trial(Reading before, Map<String, String> texts) {
        try {
            FileScan scan = FileScan.read(before.root(), new OverlaidFiles(documents).with(texts), dialect);
            return Optional.of(
                    new Reading(before.root(), scan, new NameIndex(scan, before.names()), before.generation()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The configurations an open text is part of; none if it is too long. */
    List<Reading> readingsOf(String uri) {
        Optional<OpenDocuments.Document> document = documents.document(uri);
        if (document.isEmpty() || document.get().text().isEmpty()) {
            return List.of();
        }
        List<Reading> found = new ArrayList<>();
        for (String root : rootsOf(document.get().path())) {
            reading(root)
                    .filter(reading -> reading.nameOf(document.get().path()) != null)
                    .ifPresent(found::add);
        }
        return found;
    }

    /** A place in an open text, in the first of its configurations. */
    Optional<Spot> spot(String uri, SourceText.Place place) {
        return readingsOf(uri).stream().findFirst().map(reading -> {
            String file = reading.nameOf(OpenDocuments.path(uri));
            SourceText text = reading.scan().text(file);
            return new Spot(reading, file, text, text.offset(place));
        });
    }
}
