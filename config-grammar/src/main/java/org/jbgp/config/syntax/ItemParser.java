package org.jbgp.config.syntax;

import java.util.List;
import java.util.function.BiPredicate;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.grammar.BirdParser.TopItemContext;
import org.jbgp.config.source.Problems;

/**
 * Parses a file item by item, so that no tree of the whole is ever held. Each item is parsed fast and without
 * forgiveness first; only one that fails is parsed again with full prediction and error recovery.
 */
public final class ItemParser {
    /** The words an item may begin with that are no options. */
    public static final List<String> STRUCTURE =
            List.of("protocol", "template", "filter", "function", "define", "include", "attribute");

    private final CommonTokenStream tokens;
    private final BirdParser parser;
    private final Problems problems;
    private final SyntaxErrors errors;
    private final BailErrorStrategy bail = new Silent();
    private final Recovery recovery = new Recovery();
    /** See {@link #taken}; written by the load's thread alone. */
    private int taken;

    /**
     * Parses these tokens.
     *
     * @param neverHasBlock whether no statement of a protocol (empty: outside of protocols) that begins with a word has
     *     a block
     */
    public ItemParser(CommonTokenStream tokens, Problems problems, BiPredicate<String, String> neverHasBlock) {
        this.tokens = tokens;
        this.problems = problems;
        errors = new SyntaxErrors(problems, neverHasBlock);
        parser = new BirdParser(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(errors);
    }

    /** What takes the items. */
    public interface Reader {
        /** Takes an item. */
        void take(TopItemContext item);

        /**
         * Asked before an item is parsed.
         *
         * @param start index of the item's first token
         * @return the index behind the item if it need not be parsed, otherwise {@code start}
         */
        default int skip(int start) {
            return start;
        }

        /**
         * Asked when an item could not be parsed.
         *
         * @param start index of the item's first token
         * @return true if it was refused as a whole, so that its mistakes are no news
         */
        default boolean refuses(int start) {
            return false;
        }

        /** Takes what could be made of an item whose syntax errors were reported: parts of it may be missing. */
        default void takeBroken(TopItemContext item) {}
    }

    /** Hands over every item without syntax errors, in order; those with errors are reported and left out. */
    public void forEach(Reader reader) {
        if (!Nesting.isBearable(tokens.getTokens(), problems)) {
            return;
        }
        while (tokens.LA(1) != Token.EOF) {
            int start = tokens.index();
            taken = start;
            int behind = reader.skip(start);
            if (behind > start) {
                tokens.seek(behind);
                continue;
            }
            TopItemContext item = fast();
            if (item == null) {
                tokens.seek(start);
                item = isMisspelled(tokens.get(start)) || reader.refuses(start) ? null : careful(reader);
                if (item == null) {
                    tokens.seek(endOfItem(start));
                }
            }
            if (item != null) {
                reader.take(item);
            }
        }
    }

    /** The items that begin before this token have been taken. Any thread, a moment old. */
    public int taken() {
        return taken;
    }

    /** Parses an item that is known to be right, while another one is being taken. */
    public TopItemContext parse(int start) {
        int here = tokens.index();
        tokens.seek(start);
        TopItemContext item = fast();
        tokens.seek(here);
        return item;
    }

    private TopItemContext fast() {
        parser.setErrorHandler(bail);
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        try {
            return parser.topItem();
        } catch (ParseCancellationException failure) {
            return null;
        }
    }

    /** The item, or null if it has errors, which are then recorded. */
    private TopItemContext careful(Reader reader) {
        parser.setErrorHandler(recovery);
        parser.getInterpreter().setPredictionMode(PredictionMode.LL);
        errors.nextItem(tokens.index());
        int before = parser.getNumberOfSyntaxErrors();
        TopItemContext item = parser.topItem();
        if (parser.getNumberOfSyntaxErrors() > before) {
            reader.takeBroken(item);
            return null;
        }
        return item;
    }

    private boolean isMisspelled(Token first) {
        if (first.getType() == BirdLexer.SLASH) {
            problems.error(first, "comments begin with '#', or stand between '/*' and '*/'");
            return true;
        }
        if (first.getType() != BirdLexer.WORD) {
            return false;
        }
        String near = problems.enough() ? "" : Suggestion.text(first.getText(), STRUCTURE);
        if (near.isEmpty()) {
            return false;
        }
        problems.error(first, "unknown statement '" + first.getText() + "'" + near);
        return true;
    }

    /** Where the item after a broken one begins. */
    private int endOfItem(int start) {
        int depth = 0;
        for (int i = start; ; i++) {
            Token token = tokens.get(i);
            if (token.getType() == Token.EOF) {
                return i;
            }
            if (i > start && isLandmark(token) && token.getCharPositionInLine() == 0) {
                return i;
            }
            switch (token.getType()) {
                case BirdLexer.LBRACE -> depth++;
                case BirdLexer.RBRACE -> {
                    if (--depth <= 0) {
                        return tokens.get(i + 1).getType() == BirdLexer.SEMICOLON ? i + 2 : i + 1;
                    }
                }
                case BirdLexer.SEMICOLON -> {
                    if (depth <= 0) {
                        return i + 1;
                    }
                }
                default -> {}
            }
        }
    }

    private static boolean isLandmark(Token token) {
        return switch (token.getType()) {
            case BirdLexer.PROTOCOL, BirdLexer.TEMPLATE, BirdLexer.FUNCTION, BirdLexer.FILTER, BirdLexer.DEFINE -> true;
            default -> false;
        };
    }

    /** Gives up at the first mistake without a word: the second attempt will find the words. */
    private static final class Silent extends BailErrorStrategy {
        @Override
        public void reportError(Parser recognizer, RecognitionException failure) {}
    }

    /** Stops skipping at what ends a statement, a block or an item, whatever rule is at work. */
    private static final class Recovery extends DefaultErrorStrategy {
        @Override
        protected IntervalSet getErrorRecoverySet(Parser recognizer) {
            return super.getErrorRecoverySet(recognizer).or(LANDMARKS);
        }

        private static final IntervalSet LANDMARKS = new IntervalSet(
                BirdLexer.SEMICOLON,
                BirdLexer.RBRACE,
                BirdLexer.PROTOCOL,
                BirdLexer.TEMPLATE,
                BirdLexer.FUNCTION,
                BirdLexer.DEFINE);
    }
}
