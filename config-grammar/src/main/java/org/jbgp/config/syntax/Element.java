package org.jbgp.config.syntax;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser.ExpressionContext;
import org.jbgp.config.grammar.BirdParser.FilterBodyContext;
import org.jbgp.config.grammar.BirdParser.RouteElementContext;

/** One piece of an option statement. */
public sealed interface Element {

    /** Its first token. */
    Token token();

    /** How it is called in a message. */
    default String describe() {
        return SyntaxErrors.describe(token());
    }

    /** The word the element begins with, if it is one that may be part of an option's name; otherwise empty. */
    default String leadingWord() {
        return "";
    }

    /** A bare word: part of an option's name, a keyword, or the name of something. */
    record Word(Token token, String text) implements Element {
        @Override
        public String leadingWord() {
            return text;
        }
    }

    /** A name in single quotes; {@code text} is without them. */
    record Symbol(Token token, String text) implements Element {}

    /** A string; {@code text} is without the double quotes. */
    record Text(Token token, String text) implements Element {}

    /** A number, decimal or {@code 0x}; {@code text} is as written. */
    record Numeral(Token token, String text) implements Element {}

    /** An address, not yet checked. */
    record Address(Token token, String text) implements Element {}

    /** A prefix with its length, not yet checked. */
    record Prefix(Token token, String text) implements Element {}

    /** A route distinguisher, MAC address or byte string. */
    record Other(Token token, String text) implements Element {
        /** True for a byte string: {@code hex:01:02}, or at least ten pairs of digits. */
        public boolean isBytes() {
            return token.getType() == BirdLexer.BYTES;
        }
    }

    /** {@code ( expression )}. */
    record Expression(Token token, ExpressionContext tree) implements Element {}

    /** One of {@code , - / % = * :}. */
    record Punctuation(Token token, String text) implements Element {}

    /** {@code filter { … }}. */
    record FilterBlock(Token token, FilterBodyContext tree) implements Element {
        @Override
        public String leadingWord() {
            return "filter";
        }
    }

    /** {@code filter NAME}; {@code name} is the token of the name. */
    record FilterName(Token token, Token name, String text) implements Element {
        @Override
        public String leadingWord() {
            return "filter";
        }
    }

    /** {@code merge by} and the code behind it. */
    record MergeBlock(Token token, FilterBodyContext tree) implements Element {
        @Override
        public String leadingWord() {
            return "merge by";
        }
    }

    /** {@code where expression}. */
    record Where(Token token, ExpressionContext tree) implements Element {
        @Override
        public String leadingWord() {
            return "where";
        }
    }

    /** The block of filter code behind a static route. */
    record RouteBlock(Token token, RouteElementContext tree) implements Element {}

    /**
     * {@code { … }}.
     *
     * @param statements what is ended by ';'
     * @param rest what follows the last ';': all there is in a list like {@code { states, routes }}
     */
    record Block(Token token, Token end, List<ConfigStatement> statements, List<Element> rest) implements Element {}
}
