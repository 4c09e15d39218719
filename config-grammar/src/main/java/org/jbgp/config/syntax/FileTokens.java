package org.jbgp.config.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;

/** The tokens of one file by itself: {@code include} is two of them, and what is wrong is a token too. */
public final class FileTokens {
    private FileTokens() {}

    /** All tokens, the end of the file not counted. */
    public static List<Token> of(String path, String text) {
        return all(new Tokenizer(path, text));
    }

    /** The same with the {@code ;} of {@link StatementEnds}, which have the place of the token behind them. */
    public static List<Token> withStatementEnds(String path, String text) {
        return all(new StatementEnds(new Tokenizer(path, text)));
    }

    private static List<Token> all(TokenSource source) {
        List<Token> tokens = new ArrayList<>();
        for (Token token = source.nextToken(); token.getType() != Token.EOF; token = source.nextToken()) {
            tokens.add(token);
        }
        return tokens;
    }
}
