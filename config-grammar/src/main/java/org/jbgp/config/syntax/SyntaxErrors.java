package org.jbgp.config.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jbgp.config.Problems;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser;

/** Turns what the parser stumbles over into the user's words. */
public final class SyntaxErrors extends BaseErrorListener {
    /** More alternatives than this help nobody. */
    private static final int MOST_EXPECTED = 5;

    private final Problems problems;
    private int itemStart;
    private int errorsInItem;

    public SyntaxErrors(Problems problems) {
        this.problems = problems;
    }

    /** Forgets the mistakes of the item before; the new one begins with the token of that index. */
    void nextItem(int start) {
        itemStart = start;
        errorsInItem = 0;
    }

    @Override
    public void syntaxError(
            Recognizer<?, ?> recognizer,
            Object offendingSymbol,
            int line,
            int charPositionInLine,
            String message,
            RecognitionException failure) {
        if (!(offendingSymbol instanceof Token token) || !(recognizer instanceof Parser parser)) {
            return;
        }
        Token brace = token.getType() == Token.EOF || startsItem(token) ? openBrace(parser, token) : null;
        if (brace != null) {
            errorsInItem++;
            problems.error(
                    token, "unexpected " + describe(token) + ": the '{' on line " + brace.getLine() + " is not closed");
            return;
        }
        boolean first = errorsInItem++ == 0;
        if (!first && token.getType() == Token.EOF) {
            // What was skipped after the first mistake took the closing braces with it.
            return;
        }
        IntervalSet types = failure == null ? parser.getExpectedTokens() : failure.getExpectedTokens();
        List<String> expected = expected(types);
        String found = describe(token);
        problems.error(
                token,
                expected.isEmpty() || expected.size() > MOST_EXPECTED
                        ? "unexpected " + found
                                + (token.getTokenIndex() > itemStart && types.contains(BirdLexer.SEMICOLON)
                                        ? " (is a ';' missing?)"
                                        : "")
                        : "expected " + join(expected) + ", found " + found);
    }

    private static boolean startsItem(Token token) {
        return switch (token.getType()) {
            case BirdLexer.PROTOCOL, BirdLexer.TEMPLATE, BirdLexer.FUNCTION, BirdLexer.DEFINE -> true;
            default -> false;
        };
    }

    /** The innermost brace of the same item that is still open before the token. */
    private static Token openBrace(Parser parser, Token token) {
        int depth = 0;
        for (int i = token.getTokenIndex() - 1; i >= 0; i--) {
            Token earlier = parser.getTokenStream().get(i);
            if (earlier.getType() == BirdLexer.RBRACE) {
                depth++;
            } else if (earlier.getType() == BirdLexer.LBRACE && depth-- == 0) {
                return earlier;
            }
        }
        return null;
    }

    /** A token as the user sees it: {@code 'neighbor'}, or {@code end of file}. */
    public static String describe(Token token) {
        if (token.getType() == Token.EOF) {
            return "end of file";
        }
        String text = token.getText();
        return text.startsWith("'") || text.startsWith("\"") ? text : "'" + text + "'";
    }

    private static List<String> expected(IntervalSet types) {
        List<String> words = new ArrayList<>();
        for (int type : types.toList()) {
            String word = name(type);
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        // A name may be spelled with many keywords; the placeholder says it all.
        if (words.contains("<name>")) {
            words.removeIf(word -> word.startsWith("'") && Character.isLetter(word.charAt(1)));
        }
        return words;
    }

    private static String name(int type) {
        return switch (type) {
            case Token.EOF -> "end of file";
            case BirdLexer.WORD, BirdLexer.QUOTED_SYMBOL, BirdLexer.FLOW -> "<name>";
            case BirdLexer.NUMBER, BirdLexer.HEX_NUMBER -> "<number>";
            case BirdLexer.STRING -> "<string>";
            case BirdLexer.IP4, BirdLexer.IP6 -> "<address>";
            case BirdLexer.IP4_PREFIX, BirdLexer.IP6_PREFIX -> "<prefix>";
            case BirdLexer.VPN_RD -> "<route distinguisher>";
            case BirdLexer.MAC_ADDRESS -> "<mac address>";
            case BirdLexer.BYTES -> "<bytes>";
            default -> {
                String literal = BirdParser.VOCABULARY.getLiteralName(type);
                yield literal == null ? BirdParser.VOCABULARY.getDisplayName(type) : literal;
            }
        };
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    public static String join(List<String> words) {
        if (words.size() == 1) {
            return words.getFirst();
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }
}
