package org.jbgp.config.editor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.syntax.FileTokens;

/**
 * Lays out the text of one file: indentation by what is open, one blank where one belongs, at most two empty lines.
 * Lines stay the lines they are, comments keep their text, and so do tokens: a text whose tokens would change is left
 * alone. Formatting a formatted text changes nothing. One use; any thread.
 */
public final class Formatter {
    private static final int MOST_BREAKS = 3;

    private final String indent;
    private final int width;
    private final SourceText source;
    private final String text;
    private final String lineEnd;
    private final Deque<Opening> open = new ArrayDeque<>();
    private final List<Replacement> replacements = new ArrayList<>();

    private List<Token> tokens;
    /** Whether a statement ends before the token of the same number although no ';' is written. */
    private boolean[] statementEnds;
    /** Indentation of the line being written, and of the first line of its statement. */
    private int lineIndent;

    private int statementIndent;

    /**
     * A bracket that is open.
     *
     * @param indent of what stands inside
     * @param outer of the line with the closing one
     * @param tight {@code {16,24}} of a prefix in a set
     * @param branches the block of {@code case}
     */
    private record Opening(int type, int indent, int outer, boolean tight, boolean branches) {}

    /** How far lines are indented. */
    public record Style(int tabSize, boolean blanks) {}

    /** @param text of one file */
    public Formatter(String text, Style style) {
        this.text = text;
        source = new SourceText(text);
        width = Math.clamp(style.tabSize(), 1, 16);
        indent = style.blanks() ? " ".repeat(width) : "\t";
        int end = text.indexOf('\n');
        lineEnd = end > 0 && text.charAt(end - 1) == '\r' ? "\r\n" : "\n";
    }

    /** What is to be replaced, in the order of the text; empty if the text has mistakes that hide its structure. */
    public Optional<List<Replacement>> replacements() {
        tokens = FileTokens.of("", text);
        if (tokens.stream().anyMatch(Formatter::isWrong)) {
            return Optional.empty();
        }
        findStatementEnds();
        for (int i = 0; i <= tokens.size(); i++) {
            int start = i == 0 ? 0 : end(tokens.get(i - 1));
            int behind = i == tokens.size() ? text.length() : start(tokens.get(i));
            if (i < tokens.size() && isClosing(tokens.get(i)) && !closes(tokens.get(i))) {
                return Optional.empty();
            }
            String between = between(i, text.substring(start, behind));
            if (!text.startsWith(between, start) || between.length() != behind - start) {
                replacements.add(new Replacement(start, behind, between));
            }
            if (i < tokens.size()) {
                enter(i);
            }
        }
        return open.isEmpty() && isSame() ? Optional.of(List.copyOf(replacements)) : Optional.empty();
    }

    private boolean isSame() {
        List<Token> after = FileTokens.of("", Replacement.apply(text, replacements));
        if (after.size() != tokens.size()) {
            return false;
        }
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i).getType() != tokens.get(i).getType()
                    || !after.get(i).getText().equals(tokens.get(i).getText())) {
                return false;
            }
        }
        return true;
    }

    private int start(Token token) {
        return source.offsetOfCharacter(token.getStartIndex());
    }

    private int end(Token token) {
        return source.offsetOfCharacter(token.getStopIndex() + 1);
    }

    private static boolean isWrong(Token token) {
        return switch (token.getType()) {
            case BirdLexer.UNTERMINATED_COMMENT,
                    BirdLexer.NESTED_COMMENT,
                    BirdLexer.UNTERMINATED_STRING,
                    BirdLexer.BAD_SYMBOL,
                    BirdLexer.UNKNOWN_CHARACTER -> true;
            default -> false;
        };
    }

    private void findStatementEnds() {
        statementEnds = new boolean[tokens.size() + 1];
        int at = 0;
        for (Token token : FileTokens.withStatementEnds("", text)) {
            if (at < tokens.size()
                    && token.getType() == tokens.get(at).getType()
                    && token.getStartIndex() == tokens.get(at).getStartIndex()) {
                at++;
            } else {
                statementEnds[at] = true;
            }
        }
    }

    // What is open

    private static boolean isClosing(Token token) {
        return switch (token.getType()) {
            case BirdLexer.RBRACE, BirdLexer.RPAREN, BirdLexer.RBRACKET, BirdLexer.MASK_CLOSE -> true;
            default -> false;
        };
    }

    /** Whether a closing bracket is that of the one that is open. */
    private boolean closes(Token closing) {
        return !open.isEmpty()
                && closing.getType()
                        == switch (open.getFirst().type()) {
                            case BirdLexer.LBRACE -> BirdLexer.RBRACE;
                            case BirdLexer.LPAREN -> BirdLexer.RPAREN;
                            case BirdLexer.LBRACKET -> BirdLexer.RBRACKET;
                            default -> BirdLexer.MASK_CLOSE;
                        };
    }

    private void enter(int number) {
        Token token = tokens.get(number);
        switch (token.getType()) {
            case BirdLexer.LBRACE -> {
                boolean tight = isPrefixPattern(number);
                int base = tight ? lineIndent : statementIndent;
                open.push(new Opening(token.getType(), base + 1, base, tight, isCase(number)));
            }
            case BirdLexer.LPAREN, BirdLexer.LBRACKET, BirdLexer.MASK_OPEN ->
                open.push(new Opening(token.getType(), lineIndent + 1, lineIndent, false, false));
            default -> {
                if (isClosing(token)) {
                    open.poll();
                }
            }
        }
    }

    /** {@code 10.0.0.0/8{16,24}}. */
    private boolean isPrefixPattern(int number) {
        if (number == 0 || open.isEmpty() || open.getFirst().type() == BirdLexer.LBRACE) {
            return false;
        }
        return switch (tokens.get(number - 1).getType()) {
            case BirdLexer.IP4_PREFIX, BirdLexer.IP6_PREFIX, BirdLexer.NUMBER -> true;
            default -> false;
        };
    }

    private boolean isCase(int number) {
        for (int i = number - 1; i >= 0; i--) {
            switch (tokens.get(i).getType()) {
                case BirdLexer.CASE -> {
                    return true;
                }
                case BirdLexer.SEMICOLON, BirdLexer.LBRACE, BirdLexer.RBRACE, BirdLexer.THEN, BirdLexer.ELSE -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    private boolean isBlockOpen() {
        return open.isEmpty() || open.getFirst().type() == BirdLexer.LBRACE;
    }

    /** True if a new statement begins with the token of that number. */
    private boolean beginsStatement(int number) {
        if (number == 0 || statementEnds[number]) {
            return true;
        }
        return switch (tokens.get(number - 1).getType()) {
            case BirdLexer.SEMICOLON, BirdLexer.LBRACE, BirdLexer.RBRACE -> true;
            case BirdLexer.COLON, BirdLexer.ELSE_COLON ->
                !open.isEmpty() && open.getFirst().branches();
            // A list of words in braces: `debug { states,`.
            case BirdLexer.COMMA -> !open.isEmpty() && open.getFirst().type() == BirdLexer.LBRACE;
            default -> false;
        };
    }

    /** True if the token of that number begins `1, 5: …` or `else: …` in a block of case. */
    private boolean beginsBranch(int number) {
        int depth = 0;
        for (int i = number; i < tokens.size(); i++) {
            switch (tokens.get(i).getType()) {
                case BirdLexer.ELSE_COLON -> {
                    return depth == 0;
                }
                case BirdLexer.COLON -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                case BirdLexer.LPAREN, BirdLexer.LBRACKET -> depth++;
                case BirdLexer.RPAREN, BirdLexer.RBRACKET -> depth--;
                case BirdLexer.SEMICOLON, BirdLexer.LBRACE, BirdLexer.RBRACE -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    // What stands between tokens

    /** What stands before the token of that number instead of {@code gap}. */
    private String between(int number, String gap) {
        Gap found = Gap.of(gap);
        boolean last = number == tokens.size();
        if (found.pieces().isEmpty() && !found.endsLine() && !last && number > 0) {
            return isSpaced(number, !gap.isEmpty()) ? " " : "";
        }
        StringBuilder result = new StringBuilder();
        boolean anything = number > 0;
        int before = 0;
        for (Gap.Comment comment : found.pieces()) {
            int breaks = comment.breaks();
            if (breaks > 0 || !anything) {
                breaks(result, anything ? Math.max(breaks, 1) : 0);
                // What is commented out stays at the beginning of its line.
                boolean stays = comment.isOfLine() && comment.column() == 0;
                if (!stays) {
                    indent(result, commentIndent(number));
                }
            } else {
                // Beside code, where it may stand in a column with its like.
                result.append(blanks(comment, before, found));
            }
            result.append(comment.text());
            anything = true;
            before++;
        }
        if (last) {
            return text.isBlank() ? "" : result.append(lineEnd).toString();
        }
        boolean lineComment =
                !found.pieces().isEmpty() && found.pieces().getLast().isOfLine();
        if (found.breaks() > 0 || lineComment) {
            breaks(result, Math.max(found.breaks(), 1));
            begin(result, number);
        } else if (number == 0) {
            if (!found.pieces().isEmpty()) {
                result.append(' ');
            }
            startLine(number, 0);
        } else {
            result.append(' ');
            if (found.endsLine()) {
                // The token follows a comment that began a line.
                startLine(number, lineIndent(number));
            }
        }
        return result.toString();
    }

    private static String blanks(Gap.Comment comment, int before, Gap gap) {
        if (before > 0) {
            return " ";
        }
        return gap.blanks().isEmpty() ? " " : comment.isOfLine() ? gap.blanks() : " ";
    }

    private void breaks(StringBuilder result, int count) {
        result.append(lineEnd.repeat(Math.min(count, MOST_BREAKS)));
    }

    private void indent(StringBuilder result, int depth) {
        result.append(indent.repeat(Math.min(depth, 80)));
    }

    private int commentIndent(int number) {
        if (number < tokens.size() && !isClosing(tokens.get(number))) {
            return lineIndent(number);
        }
        return open.isEmpty() ? 0 : open.getFirst().indent();
    }

    private void begin(StringBuilder result, int number) {
        int depth = lineIndent(number);
        startLine(number, depth);
        indent(result, depth);
    }

    private void startLine(int number, int depth) {
        lineIndent = depth;
        if (beginsStatement(number)
                || isClosing(tokens.get(number))
                || tokens.get(number).getType() == BirdLexer.LBRACE) {
            statementIndent = depth;
        }
    }

    /** How far a line is indented that begins with the token of that number. */
    private int lineIndent(int number) {
        Token token = tokens.get(number);
        if (isClosing(token)) {
            return open.isEmpty() ? 0 : open.getFirst().outer();
        }
        int base = open.isEmpty() ? 0 : open.getFirst().indent();
        if (!isBlockOpen()) {
            return base;
        }
        if (!open.isEmpty() && open.getFirst().branches() && !beginsBranch(number)) {
            base++;
        }
        boolean goesOn =
                !beginsStatement(number) && token.getType() != BirdLexer.LBRACE && token.getType() != BirdLexer.ELSE;
        return goesOn ? base + 1 : base;
    }

    /** Whether a blank stands before the token of that number, on the line of the one before. */
    private boolean isSpaced(int number, boolean wasSpaced) {
        int before = tokens.get(number - 1).getType();
        int next = tokens.get(number).getType();
        boolean tight = !open.isEmpty() && open.getFirst().tight();
        switch (next) {
            case BirdLexer.SEMICOLON, BirdLexer.COMMA, BirdLexer.RPAREN -> {
                return false;
            }
            case BirdLexer.RBRACKET -> {
                return wasSpaced;
            }
            case BirdLexer.LBRACE -> {
                return !isPrefixPattern(number);
            }
            case BirdLexer.RBRACE -> {
                return !tight && (before != BirdLexer.LBRACE || wasSpaced);
            }
            default -> {}
        }
        switch (before) {
            case BirdLexer.LPAREN -> {
                return false;
            }
            case BirdLexer.LBRACKET, BirdLexer.NOT -> {
                return wasSpaced;
            }
            case BirdLexer.LBRACE, BirdLexer.COMMA -> {
                return !tight;
            }
            case BirdLexer.SEMICOLON, BirdLexer.RBRACE, BirdLexer.COLON -> {
                return before != BirdLexer.COLON || wasSpaced;
            }
            default -> {}
        }
        return wasSpaced
                || isOperator(before)
                || isOperator(next)
                || (isWord(before, number - 1) && isWord(next, number));
    }

    private static boolean isOperator(int type) {
        return switch (type) {
            case BirdLexer.ASSIGN_EQUAL,
                    BirdLexer.NOT_EQUAL,
                    BirdLexer.MATCH,
                    BirdLexer.NOT_MATCH,
                    BirdLexer.LESS,
                    BirdLexer.LESS_EQUAL,
                    BirdLexer.GREATER,
                    BirdLexer.GREATER_EQUAL,
                    BirdLexer.AND,
                    BirdLexer.OR,
                    BirdLexer.ARROW,
                    BirdLexer.CONCAT -> true;
            default -> false;
        };
    }

    /** True of words, numbers, strings: what reads badly without a blank between two of them. */
    private boolean isWord(int type, int number) {
        char first = tokens.get(number).getText().charAt(0);
        return Character.isLetterOrDigit(first) || first == '_' || type == BirdLexer.STRING || first == '\'';
    }
}
