package org.jbgp.daemon.editor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadMemory;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.editor.SourceText;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.FileTokens;

/**
 * Checks configurations as the daemon does that starts with them, and says what is wrong with each file. Belongs to the
 * thread that checks.
 */
final class FileCheck {
    private static final String SOURCE = "jbgpd";

    private final OpenDocuments documents;
    private final Map<String, LoadMemory> memories = new HashMap<>();
    /** What was said of each configuration: by file. */
    private final Map<String, Map<String, Set<Diagnostic>>> said = new HashMap<>();
    /** The files of which something was said that still stands in the editor, with the URI it was said of. */
    private final Map<String, String> published = new HashMap<>();

    FileCheck(OpenDocuments documents) {
        this.documents = documents;
    }

    /** Checks one configuration. */
    void check(String root, Optional<Dialect> dialect) {
        OverlaidFiles files = new OverlaidFiles(documents);
        LoadMemory memory = memories.computeIfAbsent(root, each -> new LoadMemory());
        LoadResult result = ConfigurationLoader.load(root, files, dialect, memory);
        Map<String, String> texts = files.texts();
        Map<String, Set<Diagnostic>> found = new LinkedHashMap<>();
        Map<String, TokenEnds> ends = new HashMap<>();
        texts.keySet().forEach(file -> found.put(OpenDocuments.normal(file), new LinkedHashSet<>()));
        add(result.errors(), DiagnosticSeverity.Error, texts, ends, found);
        add(result.warnings(), DiagnosticSeverity.Warning, texts, ends, found);
        said.put(root, found);
    }

    private static void add(
            List<Problem> problems,
            DiagnosticSeverity severity,
            Map<String, String> texts,
            Map<String, TokenEnds> ends,
            Map<String, Set<Diagnostic>> found) {
        for (Problem problem : problems) {
            SourcePosition position = problem.position();
            // Most files have no problem: their lines need not be counted.
            TokenEnds tokens = ends.computeIfAbsent(
                    position.file(), file -> new TokenEnds(file, new SourceText(texts.getOrDefault(file, ""))));
            SourceText text = tokens.text;
            int start = text.offsetAt(position.line(), position.column());
            int end = tokens.endOf(start);
            found.computeIfAbsent(OpenDocuments.normal(position.file()), file -> new LinkedHashSet<>())
                    .add(new Diagnostic(LspPlaces.range(text, start, end), problem.message(), severity, SOURCE));
        }
    }

    /** Where the tokens of a file end. */
    private static final class TokenEnds {
        private final Map<Integer, Integer> ends = new HashMap<>();
        private final SourceText text;

        TokenEnds(String file, SourceText text) {
            this.text = text;
            Deque<Token> open = new ArrayDeque<>();
            for (Token token : FileTokens.of(file, text.text())) {
                int end = text.offsetOfCharacter(token.getStopIndex() + 1);
                ends.put(text.offsetOfCharacter(token.getStartIndex()), end);
                switch (token.getType()) {
                    case BirdLexer.LPAREN, BirdLexer.LBRACKET -> open.push(token);
                    case BirdLexer.RPAREN, BirdLexer.RBRACKET -> {
                        Token opening = open.poll();
                        // What is said of a bracket is said of all that is inside, if one line has it.
                        if (opening != null && opening.getLine() == token.getLine()) {
                            ends.put(text.offsetOfCharacter(opening.getStartIndex()), end);
                        }
                    }
                    default -> {}
                }
            }
        }

        /** The end of the token, on its own line; one character where none begins, nothing at the end of the text. */
        int endOf(int start) {
            int end = ends.getOrDefault(start, Math.min(start + 1, text.text().length()));
            int line = text.text().indexOf('\n', start);
            int most = line < 0 || line == start ? end : Math.min(end, line);
            return Math.max(most, start);
        }
    }

    /**
     * What is to be sent to the editor now.
     *
     * @param active the configurations that files in the editor are part of
     */
    List<PublishDiagnosticsParams> news(Set<String> active) {
        said.keySet().retainAll(active);
        memories.keySet().retainAll(active);
        Map<String, Set<Diagnostic>> all = new LinkedHashMap<>();
        said.values()
                .forEach(files -> files.forEach((file, diagnostics) ->
                        all.computeIfAbsent(file, each -> new LinkedHashSet<>()).addAll(diagnostics)));
        List<PublishDiagnosticsParams> news = new ArrayList<>();
        Set<String> gone = new HashSet<>(published.keySet());
        gone.removeAll(all.keySet());
        gone.forEach(file -> news.add(new PublishDiagnosticsParams(published.remove(file), List.of())));
        all.forEach((file, diagnostics) -> {
            String uri = documents.uri(file);
            String former = published.put(file, uri);
            if (former != null && !former.equals(uri)) {
                news.add(new PublishDiagnosticsParams(former, List.of()));
            }
            news.add(new PublishDiagnosticsParams(uri, List.copyOf(diagnostics)));
        });
        return news;
    }
}
