package org.jbgp.config.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.grammar.BirdLexer;
import org.jbgp.config.grammar.BirdParser;
import org.jbgp.config.source.Problem;
import org.jbgp.config.source.Problems;
import org.jbgp.config.source.SourcePosition;

/** A text with defines, attributes, functions, filters and test suites, read without the rest of the configuration. */
final class FilterSource {

    private final Problems problems = new Problems();
    private final FilterLanguage language;

    private FilterSource(String text, Dialect dialect) {
        language = new FilterLanguage(dialect, problems, FilterSource::table, name -> Optional.empty(), Outline.EMPTY);
        BirdLexer lexer = new BirdLexer(CharStreams.fromString(text, "test"));
        BirdParser parser = new BirdParser(new CommonTokenStream(lexer));
        BaseErrorListener listener = new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> recognizer,
                    Object symbol,
                    int line,
                    int column,
                    String message,
                    RecognitionException e) {
                problems.error(new SourcePosition("test", line, column + 1), "syntax: " + message);
            }
        };
        lexer.removeErrorListeners();
        parser.removeErrorListeners();
        parser.addErrorListener(listener);
        for (BirdParser.TopItemContext item : parser.configuration().topItem()) {
            if (item.defineStatement() != null) {
                language.define(item.defineStatement());
            } else if (item.attributeDefinition() != null) {
                language.attribute(item.attributeDefinition());
            } else if (item.functionDefinition() != null) {
                language.function(item.functionDefinition());
            } else if (item.filterDefinition() != null) {
                language.filter(item.filterDefinition());
            } else if (item.testDefinition() != null) {
                language.test(item.testDefinition());
            }
        }
    }

    /** The kind of a table follows from its name. */
    private static Optional<TableConfig.Kind> table(String name) {
        if (name.startsWith("roa")) {
            return Optional.of(TableConfig.Kind.ROA);
        }
        return name.startsWith("aspa") ? Optional.of(TableConfig.Kind.ASPA) : Optional.empty();
    }

    static FilterSource of(String text) {
        return new FilterSource(text, Dialect.BIRD_2);
    }

    static FilterSource flat(String text) {
        return new FilterSource(text, Dialect.BIRD_1_6_IPV4);
    }

    FilterLanguage language() {
        return language;
    }

    List<String> errors() {
        return lines(problems.errors());
    }

    List<String> warnings() {
        return lines(problems.warnings());
    }

    private static List<String> lines(List<Problem> problems) {
        List<String> lines = new ArrayList<>();
        problems.forEach(problem -> lines.add(problem.toString()));
        return lines;
    }
}
