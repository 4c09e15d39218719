package org.jbgp.daemon.editor;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.jbgp.config.editor.SourceText;

/** The texts that are open in the editor, which stand for the files of the same names. Any thread. */
final class OpenDocuments {
    /** UTF-16 units of a text; one that is longer is not looked at. */
    static final int LONGEST = 16 << 20;

    private static final String NAMELESS = "untitled:";

    private final Map<String, Document> byUri = new HashMap<>();
    private final AtomicLong generation = new AtomicLong();

    /**
     * An open text.
     *
     * @param uri as the editor writes it
     * @param path of the file it stands for, as {@link OpenDocuments#path} gives it
     * @param file the same without symbolic links, as {@link OpenDocuments#file} gives it
     * @param text empty if it is too long
     */
    record Document(String uri, String path, String file, Optional<SourceText> text) {}

    /**
     * The same for one file, by whatever symbolic links it is reached; of one that is not there yet, its folder counts.
     * What an {@code include} in a file means goes by its path all the same.
     */
    static String file(String path) {
        String normal = normal(path);
        try {
            Path given = Path.of(normal);
            if (!given.isAbsolute() || given.getFileName() == null) {
                return normal;
            }
            if (Files.exists(given)) {
                return given.toRealPath().toString();
            }
            return Files.exists(given.getParent())
                    ? given.getParent()
                            .toRealPath()
                            .resolve(given.getFileName())
                            .toString()
                    : normal;
        } catch (InvalidPathException | IOException none) {
            return normal;
        }
    }

    /**
     * The file that a URI names, with no {@code .} and {@code ..} in it; if it names none, the URI as it would be
     * written as the path of a file.
     */
    static String path(String uri) {
        try {
            URI parsed = URI.create(uri);
            if ("file".equals(parsed.getScheme()) && parsed.getPath() != null) {
                return Path.of(parsed.getPath()).normalize().toString();
            }
        } catch (IllegalArgumentException notOne) {
            // Of an editor that does not care, or a text that is no file.
        }
        return uri.isEmpty() ? NAMELESS : normal(uri);
    }

    /** The same path for one file, however it is written. */
    static String normal(String path) {
        try {
            return Path.of(path).normalize().toString();
        } catch (InvalidPathException none) {
            return path;
        }
    }

    /** How often anything changed. */
    long generation() {
        return generation.get();
    }

    /** Something outside of the texts changed. */
    void touch() {
        generation.incrementAndGet();
    }

    synchronized void open(String uri, String text) {
        byUri.put(uri, new Document(uri, path(uri), file(path(uri)), bounded(text)));
        touch();
    }

    private static Optional<SourceText> bounded(String text) {
        return text != null && text.length() <= LONGEST ? Optional.of(new SourceText(text)) : Optional.empty();
    }

    /** Applies changes in their order, each to what the one before it left. */
    synchronized void change(String uri, List<TextDocumentContentChangeEvent> changes) {
        Document document = byUri.get(uri);
        if (document == null) {
            return;
        }
        Optional<SourceText> text = document.text();
        for (TextDocumentContentChangeEvent change : changes) {
            if (change.getRange() == null) {
                text = bounded(change.getText());
            } else if (text.isPresent()) {
                SourceText old = text.get();
                int start = old.offset(LspPlaces.place(change.getRange().getStart()));
                int end = Math.max(
                        start, old.offset(LspPlaces.place(change.getRange().getEnd())));
                String inserted = change.getText() == null ? "" : change.getText();
                text = (long) old.text().length() + inserted.length() > LONGEST + (end - start)
                        ? Optional.empty()
                        : Optional.of(new SourceText(new StringBuilder(old.text())
                                .replace(start, end, inserted)
                                .toString()));
            }
        }
        byUri.put(uri, new Document(uri, document.path(), document.file(), text));
        touch();
    }

    synchronized void close(String uri) {
        byUri.remove(uri);
        touch();
    }

    synchronized Optional<Document> document(String uri) {
        return Optional.ofNullable(byUri.get(uri));
    }

    /** All of them now. */
    synchronized List<Document> all() {
        return List.copyOf(byUri.values());
    }

    /** How the editor calls a file. */
    synchronized String uri(String path) {
        String normal = normal(path);
        String file = file(path);
        for (Document document : byUri.values()) {
            if (document.file().equals(file)) {
                return document.uri();
            }
        }
        try {
            return Path.of(normal).toUri().toString();
        } catch (InvalidPathException none) {
            return path;
        }
    }
}
