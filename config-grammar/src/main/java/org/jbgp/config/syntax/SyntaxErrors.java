package org.jbgp.config.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;

/** Turns what the parser stumbles over into the user's words. */
public final class SyntaxErrors extends BaseErrorListener {
    /** More alternatives than these do not help. */
    private static final int MOST_EXPECTED = 5;

    /** Words that statements of the filter language begin with. */
    private static final List<String> BEGINNINGS =
            List.of("accept", "reject", "error", "return", "if", "else", "case", "for", "print", "printn", "unset");

    /** Words that begin a type. */
    private static final Set<String> TYPES = IntStream.concat(
                    IntStream.rangeClosed(BirdLexer.TYPE_INT, BirdLexer.TYPE_LCLIST), IntStream.of(BirdLexer.ROUTE))
            .mapToObj(BirdParser.VOCABULARY::getLiteralName)
            .collect(Collectors.toSet());

    private final Problems problems;
    /** Lines of tokens that are wrong by themselves, by file. */
    private final Map<String, NavigableSet<Integer>> wrongLines = new HashMap<>();

    private final BiPredicate<String, String> neverHasBlock;
    private int itemStart;
    private int errorsInItem;

    /** For tokens that have all been read, so that what is wrong with one by itself has been said. */
    public SyntaxErrors(Problems problems) {
        this(problems, (protocol, word) -> false);
    }

    /**
     * @param neverHasBlock whether no statement of a protocol (empty: outside of protocols) that begins with a word has
     * a block
     */
    SyntaxErrors(Problems problems, BiPredicate<String, String> neverHasBlock) {
        this.problems = problems;
        this.neverHasBlock = neverHasBlock;
        problems.errorPositions()
                .forEach(wrong -> wrongLines
                        .computeIfAbsent(wrong.file(), file -> new TreeSet<>())
                        .add(wrong.line()));
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
        if (problems.enough()) {
            // It will only be counted.
            errorsInItem++;
            problems.error(token, "syntax error");
            return;
        }
        Token brace = token.getType() == Token.EOF || startsItem(token) ? openBrace(parser, token) : null;
        if (brace != null) {
            errorsInItem++;
            if (isStray(parser, token)) {
                return;
            }
            problems.error(
                    token, "unexpected " + describe(token) + ": the '{' on line " + brace.getLine() + " is not closed");
            return;
        }
        boolean first = errorsInItem++ == 0;
        Token start = parser.getTokenStream().get(itemStart);
        if ((!first && token.getType() == Token.EOF) || afterWrongToken(start, token)) {
            // What was skipped after the first mistake took the closing braces with it.
            return;
        }
        Token previous =
                token.getTokenIndex() > itemStart ? parser.getTokenStream().get(token.getTokenIndex() - 1) : null;
        if (isDoubled(parser, token)) {
            problems.error(token, "unexpected '==': write one '='");
            return;
        }
        if (failure instanceof NoViableAltException choice
                && parser.getRuleContext().getRuleIndex() == BirdParser.RULE_statement
                && choice.getStartToken().getTokenIndex() + 1 == token.getTokenIndex()
                && choice.getStartToken().getType() == BirdLexer.WORD) {
            problems.error(
                    token,
                    "expected '=', '(' or '.' after " + describe(choice.getStartToken()) + ", found "
                            + describe(token)
                            + Suggestion.text(choice.getStartToken().getText(), BEGINNINGS));
            return;
        }
        IntervalSet types = failure == null ? parser.getExpectedTokens() : failure.getExpectedTokens();
        String hint = Hint.text(previous, token, previous != null && types.contains(BirdLexer.SEMICOLON));
        List<String> expected = expected(types, token);
        String found = describe(token);
        if (expected.isEmpty() || expected.size() > MOST_EXPECTED || hint.startsWith(":")) {
            problems.error(token, "unexpected " + found + hint);
        } else {
            problems.error(
                    token, "expected " + join(expected) + ", found " + found + nameHint(expected, previous, token));
        }
    }

    /** True if a brace of the item before the token cannot open a block; that is then reported. */
    private boolean isStray(Parser parser, Token token) {
        List<Token> item = new ArrayList<>();
        for (int i = itemStart; i < token.getTokenIndex(); i++) {
            item.add(parser.getTokenStream().get(i));
        }
        List<Token> statement = StrayBrace.statement(item, neverHasBlock);
        if (statement.isEmpty()) {
            return false;
        }
        String before = statement.subList(0, statement.size() - 1).stream()
                .map(each -> each.getType() == BirdLexer.STRING ? "\"…\"" : each.getText())
                .collect(Collectors.joining(" "));
        problems.error(statement.getLast(), "unexpected '{' after '" + before + "': expected ';'");
        return true;
    }

    /** True if a token of the same item was left out as wrong by itself: what follows from that is no news. */
    private boolean afterWrongToken(Token start, Token token) {
        NavigableSet<Integer> wrong = wrongLines.get(SourcePosition.of(start).file());
        Integer line = wrong == null ? null : wrong.ceiling(start.getLine());
        return line != null && line <= token.getLine();
    }

    /** The parser stops at the first '=' of '==', for it looks one token ahead. */
    private static boolean isDoubled(Parser parser, Token token) {
        if (token.getType() != BirdLexer.ASSIGN_EQUAL) {
            return false;
        }
        Token next = parser.getTokenStream().get(token.getTokenIndex() + 1);
        return next.getType() == BirdLexer.ASSIGN_EQUAL && Hint.touches(token, next);
    }

    private static String nameHint(List<String> expected, Token previous, Token token) {
        boolean inName = switch (token.getType()) {
            case BirdLexer.NUMBER -> previous != null && !Hint.touches(previous, token);
            case BirdLexer.MINUS, BirdLexer.DOT, BirdLexer.COLON, BirdLexer.SLASH ->
                Hint.touches(previous, token) && previous.getType() == BirdLexer.WORD;
            default -> false;
        };
        return inName && expected.contains("<name>")
                ? " (a name of more than letters, digits and '_' needs single quotes: 'peer-1')"
                : "";
    }

    /** Whether a token hardly stands anywhere but at the beginning of an item. */
    static boolean startsItem(Token token) {
        return switch (token.getType()) {
            case BirdLexer.PROTOCOL, BirdLexer.TEMPLATE, BirdLexer.FUNCTION, BirdLexer.DEFINE -> true;
            case BirdLexer.FILTER -> token.getCharPositionInLine() == 0;
            default -> false;
        };
    }

    /** The innermost brace of the same item that is still open before the token. */
    private Token openBrace(Parser parser, Token token) {
        int depth = 0;
        for (int i = token.getTokenIndex() - 1; i >= itemStart; i--) {
            Token earlier = parser.getTokenStream().get(i);
            if (earlier.getType() == BirdLexer.RBRACE) {
                depth++;
            } else if (earlier.getType() == BirdLexer.LBRACE && depth-- == 0) {
                return earlier;
            }
        }
        return null;
    }

    /**
     * A token as the user sees it: {@code 'neighbor'}, or {@code end of file}. A string might be a password in a wrong
     * place.
     */
    public static String describe(Token token) {
        if (token.getType() == Token.EOF) {
            return "end of file";
        }
        String text = token.getText();
        if (token.getType() == BirdLexer.STRING) {
            return "a string";
        }
        if (token.getType() == BirdLexer.BYTES) {
            return "bytes";
        }
        return text.startsWith("'") || text.startsWith("\"") ? text : "'" + text + "'";
    }

    private static List<String> expected(IntervalSet types, Token found) {
        if (types.contains(BirdLexer.MASK_CLOSE) && found.getType() == BirdLexer.RBRACKET) {
            return List.of("'=]'");
        }
        List<String> words = new ArrayList<>();
        for (int type : types.toList()) {
            String word = name(type);
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        if (words.contains("'bgpmask'")) {
            // Only a type may be any of them.
            words.removeIf(word -> TYPES.contains(word));
            words.addFirst("<type>");
            if (words.contains("'{'")) {
                // A declaration of 1.6 between head and body; a forgotten brace is likelier.
                words.removeFirst();
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
