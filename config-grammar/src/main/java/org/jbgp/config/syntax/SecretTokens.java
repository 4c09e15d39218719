package org.jbgp.config.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.source.Problems;

/**
 * Passes tokens on, and names those that are secrets to the {@link Problems}, so that no message repeats them: what
 * follows a word like {@code password}, however it is misspelled. A string is one secret; where anything else stands,
 * or a quote too many behind it, the rest of the line counts as secret too.
 */
final class SecretTokens extends PassedTokens {
    private static final List<String> WORDS =
            List.of("password", "passwords", "passphrase", "passwd", "passkey", "secret", "passive");

    private final Problems problems;
    private Token previous;
    private boolean secret;
    /** What follows is secret behind a '=' only: the value of a constant. */
    private boolean defined;

    private boolean wellFormed;
    private int count;
    private int line;
    /** The whole string that is the secret, null if it is no such thing. */
    private Token string;
    /** What stands behind it on its line: part of it only if a quote is wrong. */
    private final List<Token> rest = new ArrayList<>();
    /** Words of this file that were looked at: files are full of the same few. */
    private final Map<String, Boolean> announcing = new HashMap<>();

    SecretTokens(TokenSource source, Problems problems) {
        super(source);
        this.problems = problems;
    }

    @Override
    public Token nextToken() {
        Token token = source.nextToken();
        if (secret && isOver(token)) {
            secret = false;
            hideRest();
        }
        if (secret) {
            wellFormed = count == 0 ? isKey(token) : wellFormed && isKey(token);
            // The value of a constant may be put together of several.
            if (count == 0 && wellFormed && previous.getType() != BirdLexer.ASSIGN_EQUAL) {
                string = token;
            }
            count++;
            line = token.getLine();
            if (string == null || count == 1) {
                hide(token, count > 1 || !wellFormed);
            } else {
                rest.add(token);
            }
        } else if (defined && token.getType() == BirdLexer.ASSIGN_EQUAL) {
            begin(token);
        } else if (token.getType() == BirdLexer.WORD
                && announcing.computeIfAbsent(token.getText(), SecretTokens::announces)) {
            if (previous != null && previous.getType() == BirdLexer.DEFINE) {
                defined = true;
            } else {
                begin(token);
            }
        } else {
            defined = false;
        }
        previous = token;
        return token;
    }

    private void hideRest() {
        boolean quoteIsWrong = !rest.isEmpty()
                && (rest.getFirst().getStartIndex() == string.getStopIndex() + 1
                        || rest.stream().anyMatch(SecretTokens::isStray));
        for (Token token : rest) {
            if (quoteIsWrong || isKey(token)) {
                hide(token, true);
            }
        }
        rest.clear();
    }

    private void hide(Token token, boolean asWord) {
        String text = content(token);
        // A mark alone gives nothing away, and messages are made of them.
        if (isKey(token) || text.length() != 1 || Character.isLetterOrDigit(text.charAt(0))) {
            problems.hide(text, asWord);
        }
    }

    /** What comes of a quote that has no other one, or of the inside of a string that stands outside. */
    private static boolean isStray(Token token) {
        return switch (token.getType()) {
            case BirdLexer.UNTERMINATED_STRING,
                    BirdLexer.QUOTED_SYMBOL,
                    BirdLexer.BAD_SYMBOL,
                    BirdLexer.UNKNOWN_CHARACTER -> true;
            default -> false;
        };
    }

    private void begin(Token token) {
        secret = true;
        string = null;
        defined = false;
        count = 0;
        line = token.getLine();
    }

    private boolean isOver(Token token) {
        if (token.getType() == Token.EOF) {
            return true;
        }
        if (count > 0 && token.getLine() != line) {
            return true;
        }
        if (count == 0) {
            // `passwords {`, `authentication keyed md5;`, or a variable of a filter called key.
            return switch (token.getType()) {
                case BirdLexer.LBRACE, BirdLexer.RBRACE, BirdLexer.SEMICOLON, BirdLexer.RPAREN, BirdLexer.DOT -> true;
                case BirdLexer.ASSIGN_EQUAL -> isShort(previous.getText());
                default -> isShort(previous.getText()) && !isValue(token);
            };
        }
        return wellFormed
                && switch (token.getType()) {
                    case BirdLexer.LBRACE, BirdLexer.RBRACE, BirdLexer.SEMICOLON -> true;
                    default -> false;
                };
    }

    /** What a key is when nothing is wrong. */
    private static boolean isKey(Token token) {
        return token.getType() == BirdLexer.STRING || token.getType() == BirdLexer.BYTES;
    }

    private static boolean isValue(Token token) {
        return switch (token.getType()) {
            case BirdLexer.STRING,
                    BirdLexer.BYTES,
                    BirdLexer.WORD,
                    BirdLexer.NUMBER,
                    BirdLexer.HEX_NUMBER,
                    BirdLexer.QUOTED_SYMBOL,
                    BirdLexer.UNTERMINATED_STRING,
                    BirdLexer.BAD_SYMBOL,
                    BirdLexer.UNKNOWN_CHARACTER -> true;
            default -> false;
        };
    }

    private static boolean announces(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (isShort(lower) || lower.contains("password") || lower.contains("secret") || lower.endsWith("_key")) {
            return true;
        }
        String near = Suggestion.nearest(lower, WORDS).orElse("passive");
        return !near.equals("passive");
    }

    /** Words that mean other things too. */
    private static boolean isShort(String word) {
        return switch (word) {
            case "key", "pass", "pwd", "psk", "md5" -> true;
            default -> false;
        };
    }

    private static String content(Token token) {
        String text = token.getText();
        boolean open = text.startsWith("\"") || text.startsWith("'");
        boolean closed = open && text.length() > 1 && text.charAt(text.length() - 1) == text.charAt(0);
        return text.substring(open ? 1 : 0, text.length() - (closed ? 1 : 0));
    }
}
