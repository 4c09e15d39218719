package org.jbgp.config.editor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourceFiles;
import org.jbgp.config.syntax.DialectDetector;
import org.jbgp.config.syntax.IncludingTokens;
import org.jbgp.config.syntax.StatementEnds;

/**
 * The tokens of a file with those of what it includes in their places, and the texts they come from. Belongs to one
 * thread.
 */
public final class FileScan {
    private final CommonTokenStream stream;
    private final Dialect dialect;
    private final Map<String, SourceText> texts;
    private final List<String> files;
    private final Problems problems;
    /** Indices of the tokens of each file, in the order of the file. */
    private final Map<String, int[]> byFile = new HashMap<>();

    /**
     * Where something stands.
     *
     * @param file as the scan names it
     * @param start UTF-16 units before it
     * @param end UTF-16 units up to its end
     */
    public record Span(String file, int start, int end) {}

    private FileScan(
            IncludingTokens source, Map<String, SourceText> texts, Optional<Dialect> dialect, Problems problems) {
        stream = new CommonTokenStream(new StatementEnds(source));
        stream.fill();
        this.texts = texts;
        this.problems = problems;
        files = source.filesRead();
        this.dialect = dialect.orElseGet(() -> DialectDetector.detect(stream.getTokens()));
    }

    /**
     * Reads a file and what it includes.
     *
     * @param dialect the language; empty: as the contents say
     * @throws IOException if the file itself cannot be read
     */
    public static FileScan read(String path, SourceFiles files, Optional<Dialect> dialect) throws IOException {
        Problems problems = new Problems();
        Map<String, SourceText> texts = new HashMap<>();
        SourceFiles noted = new SourceFiles() {
            @Override
            public String read(String file) throws IOException {
                SourceText known = texts.get(file);
                if (known == null) {
                    known = new SourceText(files.read(file));
                    texts.put(file, known);
                }
                return known.text();
            }

            @Override
            public List<String> glob(String pattern) throws IOException {
                return files.glob(pattern);
            }
        };
        String text = noted.read(path);
        return new FileScan(new IncludingTokens(path, text, noted, problems), texts, dialect, problems);
    }

    /** What the tokens are read from. */
    CommonTokenStream stream() {
        return stream;
    }

    /** All tokens; the last one is the end of the file. */
    public List<Token> tokens() {
        return stream.getTokens();
    }

    /** The language. */
    public Dialect dialect() {
        return dialect;
    }

    /** The files that were read, the root first; one that is included twice is there twice. */
    public List<String> files() {
        return files;
    }

    /** The text of a file that was read; null for another one. */
    public SourceText text(String file) {
        return texts.get(file);
    }

    /** A text without what the files have as passwords and keys. */
    public String withoutSecrets(String said) {
        return problems.withoutSecrets(said);
    }

    /** Where a token stands; that of a {@code ;} that nobody wrote is empty. */
    public Span span(Token token) {
        String file = token.getInputStream().getSourceName();
        SourceText text = texts.get(file);
        int start = text.offsetOfCharacter(token.getStartIndex());
        boolean written = token.getType() != Token.EOF && !isMadeUp(token);
        return new Span(file, start, written ? text.offsetOfCharacter(token.getStopIndex() + 1) : start);
    }

    /** Whether it is the end of a statement that has none in the text. */
    private boolean isMadeUp(Token token) {
        if (token.getType() != BirdLexer.SEMICOLON) {
            return false;
        }
        SourceText text = texts.get(token.getInputStream().getSourceName());
        return !text.text().startsWith(";", text.offsetOfCharacter(token.getStartIndex()));
    }

    /** The token that holds an offset, or ends there; empty between tokens. */
    public Optional<Token> tokenAt(String file, int offset) {
        int[] indices = indices(file);
        int before = countBefore(indices, offset);
        // The one that begins here goes before the one that ends here, unless it is a mark beside a word.
        Optional<Token> next = at(indices, before).filter(token -> span(token).start() <= offset);
        Optional<Token> previous =
                at(indices, before - 1).filter(token -> span(token).end() >= offset);
        return next.filter(token -> isWord(token) || previous.isEmpty()).or(() -> previous);
    }

    private Optional<Token> at(int[] indices, int number) {
        return number >= 0 && number < indices.length ? Optional.of(tokens().get(indices[number])) : Optional.empty();
    }

    private static boolean isWord(Token token) {
        return Character.isLetterOrDigit(token.getText().charAt(0))
                || "\"'_".indexOf(token.getText().charAt(0)) >= 0;
    }

    /** How many tokens of the whole begin before an offset of a file. */
    public int indexBefore(String file, int offset) {
        int[] indices = indices(file);
        int before = countBefore(indices, offset);
        return before == 0 ? (indices.length == 0 ? 0 : indices[0]) : indices[before - 1] + 1;
    }

    private int countBefore(int[] indices, int offset) {
        int low = 0;
        int high = indices.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (span(tokens().get(indices[middle])).start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The tokens of a file; of one that is included several times those of the first time. */
    private int[] indices(String file) {
        if (byFile.isEmpty()) {
            Map<String, ArrayList<Integer>> found = new HashMap<>();
            Map<String, Token> first = new HashMap<>();
            for (Token token : tokens()) {
                String name = token.getInputStream().getSourceName();
                Token begin = first.putIfAbsent(name, token);
                if (token.getType() != Token.EOF
                        && !isMadeUp(token)
                        && (begin == null || begin.getInputStream().equals(token.getInputStream()))) {
                    found.computeIfAbsent(name, each -> new ArrayList<>()).add(token.getTokenIndex());
                }
            }
            found.forEach((name, list) ->
                    byFile.put(name, list.stream().mapToInt(Integer::intValue).toArray()));
        }
        return byFile.getOrDefault(file, new int[0]);
    }
}
