package org.jbgp.config.syntax;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.grammar.BirdLexer;

/** Tells the dialect of a file from what it contains. */
public final class DialectDetector {
    private DialectDetector() {}

    /** Looks for what only 2.x has; without it the file is in {@code flat}. */
    public static Dialect detect(List<Token> tokens, Dialect flat) {
        Token previous = null;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Token next = tokens.get(Math.min(i + 1, tokens.size() - 1));
            boolean isNew = switch (token.getType()) {
                case BirdLexer.PROTOCOL, BirdLexer.TEMPLATE -> isNewProtocol(next.getText());
                case BirdLexer.WORD -> starts(previous) && isNew(token.getText(), next);
                default -> false;
            };
            if (isNew) {
                return Dialect.BIRD_2;
            }
            previous = token;
        }
        return flat;
    }

    /** Looks for what only one of the dialects has. */
    public static Dialect detect(List<Token> tokens) {
        if (detect(tokens, Dialect.BIRD_1_6_IPV4) == Dialect.BIRD_2) {
            return Dialect.BIRD_2;
        }
        boolean flat = false;
        int ipv6 = 0;
        boolean inFlatProtocol = false;
        int depth = 0;
        Token previous = null;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean starts = starts(previous);
            switch (token.getType()) {
                case BirdLexer.LBRACE -> depth++;
                case BirdLexer.RBRACE -> depth--;
                case BirdLexer.PROTOCOL, BirdLexer.TEMPLATE -> {
                    String kind = i + 1 < tokens.size() ? tokens.get(i + 1).getText() : "";
                    inFlatProtocol = !kind.isEmpty() && !kind.equals("pipe");
                }
                case BirdLexer.WORD -> {
                    flat |= starts && depth == 1 && inFlatProtocol && isOld(token.getText());
                    flat |= starts
                            && depth == 0
                            && isOldStatement(token.getText(), i + 1 < tokens.size() ? tokens.get(i + 1) : token);
                }
                case BirdLexer.IP6, BirdLexer.IP6_PREFIX -> ipv6 += isRoutedTo(previous) ? 1 : 0;
                case BirdLexer.IP4, BirdLexer.IP4_PREFIX -> ipv6 -= isRoutedTo(previous) ? 1 : 0;
                default -> {}
            }
            previous = token;
        }
        if (!flat) {
            return Dialect.BIRD_2;
        }
        return ipv6 > 0 ? Dialect.BIRD_1_6_IPV6 : Dialect.BIRD_1_6_IPV4;
    }

    /** Whether a statement begins behind this token. */
    private static boolean starts(Token previous) {
        return previous == null
                || switch (previous.getType()) {
                    case BirdLexer.SEMICOLON, BirdLexer.LBRACE, BirdLexer.RBRACE -> true;
                    default -> false;
                };
    }

    private static boolean isRoutedTo(Token previous) {
        return previous != null
                && (previous.getType() == BirdLexer.ROUTE
                        || previous.getText().equals("neighbor")
                        || previous.getText().equals("via"));
    }

    private static boolean isNew(String word, Token next) {
        return switch (word) {
            case "ipv4", "ipv6", "vpn4", "vpn6", "flow4", "flow6", "roa4", "roa6" ->
                switch (next.getType()) {
                    case BirdLexer.LBRACE, BirdLexer.SEMICOLON -> true;
                    default ->
                        switch (next.getText()) {
                            case "table", "multicast", "mpls", "sadr" -> true;
                            default -> false;
                        };
                };
            default -> false;
        };
    }

    private static boolean isNewProtocol(String kind) {
        return switch (kind) {
            case "mrt", "rpki", "bmp", "aggregator" -> true;
            default -> false;
        };
    }

    /** A statement outside of protocols that 2.x does not have. */
    private static boolean isOldStatement(String word, Token next) {
        return switch (word) {
            case "table" -> true;
            case "roa" -> next.getText().equals("table");
            case "listen" -> next.getText().equals("bgp");
            default -> false;
        };
    }

    private static boolean isOld(String word) {
        return switch (word) {
            case "import", "export", "preference", "table" -> true;
            default -> false;
        };
    }
}
