package org.jbgp.config.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problems;

/**
 * Refuses files that are nested too deeply. Parsing, checking, compiling and running a filter recurse as deep as it is
 * nested; with these bounds their stacks suffice, and no file that anybody wrote or generated comes near them.
 */
public final class Nesting {
    /** Brackets inside each other. */
    static final int MAX_BRACKETS = 500;
    /**
     * Operators in one expression, statements opened by {@code then}, {@code else} and {@code do} without an end in
     * between.
     */
    static final int MAX_CHAIN = 5000;
    /** {@code else} branches behind one {@code if}. */
    static final int MAX_BRANCHES = 20_000;

    /** What is open inside one pair of brackets. */
    private static final class Level {
        private final Token bracket;
        private int chain;
        private int branches;

        Level(Token bracket) {
            this.bracket = bracket;
        }
    }

    private Nesting() {}

    /** Whether the whole file is within bounds; if not, the first place that is not is reported. */
    public static boolean isBearable(List<Token> tokens, Problems problems) {
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(new Level(null));
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Level level = levels.peek();
            switch (token.getType()) {
                case BirdLexer.LPAREN, BirdLexer.LBRACE, BirdLexer.LBRACKET, BirdLexer.MASK_OPEN -> {
                    levels.push(new Level(token));
                    if (levels.size() > MAX_BRACKETS) {
                        tooDeep(tokens, levels, token, problems);
                        return false;
                    }
                }
                case BirdLexer.RPAREN, BirdLexer.RBRACKET, BirdLexer.MASK_CLOSE -> leave(levels);
                case BirdLexer.RBRACE -> {
                    leave(levels);
                    endStatement(levels.peek(), tokens, i);
                }
                case BirdLexer.SEMICOLON -> endStatement(level, tokens, i);
                case BirdLexer.COMMA -> level.chain = 0;
                case BirdLexer.ELSE -> level.branches++;
                case BirdLexer.THEN,
                        BirdLexer.DO,
                        BirdLexer.NOT,
                        BirdLexer.AND,
                        BirdLexer.OR,
                        BirdLexer.PLUS,
                        BirdLexer.MINUS,
                        BirdLexer.STAR,
                        BirdLexer.SLASH,
                        BirdLexer.CONCAT,
                        BirdLexer.DOT -> level.chain++;
                default -> {}
            }
            if (level.chain > MAX_CHAIN) {
                problems.error(token, "more than " + MAX_CHAIN + " operators in one statement");
                return false;
            }
            if (level.branches > MAX_BRANCHES) {
                problems.error(token, "more than " + MAX_BRANCHES + " branches of one if, use case instead");
                return false;
            }
        }
        return true;
    }

    /**
     * Reports what nests too deep. In practice a closing brace is missing, so the place is the first item inside
     * another one, if there is such.
     */
    private static void tooDeep(List<Token> tokens, Deque<Level> levels, Token deepest, Problems problems) {
        Token outer = null;
        Iterator<Level> open = levels.descendingIterator();
        open.next();
        while (open.hasNext()) {
            Token bracket = open.next().bracket;
            Token inner = outer == null ? null : itemBetween(tokens, outer, bracket);
            if (inner != null) {
                problems.error(
                        inner,
                        "unexpected " + SyntaxErrors.describe(inner) + ": the '{' on line " + outer.getLine()
                                + " is not closed");
                return;
            }
            outer = bracket.getType() == BirdLexer.LBRACE ? bracket : null;
        }
        problems.error(deepest, "brackets are nested more than " + MAX_BRACKETS + " deep");
    }

    private static Token itemBetween(List<Token> tokens, Token outer, Token inner) {
        for (int i = outer.getTokenIndex() + 1; i < inner.getTokenIndex(); i++) {
            if (SyntaxErrors.startsItem(tokens.get(i))) {
                return tokens.get(i);
            }
        }
        return null;
    }

    private static void leave(Deque<Level> levels) {
        if (levels.size() > 1) {
            levels.pop();
        }
    }

    private static void endStatement(Level level, List<Token> tokens, int at) {
        level.chain = 0;
        if (at + 1 >= tokens.size() || tokens.get(at + 1).getType() != BirdLexer.ELSE) {
            level.branches = 0;
        }
    }
}
