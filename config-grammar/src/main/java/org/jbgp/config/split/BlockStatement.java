package org.jbgp.config.split;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.grammar.BirdLexer;

/**
 * A statement in a block.
 *
 * @param tokens all of it, the {@code ;} included
 */
record BlockStatement(List<FlatToken> tokens) {
    FlatToken first() {
        return tokens.getFirst();
    }

    FlatToken last() {
        return tokens.getLast();
    }

    /** True if it begins with these words. */
    boolean starts(String... words) {
        if (tokens.size() < words.length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** The word at an index, empty if there is none. */
    String word(int index) {
        return index < tokens.size() ? tokens.get(index).name() : "";
    }

    /** The statements in its block, none if it has none. */
    List<BlockStatement> inside() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).type() == BirdLexer.LBRACE) {
                return in(tokens, i + 1, close(tokens, i));
            }
        }
        return List.of();
    }

    /** The statements between two indices. */
    static List<BlockStatement> in(List<FlatToken> tokens, int from, int to) {
        List<BlockStatement> statements = new ArrayList<>();
        int start = from;
        for (int i = from; i < to; i++) {
            switch (tokens.get(i).type()) {
                case BirdLexer.LBRACE, BirdLexer.LBRACKET, BirdLexer.LPAREN -> i = close(tokens, i);
                case BirdLexer.SEMICOLON -> {
                    if (i > start) {
                        statements.add(new BlockStatement(tokens.subList(start, i + 1)));
                    }
                    start = i + 1;
                }
                default -> {}
            }
        }
        if (to > start) {
            statements.add(new BlockStatement(tokens.subList(start, to)));
        }
        return statements;
    }

    /** The index of the bracket that closes the one at an index, -1 if none does. */
    static int close(List<FlatToken> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            switch (tokens.get(i).type()) {
                case BirdLexer.LBRACE, BirdLexer.LBRACKET, BirdLexer.LPAREN, BirdLexer.MASK_OPEN -> depth++;
                case BirdLexer.RBRACE, BirdLexer.RBRACKET, BirdLexer.RPAREN, BirdLexer.MASK_CLOSE -> {
                    if (--depth == 0) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }
}
