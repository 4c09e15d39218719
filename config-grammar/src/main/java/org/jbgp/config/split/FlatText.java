package org.jbgp.config.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourceFiles;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.syntax.DialectDetector;
import org.jbgp.config.syntax.IncludingTokens;
import org.jbgp.config.syntax.IncludingTokens.Inclusion;
import org.jbgp.config.syntax.Nesting;
import org.jbgp.config.syntax.StatementEnds;

/**
 * A file with the files it includes in the places of the {@code include}s, comments and all, and the tokens of the
 * whole.
 * One thread.
 */
final class FlatText {
    private Dialect dialect = Dialect.BIRD_2;
    private final StringBuilder text = new StringBuilder();
    private final List<FlatToken> tokens = new ArrayList<>();
    private final Set<String> included = new LinkedHashSet<>();
    private final IdentityHashMap<CharStream, List<Piece>> pieces = new IdentityHashMap<>();
    private final IdentityHashMap<CharStream, List<Inclusion>> inclusions = new IdentityHashMap<>();

    /**
     * A part of a file, and where it came to stand.
     *
     * @param from index of its first code point in the file
     * @param to index behind its last one
     * @param start index of its first character in the whole text
     * @param plain it has as many characters as code points
     */
    private record Piece(int from, int to, int start, boolean plain) {}

    private FlatText(IncludingTokens source, List<Token> read) {
        for (Inclusion each : source.inclusions()) {
            inclusions
                    .computeIfAbsent(each.word().getInputStream(), stream -> new ArrayList<>())
                    .add(each);
        }
        append(source.root());
        int behind = 0;
        for (Token token : read) {
            if (isMade(token)) {
                tokens.add(new FlatToken(token.getType(), "", behind, behind, SourcePosition.of(token)));
                continue;
            }
            int start = place(token.getInputStream(), token.getStartIndex());
            behind = place(token.getInputStream(), token.getStopIndex()) + 1;
            tokens.add(new FlatToken(
                    token.getType(), text.substring(start, behind), start, behind, SourcePosition.of(token)));
        }
    }

    /** A ';' that stands in no file: it has the place of the token behind it. */
    private static boolean isMade(Token token) {
        return token.getType() == BirdLexer.SEMICOLON
                && !token.getInputStream()
                        .getText(Interval.of(token.getStartIndex(), token.getStopIndex()))
                        .equals(";");
    }

    /**
     * Reads a file and what it includes.
     *
     * @param problems takes what is wrong with single tokens and with {@code include}s
     * @throws IOException if the file itself cannot be read
     */
    static FlatText read(String path, SourceFiles files, Problems problems) throws IOException {
        IncludingTokens source = new IncludingTokens(path, files.read(path), files, problems);
        StatementEnds ends = new StatementEnds(source);
        List<Token> read = new ArrayList<>();
        for (Token token = ends.nextToken(); token.getType() != Token.EOF; token = ends.nextToken()) {
            read.add(token);
        }
        FlatText flat = new FlatText(source, read);
        flat.dialect = DialectDetector.detect(read);
        Nesting.isBearable(read, problems);
        return flat;
    }

    /** The language, as the contents say. */
    Dialect dialect() {
        return dialect;
    }

    String text() {
        return text.toString();
    }

    /** Files whose text stands in the place of an {@code include}, each once, in their order. */
    Set<String> included() {
        return included;
    }

    List<FlatToken> tokens() {
        return tokens;
    }

    private void append(CharStream stream) {
        List<Inclusion> here = new ArrayList<>(inclusions.getOrDefault(stream, List.of()));
        here.sort(Comparator.comparingInt(each -> each.word().getStartIndex()));
        int at = 0;
        for (Inclusion inclusion : here) {
            piece(stream, at, inclusion.word().getStartIndex());
            at = inclusion.end().getStopIndex() + 1;
            for (CharStream file : inclusion.files()) {
                newLine();
                included.add(file.getSourceName());
                text.append("# From ").append(file.getSourceName()).append(":\n");
                append(file);
                newLine();
            }
        }
        piece(stream, at, stream.size());
    }

    private void newLine() {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }

    private void piece(CharStream stream, int from, int to) {
        if (to > from) {
            String part = stream.getText(Interval.of(from, to - 1));
            pieces.computeIfAbsent(stream, each -> new ArrayList<>())
                    .add(new Piece(from, to, text.length(), part.length() == to - from));
            text.append(part);
        }
    }

    /** A stream counts code points, a text counts characters. */
    private int place(CharStream stream, int index) {
        for (Piece piece : pieces.get(stream)) {
            if (index >= piece.from() && index < piece.to()) {
                return piece.plain()
                        ? piece.start() + index - piece.from()
                        : text.offsetByCodePoints(piece.start(), index - piece.from());
            }
        }
        throw new IllegalStateException("no such place in " + stream.getSourceName() + ": " + index);
    }
}
