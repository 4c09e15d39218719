package org.jbgp.config.editor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.options.OptionBlocks;

/**
 * What is going on at a place of a file, by the tokens before it alone, so that it also works where a statement is not
 * yet finished.
 *
 * @param code whether it is inside of a filter, a function or an expression
 * @param block which options may stand there; none inside of code
 * @param statement the tokens of the statement so far, without blocks
 */
public record Cursor(boolean code, OptionBlocks.Block block, List<Token> statement) {

    /** What is open: code, or a block of options. */
    private record Level(boolean code, OptionBlocks.Block block) {}

    /**
     * The place behind the first tokens.
     *
     * @param count how many tokens are before it
     */
    public static Cursor behind(List<Token> tokens, int count, OptionBlocks blocks) {
        Deque<Level> levels = new ArrayDeque<>();
        Level top = new Level(false, blocks.top());
        levels.push(top);
        List<Token> statement = new ArrayList<>();
        // Brackets that are open in the statement: `10.0.0.0/8{16,24}` in a set is no block.
        int brackets = 0;
        for (int i = lastItem(tokens, count); i < count; i++) {
            Token token = tokens.get(i);
            Level level = levels.getFirst();
            brackets = statement.isEmpty() ? 0 : brackets;
            switch (token.getType()) {
                case BirdLexer.LBRACE -> {
                    levels.push(inside(level, statement, blocks));
                    if (brackets <= 0) {
                        statement.clear();
                    }
                }
                case BirdLexer.RBRACE -> {
                    if (levels.size() > 1) {
                        levels.pop();
                    }
                    if (brackets <= 0) {
                        statement.clear();
                    }
                }
                case BirdLexer.SEMICOLON -> statement.clear();
                case BirdLexer.THEN, BirdLexer.ELSE, BirdLexer.DO, BirdLexer.ELSE_COLON -> {
                    if (level.code()) {
                        statement.clear();
                    } else {
                        statement.add(token);
                    }
                }
                case BirdLexer.PROTOCOL, BirdLexer.TEMPLATE, BirdLexer.FUNCTION, BirdLexer.DEFINE, BirdLexer.FILTER -> {
                    if (beginsItem(token)) {
                        // A brace that is missing above must not spoil all the rest.
                        levels.clear();
                        levels.push(top);
                        statement.clear();
                    }
                    statement.add(token);
                }
                default -> {
                    brackets += brackets(token);
                    statement.add(token);
                }
            }
        }
        Level level = levels.getFirst();
        boolean code = level.code() || isExpression(statement);
        return new Cursor(code, level.block(), List.copyOf(statement));
    }

    private static Level inside(Level outer, List<Token> statement, OptionBlocks blocks) {
        if (outer.code() || isExpression(statement) || statement.isEmpty()) {
            return new Level(true, outer.block());
        }
        return switch (statement.getLast().getType()) {
            case BirdLexer.FILTER, BirdLexer.MERGE_BY -> new Level(true, outer.block());
            default -> {
                boolean code = statement.getFirst().getType() == BirdLexer.FILTER
                        || statement.getFirst().getType() == BirdLexer.FUNCTION
                        || statement.getFirst().getType() == BirdLexer.ROUTE;
                yield code ? new Level(true, outer.block()) : new Level(false, block(outer.block(), statement, blocks));
            }
        };
    }

    /** A statement that is being written above has no end yet: then what counts is the line with the brace. */
    private static OptionBlocks.Block block(OptionBlocks.Block outer, List<Token> statement, OptionBlocks blocks) {
        OptionBlocks.Block block = blocks.inside(outer, words(statement));
        if (!block.tables().isEmpty()) {
            return block;
        }
        int line = statement.getLast().getLine();
        return blocks.inside(
                outer,
                words(statement.stream()
                        .filter(token -> token.getLine() == line)
                        .toList()));
    }

    /** Whether what comes next belongs to an expression. */
    private static boolean isExpression(List<Token> statement) {
        return statement.stream()
                .anyMatch(token -> token.getType() == BirdLexer.WHERE
                        || (token.getType() == BirdLexer.ASSIGN_EQUAL
                                && statement.getFirst().getType() == BirdLexer.DEFINE));
    }

    /** What a token does to the number of open brackets. */
    private static int brackets(Token token) {
        return switch (token.getType()) {
            case BirdLexer.LBRACKET, BirdLexer.LPAREN -> 1;
            case BirdLexer.RBRACKET, BirdLexer.RPAREN -> -1;
            default -> 0;
        };
    }

    /** The last of the first tokens that begins an item for certain: what is before it does not count. */
    private static int lastItem(List<Token> tokens, int count) {
        for (int i = count - 1; i > 0; i--) {
            if (beginsItem(tokens.get(i))) {
                return i;
            }
        }
        return 0;
    }

    private static boolean beginsItem(Token token) {
        return token.getCharPositionInLine() == 0
                && switch (token.getType()) {
                    case BirdLexer.PROTOCOL,
                            BirdLexer.TEMPLATE,
                            BirdLexer.FUNCTION,
                            BirdLexer.DEFINE,
                            BirdLexer.FILTER -> true;
                    default -> false;
                };
    }

    /** The words of the statement; anything that is no word as an empty text. */
    public List<String> words() {
        return words(statement);
    }

    static List<String> words(List<Token> statement) {
        return statement.stream()
                .map(token -> isWord(token) ? token.getText() : "")
                .toList();
    }

    static boolean isWord(Token token) {
        char first = token.getText().charAt(0);
        return Character.isLetter(first) || first == '_';
    }
}
