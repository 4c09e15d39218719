package org.jbgp.config.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;
import org.jbgp.config.grammar.BirdLexer;

/**
 * Puts the {@code ;} behind {@code ipv4 table NAME} that BIRD 2 does not ask for, where the next word can only begin another statement: in
 * BIRD's grammar a table's definition ends by itself.
 */
public final class TableEnds implements TokenSource {
    /** How far a definition has come. */
    private enum Seen {
        NOTHING,
        START,
        TYPE,
        TABLE,
        NAME
    }

    private final TokenSource source;
    private Token held;
    private Seen seen = Seen.START;
    private int depth;
    private int nameLine;

    /** Reads these tokens. */
    public TableEnds(TokenSource source) {
        this.source = source;
    }

    @Override
    public Token nextToken() {
        if (held != null) {
            Token token = held;
            held = null;
            return follow(token);
        }
        Token token = source.nextToken();
        if (seen == Seen.NAME && beginsStatement(token)) {
            held = token;
            seen = Seen.START;
            CommonToken end = new CommonToken(token);
            end.setType(BirdLexer.SEMICOLON);
            end.setText(";");
            return end;
        }
        return follow(token);
    }

    private Token follow(Token token) {
        int type = token.getType();
        if (seen == Seen.TABLE) {
            nameLine = token.getLine();
        }
        if (type == BirdLexer.LBRACE) {
            depth++;
        } else if (type == BirdLexer.RBRACE) {
            depth--;
        }
        if (depth == 0 && (type == BirdLexer.SEMICOLON || type == BirdLexer.RBRACE)) {
            seen = Seen.START;
        } else {
            seen = switch (seen) {
                case START -> isTableType(token) ? Seen.TYPE : Seen.NOTHING;
                case TYPE -> token.getText().equals("table") ? Seen.TABLE : Seen.NOTHING;
                case TABLE -> Seen.NAME;
                case NAME -> token.getText().equals("sorted") ? Seen.NAME : Seen.NOTHING;
                case NOTHING -> Seen.NOTHING;
            };
        }
        return token;
    }

    private boolean beginsStatement(Token token) {
        return switch (token.getType()) {
            case BirdLexer.PROTOCOL,
                    BirdLexer.TEMPLATE,
                    BirdLexer.FILTER,
                    BirdLexer.FUNCTION,
                    BirdLexer.DEFINE,
                    BirdLexer.ATTRIBUTE,
                    BirdLexer.ATTRIBUTE_BGP,
                    Token.EOF -> true;
            case BirdLexer.WORD ->
                isTableType(token)
                        || (token.getLine() != nameLine && !token.getText().equals("sorted"));
            default -> false;
        };
    }

    private static boolean isTableType(Token token) {
        return switch (token.getText()) {
            case "ipv4", "ipv6", "roa4", "roa6", "aspa" -> token.getType() == BirdLexer.WORD;
            default -> false;
        };
    }

    @Override
    public int getLine() {
        return source.getLine();
    }

    @Override
    public int getCharPositionInLine() {
        return source.getCharPositionInLine();
    }

    @Override
    public CharStream getInputStream() {
        return source.getInputStream();
    }

    @Override
    public String getSourceName() {
        return source.getSourceName();
    }

    @Override
    public void setTokenFactory(TokenFactory<?> factory) {
        source.setTokenFactory(factory);
    }

    @Override
    public TokenFactory<?> getTokenFactory() {
        return source.getTokenFactory();
    }
}
