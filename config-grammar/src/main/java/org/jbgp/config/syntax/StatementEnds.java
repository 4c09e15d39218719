package org.jbgp.config.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.jbgp.config.grammar.BirdLexer;

/**
 * Puts the {@code ;} behind the statements that end by themselves in BIRD's grammar ({@code table}, {@code debug},
 * {@code watchdog}), where the next word can only begin another statement. Of those with a block at their end the
 * builder knows.
 */
public final class StatementEnds extends PassedTokens {
    private static final Set<String> TABLE_TYPES = Set.of(
            "ipv4",
            "ipv6",
            "vpn4",
            "vpn6",
            "roa4",
            "roa6",
            "flow4",
            "flow6",
            "eth",
            "aspa",
            "evpn",
            "mpls",
            "neighbor",
            "roa");

    /** Words that begin a statement and are never the argument of one that ends by itself. */
    private static final Set<String> BEGINNINGS =
            Set.of("ipv4", "ipv6", "roa4", "roa6", "aspa", "debug", "watchdog", "log", "router", "include", "mrtdump");

    private static final Set<String> UNITS = Set.of("s", "ms", "us");
    private static final Set<String> ARGUMENTS = Set.of("sorted", "on", "off", "yes", "no", "all", "limit");

    /** The words of the statement outside of any block that is being read. */
    private final List<String> statement = new ArrayList<>();

    private Token held;
    private int braces;
    private int parentheses;
    private int line;

    /** Reads these tokens. */
    public StatementEnds(TokenSource source) {
        super(source);
    }

    @Override
    public Token nextToken() {
        Token token = held == null ? source.nextToken() : held;
        held = null;
        if (isWhole() && beginsStatement(token)) {
            held = token;
            statement.clear();
            return new MadeUp(token);
        }
        follow(token);
        return token;
    }

    /** A {@code ;} that does not stand in the file, in the place of the token behind it. */
    private static final class MadeUp extends CommonToken {
        private static final long serialVersionUID = 1L;

        MadeUp(Token behind) {
            super(behind);
            setType(BirdLexer.SEMICOLON);
            setText(";");
        }
    }

    private void follow(Token token) {
        switch (token.getType()) {
            case BirdLexer.LBRACE -> braces++;
            case BirdLexer.RBRACE -> braces--;
            case BirdLexer.LPAREN -> parentheses++;
            case BirdLexer.RPAREN -> parentheses--;
            default -> {}
        }
        if (braces <= 0 && (token.getType() == BirdLexer.SEMICOLON || token.getType() == BirdLexer.RBRACE)) {
            braces = 0;
            parentheses = 0;
            statement.clear();
        } else if (braces == 0 && isOfInterest(token)) {
            statement.add(token.getText());
            line = token.getLine();
        }
    }

    /** Long statements are none of those that end by themselves. */
    private boolean isOfInterest(Token token) {
        return statement.isEmpty()
                || statement.getFirst().equals("debug")
                || statement.getFirst().equals("watchdog")
                || (statement.size() < 5 && token.getType() != Token.EOF);
    }

    /** True if BIRD needs no more of the statement. */
    private boolean isWhole() {
        if (braces != 0 || parentheses != 0 || statement.size() < 2) {
            return false;
        }
        return switch (statement.getFirst()) {
            case "table" -> isTable(1);
            case "ipv6" -> isTable(statement.get(1).equals("sadr") ? 3 : 2);
            case "debug" -> isDebug();
            case "watchdog" -> endsWithTime(2);
            default -> TABLE_TYPES.contains(statement.getFirst()) && isTable(2);
        };
    }

    /** A table whose name is the word at {@code name}. */
    private boolean isTable(int name) {
        return statement.size() > name
                && statement.get(name - 1).equals("table")
                && (statement.size() == name + 1
                        || (statement.size() == name + 2 && statement.getLast().equals("sorted")));
    }

    private boolean isDebug() {
        return switch (statement.get(1)) {
            case "protocols", "channels", "tables" -> statement.size() == 3;
            case "commands" -> statement.size() > 2;
            case "latency" ->
                (statement.size() > 2 && statement.get(2).equals("limit")) ? endsWithTime(3) : statement.size() <= 3;
            default -> false;
        };
    }

    /** A number of one word or an expression behind the first words, and its unit. */
    private boolean endsWithTime(int words) {
        return statement.size() > words + 1 && UNITS.contains(statement.getLast());
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
                    BirdLexer.TIMEFORMAT,
                    Token.EOF -> true;
            case BirdLexer.WORD, BirdLexer.FLOW ->
                BEGINNINGS.contains(token.getText())
                        || (token.getLine() != line && !ARGUMENTS.contains(token.getText()));
            default -> false;
        };
    }
}
