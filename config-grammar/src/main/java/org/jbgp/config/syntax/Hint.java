package org.jbgp.config.syntax;

import org.antlr.v4.runtime.Token;
import org.jbgp.config.grammar.BirdLexer;

/** What a user probably meant where something unexpected stands: a tail of a message, or nothing. */
public final class Hint {
    private Hint() {}

    /**
     * A hint for a token that does not belong where it stands.
     *
     * @param previous the token before, or null
     * @param maySemicolon a ';' would be right here
     */
    public static String text(Token previous, Token token, boolean maySemicolon) {
        String operator = operator(previous, token);
        if (!operator.isEmpty()) {
            return ": " + operator;
        }
        if (!maySemicolon || token.getType() == BirdLexer.COMMA) {
            return "";
        }
        boolean newLine = previous != null
                && previous.getLine() < token.getLine()
                && previous.getInputStream().equals(token.getInputStream());
        return newLine ? " (is a ';' missing at the end of line " + previous.getLine() + "?)" : " (is a ';' missing?)";
    }

    private static String operator(Token previous, Token token) {
        int before = previous == null ? Token.INVALID_TYPE : previous.getType();
        return switch (token.getType()) {
            case BirdLexer.WORD ->
                switch (token.getText()) {
                    case "or", "OR" -> "write '||'";
                    case "and", "AND" -> "write '&&'";
                    case "elif", "elsif", "elseif" -> "write 'else if'";
                    default -> "";
                };
            case BirdLexer.RBRACKET, BirdLexer.MASK_CLOSE, BirdLexer.RPAREN ->
                before == BirdLexer.COMMA ? "remove the ',' before it" : "";
            default -> "";
        };
    }

    /** True if two tokens touch, as in {@code peer-1}. */
    static boolean touches(Token previous, Token token) {
        return previous != null
                && previous.getInputStream().equals(token.getInputStream())
                && previous.getStopIndex() + 1 == token.getStartIndex();
    }
}
