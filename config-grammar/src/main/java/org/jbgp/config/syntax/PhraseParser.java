package org.jbgp.config.syntax;

import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CodePointCharStream;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.grammar.BirdParser.ElementContext;
import org.jbgp.config.grammar.BirdParser.ExpressionContext;
import org.jbgp.config.source.Problems;

/**
 * Parses one phrase at the beginning of a text that may go on with something else: what a command holds of the filter
 * language. As much as can belong to the phrase does, as in BIRD.
 */
public final class PhraseParser {
    private final CommonTokenStream tokens;
    private final BirdParser parser;
    private final Problems problems;

    /** @param name stands before the positions of its messages */
    public PhraseParser(String name, String text, Problems problems) {
        CodePointCharStream characters = CharStreams.fromString(text, name);
        BirdLexer lexer = new BirdLexer(characters);
        lexer.removeErrorListeners();
        this.problems = problems;
        tokens = new CommonTokenStream(lexer);
        tokens.fill();
        parser = new BirdParser(tokens);
        parser.removeErrorListeners();
        // With only the beginning of the text being parsed there is no context that full prediction could use.
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    }

    /** An expression; null, and a problem recorded, if the text does not begin with one. */
    public ExpressionContext expression() {
        return parse(BirdParser::expression);
    }

    /** {@code filter NAME} or {@code filter { … }}; null, and a problem recorded, if the text does not begin so. */
    public ElementContext filter() {
        return parse(BirdParser::element);
    }

    private <T extends ParserRuleContext> T parse(Function<BirdParser, T> rule) {
        if (!Nesting.isBearable(tokens.getTokens(), problems)) {
            return null;
        }
        parser.setErrorHandler(new Silent());
        try {
            return rule.apply(parser);
        } catch (ParseCancellationException mistake) {
            parser.reset();
            // The state of the first attempt would pass for that of a rule around this one.
            parser.setState(-1);
            parser.setErrorHandler(new DefaultErrorStrategy());
            parser.addErrorListener(new SyntaxErrors(problems));
            int before = parser.getNumberOfSyntaxErrors();
            T phrase = rule.apply(parser);
            return parser.getNumberOfSyntaxErrors() > before ? null : phrase;
        }
    }

    /**
     * Number of characters of the text up to the end of the phrase, in UTF-16 units of a text of the Basic Multilingual
     * Plane.
     */
    public int end() {
        return tokens.index() == 0 ? 0 : tokens.get(tokens.index() - 1).getStopIndex() + 1;
    }

    private static final class Silent extends BailErrorStrategy {
        @Override
        public void reportError(Parser recognizer, RecognitionException failure) {}
    }
}
