package org.jbgp.daemon.editor;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.config.source.DiskFiles;
import org.jbgp.config.source.FilePattern;
import org.jbgp.config.source.SourceFiles;

/**
 * The files on the disk, but for those that are open in the editor: of these it has the texts of one moment. Remembers
 * what was read. Belongs to one thread, and to one that waits for it.
 */
final class OverlaidFiles implements SourceFiles {
    /** By the file without symbolic links. */
    private final Map<String, String> open = new HashMap<>();

    private final Set<String> paths = new TreeSet<>();
    private final Map<String, String> tooLong = new HashMap<>();
    private final Map<String, String> read = new HashMap<>();
    private final DiskFiles disk = new DiskFiles();

    OverlaidFiles(OpenDocuments documents) {
        for (OpenDocuments.Document document : documents.all()) {
            paths.add(document.path());
            document.text()
                    .ifPresentOrElse(
                            text -> open.put(document.file(), text.text()),
                            () -> tooLong.put(document.file(), document.uri()));
        }
    }

    /** Texts instead of those that are there, for a trial. */
    OverlaidFiles with(Map<String, String> others) {
        others.forEach((path, text) -> {
            open.put(OpenDocuments.file(path), text);
            paths.add(OpenDocuments.normal(path));
        });
        return this;
    }

    @Override
    public String read(String path) throws IOException {
        String file = OpenDocuments.file(path);
        if (tooLong.containsKey(file)) {
            throw new IOException("the text is longer than " + (OpenDocuments.LONGEST >> 20)
                    + " million characters, too long to be checked while it is open");
        }
        String text = open.get(file);
        String found = text == null ? disk.read(path) : text;
        synchronized (read) {
            read.put(path, found);
        }
        return found;
    }

    /** Also finds texts that were never saved. */
    @Override
    public List<String> glob(String pattern) throws IOException {
        TreeSet<String> found = new TreeSet<>(disk.glob(pattern));
        String normal = OpenDocuments.normal(pattern);
        TreeSet<String> known = new TreeSet<>();
        found.forEach(path -> known.add(OpenDocuments.file(path)));
        paths.stream()
                .filter(path -> FilePattern.matchesPath(normal, path) && !known.contains(OpenDocuments.file(path)))
                .forEach(found::add);
        return List.copyOf(found);
    }

    /** What was read, by the path it was read under. */
    Map<String, String> texts() {
        synchronized (read) {
            return Map.copyOf(read);
        }
    }
}
