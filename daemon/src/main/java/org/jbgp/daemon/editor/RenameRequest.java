package org.jbgp.daemon.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.editor.FileScan;
import org.jbgp.config.editor.Name;
import org.jbgp.config.editor.Renaming;
import org.jbgp.config.editor.Replacement;
import org.jbgp.config.editor.SourceText;

/**
 * Gives a name another text in all files, if nothing else changes: the configurations are read with the new texts
 * first, and each name must then mean what it meant. Belongs to the thread that answers.
 */
final class RenameRequest {
    private final OpenDocuments documents;
    private final Workspace workspace;
    private final Answers answers;

    RenameRequest(OpenDocuments documents, Workspace workspace, Answers answers) {
        this.documents = documents;
        this.workspace = workspace;
        this.answers = answers;
    }

    /** What would be renamed; null if there is no name at the place. */
    Range prepare(String uri, SourceText.Place place) {
        return answers.named(uri, place).stream()
                .findFirst()
                .map(named -> Answers.range(
                        named.reading(), Renaming.nameIn(named.reading().scan(), named.token())))
                .orElse(null);
    }

    /**
     * The changes.
     *
     * @throws Refusal if there is no name, nothing can have the new one, or a name would mean something else then
     */
    WorkspaceEdit rename(String uri, SourceText.Place place, String wanted) throws Refusal {
        List<Answers.Named> named = answers.named(uri, place);
        if (named.isEmpty()) {
            throw new Refusal("there is no name here that the configuration defines");
        }
        String written = Renaming.written(wanted);
        if (written == null) {
            throw new Refusal(
                    "'" + shortened(wanted) + "' cannot be a name: only letters, digits, '_', '.', ':' and '-'");
        }
        for (Answers.Named each : named) {
            requireFree(each, written.replace("'", ""));
        }
        Map<String, TreeMap<Integer, Replacement>> files = new HashMap<>();
        Map<String, SourceText> texts = new HashMap<>();
        for (Answers.Named each : named) {
            if (!each.reading().names().isWhole()) {
                throw new Refusal("not renamed: there are syntax errors in "
                        + each.reading().root() + " or what it includes, which may hide places of the name");
            }
            Renaming.replacements(each.reading().scan(), each.reading().names(), each.name(), written)
                    .forEach((file, replacements) -> {
                        String path = OpenDocuments.normal(file);
                        texts.put(path, each.reading().scan().text(file));
                        replacements.forEach(replacement -> files.computeIfAbsent(path, other -> new TreeMap<>())
                                .put(replacement.start(), replacement));
                    });
        }
        for (String path : files.keySet()) {
            requireWritable(path);
        }
        Map<String, String> changed = new HashMap<>();
        files.forEach((path, replacements) ->
                changed.put(path, Replacement.apply(texts.get(path).text(), List.copyOf(replacements.values()))));
        for (Answers.Named each : named) {
            verify(each.reading(), changed, wanted);
        }
        Map<String, List<TextEdit>> edits = new HashMap<>();
        files.forEach((path, replacements) -> edits.put(
                documents.uri(path),
                replacements.values().stream()
                        .map(each ->
                                new TextEdit(LspPlaces.range(texts.get(path), each.start(), each.end()), each.text()))
                        .toList()));
        return new WorkspaceEdit(edits);
    }

    /** What only one function knows may be called like something else: whether that changes a meaning is verified. */
    private static void requireFree(Answers.Named named, String name) throws Refusal {
        Optional<Name> taken = named.reading().names().find(name);
        if (taken.isPresent()
                && !taken.get().equals(named.name())
                && !named.name().kind().isLocal()) {
            throw new Refusal("not renamed: there is already another "
                    + taken.get().kind().word() + " '" + taken.get().text() + "'");
        }
    }

    /** An editor that can save only some of the files leaves a configuration that is broken. */
    private void requireWritable(String path) throws Refusal {
        boolean open = documents.all().stream().anyMatch(each -> each.file().equals(OpenDocuments.file(path)));
        if (!open && !isWritable(Path.of(path))) {
            throw new Refusal("not renamed: the name also stands in " + path + ", which you may not write");
        }
    }

    /** Root may write any file; one that nobody else may is not meant to be. */
    private static boolean isWritable(Path file) {
        try {
            return Files.isWritable(file)
                    && PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                            .contains("w");
        } catch (IOException e) {
            return false;
        }
    }

    private void verify(Workspace.Reading before, Map<String, String> changed, String wanted) throws Refusal {
        Optional<Workspace.Reading> after = workspace.trial(before, changed);
        boolean same = after.isPresent()
                && after.get().names().isWhole()
                && isSameShape(before.scan(), after.get().scan())
                && after.get().names().meaning().equals(before.names().meaning());
        if (!same) {
            throw new Refusal("not renamed: '" + shortened(wanted) + "' would then mean something else somewhere");
        }
        if (errors(before.root(), changed) > errors(before.root(), Map.of())) {
            throw new Refusal(
                    "not renamed: with '" + shortened(wanted) + "' there would be a mistake more in " + before.root());
        }
    }

    private static boolean isSameShape(FileScan before, FileScan after) {
        return before.tokens().size() == after.tokens().size() && before.dialect() == after.dialect();
    }

    private int errors(String root, Map<String, String> changed) {
        return ConfigurationLoader.load(root, new OverlaidFiles(documents).with(changed), workspace.dialect())
                .errors()
                .size();
    }

    private static String shortened(String wanted) {
        return wanted.length() > 60 ? wanted.substring(0, 60) + "…" : wanted;
    }
}
