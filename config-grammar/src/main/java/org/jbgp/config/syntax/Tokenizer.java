package org.jbgp.config.syntax;

import java.util.HashMap;
import java.util.Map;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenFactory;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenFactory;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.misc.Pair;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser;

/**
 * Gives the tokens of {@code BirdLexer.g4}, faster than the lexer ANTLR makes of it, which builds its automaton again
 * in each process. What files are full of is recognised here: words, numbers, IPv4 addresses and prefixes, strings,
 * operators, comments. Wherever something else might begin (IPv6, MAC addresses, bytes, what is wrong) the grammar's
 * lexer is asked for that token.
 */
final class Tokenizer implements TokenSource {
    private static final int END = -1;
    /** A run of hexadecimal digits as long as this may be {@code BYTES}. */
    private static final int SHORTEST_BYTES = 20;

    private static final Map<String, Integer> KEYWORDS = keywords();
    private static final int LONGEST_KEYWORD =
            KEYWORDS.keySet().stream().mapToInt(String::length).max().orElseThrow();

    private final String text;
    private final CharStream stream;
    private final Pair<TokenSource, CharStream> source;
    /** Null until it is needed. */
    private BirdLexer exact;
    /** A character outside the BMP makes indices in text and stream differ. */
    private final boolean simple;

    private int at;
    private int line = 1;
    private int lineStart;

    Tokenizer(String path, String text) {
        this.text = text;
        this.stream = CharStreams.fromString(text, path);
        this.source = new Pair<>(this, stream);
        this.simple = stream.size() == text.length();
    }

    /** From the parser's names, since the lexer's would make its automaton. */
    private static Map<String, Integer> keywords() {
        Map<String, Integer> words = new HashMap<>();
        for (int type = 1; type <= BirdParser.VOCABULARY.getMaxTokenType(); type++) {
            String literal = BirdParser.VOCABULARY.getLiteralName(type);
            if (literal != null && Character.isLetter(literal.charAt(1)) && !literal.endsWith(":'")) {
                words.put(literal.substring(1, literal.length() - 1), type);
            }
        }
        words.put("flow4", BirdLexer.FLOW);
        words.put("flow6", BirdLexer.FLOW);
        return words;
    }

    @Override
    public Token nextToken() {
        if (!simple) {
            return exactly();
        }
        while (true) {
            int c = peek(at);
            switch (c) {
                case END -> {
                    return token(Token.EOF, at);
                }
                case '\n' -> {
                    line++;
                    lineStart = ++at;
                }
                case ' ', '\t', '\r', '\f' -> at++;
                case '#' -> {
                    int end = text.indexOf('\n', at);
                    at = end < 0 ? text.length() : end;
                }
                case '/' -> {
                    if (peek(at + 1) != '*') {
                        return token(BirdLexer.SLASH, at + 1);
                    }
                    int end = text.indexOf("*/", at + 2);
                    int nested = text.indexOf("/*", at + 2);
                    if (end < 0 || (nested >= 0 && nested < end)) {
                        return exactly();
                    }
                    skip(end + 2);
                }
                default -> {
                    return visible(c);
                }
            }
        }
    }

    private Token visible(int c) {
        if (isDigit(c)) {
            return mayBeHexadecimal() ? exactly() : number();
        }
        if (isLetter(c)) {
            return mayBeHexadecimal() ? exactly() : word();
        }
        if (c == '"') {
            int end = at + 1;
            while (peek(end) != '"' && peek(end) != '\n' && peek(end) != END) {
                end++;
            }
            return peek(end) == '"' ? token(BirdLexer.STRING, end + 1) : exactly();
        }
        return operator(c, peek(at + 1));
    }

    /** True if hexadecimal digits begin here that may be part of an IPv6 address or the like. */
    private boolean mayBeHexadecimal() {
        int end = at;
        while (isHexadecimal(peek(end))) {
            end++;
        }
        return (peek(end) == ':' && end > at) || end - at >= SHORTEST_BYTES;
    }

    private Token word() {
        int end = at + 1;
        while (isLetter(peek(end)) || isDigit(peek(end))) {
            end++;
        }
        if (end - at <= LONGEST_KEYWORD) {
            String word = text.substring(at, end);
            boolean colon = peek(end) == ':';
            boolean several = (word.equals("merge") && followsBy(end)) || word.equals("attribute");
            if (several || (colon && word.equals("hex"))) {
                return exactly();
            }
            if (colon && word.equals("else")) {
                return token(BirdLexer.ELSE_COLON, end + 1);
            }
            return token(KEYWORDS.getOrDefault(word, BirdLexer.WORD), end);
        }
        return token(BirdLexer.WORD, end);
    }

    /** Whether blanks and `by` come next: `merge by` is one token, and `merge paths` is two words. */
    private boolean followsBy(int end) {
        int next = end;
        while (isBlank(peek(next))) {
            next++;
        }
        return next > end && text.startsWith("by", next);
    }

    private Token number() {
        int end = digits(at);
        if (peek(end) == 'x' && end == at + 1 && peek(at) == '0' && isHexadecimal(peek(end + 1))) {
            end += 2;
            while (isHexadecimal(peek(end))) {
                end++;
            }
            return token(BirdLexer.HEX_NUMBER, end);
        }
        if (peek(end) != '.' || !isDigit(peek(end + 1))) {
            return token(BirdLexer.NUMBER, end);
        }
        while (peek(end) == '.' && isDigit(peek(end + 1))) {
            end = digits(end + 1);
        }
        if (peek(end) == ':') {
            return exactly();
        }
        return peek(end) == '/' && isDigit(peek(end + 1))
                ? token(BirdLexer.IP4_PREFIX, digits(end + 1))
                : token(BirdLexer.IP4, end);
    }

    private Token operator(int c, int next) {
        return switch (c) {
            case '{' -> token(BirdLexer.LBRACE, at + 1);
            case '}' -> token(BirdLexer.RBRACE, at + 1);
            case '(' -> token(BirdLexer.LPAREN, at + 1);
            case ')' -> token(BirdLexer.RPAREN, at + 1);
            case ']' -> token(BirdLexer.RBRACKET, at + 1);
            case ';' -> token(BirdLexer.SEMICOLON, at + 1);
            case ',' -> token(BirdLexer.COMMA, at + 1);
            case '*' -> token(BirdLexer.STAR, at + 1);
            case '%' -> token(BirdLexer.PERCENT, at + 1);
            case '~' -> token(BirdLexer.MATCH, at + 1);
            case '?' -> token(BirdLexer.QUESTION, at + 1);
            case '[' -> either(next == '=', BirdLexer.MASK_OPEN, BirdLexer.LBRACKET);
            case '=' -> either(next == ']', BirdLexer.MASK_CLOSE, BirdLexer.ASSIGN_EQUAL);
            case '<' -> either(next == '=', BirdLexer.LESS_EQUAL, BirdLexer.LESS);
            case '>' -> either(next == '=', BirdLexer.GREATER_EQUAL, BirdLexer.GREATER);
            case '|' -> either(next == '|', BirdLexer.OR, BirdLexer.BAR);
            case '-' -> either(next == '>', BirdLexer.ARROW, BirdLexer.MINUS);
            case '+' -> either(next == '+', BirdLexer.CONCAT, BirdLexer.PLUS);
            case '.' -> either(next == '.', BirdLexer.RANGE, BirdLexer.DOT);
            case '!' ->
                next == '~'
                        ? token(BirdLexer.NOT_MATCH, at + 2)
                        : either(next == '=', BirdLexer.NOT_EQUAL, BirdLexer.NOT);
            case '&' -> next == '&' ? token(BirdLexer.AND, at + 2) : exactly();
            case ':' -> next == ':' || isHexadecimal(next) ? exactly() : token(BirdLexer.COLON, at + 1);
            default -> exactly();
        };
    }

    private Token either(boolean two, int typeOfTwo, int typeOfOne) {
        return two ? token(typeOfTwo, at + 2) : token(typeOfOne, at + 1);
    }

    /** A token from here to {@code end} on this line. */
    private Token token(int type, int end) {
        CommonToken token = new CommonToken(source, type, Token.DEFAULT_CHANNEL, at, end - 1);
        token.setLine(line);
        token.setCharPositionInLine(at - lineStart);
        at = end;
        return token;
    }

    /** The next token as the grammar's lexer finds it. */
    private Token exactly() {
        if (exact == null) {
            exact = new BirdLexer(stream);
            exact.removeErrorListeners();
        }
        if (simple) {
            stream.seek(at);
            exact.setLine(line);
            exact.setCharPositionInLine(at - lineStart);
        }
        Token token = exact.nextToken();
        at = stream.index();
        line = exact.getLine();
        lineStart = at - exact.getCharPositionInLine();
        return token;
    }

    private void skip(int end) {
        for (int i = text.indexOf('\n', at); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        at = end;
    }

    private int digits(int from) {
        int end = from;
        while (isDigit(peek(end))) {
            end++;
        }
        return end;
    }

    private int peek(int index) {
        return index < text.length() ? text.charAt(index) : END;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexadecimal(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    @Override
    public int getLine() {
        return line;
    }

    @Override
    public int getCharPositionInLine() {
        return at - lineStart;
    }

    @Override
    public CharStream getInputStream() {
        return stream;
    }

    @Override
    public String getSourceName() {
        return stream.getSourceName();
    }

    @Override
    public void setTokenFactory(TokenFactory<?> factory) {
        if (!CommonTokenFactory.DEFAULT.equals(factory)) {
            throw new UnsupportedOperationException("tokens are made here");
        }
    }

    @Override
    public TokenFactory<? extends CommonToken> getTokenFactory() {
        return CommonTokenFactory.DEFAULT;
    }
}
