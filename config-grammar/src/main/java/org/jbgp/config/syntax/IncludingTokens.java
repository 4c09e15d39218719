package org.jbgp.config.syntax;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenFactory;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.FilePattern;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourceFiles;
import org.jbgp.config.source.SourcePosition;
import org.jbgp.config.source.SystemWords;

/**
 * The tokens of a file with those of the files it includes in their places, so that an {@code include} may stand
 * wherever a token may: between protocols, in a protocol, in the middle of a set. Each token remembers its own file.
 * Tokens that are wrong by themselves are reported here and left out.
 */
public final class IncludingTokens implements TokenSource {
    /** BIRD's limit, which also ends a file that includes itself. */
    private static final int MAX_DEPTH = 8;

    private final SourceFiles files;
    private final Problems problems;
    /** Files to go on with after the current one, innermost first. */
    private final Deque<Nested> open = new ArrayDeque<>();

    private final Deque<Token> pushedBack = new ArrayDeque<>();
    private final List<String> read = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    /** Files that include themselves. */
    private final Set<Path> circular = new HashSet<>();

    private final List<Inclusion> inclusions = new ArrayList<>();
    private final CharStream root;

    private Token last;
    private Nested current;
    /** Files in which something was met that is no text. */
    private final Set<String> noText = new HashSet<>();
    /** Characters of the files that were met, and of those that were gone through; the load's thread alone writes. */
    private long size;

    private long behind;

    /**
     * An {@code include} that was followed.
     *
     * @param word its first token
     * @param end the {@code ;} behind it
     * @param files what was read in its place, in this order; none if nothing fits a pattern
     */
    public record Inclusion(Token word, Token end, List<CharStream> files) {}

    /**
     * A file being read, or to go on with.
     *
     * @param depth how many includes led to it
     * @param by the file that includes it; null for the root
     */
    private record Nested(TokenSource lexer, Path path, int depth, Nested by) {
        boolean isOrComesFrom(Path file) {
            for (Nested each = this; each != null; each = each.by) {
                if (each.path.equals(file)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Starts with the text of the root file. */
    public IncludingTokens(String path, String text, SourceFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
        current = new Nested(lexer(path, text), normal(path), 0, null);
        root = current.lexer().getInputStream();
    }

    /** The text of the root file. */
    public CharStream root() {
        return root;
    }

    /** What was included so far, each in the file that the tokens of the {@code include} belong to. */
    public List<Inclusion> inclusions() {
        return List.copyOf(inclusions);
    }

    /** The paths of all files read so far, the root first. */
    public List<String> filesRead() {
        return List.copyOf(read);
    }

    /** Characters of all files that were met. Any thread, a moment old. */
    public long size() {
        return size;
    }

    /** So many of them have been gone through, or a little more. Any thread, a moment old. */
    public long position() {
        Token token = last;
        return behind + (token == null ? 0 : token.getStopIndex());
    }

    private TokenSource lexer(String path, String text) {
        size += text.length();
        read.add(path);
        seen.add(normal(path));
        return new SecretTokens(new Tokenizer(path, text), problems);
    }

    @Override
    public Token nextToken() {
        while (true) {
            Token token = raw();
            if (token.getType() == Token.EOF) {
                last = token;
                return token;
            }
            if (token.getType() == BirdLexer.WORD
                    && mayStartInclude(token)
                    && token.getText().equals("include")) {
                Token argument = raw();
                if (argument.getType() == BirdLexer.STRING) {
                    include(token, argument);
                    continue;
                }
                problems.error(argument, "expected a file name in double quotes after 'include'");
                last = argument;
                continue;
            }
            if (!isWrong(token)) {
                last = token;
                return token;
            }
        }
    }

    private boolean mayStartInclude(Token token) {
        if (last == null
                || !last.getInputStream().equals(token.getInputStream())
                || last.getLine() != token.getLine()) {
            return true;
        }
        return switch (last.getType()) {
            case BirdLexer.SEMICOLON, BirdLexer.LBRACE, BirdLexer.RBRACE -> true;
            default -> false;
        };
    }

    /** The next token of the innermost open file; EOF only at the end of the root file. */
    private Token raw() {
        if (!pushedBack.isEmpty()) {
            return pushedBack.removeFirst();
        }
        while (true) {
            Token token = current.lexer().nextToken();
            if (token.getType() != Token.EOF || open.isEmpty()) {
                return token;
            }
            behind += current.lexer().getInputStream().size();
            current = open.removeFirst();
        }
    }

    private void include(Token word, Token argument) {
        String quoted = argument.getText();
        String name = quoted.substring(1, quoted.length() - 1);
        Token end = raw();
        if (end.getType() != BirdLexer.SEMICOLON) {
            problems.error(end, "expected ';' after include " + quoted + ", found " + SyntaxErrors.describe(end));
            pushedBack.addFirst(end);
            return;
        }
        last = end;
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            problems.error(
                    argument,
                    "the file name to include is " + (name.isEmpty() ? "empty" : "none: it holds a zero byte"));
            return;
        }
        if (current.depth() + 1 >= MAX_DEPTH) {
            if (circular.isEmpty()) {
                problems.error(argument, "files are included " + MAX_DEPTH + " deep: does a file include itself?");
            }
            return;
        }
        String path = resolve(getSourceName(), name);
        try {
            List<String> found = FilePattern.isPattern(name) ? files.glob(path) : List.of(path);
            List<Nested> included = new ArrayList<>();
            for (String file : found) {
                if (isCircular(argument, file)) {
                    continue;
                }
                String text = readIncluded(argument, file);
                if (text != null) {
                    included.add(new Nested(lexer(file, text), normal(file), current.depth() + 1, current));
                }
            }
            inclusions.add(new Inclusion(
                    word,
                    end,
                    included.stream().map(each -> each.lexer().getInputStream()).toList()));
            open.addFirst(current);
            included.reversed().forEach(open::addFirst);
            current = open.removeFirst();
        } catch (IOException failure) {
            problems.error(argument, "cannot match '" + name + "': " + SystemWords.of(failure));
        }
    }

    /** Without this a pattern that fits its own file would be followed into each combination of the files it fits. */
    private boolean isCircular(Token argument, String file) {
        Path path = normal(file);
        if (current.isOrComesFrom(path)) {
            if (circular.add(path)) {
                problems.error(argument, "'" + file + "' includes itself");
            }
            return true;
        }
        // Once there is a circle, what was read is not read again: names defined twice are no news.
        return !circular.isEmpty() && seen.contains(path);
    }

    private static Path normal(String file) {
        return Path.of(file).normalize();
    }

    private String readIncluded(Token argument, String file) {
        try {
            return files.read(file);
        } catch (IOException failure) {
            problems.error(argument, "cannot read included file '" + file + "': " + SystemWords.of(failure));
            return null;
        }
    }

    private static String resolve(String includingFile, String name) {
        int slash = includingFile.lastIndexOf('/');
        return name.startsWith("/") || slash < 0 ? name : includingFile.substring(0, slash + 1) + name;
    }

    private void isWrongAt(Token token, String message) {
        problems.error(token, message);
    }

    private boolean isWrong(Token token) {
        switch (token.getType()) {
            case BirdLexer.UNTERMINATED_COMMENT ->
                isWrongAt(token, "the comment that starts here is never closed with '*/'");
            case BirdLexer.NESTED_COMMENT ->
                isWrongAt(token, "comments do not nest: there is another '/*' in the one that starts here");
            case BirdLexer.UNTERMINATED_STRING ->
                isWrongAt(token, "the string that starts here is not closed on the same line");
            case BirdLexer.BAD_SYMBOL ->
                isWrongAt(
                        token,
                        "a name in single quotes may contain only letters, digits, '_', '.', ':' and '-', and ends on the"
                                + " same line");
            case BirdLexer.UNKNOWN_CHARACTER -> unknown(token);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Of a file that is no text one message is enough. */
    private void unknown(Token token) {
        String text = token.getText();
        String file = SourcePosition.of(token).file();
        if (UnknownCharacter.isBinary(text) && noText.add(file)) {
            isWrongAt(token, UnknownCharacter.NO_TEXT);
        } else if (!noText.contains(file)) {
            isWrongAt(token, UnknownCharacter.message(text));
        }
    }

    @Override
    public int getLine() {
        return current.lexer().getLine();
    }

    @Override
    public int getCharPositionInLine() {
        return current.lexer().getCharPositionInLine();
    }

    @Override
    public CharStream getInputStream() {
        return current.lexer().getInputStream();
    }

    @Override
    public String getSourceName() {
        return current.lexer().getSourceName();
    }

    @Override
    public void setTokenFactory(TokenFactory<?> factory) {
        if (!CommonTokenFactory.DEFAULT.equals(factory)) {
            throw new UnsupportedOperationException("tokens are made by the lexers");
        }
    }

    @Override
    public TokenFactory<? extends CommonToken> getTokenFactory() {
        return CommonTokenFactory.DEFAULT;
    }
}
