package org.jbgp.config.syntax;

import java.util.List;
import java.util.function.BiPredicate;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.grammar.BirdLexer;

/**
 * Finds the opening brace that stands where no block can, as behind {@code local as 65001}: the parser notices only at
 * the end of the file that a brace is missing.
 */
final class StrayBrace {
    private StrayBrace() {}

    /**
     * The statement with the first one, up to and with the brace; empty if there is none.
     *
     * @param tokens an item from its first token on
     * @param neverHasBlock whether no statement of a protocol that begins with a word has a block
     */
    static List<Token> statement(List<Token> tokens, BiPredicate<String, String> neverHasBlock) {
        boolean isProtocol = isProtocol(tokens.getFirst());
        String protocol = isProtocol && tokens.size() > 1 ? tokens.get(1).getText() : "";
        int start = 0;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            switch (token.getType()) {
                case BirdLexer.LBRACE -> {
                    boolean inside = isProtocol == depth > 0;
                    if (inside
                            && i > start
                            && neverHasBlock.test(protocol, tokens.get(start).getText())) {
                        return tokens.subList(start, i + 1);
                    }
                    depth++;
                    start = i + 1;
                }
                case BirdLexer.RBRACE -> {
                    depth--;
                    start = i + 1;
                }
                case BirdLexer.SEMICOLON -> start = i + 1;
                default -> {}
            }
        }
        return List.of();
    }

    private static boolean isProtocol(Token token) {
        return token.getType() == BirdLexer.PROTOCOL || token.getType() == BirdLexer.TEMPLATE;
    }
}
